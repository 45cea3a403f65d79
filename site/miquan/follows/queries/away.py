"""Whom and what a member keeps away from themselves. Nobody else reads this."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from miquan import urls
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.queries.tags import known_to
from miquan.circle.queries.visible import lasting, unblocked
from miquan.follows.models import Block, Mute
from miquan.follows.queries.paging import Some, page
from miquan.media.models import File
from miquan.people.shown import Person, columns, person
from miquan.products.models import Tag
from miquan.text import name_to_script
from miquan.viewer import viewer

PAGE = 50
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class Muted:
    """A mute that lasts; `until` None is for good. A word has no address."""

    id: int
    kind: str
    name: str
    url: str
    until: datetime | None


def mutes_of(member_id: int, before: int = 0) -> Some:
    """What they have muted; who has left, and what time has passed, is left out."""
    rows = (
        Mute.select(Mute.id, Mute.kind, Mute.word, Mute.until, Member.display_name, Member.handle, Tag.name, Tag.slug)
        .join(Member, JOIN.LEFT_OUTER, on=((Mute.kind == "member") & (Member.id == Mute.target) & Member.active))
        .join_from(Mute, Tag, JOIN.LEFT_OUTER, on=((Mute.kind == "tag") & (Tag.id == Mute.target)))
        .where(Mute.member == member_id, lasting())
        .where((Mute.kind == "word") | Member.id.is_null(False) | Tag.id.is_null(False))
    )
    return page(rows, Mute.id, before, PAGE, _muted)


def _muted(row: tuple[Any, ...]) -> Muted:
    id_, kind, word, until, name, handle, tag, slug = row
    if kind == "member":
        return Muted(id_, kind, name, urls.person(handle), until)
    return (
        Muted(id_, kind, f"#{name_to_script(tag, viewer().lang)}", urls.tag(slug), until)
        if kind == "tag"
        else Muted(id_, kind, word, "", until)
    )


def blocks_of(member_id: int, before: int = 0) -> Some:
    """People they have blocked: the one place where they still see them."""
    rows = (
        Block.select(Block.id, *columns(_Avatar))
        .join(Member, on=(Member.id == Block.blocked))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(Block.member == member_id)
    )
    return page(rows, Block.id, before, PAGE, lambda row: person(*row[1:]))


def blocked_at(handle: str) -> Member | None:
    """Whoever of this handle was blocked by the reader; not who blocked them, nor both. No query without a block."""
    who = viewer()
    if not who.parted:
        return None
    mine = Block.select(Block.blocked).where(Block.member == who.id)
    theirs = Block.select(Block.member).where(Block.blocked == who.id)
    query = Member.select().where(Member.handle == handle, Member.active, Member.id.in_(mine), Member.id.not_in(theirs))
    found: Member | None = query.first()
    return found


@dataclass(frozen=True)
class Subject:
    """A person or a tag that could be kept away; `mute` is there when it is muted already. `person` is None for a tag."""

    kind: str
    id: int
    name: str
    url: str
    mute: Mute | None
    person: Person | None = None


def mute_of(kind: str, target: int) -> Mute | None:
    """The reader's own mute of this, while it lasts; no query for a visitor."""
    me = viewer().id
    if me is None:
        return None
    found: Mute | None = (
        Mute.select().where(Mute.member == me, Mute.kind == kind, Mute.target == target, lasting()).first()
    )
    return found


def about(kind: str, target: int) -> Subject | None:
    """None for what the reader cannot mute: themselves, who is not there, and who has blocked them."""
    me = viewer().id or 0
    mute = mute_of(kind, target)
    if kind == "tag":
        tag = Tag.get_or_none(Tag.id == target, *([] if mute else [known_to(me)]))
        return (
            Subject(kind, tag.id, f"#{name_to_script(tag.name, viewer().lang)}", urls.tag(tag.slug), mute)
            if tag
            else None
        )
    rows = (
        Member.select(*columns(_Avatar))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(Member.id == target, Member.id != me, Member.active, ~Member.handle.startswith(GONE), unblocked(me, Member.id))
    )  # fmt: skip
    row = rows.tuples().first()
    who = person(*row) if row else None
    return Subject(kind, who.id, who.name, who.url, mute, who) if who else None
