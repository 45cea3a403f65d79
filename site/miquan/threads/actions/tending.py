"""Looking after threads: what stands first, what takes no more words, what it is called. By those who tend the group."""

from typing import Any

from miquan.circle.care import judged_at_once
from miquan.circle.rules import NotReady
from miquan.db import now, transaction
from miquan.i18n import lazy
from miquan.moderation.actions import audit
from miquan.moderation.judging import is_decided
from miquan.moderation.overturned import was_overturned
from miquan.moderation.rules import WasOverturned
from miquan.outbox import Event, record
from miquan.text import clean_line
from miquan.threads.actions.counting import seen_anew
from miquan.threads.actions.holding import Place, any_thread, tended_thread, where_of
from miquan.threads.models import REASON_LIMIT, Thread
from miquan.threads.queries.lists import PINNED
from miquan.threads.rules import Problem


def pin_thread(thread_id: int, *, by: int) -> bool:
    """Whether it is news. Raises NotHere, NotTheirs, NotReady when as many are pinned as lists show, also with those that are hidden and may come back."""
    with transaction():
        thread, where = tended_thread(thread_id, by)
        if thread.pinned_at is not None:
            return False
        there = (Thread.group == thread.group_id) & Thread.state.in_(("published", "hidden"))
        pinned = there & Thread.pinned_at.is_null(False)
        if Thread.select().where(pinned).count() >= PINNED:
            raise NotReady([Problem("pin", "many", lazy("最多置頂五個，先取下一個"))])
        _change(thread, where, "pinned", by, pinned_at=now(), pinned_by=by)
    return True


def unpin_thread(thread_id: int, *, by: int) -> bool:
    with transaction():
        thread, where = tended_thread(thread_id, by)
        if thread.pinned_at is None:
            return False
        _change(thread, where, "unpinned", by, pinned_at=None, pinned_by=None)
    return True


def lock_thread(thread_id: int, *, by: int, reason: str, moderator: bool = False) -> bool:
    """Take no more words, and say why: everybody reads it. `moderator`: as one of the site's.

    Raises NotHere, NotTheirs, NotReady without a reason, or where an objection took back what they decided about it.
    """
    said = clean_line(reason, REASON_LIMIT)
    with transaction():
        thread, where = _held(thread_id, by, moderator)
        if thread.locked_at is not None:
            return False
        if not said:
            raise NotReady([Problem("reason", "missing", lazy("寫下原因"))])
        if not moderator:
            judged_at_once(by, said, "reason")
            if was_overturned("thread", thread.id, by):
                raise NotReady([Problem("reason", "overturned", WasOverturned.message)])
        _change(thread, where, "locked", by, said, locked_at=now(), locked_by=by, state_reason=said)
    return True


def unlock_thread(thread_id: int, *, by: int, moderator: bool = False) -> bool:
    with transaction():
        thread, where = _held(thread_id, by, moderator)
        if thread.locked_at is None:
            return False
        if not moderator:
            not_by_the_site(thread, "reason")
        _change(thread, where, "unlocked", by, locked_at=None, locked_by=None, state_reason="")
    return True


def not_by_the_site(thread: Thread, field: str) -> None:
    """Raises NotReady where moderators of the site have locked it: neither opened nor carried elsewhere by its group."""
    if thread.locked_at is not None and is_decided("thread", thread.id, "lock"):
        raise NotReady([Problem(field, "site", lazy("站方鎖上的話題，只有站方能打開"))])


def _held(thread_id: int, by: int, moderator: bool) -> tuple[Thread, Place]:
    if not moderator:
        return tended_thread(thread_id, by)
    thread = any_thread(thread_id)
    return thread, where_of(thread, by)


def give_flair(thread_id: int, flair: str, *, by: int) -> bool:
    """One of the group's words, or "" for none. Raises NotHere, NotTheirs, NotReady for a word that the group has not."""
    with transaction():
        thread, where = tended_thread(thread_id, by)
        if flair and flair not in where.group.flairs:
            raise NotReady([Problem("flair", "unknown", lazy("從群的標示裡選"))])
        if flair == thread.flair:
            return False
        _change(thread, where, "flaired", by, flair=flair)
    return True


def told(thread: Thread, verb: str, by: int, reason: str = "", **data: Any) -> None:
    """The event and the line in the record."""
    audit(f"thread.{verb}", ("thread", thread.id), by=by, reason=reason, group=thread.group_id, **data)
    record(Event.THREAD_CHANGED, subject=("thread", thread.id), data={"what": verb}, by=by)


def _change(thread: Thread, where: Place, verb: str, by: int, reason: str = "", **columns: Any) -> None:
    Thread.update(**columns).where(Thread.id == thread.id).execute()
    told(thread, verb, by, reason)
    seen_anew(where.group)
