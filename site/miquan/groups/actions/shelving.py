"""Goods that members put on a group's shelf."""

from miquan import text
from miquan.boards.registry import KINDS
from miquan.circle.care import problems_with_words
from miquan.db import now, transaction
from miquan.groups.actions.rows import group_for, is_open, known_group
from miquan.groups.models import NOTE_LIMIT, GroupProduct
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import NotAllowed, NotHere, NotReady, Problem, Verb, may
from miquan.moderation.judging import refusals
from miquan.outbox import Event, record


def put_on_shelf(group_id: int, product_id: int, note: str, *, by: int) -> bool:
    """Put a good that they may see there, and say why; one's own note is changed by doing it again. Whether it is new.

    Raises NotHere, NotAllowed, NotReady.
    """
    note = text.clean_line(note, NOTE_LIMIT)
    with transaction():
        group, _role = group_for(Verb.WRITE, group_id, by)
        is_open(group)
        if not KINDS["product"].is_seen(product_id, by):
            raise NotHere
        problems = problems_with_words(by, note) or refusals(by, note, "note") if note else []
        if problems:
            raise NotReady(*(Problem("note", problem.code, problem.text) for problem in problems))
        row = {"group": group.id, "product": product_id, "by": by, "note": note, "at": now()}
        added = bool(GroupProduct.insert(row).on_conflict_ignore().as_rowcount().execute())
        if not added:
            mine = (GroupProduct.group == group.id) & (GroupProduct.product == product_id) & (GroupProduct.by == by)
            GroupProduct.update(note=note).where(mine).execute()
        _changed(group.id, product_id, by)
    return added


def take_off_shelf(group_id: int, product_id: int, *, by: int) -> bool:
    """Who put it there takes it off, or who tends the group. Whether it was there."""
    with transaction():
        group = known_group(group_id, by)
        role = role_of(by, group_id)
        here = (GroupProduct.group == group.id) & (GroupProduct.product == product_id)
        row = GroupProduct.get_or_none(here)
        if row is None:
            return False
        if not may(role, Verb.TEND) and not (may(role, Verb.WRITE) and row.by_id == by):
            raise NotAllowed
        GroupProduct.delete().where(GroupProduct.id == row.id).execute()
        _changed(group.id, product_id, by)
    return True


def _changed(group_id: int, product_id: int, by: int) -> None:
    record(Event.SHELF_CHANGED, subject=("group", group_id), data={"product": product_id}, by=by)
