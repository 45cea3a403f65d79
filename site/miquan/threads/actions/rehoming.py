"""Moving a thread to another group, merging two, splitting one: replies go with their numbers written down, so that every
old address leads on. Threads are held first, the lower id before the higher, then groups in the same order.
"""

from peewee import EXCLUDED, Case, Value, fn

from miquan import text
from miquan.circle.care import judged_at_once
from miquan.circle.rules import NotReady
from miquan.db import held, now, transaction
from miquan.groups.counting import count_threads
from miquan.i18n import lazy
from miquan.threads import rules
from miquan.threads.actions import parts
from miquan.threads.actions.counting import seen_anew, warm
from miquan.threads.actions.holding import reply_in, tended_place, tended_thread
from miquan.threads.actions.reading import read_through
from miquan.threads.actions.tending import not_by_the_site, told
from miquan.threads.models import (
    EXCERPT_LIMIT,
    TITLE_LIMIT,
    Poll,
    Reply,
    ReplyLike,
    ReplyMove,
    Thread,
    ThreadDraft,
    ThreadReader,
    ThreadTag,
)
from miquan.threads.rules import NotHere, NotTheirs, Problem


def move_thread(thread_id: int, group_id: int, *, by: int) -> None:
    """To a group that they tend too, where nobody reads it whom it was not said to. Raises NotHere, NotTheirs, NotReady."""
    with transaction():
        thread, where = tended_thread(thread_id, by)
        if thread.group_id == group_id:
            raise _refused("group", "same", lazy("它已經在這個群裡"))
        there = tended_place(group_id, by)
        if not rules.may_move(where.group.visibility, there.group.visibility):
            raise _refused("group", "open", lazy("這裡的話不是說給那個群的人聽的，不能搬過去"))
        flair = thread.flair if thread.flair in there.group.flairs else ""
        Thread.update(group=group_id, flair=flair, pinned_at=None, pinned_by=None).where(
            Thread.id == thread.id
        ).execute()
        ThreadDraft.update(group=group_id).where(ThreadDraft.thread == thread.id).execute()
        for group, step in sorted(((where.group.id, -1), (group_id, 1))):
            count_threads(group, step)
        told(thread, "moved", by, to=group_id)
        for place in (where, there):
            seen_anew(place.group)


def merge_thread(thread_id: int, into_id: int, *, by: int) -> None:
    """All that was said goes behind the last words of another thread of the group. Raises NotHere, NotTheirs, NotReady."""
    with transaction():
        if thread_id == into_id:
            raise _refused("into", "same", lazy("不能和自己合起來"))
        held(Thread.select(Thread.id).where(Thread.id.in_((thread_id, into_id))).order_by(Thread.id)).execute()
        thread, where = tended_thread(thread_id, by)
        not_by_the_site(thread, "into")
        target = _target(into_id, thread.group_id, by)
        polls = Poll.select().where(Poll.thread.in_((thread.id, target.id))).count()
        if polls > 1:
            raise _refused("into", "polls", lazy("兩個話題都有投票，合不起來"))
        shift = target.last_number + 1
        opening = Reply.select(Reply.id).where(Reply.thread == thread.id, Reply.number == 0).scalar()
        spoken = _carry(thread, target.id, first=0, shift=shift)
        # It stays with whoever asked, and is told as long as their words are.
        Poll.update(thread=target.id, asked_in=fn.COALESCE(Poll.asked_in, opening)).where(
            Poll.thread == thread.id
        ).execute()
        _close(thread, target)
        Thread.update(
            replies=Thread.replies + spoken, last_number=shift + thread.last_number, active_at=max(thread.active_at, target.active_at),
            last_by=thread.last_by_id if thread.active_at > target.active_at else target.last_by_id,
        ).where(Thread.id == target.id).execute()  # fmt: skip
        warm(target.id)
        count_threads(thread.group_id, -1)
        told(thread, "merged", by, into=target.id)
        told(target, "joined", by, with_thread=thread.id)
        seen_anew(where.group)


def _target(into_id: int, group_id: int, by: int) -> Thread:
    try:
        target, _where = tended_thread(into_id, by)
    except (NotHere, NotTheirs):
        target = None
    if target is None or target.group_id != group_id:
        raise _refused("into", "unknown", lazy("這個群裡沒有這個話題"))
    return target


def _close(thread: Thread, target: Thread) -> None:
    """What was merged leads on, and with it all that led to it; who watched it watches the other."""
    Thread.update(
        state="merged", merged_into=target.id, replies=0, likes=0, accepted=None, accepted_at=None, pinned_at=None, pinned_by=None,
        locked_at=None, locked_by=None, state_reason="",
    ).where(Thread.id == thread.id).execute()  # fmt: skip
    Thread.update(merged_into=target.id).where(Thread.merged_into == thread.id).execute()
    ThreadTag.delete().where(ThreadTag.thread == thread.id).execute()
    ThreadDraft.delete().where(ThreadDraft.thread == thread.id).execute()
    _carry_marks(thread.id, target.id, shift=target.last_number + 1)
    ThreadReader.delete().where(ThreadReader.thread == thread.id).execute()


