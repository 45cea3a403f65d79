"""All that moderators know of one thing, and what has been decided lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.db import now
from miquan.i18n import current_lang, lazy
from miquan.moderation.models import Appeal, CannedReply, Decision, Hold, Note, Report
from miquan.moderation.overturned import was_overturned
from miquan.moderation.registry import Thing, concerns, thing
from miquan.moderation.rules import LIMITED, OPEN_STATES, may_object
from miquan.prepared import Prepared
from miquan.text import is_number

# Why something waits, in general words: who wants to get round it learns little.
WHY = {
    "limited": LIMITED,
    "word": lazy("裡面有要先看過的字詞"),
    "host": lazy("裡面有要先看過的網址"),
    "picture": lazy("裡面有要先看過的照片"),
    "flood": lazy("和最近說過的話太像"),
}
LATEST, LATELY = 20, 5
PAGE = 30
_By = Member.alias("by_member")


@dataclass(frozen=True)
class Said:
    """One report or note: who, when, why (a key), and their words."""

    who: str
    at: datetime
    words: str
    reason: str = ""
    state: str = ""


@dataclass(frozen=True)
class Decided:
    """A decision as a list shows it. `by` is a handle for the desk; the public and the member never read it."""

    row: Decision
    by: str
    appeal: Appeal | None = None

    @property
    def told(self) -> str:
        """The canned words in the reader's language, or in another."""
        said = self.row.said or {}
        return str(said.get(current_lang()) or next(iter(said.values()), ""))

    @property
    def is_over(self) -> bool:
        return self.row.until is not None and self.row.until <= now()

    @property
    def may_object(self) -> bool:
        return self.appeal is None and may_object(self.row.verb, self.row.at, self.row.undone_at, now())


@dataclass(frozen=True)
class Case:
    """`others` are decisions about whoever made the thing. `is_own`: it concerns the reader. `was_overturned`: as overturned.py says."""

    thing: Thing
    is_own: bool
    reports: list[Said]
    notes: list[Said]
    decisions: list[Decided]
    others: list[Decided]
    hold: Hold | None
    was_overturned: bool

    @property
    def seen(self) -> int:
        return max((one.row.id for one in self.decisions), default=0)

    @property
    def is_escalated(self) -> bool:
        return any(report.state == "escalated" for report in self.reports)


def case(kind: str, subject_id: int, reader: int) -> Case | None:
    """None for no such thing. Nobody reads who has reported them, nor what others note about them."""
    found = thing(kind, subject_id)
    if found is None:
        return None
    here = (Decision.subject_kind == kind) & (Decision.subject_id == subject_id)
    theirs = (Decision.member == (found.author or 0)) & ~here
    is_own = concerns(found, reader)
    return Case(
        found,
        is_own,
        [] if is_own else _reports(found),
        [] if is_own else _notes(found),
        decided(here, LATEST)[0],
        decided(theirs, LATEST)[0],
        Hold.get_or_none(Hold.subject_kind == kind, Hold.subject_id == subject_id, Hold.settled_at.is_null()),
        was_overturned(kind, subject_id, reader),
    )


def decided(where: Any, limit: int = PAGE, before: str = "") -> tuple[list[Decided], str]:
    """Decisions, the newest first, with what was objected; and the key of the next page."""
    rows = _decisions().where(where)
    if is_number(before, 9):
        rows = rows.where(Decision.id < int(before))
    found = list(rows.limit(limit + 1))
    return [_decided(row) for row in found[:limit]], str(found[limit - 1].id) if len(found) > limit else ""


def lately_by(member_id: int) -> list[Decided]:
    """What a moderator has decided within a day."""
    return [_decided(row) for row in _LATELY_BY.rows(member_id, Decision.at.db_value(now() - timedelta(days=1)))]


def _decisions() -> Any:
    return (
        Decision.select(Decision, _By.handle, Appeal)
        .join(_By, JOIN.LEFT_OUTER, on=(_By.id == Decision.by), attr="decider")
        .join_from(Decision, Appeal, JOIN.LEFT_OUTER, on=(Appeal.decision == Decision.id), attr="objection")
        .order_by(Decision.id.desc())
    )


_LATELY_BY = Prepared(lambda me, since: _decisions().where(Decision.by == me, Decision.at > since).limit(LATELY))


def _decided(row: Decision) -> Decided:
    decider, objection = getattr(row, "decider", None), getattr(row, "objection", None)
    return Decided(row, decider.handle if decider else "", objection if objection and objection.id else None)


def canned() -> list[CannedReply]:
    """The replies that can be chosen, in a fixed order."""
    return _CANNED.rows()


_CANNED = Prepared(lambda: CannedReply.select().where(CannedReply.active).order_by(CannedReply.id))


def lang_of(found: Thing) -> str:
    """The language that whoever made it reads."""
    row = Member.select(Member.lang).where(Member.id == (found.author or 0)).tuples().first()
    return row[0] if row and row[0] else current_lang()


def waiting_of(member_id: int) -> list[Hold]:
    """What of a member's waits for a moderator, the newest first."""
    rows = Hold.select().where(Hold.member == member_id, Hold.settled_at.is_null())
    return list(rows.order_by(Hold.id.desc()).limit(LATEST))


def _reports(found: Thing) -> list[Said]:
    rows = Report.select(_By.handle, Report.created_at, Report.note, Report.reason, Report.state)
    rows = rows.join(_By, on=(_By.id == Report.reporter))
    mine = (Report.subject_kind == found.kind) & (Report.subject_id == found.id) & Report.state.in_(OPEN_STATES)
    return [Said(*row) for row in rows.where(mine).order_by(Report.id.desc()).limit(LATEST).tuples()]


def _notes(found: Thing) -> list[Said]:
    rows = Note.select(_By.handle, Note.at, Note.words).join(_By, JOIN.LEFT_OUTER, on=(_By.id == Note.by))
    mine = (Note.subject_kind == found.kind) & (Note.subject_id == found.id)
    latest = rows.where(mine).order_by(Note.id.desc()).limit(LATEST).tuples()
    return [Said(who or "", at, words) for who, at, words in latest][::-1]
