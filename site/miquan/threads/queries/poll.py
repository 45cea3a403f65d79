"""The poll of a thread as its reader may see it: figures that are not for them yet are not even read into the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL, fn

from miquan.circle.wording import line_in_script
from miquan.db import now
from miquan.prepared import Prepared
from miquan.threads.models import Poll, PollOption, PollVote, Reply
from miquan.threads.queries.opening import Opened
from miquan.threads.queries.visible import replies_for
from miquan.viewer import viewer


@dataclass(frozen=True)
class OptionShown:
    """`votes` and `share` (whole percent of those who voted) are None while the reader may not see them."""

    id: int
    words: str
    is_mine: bool
    votes: int | None
    share: int | None


@dataclass(frozen=True)
class PollShown:
    options: list[OptionShown]
    multiple: bool
    closes_at: datetime | None
    is_closed: bool
    voters: int
    may_vote: bool

    @property
    def has_voted(self) -> bool:
        return any(option.is_mine for option in self.options)

    @property
    def is_told(self) -> bool:
        """Whether the figures are for this reader."""
        return any(option.votes is not None for option in self.options)


def poll_of(thread: Opened, *, is_begun: bool) -> PollShown | None:
    """One query. `is_begun`: the reader sees the opening's words, and with them what it asks."""
    rows = _POLL.rows(viewer().id or 0, thread.id)
    if not rows or (rows[0][0] is None and not is_begun):
        return None
    multiple, hidden, closes_at, voters = rows[0][1:5]
    is_closed = thread.is_locked or (closes_at is not None and closes_at <= now())
    is_told = not hidden or is_closed or any(row[-1] for row in rows)
    wanted = thread.lang
    options = [
        OptionShown(
            id_, line_in_script(words, thread.source_lang, wanted), bool(mine),
            votes if is_told else None, (round(votes * 100 / voters) if voters else 0) if is_told else None,
        )
        for *_poll, id_, words, votes, mine in rows
    ]  # fmt: skip
    may_vote = thread.is_inside and not thread.is_archived and not is_closed
    return PollShown(options, bool(multiple), closes_at, is_closed, voters, may_vote)


def _query(me: Any, thread_id: Any) -> Any:
    mine = PollVote.select(SQL("1")).where(
        PollVote.poll == Poll.id, PollVote.member == me, PollVote.option == PollOption.id
    )
    return (
        Poll.select(
            Poll.asked_in, Poll.multiple, Poll.hidden, Poll.closes_at, Poll.voters, PollOption.id, PollOption.words, PollOption.votes, fn.EXISTS(mine)
        )
        .join(PollOption, on=(PollOption.poll == Poll.id))
        .join_from(Poll, Reply, JOIN.LEFT_OUTER, on=(Reply.id == Poll.asked_in))
        .where(Poll.thread == thread_id, Poll.asked_in.is_null() | replies_for(me))
        .order_by(PollOption.position)
        .tuples()
    )  # fmt: skip


_POLL = Prepared(_query)
