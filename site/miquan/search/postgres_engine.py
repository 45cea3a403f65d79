"""Search in PostgreSQL, for sites beyond one machine: the same tokens in a `tsvector` under a GIN index.

Each token carries its field as a prefix (`t:`, `h:`, `b:`), so that one vector serves all fields; ranking is the
same code over the same sets as with Whoosh, so that both engines find the same things in the same order.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
from peewee import chunked

from miquan.db import database, transaction
from miquan.search import analysis
from miquan.search.corrections import correction
from miquan.search.engine import Document, Hits, NeedsRebuild, kinds_of
from miquan.search.scoring import WEIGHTS, Postings, intersection, narrowed, rank, union
from miquan.versions import bump, snapshot

_REFRESH = 1.0
_LEXICON_KEPT = 60.0
_TERMS_KEPT = 4_000
_PREFIX = {"title": "t:", "head": "h:", "body": "b:"}
_NONE: Postings = (np.zeros(0, np.int64), np.zeros(0))


class PostgresEngine:
    """The tables `search_document` and `search_state` of the bound database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._generation = -1
        self._totals: dict[str, int] = {}
        self._looked_at = float("-inf")
        self._titles: tuple[float, list[str]] = (float("-inf"), [])

    def search(
        self, query: str, kind: str = "product", *, prefix: bool = False, within: Sequence[int] = (), among: Any = None
    ) -> Hits:
        kinds = kinds_of(kind, within)
        with self._lock:
            self._refresh()
            terms = analysis.query_terms(query)
            last = terms[-1] if prefix and terms else None

            def postings(term: analysis.Term) -> Postings:
                return narrowed(self._term(kinds, term, prefix=term is last), among)

            numbers, relaxed = rank(terms, postings, self._total(kinds, among))
            better = ""
            if terms and not prefix and (relaxed or not len(numbers)):
                better = correction(terms, lambda t: bool(len(postings(t)[0])), self._title_terms)
        return Hits(numbers, relaxed, better)

    def _total(self, kinds: tuple[str, ...], among: Any) -> int:
        return max(1, sum(self._totals.get(kind, 0) for kind in kinds) if among is None else len(among))

    def ids(self) -> set[str]:
        with self._lock:
            self._refresh()
        return {row[0] for row in database.execute_sql("SELECT id FROM search_document").fetchall()}

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str]) -> None:
        with transaction():
            _require_state()
            gone = list(deletes)
            if gone:
                database.execute_sql("DELETE FROM search_document WHERE id = ANY(%s)", (gone,))
            _insert(upserts)
            _note_state()

    def rebuild(self, documents: Iterable[Document]) -> int:
        with transaction():
            database.execute_sql("DELETE FROM search_document")
            count = _insert(documents)
            _note_state()
        return count

    def _refresh(self) -> None:
        """Look whether the documents have moved on: as soon as a version says so, so that no answer is older than it."""
        generation = snapshot().get("search", 0)
        if generation == self._generation and time.monotonic() - self._looked_at < _REFRESH:
            return
        if generation != self._generation:
            self._totals = _counted()
            self._postings.clear()
            self._generation = generation
        self._looked_at = time.monotonic()

    def _term(self, kinds: tuple[str, ...], term: analysis.Term, *, prefix: bool) -> Postings:
        forms = [*term.forms, *term.pairs]
        self._read(kinds, [f"{mark}{form}" for form in forms for mark in _PREFIX.values()])
        parts = [self._field(kinds, name, form) for form in term.forms for name in WEIGHTS]
        if prefix:
            parts.append(self._starting(kinds, term.forms[0]))
        if term.pairs:
            parts.append(intersection([union([self._field(kinds, n, pair) for n in WEIGHTS]) for pair in term.pairs]))
        return union(parts)

    def _field(self, kinds: tuple[str, ...], name: str, form: str) -> Postings:
        numbers, ones = union([self._postings.get((kind, _PREFIX[name] + form), _NONE) for kind in kinds])
        return numbers, ones * WEIGHTS[name]

    def _starting(self, kinds: tuple[str, ...], form: str) -> Postings:
        sql = "SELECT number FROM search_document WHERE kind = ANY(%s) AND vector @@ %s::tsquery ORDER BY number DESC LIMIT 500"
        found = database.execute_sql(sql, (list(kinds), f"{_quoted('t:' + form)}:*")).fetchall()
        numbers = np.array(sorted(row[0] for row in found), np.int64)
        return numbers, np.full(len(numbers), WEIGHTS["title"])

    def _read(self, kinds: tuple[str, ...], tokens: list[str]) -> None:
        """Fetch the postings that are not held yet, all in one query."""
        wanted = list(product(kinds, dict.fromkeys(tokens)))
        missing = list(dict.fromkeys(token for kind, token in wanted if (kind, token) not in self._postings))
        if missing:
            found = database.execute_sql(_POSTINGS, (missing, [_quoted(t) for t in missing], list(kinds))).fetchall()
            held = {(kind, token): np.array(numbers, np.int64) for kind, token, numbers in found}
            for kind, token in product(kinds, missing):
                numbers = held.get((kind, token), _NONE[0])
                self._postings[kind, token] = (numbers, np.ones(len(numbers)))
        # What is about to be read goes last of all.
        for key in wanted:
            self._postings.move_to_end(key)
        while len(self._postings) > max(_TERMS_KEPT, len(wanted)):
            self._postings.popitem(last=False)

    def _title_terms(self) -> list[str]:
        read_at, terms = self._titles
        if time.monotonic() - read_at > _LEXICON_KEPT:
            rows = database.execute_sql("SELECT DISTINCT unnest(title) FROM search_document").fetchall()
            terms = sorted(row[0] for row in rows)
            self._titles = (time.monotonic(), terms)
        return terms


