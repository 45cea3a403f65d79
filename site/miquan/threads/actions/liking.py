"""Liking what somebody said, and taking it back. A like is a row; the counter moves only when a row came or went.

Visitors' pages learn of it within a minute: a like does not drop all of them.
"""

from miquan.db import held, transaction
from miquan.outbox import Event, record
from miquan.threads.actions.counting import count_like
from miquan.threads.actions.holding import held_thread, reply_in
from miquan.threads.models import Reply, ReplyLike, Thread
from miquan.threads.rules import NotHere


def like_reply(thread_id: int, number: int, *, by: int) -> bool:
    """Whether it is new. Raises NotHere for what they may not read."""
    with transaction():
        reply = reply_in(held_thread(thread_id, by), number, by)
        if not ReplyLike.insert(reply=reply.id, member=by).on_conflict_ignore().as_rowcount().execute():
            return False
        count_like(reply, 1)
        record(Event.REPLY_LIKED, subject=("reply", reply.id), by=by)
    return True


def unlike_reply(thread_id: int, number: int, *, by: int) -> bool:
    """Whether there was one; also of what they no longer read. Raises NotHere for what never was."""
    with transaction():
        # The thread first, as everywhere; in whatever state it is.
        held(Thread.select(Thread.id).where(Thread.id == thread_id)).first()
        reply: Reply | None = Reply.get_or_none(Reply.thread == thread_id, Reply.number == number)
        if reply is None:
            raise NotHere
        if not ReplyLike.delete().where(ReplyLike.reply == reply.id, ReplyLike.member == by).execute():
            return False
        count_like(reply, -1)
        record(Event.REPLY_UNLIKED, subject=("reply", reply.id), by=by)
    return True
