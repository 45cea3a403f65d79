"""What a kind of thing brings to be searched for. The engines know nothing of kinds but their names."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np
from peewee import chunked

from miquan import places
from miquan.i18n import LANGS
from miquan.search.engine import Document, Hits
from miquan.search.models import QUERY_LIMIT
from miquan.text import clean_line, to_script

BATCH = 500
_MOST_WORDS = 4
_MOST_TITLES = 500


@dataclass(frozen=True)
class Kind:
    """`things` gives a query of the ids that the index holds, `documents` what it says of some of them.

    `titled` is a query of ids, newest first, of things whose name holds all words: for while the index is away.
    """

    name: str
    things: Callable[[], Any]
    documents: Callable[[Sequence[int]], list[Document]]
    titled: Callable[[Callable[[Any], Any]], Any]

    def id_of(self, number: int) -> str:
        return f"{self.name}:{number}"

    def ids(self) -> set[str]:
        """Of all documents that the index should hold."""
        return {self.id_of(row[0]) for row in self.things().tuples()}

    def every(self) -> Iterator[Document]:
        """All documents, in batches that fit in memory."""
        for some in chunked((row[0] for row in list(self.things().tuples())), BATCH):
            yield from self.documents(some)

    def by_title(self, query: str) -> Hits:
        """From SQL LIKE: only names, newest first."""
        words = clean_line(query, QUERY_LIMIT).split()[:_MOST_WORDS]
        if not words:
            return Hits()
        found = self.titled(lambda column: reduce(and_, (_holds(column, word) for word in words)))
        return Hits(np.array([row[0] for row in found.limit(_MOST_TITLES).tuples()], np.int64))


def _holds(column: Any, word: str) -> Any:
    """The word as typed or in the other Chinese script; `contains` escapes LIKE's own signs."""
    return reduce(
        or_, (column.contains(form) for form in {word, to_script(word, "zh-hant"), to_script(word, "zh-hans")})
    )


def joined(rows: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The words of each id, one behind the other."""
    found: dict[int, str] = {}
    for id_, words in rows:
        found[id_] = f"{found[id_]} {words}" if id_ in found else words
    return found


def place_names(country: str, city: str) -> list[str]:
    """A place's names in all languages."""
    countries = [places.country_name(country, lang) for lang in LANGS] if country else []
    return countries + ([places.city_name(country, city, lang) for lang in LANGS] if city else [])
