"""Hiding and removing: replies leave an empty place, numbers are for good. Each is checked by its state machine."""

from dataclasses import dataclass
from typing import Any

from miquan.db import held, now, transaction
from miquan.groups.counting import count_threads
from miquan.i18n import _
from miquan.moderation.actions import audit
from miquan.moderation.judging import Judgement, hold, let_go
from miquan.outbox import record
from miquan.states import Transition
from miquan.text import clean_line
from miquan.threads.actions import parts
from miquan.threads.actions.counting import count, seen_anew
from miquan.threads.actions.holding import acting, any_thread, where_of
from miquan.threads.machine import AUTHOR, REPLY, THREAD
from miquan.threads.models import REASON_LIMIT, Reply, Thread, ThreadTag
from miquan.threads.queries.left import may_be_taken_back
from miquan.threads.rules import NotHere, NotTheirs

_WORDLESS = {"body": "", "body_html": "", "edited_at": None}
_UNTITLED = {"title": "", "excerpt": "", "flair": "", "facts": {}, "slug": "thread", "hotness": 0, "withheld": {}}
# What is gone for good stands first nowhere, and takes the place of nothing that could.
_GONE = {**_UNTITLED, "pinned_at": None, "pinned_by": None}
_WITHHELD = ("title", "slug", "excerpt", "facts")


@dataclass(frozen=True)
class _Act:
    """What somebody wants to do, and why. `moderator`: as one of the site's."""

    verb: str
    by: int | None
    reason: str = ""
    moderator: bool = False

    @property
    def said(self) -> str:
        """What the author reads of it."""
        return clean_line(self.reason, REASON_LIMIT) if self.verb != "show" else ""


def hide_thread(thread_id: int, *, by: int, reason: str, moderator: bool = False) -> None:
    """Take a thread out of sight; its author sees why. Raises NotHere, NotTheirs, states.NotAllowed."""
    _move_thread(thread_id, _Act("hide", by, reason, moderator))


def show_thread(thread_id: int, *, by: int, reason: str = "", moderator: bool = False) -> None:
    _move_thread(thread_id, _Act("show", by, reason, moderator))


def remove_thread(thread_id: int, *, by: int | None, reason: str = "", moderator: bool = False) -> None:
    """Take a thread away for good. Its author may while nobody else has spoken in it."""
    _move_thread(thread_id, _Act("remove", by, reason, moderator))


def withhold_thread(thread: Thread, judgement: Judgement) -> None:
    """Out of sight until a moderator has looked at what its author has just said."""
    _move_thread(thread.id, _Act("hold", thread.author_id, str(_("有人看過才會出現"))))
    hold("thread", thread.id, thread.author_id, judgement)
    thread.state = "hidden"


def withhold_reply(reply: Reply, judgement: Judgement) -> None:
    """As `withhold_thread`, of a reply alone."""
    _move_reply(reply.thread_id, reply.number, _Act("hold", reply.author_id, str(_("有人看過才會出現"))))
    hold("reply", reply.id, reply.author_id, judgement)
    reply.state = "hidden"


def _move_thread(thread_id: int, act: _Act) -> None:
    with transaction():
        thread = any_thread(thread_id)
        where = where_of(thread, act.by)
        actor = acting(thread.author_id, where, by=act.by, moderator=act.moderator)
        if actor == AUTHOR and act.verb == "remove" and _others_spoke(thread):
            raise NotTheirs
        step = THREAD.step(thread.state, act.verb, actor=actor)
        more: dict[str, Any] = _GONE if step.to == "removed" else {}
        Thread.update(state=step.to, state_reason=act.said, **more).where(Thread.id == thread.id).execute()
        if (thread.state == "published") != (step.to == "published"):
            count_threads(thread.group_id, 1 if step.to == "published" else -1)
        if step.to == "removed":
            _empty(thread)
            let_go("thread", thread.id)
        _told(step, act, actor, thread)
        seen_anew(where.group)


def _others_spoke(thread: Thread) -> bool:
    said = (Reply.thread == thread.id) & (Reply.author != thread.author_id) & (Reply.state != "removed")
    return bool(Reply.select().where(said).exists())


def _empty(thread: Thread) -> None:
    ThreadTag.delete().where(ThreadTag.thread == thread.id).execute()
    opening = Reply.get(Reply.thread == thread.id, Reply.number == 0)
    parts.take_down(opening)
    Reply.update(state="removed", **_WORDLESS).where(Reply.id == opening.id).execute()


def hide_reply(thread_id: int, number: int, *, by: int, reason: str, moderator: bool = False) -> None:
    """Take a reply out of sight; its author sees why. Raises NotHere, NotTheirs, states.NotAllowed."""
    _move_reply(thread_id, number, _Act("hide", by, reason, moderator))


