"""What can be searched for, a line each. Tags are few and have short names: SQL finds them (`search/tags.py`)."""

from collections.abc import Iterator

from miquan.search.engine import Document
from miquan.search.kinds.groups import GROUPS
from miquan.search.kinds.kind import BATCH, Kind
from miquan.search.kinds.people import PEOPLE
from miquan.search.kinds.posts import POSTS
from miquan.search.kinds.products import PRODUCTS
from miquan.search.kinds.threads import THREADS

__all__ = ["BATCH", "GROUPS", "KINDS", "PEOPLE", "POSTS", "PRODUCTS", "THREADS", "Kind", "all_documents", "all_ids"]

KINDS = {kind.name: kind for kind in (PRODUCTS, POSTS, PEOPLE, GROUPS, THREADS)}


def all_documents() -> Iterator[Document]:
    for kind in KINDS.values():
        yield from kind.every()


def all_ids() -> set[str]:
    """Of all documents that the index should hold."""
    return set().union(*(kind.ids() for kind in KINDS.values()))
