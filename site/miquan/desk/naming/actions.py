"""Tags and brands get other names or become one with another: everything that points at them moves in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from miquan.brands.actions import merge_brand, rename_brand
from miquan.brands.models import Brand
from miquan.circle.actions.parts import move_tag as move_posts
from miquan.circle.recounting import recount_tag
from miquan.db import held, transaction
from miquan.follows.actions.following import move_tag as move_follows
from miquan.groups.actions.making import move_tag as move_groups
from miquan.i18n import lazy
from miquan.moderation.audit import audit
from miquan.outbox import Event, record
from miquan.portraits.actions import move_signals, rename_aspect
from miquan.products.actions.brands import move_brand
from miquan.products.actions.tags import merge_tag, rename_tag
from miquan.products.models import Tag
from miquan.recommendations.actions import move_tag as move_dismissals
from miquan.threads.actions.parts import move_tag as move_threads
from miquan.versions import bump


class CannotName(ValueError):
    """`message` says why, for the field."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Named:
    """A kind of thing with a name and an address of its own."""

    kind: str
    model: Any
    limit: int
    event: Event
    rename: Callable[[Any, str], str]
    merge: Callable[[Any, Any], None]


def _merge_tags(old: Tag, new: Tag) -> None:
    for move in (move_posts, move_threads, move_groups, move_follows, move_dismissals):
        move(old.id, new.id)
    move_signals("tag", old.id, new.id)
    merge_tag(old, new)
    recount_tag(new.id)


def _merge_brands(old: Brand, new: Brand) -> None:
    move_brand(old.id, new.id)
    merge_brand(old, new)


NAMED = {
    "tag": Named("tag", Tag, 60, Event.TAG_RENAMED, rename_tag, _merge_tags),
    "brand": Named("brand", Brand, 80, Event.BRAND_RENAMED, rename_brand, _merge_brands),
}


def rename(kind: str, thing_id: int, name: str, *, by: int) -> None:
    """Another name; the old address leads to the new one. Renaming back undoes it. Raises CannotName."""
    named = NAMED[kind]
    with transaction():
        thing = held(named.model.select().where(named.model.id == thing_id)).get()
        was = thing.name
        try:
            before = named.rename(thing, name)
        except ValueError:
            raise CannotName(lazy("這個名字空著，或已經有了；兩個要成為一個就用合併")) from None
        now_at = named.model.get_by_id(thing_id)
        rename_aspect(kind, before, now_at.slug)
        _told(named, thing_id, "renamed", by, was=was, now=now_at.name)


def merge(kind: str, thing_id: int, into_id: int, *, by: int) -> None:
    """The one becomes the other, for good. Raises CannotName for itself, or where one of them is not there any more."""
    named = NAMED[kind]
    with transaction():
        both = held(named.model.select().where(named.model.id.in_((thing_id, into_id))).order_by(named.model.id))
        rows = {row.id: row for row in both}
        if thing_id == into_id or len(rows) < 2:
            raise CannotName(lazy("找不到要併進去的那一個"))
        old, new = rows[thing_id], rows[into_id]
        named.merge(old, new)
        rename_aspect(kind, old.slug, new.slug)
        _told(named, into_id, "merged", by, gone=old.name, into=new.name)


def _told(named: Named, thing_id: int, what: str, by: int, **data: str) -> None:
    record(named.event, subject=(named.kind, thing_id), by=by)
    audit(f"{named.kind}.{what}", (named.kind, thing_id), by=by, **data)
    bump("catalogue", "pages", "people")
