"""Everything that is read of leaving."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Case

from miquan.accounts.models import Member, MemberRole, Role
from miquan.db import db_now, now
from miquan.departures.models import Departure, MemberExport
from miquan.departures.rules import A_DAY, GRACE, UNDER_WAY
from miquan.media.models import File
from miquan.outbox.claims import later


@dataclass(frozen=True)
class ExportShown:
    """A member's newest export. `state` is asked, building, ready, expired or failed; `bytes` of the ZIP,
    `file` its name.
    """

    id: int
    state: str
    done: int
    total: int
    asked_at: datetime
    expires_at: datetime | None
    bytes: int
    file: str

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def megabytes(self) -> str:
        return f"{max(self.bytes / 1_000_000, 0.1):,.1f}"


def newest_export(member_id: int) -> ExportShown | None:
    """What the page says of it; by the database's clock it may be over, or nobody have finished it."""
    over = MemberExport.expires_at <= db_now()
    stuck = MemberExport.state.in_(UNDER_WAY) & (MemberExport.asked_at <= later(-A_DAY.total_seconds()))
    state = Case(None, [(over, "expired"), (stuck, "failed")], MemberExport.state)
    row = (
        MemberExport.select(
            MemberExport.id, state, MemberExport.done, MemberExport.total, MemberExport.asked_at,
            MemberExport.expires_at, File.bytes, File.name,
        )
        .left_outer_join(File)
        .where(MemberExport.member == member_id)
        .order_by(MemberExport.id.desc())
        .tuples()
        .first()
    )  # fmt: skip
    if row is None:
        return None
    id_, state, done, total, asked_at, expires_at, size, file = row
    return ExportShown(id_, state, done, total, asked_at, expires_at, size or 0, file or "")


def is_under_way(member_id: int) -> bool:
    """Whether an export is being built that may still be finished."""
    young = MemberExport.asked_at > later(-A_DAY.total_seconds())
    mine = (MemberExport.member == member_id) & MemberExport.state.in_(UNDER_WAY)
    return bool(MemberExport.select().where(mine, young).exists())


def exports_today(member_id: int) -> int:
    young = MemberExport.asked_at > later(-A_DAY.total_seconds())
    return int(MemberExport.select().where(MemberExport.member == member_id, young).count())


@dataclass(frozen=True)
class DepartureShown:
    """An open departure. `is_over`: the time of grace has passed, nothing can be turned back."""

    due_at: datetime
    keep_words: bool
    is_over: bool

    @property
    def days(self) -> int:
        """Whole days that are left, rounded up."""
        left = (self.due_at - now()).total_seconds()
        return max(0, min(GRACE.days, -int(-left // 86_400)))


def open_departure(member_id: int) -> DepartureShown | None:
    is_over = Case(None, [(Departure.due_at <= db_now(), 1)], 0)
    open_ = Departure.returned_at.is_null() & Departure.erased_at.is_null()
    row = (
        Departure.select(Departure.due_at, Departure.keep_words, is_over)
        .where(Departure.member == member_id, open_)
        .order_by(Departure.id.desc())
        .tuples()
        .first()
    )
    return DepartureShown(row[0], row[1], bool(row[2])) if row else None


def other_operators(member_id: int) -> bool:
    """Whether somebody else operates the site."""
    can_enter: Any = Member.active & Member.suspended_at.is_null()
    query = MemberRole.select().join(Role).switch(MemberRole).join(Member)
    return bool(query.where(Role.name == "operator", Member.id != member_id, can_enter).exists())
