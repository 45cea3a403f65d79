"""Saying which reply answers a question: by who asked, or by those who look after the group."""

from miquan.db import now, transaction
from miquan.groups.rules import Verb
from miquan.outbox import Event, record
from miquan.threads.actions.counting import seen_anew
from miquan.threads.actions.holding import Place, held_thread, place, reply_in
from miquan.threads.models import Thread
from miquan.threads.rules import NotHere, NotTheirs


def accept(thread_id: int, number: int, *, by: int) -> bool:
    """Whether it is news; another answer takes the place of the one before. Raises NotHere, NotTheirs."""
    with transaction():
        thread, where = _question(thread_id, by)
        if number < 1:
            raise NotHere
        reply = reply_in(thread, number, by)
        if thread.accepted == number:
            return False
        Thread.update(accepted=number, accepted_at=now(), hidden_answer=None).where(Thread.id == thread.id).execute()
        record(Event.REPLY_ACCEPTED, subject=("thread", thread.id), data={"reply": reply.id}, by=by)
        seen_anew(where.group)
    return True


def unaccept(thread_id: int, *, by: int) -> bool:
    """Whether there was an accepted answer. Raises NotHere, NotTheirs."""
    with transaction():
        thread, where = _question(thread_id, by)
        if thread.accepted is None:
            return False
        Thread.update(accepted=None, accepted_at=None).where(Thread.id == thread.id).execute()
        record(Event.THREAD_CHANGED, subject=("thread", thread.id), by=by)
        seen_anew(where.group)
    return True


def _question(thread_id: int, by: int) -> tuple[Thread, Place]:
    thread = held_thread(thread_id, by)
    where = place(thread.group_id, by)
    if thread.kind != "question":
        raise NotHere
    asks = thread.author_id == by and where.may(Verb.WRITE)
    if not (asks or where.may(Verb.TEND)) or where.group.archived_at is not None:
        raise NotTheirs
    return thread, where
