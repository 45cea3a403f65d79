"""Threads that a search came upon, as far as the reader may see them, and where in each the words stand."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, NodeList, Value, fn

from miquan.accounts.models import Member
from miquan.circle.queries.visible import holds_word, is_muted, lasting
from miquan.circle.wording import line_in_script
from miquan.follows.models import Mute
from miquan.groups.models import Group
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.text import html_to_text
from miquan.threads.models import Reply, Thread, ThreadTag
from miquan.threads.queries.lists import shown_lang
from miquan.threads.queries.visible import replies_for, visible_to
from miquan.viewer import viewer

# Of a long thread so many of the last replies are looked into, besides its opening and the answer.
LATELY = 200
_Avatar = File.alias("avatar_file")
_ONE = SQL("1")


class FoundThread(NamedTuple):
    """What a list of threads can be narrowed by. `languages` are those of its group."""

    id: int
    kind: str
    is_answered: bool
    languages: tuple[str, ...]


class Passage(NamedTuple):
    """Of one thread the reply (0: the opening) that holds most of the words, as plain text in the reader's script."""

    number: int
    words: str
    lang: str
    person: Person


def looked_into() -> Any:
    """SQL: replies, joined with their thread, that a search looks into."""
    return (Reply.number == 0) | (Reply.number == Thread.accepted) | (Reply.number > Thread.last_number - LATELY)


def readable(ids: Sequence[int], viewer_id: int | None, *more: Any, group: int | None = None) -> Any:
    """A query: the ids of those of these threads that may stand in this reader's lists, `more`, and what narrows them.

    `group`: those in a group that they have opened by its address. At most a thousand or so.
    """
    here = [] if group is None else [Thread.group == group]
    answered = Case(None, [(Thread.accepted.is_null(), SQL("''"))], SQL("'+'"))
    told = NodeList((Thread.kind, answered, Group.languages.cast("text")), " || '|' || ")
    return (
        Thread.select(Thread.id, *more, told)
        .join(Group)
        .where(Thread.id.in_(list(ids)), visible_to(viewer_id, listed=group is None), _unmuted(viewer_id), *here)
    )


def told_of(id_: int, told: str) -> FoundThread:
    """What a row of `readable` says."""
    kind, answered, languages = told.split("|", 2)
    return FoundThread(id_, kind, bool(answered), tuple(json.loads(languages)))


def _unmuted(viewer_id: int | None) -> Any:
    """SQL: nobody and nothing that the reader has muted."""
    if viewer_id is None:
        return SQL("1 = 1")
    mine = (Mute.member == viewer_id) & lasting()
    on = (ThreadTag.tag == Mute.target) & (ThreadTag.thread == Thread.id)
    tags = Mute.select(_ONE).join(ThreadTag, on=on).where(mine, Mute.kind == "tag")
    says = holds_word(Thread.title, Mute.word) | holds_word(Thread.excerpt, Mute.word)
    words = Mute.select(_ONE).where(mine, Mute.kind == "word", says)
    return ~is_muted(viewer_id, Thread.author) & ~fn.EXISTS(tags) & ~fn.EXISTS(words)


def passages(ids: Sequence[int], asked: Sequence[Sequence[str]]) -> dict[int, Passage]:
    """Where the words stand in each of these threads; `asked` has for each word the ways in which it is written.

    Only what the reader may read. A thread whose title alone holds them begins with its opening. One query.
    """
    if not ids:
        return {}
    held = _held(asked)
    place = fn.ROW_NUMBER().over(partition_by=[Reply.thread], order_by=[held.desc(), Reply.number])
    ranked = (
        Reply.select(Reply.id.alias("reply"), held.alias("held"), place.alias("place"))
        .join(Thread)
        .where(Reply.thread.in_(list(ids)), looked_into(), replies_for(viewer().id))
        .alias("ranked")
    )
    query = (
        Reply.select(Reply.thread, Reply.number, Reply.body_html, Reply.lang, *columns(_Avatar))
        .join(ranked, on=(ranked.c.reply == Reply.id))
        .join_from(Reply, Member, on=(Member.id == Reply.author))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(ranked.c.place == 1, (ranked.c.held > 0) | (Reply.number == 0))
    )
    return {thread: _passage(*row) for thread, *row in query.tuples()}


def _held(asked: Sequence[Sequence[str]]) -> Any:
    """SQL: how many of the words a reply holds."""
    held: Any = Value(0)
    for forms in asked:
        first, *others = (Reply.body.contains(form) for form in forms)
        for other in others:
            first = first | other
        held = held + Case(None, [(first, 1)], 0)
    return held


def _passage(number: int, html: str, lang: str, *who: Any) -> Passage:
    wanted = viewer().lang
    return Passage(number, line_in_script(html_to_text(html), lang, wanted), shown_lang(lang, wanted), person(*who))
