"""Starting a thread, and answering in one."""

from miquan import text
from miquan.accounts.models import Member
from miquan.circle.care import judged
from miquan.circle.rules import NotReady
from miquan.db import now, take_turns, transaction
from miquan.groups.counting import count_threads, stirred
from miquan.groups.rules import Verb
from miquan.outbox import Event, record
from miquan.threads import care, rules
from miquan.threads.actions import parts
from miquan.threads.actions.counting import seen_anew, warm
from miquan.threads.actions.holding import open_thread, reply_in, writing_place
from miquan.threads.actions.polling import ask
from miquan.threads.actions.reading import read_through, watch_by_default
from miquan.threads.actions.states import withhold_reply, withhold_thread
from miquan.threads.facts import stored
from miquan.threads.models import EXCERPT_LIMIT, Reply, Thread
from miquan.threads.rules import Said, ThreadWords


def start_thread(group_id: int, words: ThreadWords, *, by: int) -> Thread:
    """A thread with its opening, reply 0. Raises NotHere, NotTheirs, NotReady."""
    words = parts.cleaned_thread(words)
    said = words.said
    with transaction():
        take_turns(f"speak {by}")
        where = writing_place(group_id, by)
        group = where.group
        demo = bool(Member.get_by_id(by).demo)
        problems = rules.problems_with_thread(words)
        problems += rules.problems_with_poll(words.poll, now()) if words.poll else []
        asked = words.poll.options if words.poll else ()
        whole = parts.all_words(said, words.title, words.facts.words, *asked)
        _ready(problems or care.problems_with_start(by, whole, demo=demo))
        _ready(care.problems_with_pace(by, group, tends=where.may(Verb.TEND)))
        judgement = judged(by, whole, [picture.file_id for picture in said.pictures])
        named = parts.readers_named(f"{words.title}\n{said.body}", group, by=by)
        shown, at = parts.shown_as(said.body, named), now()
        thread: Thread = Thread.create(
            group=group.id, author=by, kind=words.kind, title=words.title, slug=text.slugify(words.title), lang=said.lang, facts=stored(words.facts),
            excerpt=shown.excerpt[:EXCERPT_LIMIT], demo=demo, created_at=at, active_at=at, last_by=by,
        )  # fmt: skip
        opening = Reply.create(
            thread=thread.id, number=0, author=by, lang=said.lang, body=said.body, body_html=shown.html, created_at=at
        )
        parts.hang(opening, said, named)
        parts.sync_tags(thread, f"{words.title}\n{said.body}")
        if words.poll:
            ask(thread, words.poll)
        parts.store_revision(opening, by=by, title=words.title, kind=words.kind, facts=stored(words.facts))
        warm(thread.id)
        record(Event.THREAD_STARTED, subject=("thread", thread.id), by=by)
        read_through(thread.id, 0, by=by)
        watch_by_default(thread.id, by=by)
        count_threads(group.id, 1)
        stirred(group.id)
        if judgement.waits:
            withhold_thread(thread, judgement)
        seen_anew(group)
    return thread


def write_reply(thread_id: int, said: Said, *, by: int, answers: int | None = None) -> Reply:
    """The next reply of a thread; `answers` is the number of the one that it is about.

    Nothing here grows with the members of the group: whoever is to hear of it is found later, from the event.
    Raises NotHere, NotTheirs, NotReady.
    """
    said = parts.cleaned(said)
    with transaction():
        # One word of a member after the other: what they said last counts for the next.
        take_turns(f"speak {by}")
        thread, where = open_thread(thread_id, by)
        demo = bool(Member.get_by_id(by).demo)
        _ready(rules.problems_with(said) or care.problems_with_reply(by, said.body, demo=demo))
        _ready(care.problems_with_pace(by, where.group, tends=where.may(Verb.TEND)))
        judgement = judged(by, parts.all_words(said), [picture.file_id for picture in said.pictures])
        if answers is not None:
            reply_in(thread, answers, by)
        named = parts.readers_named(said.body, where.group, by=by)
        number, at = thread.last_number + 1, now()
        # The row is held: nobody else can have given out this number.
        Thread.update(last_number=number, replies=Thread.replies + 1, active_at=at, last_by=by).where(
            Thread.id == thread.id
        ).execute()
        reply: Reply = Reply.create(
            thread=thread.id, number=number, author=by, answers=answers, lang=said.lang, body=said.body,
            body_html=parts.shown_as(said.body, named).html, created_at=at,
        )  # fmt: skip
        parts.hang(reply, said, named)
        parts.store_revision(reply, by=by)
        warm(thread.id)
        told = {"reply": reply.id, "number": number, "answers": answers}
        record(Event.REPLY_WRITTEN, subject=("thread", thread.id), data=told, by=by)
        read_through(thread.id, number, by=by)
        watch_by_default(thread.id, by=by)
        # The group before the counters of pages, as everywhere.
        stirred(where.group.id)
        if judgement.waits:
            withhold_reply(reply, judgement)
        seen_anew(where.group)
    return reply


def _ready(problems: list[rules.Problem]) -> None:
    if problems:
        raise NotReady(problems)
