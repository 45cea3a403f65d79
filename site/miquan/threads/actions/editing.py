"""Changing what one has said. What it was before stays to be read."""

from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.circle import care as circle
from miquan.circle.rules import NotReady
from miquan.db import held, now, transaction
from miquan.outbox import Event, record
from miquan.threads import rules
from miquan.threads.actions import parts
from miquan.threads.actions.counting import seen_anew
from miquan.threads.actions.holding import Place, open_thread
from miquan.threads.actions.states import withhold_reply, withhold_thread
from miquan.threads.facts import stored
from miquan.threads.models import EXCERPT_LIMIT, Reply, Thread
from miquan.threads.rules import NotHere, Outdated, Said, ThreadWords


def edit_thread(thread_id: int, words: ThreadWords, *, by: int, version: int | None = None) -> Thread:
    """The next version of one's own title and opening. Raises NotHere, NotTheirs, NotReady, Outdated."""
    words = parts.cleaned_thread(words)
    source = f"{words.title}\n{words.said.body}"
    with transaction():
        thread, where = open_thread(thread_id, by)
        opening = _own(thread, 0, by, version)
        _judge(rules.problems_with_thread(words), words.source, by)
        whole = parts.all_words(words.said, words.title, words.facts.words)
        judgement = circle.judged(by, whole, [picture.file_id for picture in words.said.pictures], again=True)
        told = {"title": words.title, "kind": words.kind, "facts": stored(words.facts)}
        _write(opening, words.said, where, by, source=source, **told)
        thread.title, thread.kind, thread.lang = words.title, words.kind, words.said.lang
        thread.facts = stored(words.facts)
        thread.slug, thread.edited_at = text.slugify(words.title), opening.edited_at
        thread.excerpt = text.excerpt(text.html_to_text(opening.body_html), EXCERPT_LIMIT)
        if words.kind != "question":
            thread.accepted = thread.accepted_at = None
        only = (
            Thread.title, Thread.kind, Thread.lang, Thread.slug, Thread.edited_at, Thread.excerpt, Thread.accepted, Thread.accepted_at,
            Thread.facts,
        )  # fmt: skip
        thread.save(only=only)
        parts.sync_tags(thread, source)
        record(Event.THREAD_CHANGED, subject=("thread", thread.id), by=by)
        if judgement.waits:
            withhold_thread(thread, judgement)
        seen_anew(where.group)
    return thread


def edit_reply(thread_id: int, number: int, said: Said, *, by: int, version: int | None = None) -> Reply:
    """The next version of one's own reply. Raises NotHere, NotTheirs, NotReady, Outdated."""
    said = parts.cleaned(said)
    with transaction():
        thread, where = open_thread(thread_id, by)
        reply = _own(thread, number, by, version)
        _judge(rules.problems_with(said), said.body, by)
        whole = parts.all_words(said)
        judgement = circle.judged(by, whole, [picture.file_id for picture in said.pictures], again=True)
        _write(reply, said, where, by)
        record(Event.REPLY_EDITED, subject=("thread", thread.id), data={"reply": reply.id}, by=by)
        if judgement.waits:
            withhold_reply(reply, judgement)
        seen_anew(where.group)
    return reply


def _own(thread: Thread, number: int, by: int, version: int | None) -> Reply:
    mine = (Reply.thread == thread.id) & (Reply.number == number) & (Reply.author == by) & (Reply.state == "published")
    reply: Reply | None = held(Reply.select().where(mine)).first()
    if reply is None:
        raise NotHere
    if version is not None and reply.version != version:
        raise Outdated
    return reply


def _judge(problems: list[rules.Problem], source: str, by: int) -> None:
    if problems := problems or ([] if Member.get_by_id(by).demo else circle.problems_with_words(by, source)):
        raise NotReady(problems)


def _write(reply: Reply, said: Said, where: Place, by: int, source: str = "", **more: Any) -> None:
    named = parts.readers_named(source or said.body, where.group, by=by)
    reply.body, reply.lang, reply.body_html = said.body, said.lang, parts.shown_as(said.body, named).html
    reply.version, reply.edited_at = reply.version + 1, now()
    reply.save(only=(Reply.body, Reply.lang, Reply.body_html, Reply.version, Reply.edited_at))
    parts.hang(reply, said, named)
    parts.store_revision(reply, by=by, **more)
