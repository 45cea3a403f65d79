"""Search on Whoosh's index, for one machine.

Whoosh keeps the dictionary and the postings and makes changes crash-safe. Ranking is done on numpy arrays of its
postings, cached by term: collecting through its own scorers took about ten times as long at 30,000 documents.
The index holds pickles, so its folder is 0700, and no file of it is read before its checksum has been seen to fit.
"""

import json
import os
import shutil
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.filedb.filestore import FileStorage

from miquan.db import transaction
from miquan.search import analysis
from miquan.search.corrections import correction
from miquan.search.engine import Document, Hits, NeedsRebuild, kinds_of
from miquan.search.manifest import stamp_of, verify, write_manifest
from miquan.search.scoring import WEIGHTS, Postings, intersection, rank, union
from miquan.versions import bump, snapshot

_REFRESH = 1.0
_TERMS_KEPT = 4_000
_PREFIXES = 40
_SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    kind=fields.ID(),
    title=fields.KEYWORD(scorable=True),
    head=fields.KEYWORD(scorable=True),
    body=fields.KEYWORD(scorable=True),
)


class WhooshEngine:
    """One index of one database, below `root`: `<generation>/` and the file CURRENT that names it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._view: _View | None = None
        self._failure = ""
        self._generation = -1
        self._looked_at = float("-inf")

    def search(
        self, query: str, kind: str = "product", *, prefix: bool = False, within: Sequence[int] = (), among: Any = None
    ) -> Hits:
        view = self._current()
        terms = analysis.query_terms(query)
        try:
            return view.search(terms, kinds_of(kind, within), prefix=prefix, among=among)
        except NeedsRebuild:
            raise
        except Exception as error:  # Whoosh raises whatever a damaged file makes it trip over
            raise self._broken(error) from error

    def ids(self) -> set[str]:
        return {id_ for id_ in self._current().ids.tolist() if id_}

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str]) -> None:
        folder = self._folder()
        verify(folder)
        try:
            writer = _storage(folder).open_index().writer(limitmb=64)
            for id_ in deletes:
                writer.delete_by_term("id", id_)
            for document in upserts:
                writer.update_document(**_fields(document))
            writer.commit()
        except Exception as error:
            raise self._broken(error) from error
        write_manifest(folder)
        _tell_readers()

    def rebuild(self, documents: Iterable[Document]) -> int:
        generation = f"{int(time.time())}-{uuid.uuid4().hex[:8]}"
        folder = self.root / generation
        _make_private(self.root)
        _make_private(folder)
        try:
            count = _write_all(folder, documents)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._switch(generation)
        _tell_readers()
        return count

    def _switch(self, generation: str) -> None:
        side = self.root / f".current.{os.getpid()}"
        side.write_text(json.dumps({"generation": generation, "analysis": analysis.ANALYSIS_VERSION}))
        side.replace(self.root / "CURRENT")
        for old in self.root.iterdir():
            # The generation before stays for readers that are just opening it; older ones go.
            if old.is_dir() and old.name != generation and old.stat().st_mtime < time.time() - 60:
                shutil.rmtree(old, ignore_errors=True)

    def _folder(self) -> Path:
        try:
            current = json.loads((self.root / "CURRENT").read_text())
            folder = self.root / str(current["generation"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NeedsRebuild("no current index") from error
        if current.get("analysis") != analysis.ANALYSIS_VERSION or not folder.is_dir() or folder.parent != self.root:
            raise NeedsRebuild("the index is of another analysis, or away")
        return folder

    def _current(self) -> "_View":
        """The newest committed state: looked for when the indexer told of a commit, and at most once a second besides.

        A damaged index is not looked at more often either, for seeing that it is damaged takes a while.
        """
        generation = snapshot().get("search", 0)
        with self._lock:
            known = self._view is not None or self._failure
            if not known or generation != self._generation or time.monotonic() - self._looked_at >= _REFRESH:
                self._look()
                self._generation = generation
            if self._view is None:
                raise NeedsRebuild(self._failure)
            return self._view

    def _look(self) -> None:
        self._failure = ""
        try:
            self._refresh()
        except NeedsRebuild as error:
            self._view, self._failure = None, str(error)
        self._looked_at = time.monotonic()

    def _refresh(self) -> None:
        folder = self._folder()
        stamp = stamp_of(folder)
        if self._view is None or self._view.stamp != stamp:
            verify(folder)
            try:
                self._view = _View(folder, stamp)
            except Exception as error:
                raise self._broken(error) from error

    def _broken(self, error: Exception) -> NeedsRebuild:
        self._view = None
        return NeedsRebuild(f"{type(error).__name__}: {error}")


class _View:
    """One committed state, open for reading. Nothing in it changes."""

    def __init__(self, folder: Path, stamp: Any) -> None:
        self.stamp = stamp
        self.index = _storage(folder).open_index()
        self.reader = self.index.reader()
        self.total = self.reader.doc_count()
        self.ids, self.numbers = self._ids()
        self.postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self.lock = threading.Lock()
        self._titles: list[str] | None = None
        self._kinds: dict[str, tuple[Any, int]] = {}

    def _ids(self) -> tuple[Any, Any]:
        """Ids and their numbers by document number of the index; gaps where documents were deleted."""
        size = self.reader.doc_count_all()
        ids = np.full(size, "", dtype=object)
        numbers = np.full(size, -1, np.int64)
        for number, stored in self.reader.iter_docs():
            ids[number] = stored["id"]
            numbers[number] = int(stored["id"].rpartition(":")[2])
        return ids, numbers

    def search(self, terms: tuple[analysis.Term, ...], kinds: tuple[str, ...], *, prefix: bool, among: Any) -> Hits:
        with self.lock:  # Whoosh's readers share a file position
            mine, total = self._of_kinds(kinds)
            if among is not None:
                mine, total = mine & np.isin(self.numbers, among), len(among)
            last = terms[-1] if prefix and terms else None

            def postings(term: analysis.Term) -> Postings:
                documents, weights = self._term(term, prefix=term is last)
                kept = mine[documents]
                return documents[kept], weights[kept]

            documents, relaxed = rank(terms, postings, max(1, total), lambda d: self.numbers[d])
            better = ""
            if terms and not prefix and (relaxed or not len(documents)):
                better = correction(terms, lambda t: bool(len(postings(t)[0])), self._title_terms)
        numbers = self.numbers[documents]
        return Hits(numbers[numbers >= 0], relaxed, better)

    def _of_kinds(self, kinds: tuple[str, ...]) -> tuple[Any, int]:
        """As `_of_kind` of the first, and with it what is of the others, of which there are many with little in each."""
        mask, total = self._of_kind(kinds[0])
        more = [found for kind in kinds[1:] if len(found := self._field("kind", kind)[0])]
        if more:
            mask = mask.copy()
            mask[np.concatenate(more)] = True
            total += sum(map(len, more))
        return mask, total

    def _of_kind(self, kind: str) -> tuple[Any, int]:
        """Which document numbers are of a kind, and how many those are."""
        if kind not in self._kinds:
            documents = self._read("kind", kind)[0]
            mask = np.zeros(len(self.ids), bool)
            mask[documents] = True
            self._kinds[kind] = mask, len(documents)
        return self._kinds[kind]

    def _term(self, term: analysis.Term, *, prefix: bool) -> Postings:
        forms = list(term.forms)
        if prefix:
            forms += [f for form in term.forms for f in self._expanded(form)]
        parts = [self._weighted(name, form) for form in forms for name in WEIGHTS]
        if term.pairs:
            parts.append(intersection([union([self._weighted(name, pair) for name in WEIGHTS]) for pair in term.pairs]))
        return union(parts)

    def _weighted(self, name: str, form: str) -> Postings:
        documents, weights = self._field(name, form)
        return documents, weights * WEIGHTS[name]

    def _field(self, name: str, form: str) -> Postings:
        key = (name, form)
        if key not in self.postings:
            self.postings[key] = self._read(name, form)
            while len(self.postings) > _TERMS_KEPT:
                self.postings.popitem(last=False)
        self.postings.move_to_end(key)
        return self.postings[key]

    def _read(self, name: str, form: str) -> Postings:
        if (name, form) not in self.reader:
            return np.zeros(0, np.int64), np.zeros(0)
        found = np.fromiter(self.reader.postings(name, form).all_ids(), np.int64)
        return found, np.ones(len(found))

    def _expanded(self, form: str) -> list[str]:
        found = []
        for term in self.reader.expand_prefix("title", form):
            found.append(term.decode() if isinstance(term, bytes) else str(term))
            if len(found) >= _PREFIXES:
                break
        return found

    def _title_terms(self) -> list[str]:
        if self._titles is None:
            self._titles = [term.decode() for term in self.reader.lexicon("title")]
        return self._titles


def _fields(document: Document) -> dict[str, str]:
    return {
        "id": document.id,
        "kind": document.kind,
        "title": " ".join(analysis.title_tokens(document.title)),
        "head": " ".join(analysis.title_tokens(document.head)),
        "body": " ".join(analysis.tokens(document.description)),
    }


def _write_all(folder: Path, documents: Iterable[Document]) -> int:
    writer = _storage(folder).create_index(_SCHEMA).writer(limitmb=256)
    count = 0
    for document in documents:
        writer.add_document(**_fields(document))
        count += 1
    writer.commit(optimize=True)
    write_manifest(folder)
    return count


def _storage(folder: Path) -> FileStorage:
    """Without memory maps: a map of a file that is cut short ends the process instead of raising an error."""
    return FileStorage(str(folder), supports_mmap=False)


def _tell_readers() -> None:
    """Other processes look for the new state before they answer the next query."""
    with transaction():
        bump("search")


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
