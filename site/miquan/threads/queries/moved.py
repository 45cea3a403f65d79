"""Where a reply stands now that once stood elsewhere."""

from typing import NamedTuple

from miquan import urls
from miquan.circle.wording import line_in_script
from miquan.groups.models import Group
from miquan.prepared import Prepared
from miquan.threads.models import ReplyMove, Thread
from miquan.threads.queries.visible import visible_to
from miquan.viewer import viewer

# Nobody merges and splits the same words more often than this.
_MOST = 20


def place_of(thread_id: int, number: int) -> tuple[int, int]:
    """The thread and the number, followed through every merging and splitting; the same two for what has never moved."""
    for _step in range(_MOST):
        went = (ReplyMove.thread == thread_id) & (ReplyMove.first <= number) & (ReplyMove.last >= number)
        row = (
            ReplyMove.select(ReplyMove.target, ReplyMove.shift)
            .where(went)
            .order_by(ReplyMove.id.desc())
            .tuples()
            .first()
        )
        if row is None:
            break
        thread_id, number = row[0], number + row[1]
    return thread_id, number


class Went(NamedTuple):
    """Replies from a number on that are read in another thread now."""

    first: int
    title: str
    url: str


def went_from(thread_id: int) -> list[Went]:
    """Where what was split off this thread is read, as far as the reader may."""
    rows = _WENT.rows(viewer().id or 0, thread_id)
    return [
        Went(first, line_in_script(title, lang, viewer().lang), urls.thread(group, id_, slug))
        for first, title, lang, group, id_, slug in rows
    ]


_WENT = Prepared(
    lambda me, thread_id: (
        ReplyMove.select(ReplyMove.first, Thread.title, Thread.lang, Group.slug, Thread.id, Thread.slug)
        .join(Thread, on=(Thread.id == ReplyMove.target))
        .join(Group)
        .where(ReplyMove.thread == thread_id, visible_to(me, listed=False))
        .order_by(ReplyMove.first)
        .limit(_MOST)
        .tuples()
    )
)
