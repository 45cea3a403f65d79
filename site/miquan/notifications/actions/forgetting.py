"""Forgetting: what is old, read or not, what is too much for one inbox, causes that nobody is told of any more, and what is about things that are gone."""

from collections.abc import Iterable
from typing import Any

from peewee import SQL, fn

from miquan.db import now, transaction
from miquan.notifications.models import Notice, NoticeCause
from miquan.notifications.rules import KEPT, MOST

BATCH = 500
_ONE = SQL("1")


def forget_old() -> int:
    """Some at a time, each in a transaction of its own. Returns how many notices went."""
    long_ago = now() - KEPT
    gone = _drop(Notice, Notice.read_at < long_ago) + _drop(Notice, (Notice.closed == 0) & (Notice.at < long_ago))
    gone += sum(_keep_newest(member) for member in _members_with_many())
    told = Notice.select(_ONE).where(
        Notice.kind == NoticeCause.kind, Notice.subject == NoticeCause.subject, Notice.type == NoticeCause.type,
        Notice.first <= NoticeCause.id, Notice.last >= NoticeCause.id,
    )  # fmt: skip
    _drop(NoticeCause, (NoticeCause.told_at < long_ago) & ~fn.EXISTS(told))
    return gone


def _members_with_many() -> list[int]:
    """Who has more than are kept, off an index."""
    many = Notice.select(Notice.member).group_by(Notice.member).having(fn.COUNT(_ONE) > MOST)
    return [member for (member,) in many.tuples()]


def _keep_newest(member_id: int) -> int:
    mine = Notice.select(Notice.at, Notice.id).where(Notice.member == member_id)
    oldest = mine.order_by(Notice.at.desc(), Notice.id.desc()).offset(MOST - 1).limit(1).tuples().first()
    if oldest is None:
        return 0
    at, id_ = oldest
    return _drop(Notice, (Notice.member == member_id) & ((Notice.at < at) | ((Notice.at == at) & (Notice.id < id_))))


def forget_subjects(kind: str, ids: Iterable[int]) -> None:
    """Things that are gone for good; SQLite may give their numbers to others."""
    for id_ in ids:
        _drop(Notice, (Notice.kind == kind) & (Notice.subject == id_))
        _drop(NoticeCause, (NoticeCause.kind == kind) & (NoticeCause.subject == id_))


def _drop(model: Any, where: Any) -> int:
    """By id, so that no batch looks again at what the one before has left."""
    gone = last = 0
    while some := [
        id_ for (id_,) in model.select(model.id).where(where, model.id > last).order_by(model.id).limit(BATCH).tuples()
    ]:
        last = some[-1]
        with transaction():
            gone += int(model.delete().where(model.id.in_(some)).execute())
    return gone
