"""Operators keep the tree of categories: all that points at one follows in the same transaction, with a line in the record for each act."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from miquan.categories import actions as categories
from miquan.categories.models import Category
from miquan.db import transaction
from miquan.i18n import lazy
from miquan.moderation.audit import audit
from miquan.outbox import Event, record
from miquan.portraits.actions import move_signals, rename_aspect
from miquan.products.actions.categories import move_category as move_products
from miquan.restrictions.actions import read_again as read_rules_again
from miquan.restrictions.queries import about_category
from miquan.storefronts.actions.knowing import move_category as move_expertise

_PROBLEMS: dict[str, Any] = {
    "slug": lazy("地址只用小寫字母、數字和連字號，而且沒有別的種類用過"),
    "itself": lazy("不能放到自己下面"),
    "deep": lazy("這樣太深了，最多四層"),
    "gone": lazy("找不到這個種類"),
    "rules": lazy("有寄送的規矩寫到它，先改那些規矩"),
}


class CannotKeep(ValueError):
    """`problem` names what is wrong, `message` says it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem, self.message = problem, _PROBLEMS[problem]


@contextmanager
def _change() -> Iterator[None]:
    try:
        with transaction():
            yield
            read_rules_again()
    except categories.CannotPlace as error:
        raise CannotKeep(error.problem) from None


def add(names: Mapping[str, str], slug: str, parent: int | None, *, by: int) -> int:
    """Raises CannotKeep, as all of these do."""
    with _change():
        made = categories.add_category(names, slug, parent)
        _told("added", made.id, by, slug=slug, names=dict(names), parent=_slug_of(parent))
    return int(made.id)


def name(category_id: int, names: Mapping[str, str], slug: str, *, by: int) -> None:
    with _change():
        was = categories.name_category(category_id, names, slug)
        if slug != was.slug:
            rename_aspect("category", was.slug, slug)
        before = {"slug": was.slug, "names": was.names}
        _told("renamed", category_id, by, was=before, now={"slug": slug, "names": dict(names)})


def move(category_id: int, parent: int | None, *, by: int) -> None:
    with _change():
        was = categories.move_category(category_id, parent)
        if was.parent_id != parent:
            _told("moved", category_id, by, slug=was.slug, was=_slug_of(was.parent_id), now=_slug_of(parent))


def shift(category_id: int, step: int, *, by: int) -> bool:
    """-1 up, 1 down. False at the end of the row."""
    with _change():
        moved = categories.shift_category(category_id, step)
        if moved:
            audit("category.shifted", ("category", category_id), by=by, slug=_slug_of(category_id), step=step)
    return moved


def merge(old_id: int, new_id: int, *, by: int) -> None:
    """The one becomes the other, for good. Rules about goods would reach goods that they were not written for: change them first."""
    with _change():
        old, new = categories.both(old_id, new_id)
        if about_category(old_id):
            raise CannotKeep("rules")
        move_products(old_id, new_id)
        move_expertise(old_id, new_id)
        move_signals("category", old_id, new_id)
        categories.absorb(old, new)
        rename_aspect("category", old.slug, new.slug)
        _told("merged", new_id, by, gone=old.slug, names=old.names, into=new.slug)


def _told(what: str, category_id: int, by: int, **data: Any) -> None:
    record(Event.CATEGORY_CHANGED, subject=("category", category_id), by=by)
    audit(f"category.{what}", ("category", category_id), by=by, **data)


def _slug_of(category_id: int | None) -> str:
    row = Category.get_or_none(Category.id == category_id) if category_id else None
    return str(row.slug) if row else ""
