"""Threads, each with what is said in it: one document, so that there are as many as threads and not as many as replies.

What is said where not everybody reads lies in the index as that group's alone, and has no title there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from peewee import chunked

from miquan.groups.models import Group
from miquan.groups.rules import READABLE
from miquan.products.models import Tag
from miquan.search.engine import Document, inside
from miquan.search.kinds.kind import Kind, joined
from miquan.text import html_to_text
from miquan.threads.models import Reply, Thread, ThreadTag
from miquan.threads.queries.found import looked_into
from miquan.threads.queries.visible import replies_for

# Characters of the opening, and of all that is said. Of long threads the last words are in the index.
_OPENING, _BODY = 8_000, 20_000
# So many threads are read at once with their replies.
_SOME = 50


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of these threads; one that is not shown has none."""
    return [document for some in chunked(ids, _SOME) for document in _some(some)]


def _some(ids: Sequence[int]) -> Iterator[Document]:
    rows = list(
        _shown(Thread.id, Thread.group, Group.visibility, Thread.title, Thread.flair, Thread.accepted)
        .where(Thread.id.in_(list(ids)))
        .tuples()
    )
    found = [row[0] for row in rows] or [0]
    tags = joined(ThreadTag.select(ThreadTag.thread, Tag.name).join(Tag).where(ThreadTag.thread.in_(found)).tuples())
    said = _said(found)
    for id_, group, visibility, title, flair, accepted in rows:
        is_open = visibility in READABLE
        yield Document(
            id=THREADS.id_of(id_),
            kind=THREADS.name if is_open else inside(THREADS.name, group),
            # What is advised comes from all titles of the index.
            title=title if is_open else "",
            tags=" ".join(filter(None, (tags.get(id_), flair))),
            attributes="" if is_open else title,
            description=_told(said.get(id_, []), accepted),
        )


def _said(ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    """What everybody in the thread may read of it, the newest first: (number, words)."""
    query = (
        Reply.select(Reply.thread, Reply.number, Reply.body_html)
        .join(Thread)
        .where(Reply.thread.in_(ids), looked_into(), replies_for(None))
        .order_by(Reply.thread, Reply.number.desc())
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for thread, number, html in query.tuples():
        found.setdefault(thread, []).append((number, html_to_text(html)))
    return found


def _told(said: list[tuple[int, str]], accepted: int | None) -> str:
    """The opening, the answer, then the last words."""
    first = {0: 0, accepted: 1}
    ordered = sorted(said, key=lambda one: (first.get(one[0], 2), -one[0]))
    return " ".join(words[:_OPENING] for _number, words in ordered)[:_BODY]


def _shown(*columns: Any) -> Any:
    return Thread.select(*columns).join(Group).where(Thread.state == "published")


def _things() -> Any:
    return _shown(Thread.id).order_by(Thread.id)


def _titled(holds: Callable[[Any], Any]) -> Any:
    found = _shown(Thread.id).where(holds(Thread.title) | holds(Thread.excerpt))
    return found.order_by(Thread.active_at.desc(), Thread.id.desc())


THREADS = Kind("thread", _things, documents, _titled)