_POSTINGS = """
SELECT d.kind, w.token, array_agg(d.number ORDER BY d.number)
FROM unnest(%s::text[], %s::text[]) AS w(token, query)
JOIN search_document d ON d.vector @@ w.query::tsquery
WHERE d.kind = ANY(%s) GROUP BY d.kind, w.token
"""

_UPSERT = """
INSERT INTO search_document (id, kind, number, title, vector) VALUES (%s, %s, %s, %s, array_to_tsvector(%s))
ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, title = EXCLUDED.title, vector = EXCLUDED.vector
"""


def _quoted(token: str) -> str:
    """A token as a lexeme of a tsquery."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _row(document: Document) -> tuple[Any, ...]:
    title = sorted(set(analysis.title_tokens(document.title)))
    head = set(analysis.title_tokens(document.head))
    body = set(analysis.tokens(document.description))
    marked = [f"t:{w}" for w in title] + [f"h:{w}" for w in head] + [f"b:{w}" for w in body]
    number = int(document.id.rpartition(":")[2])
    return document.id, document.kind, number, title, marked


def _insert(documents: Iterable[Document]) -> int:
    count = 0
    cursor = database.cursor()
    for some in chunked(documents, 500):
        cursor.executemany(_UPSERT, [_row(document) for document in some])
        count += len(some)
    return count


# One statement, so that the count and what it is compared with are of one moment.
_COUNTED = """
SELECT s.analysis, s.documents, d.kind, count(d.id)
FROM search_state s LEFT JOIN search_document d ON true GROUP BY s.analysis, s.documents, d.kind
"""


def _counted() -> dict[str, int]:
    """The number of documents of each kind. Raises NeedsRebuild when some are missing, or of another analysis."""
    rows = database.execute_sql(_COUNTED).fetchall()
    if not rows or rows[0][0] != analysis.ANALYSIS_VERSION:
        raise NeedsRebuild("no documents of this analysis")
    found = {kind: int(count) for _analysis, _documents, kind, count in rows if kind is not None}
    if sum(found.values()) != rows[0][1]:
        raise NeedsRebuild("documents are missing")
    return found


def _require_state() -> None:
    """Raises NeedsRebuild when no documents were ever built by this analysis."""
    row = database.execute_sql("SELECT analysis FROM search_state").fetchone()
    if row is None or row[0] != analysis.ANALYSIS_VERSION:
        raise NeedsRebuild("no documents of this analysis")


def _note_state() -> None:
    database.execute_sql("DELETE FROM search_state")
    sql = "INSERT INTO search_state (analysis, documents) SELECT %s, count(*) FROM search_document"
    database.execute_sql(sql, (analysis.ANALYSIS_VERSION,))
    bump("search")
