"""What an engine of search is: it keeps documents and answers queries with ids, in order of rank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

# No query is answered with more ids than this; facets are counted over them.
MOST_HITS = 5_000
# With fewer hits for all words, hits for some of the words follow.
ENOUGH = 20


class NeedsRebuild(RuntimeError):
    """The index is away, broken or of another analysis: build it anew, and answer from SQL meanwhile."""


@dataclass(frozen=True)
class Document:
    """What is searched of one thing. `id` is `kind:number`; texts are in any language, all languages at once.

    `kind` is that of things which everybody may find, or `inside` of it for what only the members of a group may.
    """

    id: str
    kind: str
    title: str
    tags: str = ""
    attributes: str = ""
    description: str = ""
    brand: str = ""
    person: str = ""

    @property
    def head(self) -> str:
        """What counts less than the title and more than the description."""
        return " ".join((self.tags, self.brand, self.attributes, self.person))


@dataclass(frozen=True)
class Hits:
    """Numbers of the documents found, best first. `relaxed`: some hold only a part of the words."""

    ids: Any = field(default_factory=lambda: np.zeros(0, np.int64))
    relaxed: bool = False
    did_you_mean: str = ""

    def __len__(self) -> int:
        return len(self.ids)


def inside(kind: str, group: int) -> str:
    """What things of a kind are to an engine that only members of this group may find."""
    return f"{kind}@{group}"


def kinds_of(kind: str, within: Sequence[int]) -> tuple[str, ...]:
    """What everybody may find of a kind, and what only members of these groups may."""
    return (kind, *(inside(kind, group) for group in within))


class SearchEngine(Protocol):
    """Whoosh on one machine, PostgreSQL beyond it. Reading methods raise NeedsRebuild when they cannot answer."""

    def search(
        self, query: str, kind: str = "product", *, prefix: bool = False, within: Sequence[int] = (), among: Any = None
    ) -> Hits:
        """Documents of a kind with all words of the query, then with some. `prefix`: the last word may go on.

        `within` are groups in which the reader is: without them, what is said there counts for nothing, neither in
        ranks nor in what is advised. `among` are the only numbers that are looked for.
        """

    def apply(self, upserts: Iterable[Document], deletes: Iterable[str]) -> None:
        """Bring these documents up to date, as one commit. Only ever called by one process at a time."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build everything anew beside the old, then switch. Returns the number of documents."""

    def ids(self) -> set[str]:
        """The ids of all documents."""