def _carry_marks(thread_id: int, target_id: int, *, shift: int, first: int = 0) -> None:
    """What was read of the replies that go elsewhere has been read there. By one statement, however many readers they are.

    Who has something new to them where the replies go to keeps that: one mark cannot leave it out.
    """
    t = ThreadReader
    watching = Case(None, [(t.watching == "watch", "watch")], "none")
    read = t.select(t.member, Value(target_id), t.seen + shift, watching, t.at)
    columns = (t.member, t.thread, t.seen, t.watching, t.at)
    t.insert_from(read.where(t.thread == thread_id, t.seen >= first), columns).on_conflict(
        conflict_target=[t.member, t.thread], update={t.seen: EXCLUDED.seen}, where=(t.seen >= shift - 1)
    ).execute()


def split_thread(thread_id: int, number: int, title: str, *, by: int) -> Thread:
    """All from a reply on becomes a thread of its own, which that reply opens. Raises NotHere, NotTheirs, NotReady."""
    title = text.clean_line(title, TITLE_LIMIT + 1)
    with transaction():
        thread, where = tended_thread(thread_id, by)
        not_by_the_site(thread, "number")
        first = _opener(thread, number, by)
        if problems := rules.problems_with_thread(
            rules.ThreadWords("discussion", title, rules.Said(first.body or title))
        ):
            raise NotReady([problem for problem in problems if problem.field == "title"] or problems)
        judged_at_once(by, title, "title")
        new = _new_thread(thread, first, title)
        spoken = _carry(thread, new.id, first=number, shift=-number)
        gone = Reply.select(Reply.id).where(Reply.thread == new.id)
        Poll.update(thread=new.id).where(Poll.thread == thread.id, Poll.asked_in.in_(gone)).execute()
        _carry_marks(thread.id, new.id, shift=-number, first=number)
        _trim(thread, number, spoken)
        opening = Reply.get(Reply.thread == new.id, Reply.number == 0)
        parts.sync_tags(new, f"{title}\n{opening.body}")
        for id_ in (thread.id, new.id):
            warm(id_)
        count_threads(thread.group_id, 1)
        read_through(new.id, new.last_number, by=by)
        told(thread, "split", by, into=new.id, first=number)
        told(new, "begun", by, out_of=thread.id)
        seen_anew(where.group)
    return new


def _opener(thread: Thread, number: int, by: int) -> Reply:
    try:
        found = reply_in(thread, number, by) if number > 0 else None
    except NotHere:
        found = None
    if found is None:
        raise _refused("number", "unknown", lazy("沒有這一則回覆"))
    return found


def _new_thread(thread: Thread, first: Reply, title: str) -> Thread:
    last = _last_said(thread.id)
    spoken = (Reply.thread == thread.id) & (Reply.number > first.number) & (Reply.state == "published")
    made: Thread = Thread.create(
        group=thread.group_id, author=first.author_id, title=title, slug=text.slugify(title), lang=first.lang,
        excerpt=text.excerpt(text.html_to_text(first.body_html), EXCERPT_LIMIT), likes=ReplyLike.select().where(ReplyLike.reply == first.id).count(),
        replies=Reply.select().where(spoken).count(), last_number=thread.last_number - first.number, demo=thread.demo,
        created_at=first.created_at, active_at=last.created_at, last_by=last.author_id,
    )  # fmt: skip
    return made


def _trim(thread: Thread, number: int, spoken: int) -> None:
    """What is left of a thread whose end went elsewhere. Numbers that were given out are not given again."""
    last = _last_said(thread.id)
    Thread.update(replies=Thread.replies - spoken, active_at=last.created_at, last_by=last.author_id).where(
        Thread.id == thread.id
    ).execute()
    Thread.update(accepted=None, accepted_at=None).where(Thread.id == thread.id, Thread.accepted >= number).execute()
    # Who had read all that is left has nothing new there.
    ThreadReader.update(seen=thread.last_number).where(
        ThreadReader.thread == thread.id, ThreadReader.seen >= number - 1
    ).execute()


def _last_said(thread_id: int) -> Reply:
    shown = (Reply.thread == thread_id) & ((Reply.state == "published") | (Reply.number == 0))
    found: Reply = Reply.select().where(shown).order_by(Reply.number.desc()).get()
    return found


def _carry(thread: Thread, target_id: int, *, first: int, shift: int) -> int:
    """Take the replies from a number on to another thread; how many of them are shown and were, or become, replies."""
    those = (Reply.thread == thread.id) & (Reply.number >= first)
    spoken = int(Reply.select(fn.COUNT(Reply.id)).where(those, Reply.state == "published").scalar() or 0)
    answers = Case(None, ((Reply.answers >= first, Reply.answers + shift),), None)
    Reply.update(thread=target_id, number=Reply.number + shift, answers=answers).where(those).execute()
    ReplyMove.create(thread=thread.id, first=first, last=thread.last_number, target=target_id, shift=shift, at=now())
    return spoken


def _refused(field: str, code: str, words: object) -> NotReady:
    return NotReady([Problem(field, code, words)])
