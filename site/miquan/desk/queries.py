"""What the desk reads of members: found by what is known of them, and all that concerns one."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN

from miquan.accounts.devices import device, place
from miquan.accounts.models import Member, MemberRole, MemberSession, Role, SecurityEvent
from miquan.db import db_now, now
from miquan.desk.orders import NEWEST, order_of
from miquan.mail.rules import redacted
from miquan.media.models import File
from miquan.moderation.judging import limits
from miquan.moderation.models import AuditEntry, Decision, Report, Suspension
from miquan.people.shown import Person, person_of
from miquan.products.models import Product
from miquan.storefronts.models import Storefront
from miquan.text import is_number
from miquan.viewer import viewer

PAGE = 30
LATEST = 20
QUERY_LIMIT = 254
STATES = ("all", "new", "buyers", "suspended", "limited", "leaving", "staff")
# For so long the desk calls a member new.
NEW = timedelta(days=7)
_Avatar = File.alias("avatar_file")
_Actor = Member.alias("actor_member")


@dataclass(frozen=True)
class Row:
    """One member in a list. `email` is masked for those who may not know it."""

    member: Member
    person: Person
    email: str
    limited_until: datetime | None = None

    @property
    def url(self) -> str:
        return f"{viewer().root}/desk/members/{self.person.id}"


@dataclass(frozen=True)
class Entry:
    """Something that happened: what (a key), when, by whom (handle, "" for nobody), and the words or figures with it."""

    kind: str
    at: datetime
    by: str = ""
    words: str = ""
    state: str = ""


@dataclass(frozen=True)
class Signed:
    """A signed-in browser, in words. `address` is empty for those who may not know it."""

    id: int
    device: str
    place: str
    address: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Dossier:
    """All that the desk shows of a member."""

    row: Row
    storefront: Storefront | None
    inviter: str
    sessions: list[Signed] = field(default_factory=list)
    events: list[Entry] = field(default_factory=list)
    suspensions: list[tuple[Entry, Entry | None]] = field(default_factory=list)
    reports: list[Entry] = field(default_factory=list)
    objections: list[Entry] = field(default_factory=list)
    audit: list[Entry] = field(default_factory=list)


def figures() -> dict[str, int]:
    """How many members there are, and how many are shut out. Demo members do not count."""
    return {
        "members": Member.select().where(Member.active, ~Member.demo).count(),
        "suspended": Member.select().where(Member.suspended_at.is_null(False), ~Member.demo).count(),
    }


def found(
    query: str,
    state: str,
    before: str,
    *,
    sees_mail: bool,
    since: date | None = None,
    until: date | None = None,
    order: str = NEWEST,
) -> tuple[list[Row], str]:
    """A page of members in one of `ORDERS`, and the key of the next page ("" at the end). `query` is one clean line.

    `since` and `until` are days of joining by the reader's clock, both included.
    """
    rows = _people()
    for condition in (*_wanted(query, sees_mail), *_in(state), *_joined(since, until)):
        rows = rows.where(condition)
    by = order_of(order)
    page = list(by.put(rows, before).limit(PAGE + 1))
    _know_roles(page[:PAGE])
    limited = _limited_until([member.id for member in page[:PAGE]])
    shown = [replace(_row(member, sees_mail), limited_until=limited.get(member.id)) for member in page[:PAGE]]
    return shown, by.key(page[PAGE - 1]) if len(page) > PAGE else ""


def dossier(member_id: int, *, sees_mail: bool) -> Dossier | None:
    """All of one member; None when there is none."""
    member = _people().where(Member.id == member_id).first()
    if member is None:
        return None
    _know_roles([member])
    inviter = Member.select(Member.handle).where(Member.id == member.inviter_id).tuples().first()
    storefront = Storefront.get_or_none(Storefront.owner == member_id)
    return Dossier(
        row=replace(_row(member, sees_mail), limited_until=_limited_until([member_id]).get(member_id)),
        storefront=storefront,
        inviter=inviter[0] if inviter else "",
        sessions=_sessions(member_id, sees_mail),
        events=_events(member_id),
        suspensions=_suspensions(member_id),
        reports=_reports(member_id, storefront),
        objections=_objections(member_id),
        audit=_audit(member_id),
    )


def target(member_id: int) -> Member | None:
    """A member whom an act of the desk is about, with roles at hand for the question whether it is allowed."""
    member: Member | None = Member.get_or_none(Member.id == member_id) if member_id < 2**31 else None
    return member


def _people() -> Any:
    is_shown = (_Avatar.id == Member.avatar) & (_Avatar.state == "ready")
    return Member.select(Member, _Avatar).join(_Avatar, JOIN.LEFT_OUTER, on=is_shown, attr="avatar_file")


def _wanted(query: str, sees_mail: bool) -> list[Any]:
    """By number, @handle, address or name. Who may not see addresses must know a whole one, or could guess it bit by bit."""
    if not query:
        return []
    if is_number(query.removeprefix("#"), 9):
        return [(Member.id == int(query.removeprefix("#"))) | Member.handle.startswith(query)]
    if query.startswith("@"):
        return [Member.handle.startswith(query[1:].lower())]
    if "@" in query:
        address = query.lower()
        return [Member.email.startswith(address) if sees_mail else Member.email == address]
    named = Member.handle.startswith(query.lower()) | Member.display_name.contains(query)
    return [named | Member.email.startswith(query.lower()) if sees_mail else named]


def _in(state: str) -> list[Any]:
    staff = MemberRole.select(MemberRole.member).join(Role).where(Role.name.in_(("moderator", "operator")))
    return {
        "new": [Member.created_at > now() - NEW],
        "buyers": [Member.id.in_(Storefront.select(Storefront.owner))],
        "suspended": [Member.suspended_at.is_null(False)],
        "limited": [Member.id.in_(limits().select(Decision.member))],
        "leaving": [Member.leaving_at.is_null(False)],
        "staff": [Member.id.in_(staff)],
    }.get(state, [])


def _joined(since: date | None, until: date | None) -> list[Any]:
    here = ZoneInfo(viewer().zone)
    first = [Member.created_at >= datetime.combine(since, time.min, here).astimezone(UTC)] if since else []
    return [*first, *([Member.created_at <= datetime.combine(until, time.max, here).astimezone(UTC)] if until else [])]


def _limited_until(ids: list[int]) -> dict[int, datetime]:
    """Those of the members of whom all is looked at first, and how long."""
    rows = limits().select(Decision.member, Decision.until).where(Decision.member.in_(ids or [0]))
    return dict(rows.order_by(Decision.until).tuples())


def _know_roles(members: list[Member]) -> None:
    """The roles of all of them by one query."""
    ids = [member.id for member in members] or [0]
    rows = MemberRole.select(MemberRole.member, Role.name).join(Role).where(MemberRole.member.in_(ids))
    held: dict[int, list[str]] = {}
    for member_id, name in rows.order_by(Role.name).tuples():
        held.setdefault(member_id, []).append(name)
    for member in members:
        member.know_roles(held.get(member.id, []))


def _row(member: Member, sees_mail: bool) -> Row:
    return Row(member, person_of(member), member.mailbox if sees_mail else redacted(member.mailbox))


def _sessions(member_id: int, sees_address: bool) -> list[Signed]:
    rows = MemberSession.select().where(MemberSession.member == member_id, MemberSession.expires_at > db_now())
    return [
        Signed(s.id, device(s.agent), place(s.zone), s.address if sees_address else "", s.created_at, s.seen_at)
        for s in rows.order_by(MemberSession.seen_at.desc()).limit(LATEST)
    ]


def _events(member_id: int) -> list[Entry]:
    rows = SecurityEvent.select().where(SecurityEvent.member == member_id)
    return [
        Entry(e.kind, e.at, words=device(e.agent) if e.agent else "")
        for e in rows.order_by(SecurityEvent.at.desc(), SecurityEvent.id.desc()).limit(LATEST)
    ]


def _suspensions(member_id: int) -> list[tuple[Entry, Entry | None]]:
    """Each with how it was lifted, newest first."""
    lifter = Member.alias("lifter_member")
    rows = (
        Suspension.select(
            Suspension.at,
            _Actor.handle,
            Suspension.reason,
            Suspension.lifted_at,
            lifter.handle,
            Suspension.lifted_reason,
        )
        .join(_Actor, JOIN.LEFT_OUTER, on=(_Actor.id == Suspension.by))
        .join_from(Suspension, lifter, JOIN.LEFT_OUTER, on=(lifter.id == Suspension.lifted_by))
        .where(Suspension.member == member_id)
        .order_by(Suspension.id.desc())
        .limit(LATEST)
    )
    return [
        (Entry("suspended", at, by or "", why), Entry("reinstated", lifted, who or "", words) if lifted else None)
        for at, by, why, lifted, who, words in rows.tuples()
    ]


def _reports(member_id: int, storefront: Storefront | None) -> list[Entry]:
    """Against the member or their goods. Nobody reads who has reported them, from whichever side of the desk."""
    if member_id == viewer().id:
        return []
    against = (Report.subject_kind == "member") & (Report.subject_id == member_id)
    if storefront is not None:
        theirs = Product.select(Product.id).where(Product.storefront == storefront.id)
        against |= (Report.subject_kind == "product") & Report.subject_id.in_(theirs)
    return _filed(against)


def _objections(member_id: int) -> list[Entry]:
    return _filed((Report.subject_kind == "suspension") & (Report.reporter == member_id))


def _filed(where: Any) -> list[Entry]:
    rows = (
        Report.select(Report.reason, Report.created_at, _Actor.handle, Report.note, Report.state)
        .join(_Actor, on=(_Actor.id == Report.reporter))
        .where(where)
    )
    return [Entry(*row) for row in rows.order_by(Report.id.desc()).limit(LATEST).tuples()]


def _audit(member_id: int) -> list[Entry]:
    rows = (
        AuditEntry.select(AuditEntry.action, AuditEntry.at, _Actor.handle, AuditEntry.reason, AuditEntry.data)
        .join(_Actor, JOIN.LEFT_OUTER, on=(_Actor.id == AuditEntry.actor))
        .where(AuditEntry.subject_kind == "member", AuditEntry.subject_id == member_id)
    )
    return [
        Entry(action, at, by or "", reason, str((data or {}).get("role", "")))
        for action, at, by, reason, data in rows.order_by(AuditEntry.id.desc()).limit(LATEST).tuples()
    ]