def show_reply(thread_id: int, number: int, *, by: int, reason: str = "", moderator: bool = False) -> None:
    _move_reply(thread_id, number, _Act("show", by, reason, moderator))


def remove_reply(thread_id: int, number: int, *, by: int | None, reason: str = "", moderator: bool = False) -> None:
    """Words and pictures go, the place stays. An opening's words may go while its thread lives on."""
    _move_reply(thread_id, number, _Act("remove", by, reason, moderator))


def take_back(reply_id: int, *, by: int) -> None:
    """One's own words go, also where one reads no longer; with an opening its title, or the thread while nobody else spoke.

    What is hidden, or lies in what is, stays as it was decided about. Raises NotHere.
    """
    with transaction():
        mine = (Reply.id == reply_id) & (Reply.author == by) & may_be_taken_back()
        said = Reply.select(Reply.thread, Reply.number).join(Thread).where(mine)
        found = said.tuples().first()
        if found is None:
            raise NotHere
        thread = any_thread(found[0])
        # Asked again now that the thread is held: it may have been hidden in between, or gone elsewhere.
        found = said.where(Reply.thread == thread.id).tuples().first()
        if found is None:
            raise NotHere
        number = found[1]
        if number == 0 and thread.state != "removed" and not _others_spoke(thread):
            _move_thread(thread.id, _Act("remove", by))
            return
        _move_reply(thread.id, number, _Act("remove", by))
        if number == 0:
            Thread.update(_UNTITLED).where(Thread.id == thread.id).execute()
            parts.sync_tags(thread, "")


def _move_reply(thread_id: int, number: int, act: _Act) -> None:
    with transaction():
        thread = any_thread(thread_id)
        where = where_of(thread, act.by)
        reply: Reply | None = held(Reply.select().where(Reply.thread == thread.id, Reply.number == number)).first()
        if reply is None:
            raise NotHere
        actor = acting(reply.author_id, where, by=act.by, moderator=act.moderator)
        step = REPLY.step(reply.state, act.verb, actor=actor)
        more: dict[str, Any] = _WORDLESS if step.to == "removed" else {}
        Reply.update(state=step.to, state_reason=act.said, **more).where(Reply.id == reply.id).execute()
        if step.to == "removed":
            parts.take_down(reply)
            let_go("reply", reply.id)
        _recount(thread, reply, step.to)
        _told(step, act, actor, thread, reply)
        seen_anew(where.group)


def _recount(thread: Thread, reply: Reply, state: str) -> None:
    """The thread counts what is shown; an answer that is not shown answers nothing."""
    if reply.number and (reply.state == "published") != (state == "published"):
        count(thread.id, replies=1 if state == "published" else -1)
    if state != "published" and thread.accepted == reply.number:
        kept = reply.id if state == "hidden" else None
        Thread.update(accepted=None, accepted_at=None, hidden_answer=kept).where(Thread.id == thread.id).execute()
    elif state == "published" and thread.hidden_answer == reply.id and thread.accepted is None:
        again = {"accepted": reply.number, "accepted_at": now(), "hidden_answer": None}
        Thread.update(again).where(Thread.id == thread.id, Thread.kind == "question").execute()
    if reply.number == 0:
        _tell_title(thread, reply, state)


def _tell_title(thread: Thread, opening: Reply, state: str) -> None:
    """What a thread is called, begins with and is tagged is told as long as its opening is: lists and search know no more."""
    told: dict[str, Any] = {"title": thread.title, "excerpt": "", "facts": {}, "withheld": {}}
    source = thread.title
    if state == "hidden":
        kept = {name: getattr(thread, name) for name in _WITHHELD}
        told, source = {"title": "", "slug": "thread", "excerpt": "", "facts": {}, "withheld": kept}, ""
    elif state == "published":
        told = {**thread.withheld, "withheld": {}}
        source = f"{told.get('title', thread.title)}\n{opening.body}"
    Thread.update(told).where(Thread.id == thread.id).execute()
    parts.sync_tags(thread, source)


def _told(step: Transition, act: _Act, actor: str, thread: Thread, reply: Reply | None = None) -> None:
    assert step.event is not None
    subject = ("reply", reply.id) if reply else ("thread", thread.id)
    if actor != AUTHOR:
        audit(str(step.event), subject, by=act.by, reason=act.reason, group=thread.group_id, thread=thread.id)
    told = {"reply": reply.id, "author": reply.author_id} if reply else {"author": thread.author_id}
    record(step.event, subject=("thread", thread.id), data=told, by=act.by)
