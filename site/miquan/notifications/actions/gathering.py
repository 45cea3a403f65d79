"""Gathering: what comes daily of one subject is one notice a week, not a row a day, also when it was read in between."""

from typing import Any

from peewee import SQL, Case, fn

from miquan.notifications.models import Notice, NoticeCause
from miquan.notifications.rules import GATHERED

_ONE = SQL("1")
_Read: Any
_Read = Notice.alias("read_before")


def gather(newest: NoticeCause, members: list[int]) -> None:
    """Inside the caller's transaction: open notices about this take over those that were read and began not long ago."""
    open_ = _about(Notice, newest) & (Notice.closed == 0) & Notice.member.in_(members)
    read = _about(_Read, newest) & (_Read.closed > 0) & (_Read.member == Notice.member) & _lately(_Read, newest)
    first = _Read.select(fn.MIN(_Read.first)).where(read)
    # What a letter told of goes on being told.
    mailed = _Read.select(fn.MAX(_Read.mailed)).where(read)
    later = Case(None, ((Notice.mailed > mailed, Notice.mailed),), mailed)
    gathered = Notice.update(first=first, mailed=later).where(open_, fn.EXISTS(_Read.select(_ONE).where(read)))
    if not gathered.execute():
        return
    over: Any = Notice.alias("taken_over")
    taken = over.select(_ONE).where(
        _about(over, newest), over.closed == 0, over.member == Notice.member, over.first <= Notice.first
    )
    Notice.delete().where(
        _about(Notice, newest), Notice.closed > 0, Notice.member.in_(members), fn.EXISTS(taken)
    ).execute()


def _about(notice: Any, cause: NoticeCause) -> Any:
    return (notice.kind == cause.kind) & (notice.subject == cause.subject) & (notice.type == cause.type)


def _lately(notice: Any, newest: NoticeCause) -> Any:
    first = NoticeCause.alias("first_of_it")
    return fn.EXISTS(first.select(_ONE).where(first.id == notice.first, first.at > newest.at - GATHERED))
