"""What moderators hold of a member: what they reported, and when they were shut out."""

import json
from collections.abc import Iterator
from typing import Any

from miquan.accounts.models import HandleChange, Member
from miquan.accounts.queries import former_addresses
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of, with_parts, without
from miquan.i18n import lazy
from miquan.moderation.audit import blot
from miquan.moderation.models import (
    Appeal,
    AuditEntry,
    BlockEntry,
    CannedReply,
    Decision,
    Hold,
    Note,
    Report,
    Said,
    Suspension,
)

_CLOSED = ("resolved", "discarded")


def _reports(member_id: int) -> Iterator[Row]:
    return rows_of(Report, Report.reporter == member_id, ("reporter",))


def _erase_reports(member_id: int, _keep_words: bool) -> None:
    """What is decided goes. What still waits stays under the tombstone, without their words."""
    mine = Report.reporter == member_id
    with transaction():
        Report.delete().where(mine, Report.state.in_(_CLOSED)).execute()
        Report.update(note="").where(mine).execute()


def _suspensions(member_id: int) -> Iterator[Row]:
    return rows_of(Suspension, Suspension.member == member_id, ("member", "by", "lifted_by"))


def _erase_suspensions(member_id: int, _keep_words: bool) -> None:
    with transaction():
        Suspension.delete().where(Suspension.member == member_id).execute()
    _blot(member_id)


def _blot(member_id: int) -> None:
    """What operators wrote down stays, so that it can be checked; names in it become the tombstone's."""
    member = Member.get_by_id(member_id)
    old = [row[0] for row in HandleChange.select(HandleChange.handle).where(HandleChange.member == member_id).tuples()]
    addresses = [member.mailbox, *former_addresses(member_id)]
    names, instead = [*addresses, member.handle, member.display_name, member.short_name, *old], f"gone_{member_id}"
    about = (AuditEntry.subject_kind == "member") & (AuditEntry.subject_id == member_id)

    def blotted(entry: AuditEntry) -> tuple[int | None, str, Any]:
        data = json.dumps(entry.data, ensure_ascii=False)
        words = without(entry.reason, names, instead)
        return entry.actor_id, words, json.loads(without(data, names, instead))

    blot(about, blotted)


def forget_demo() -> None:
    """The demo's members go; what they did stays in the record, by nobody."""
    demo = Member.select(Member.id).where(Member.demo)
    blot(AuditEntry.actor.in_(demo), lambda entry: (None, entry.reason, entry.data))


def _decisions(member_id: int) -> Iterator[Row]:
    rows = rows_of(Decision, Decision.member == member_id, ("member", "by", "undone_by", "group", "prior"))
    return with_parts(rows, appeals=(Appeal, Appeal.decision, ("decided_by",)))


def _erase_decisions(member_id: int, _keep_words: bool) -> None:
    """What was decided stays in the public log, about nobody; what they wrote and what it was called goes."""
    about = Decision.select(Decision.id).where(Decision.member == member_id)
    with transaction():
        Appeal.update(words="", answer="").where(Appeal.decision.in_(about)).execute()
        blank = {"member": None, "words": "", "thing": ""}
        Decision.update(blank).where(Decision.member == member_id).execute()
        Note.delete().where(Note.subject_kind == "member", Note.subject_id == member_id).execute()
        Note.update(words="", by=None).where(Note.by == member_id).execute()
        for model, column in (
            (Decision, Decision.by), (Decision, Decision.undone_by), (Appeal, Appeal.decided_by), (CannedReply, CannedReply.by),
            (BlockEntry, BlockEntry.by),
        ):  # fmt: skip
            model.update({column: None}).where(column == member_id).execute()


def _holds(member_id: int) -> Iterator[Row]:
    return rows_of(Hold, Hold.member == member_id, ("member",))


def _erase_holds(member_id: int, _keep_words: bool) -> None:
    with transaction():
        Hold.delete().where(Hold.member == member_id).execute()
        Said.delete().where(Said.author == member_id).execute()


SECTIONS = (
    Section("reports", lazy("你檢舉過的事"), (Report,), _reports, _erase_reports),
    Section("suspensions", lazy("帳號被停用的紀錄"), (Suspension, AuditEntry), _suspensions, _erase_suspensions),
    Section(
        "decisions", lazy("管理的人對你做的決定，和你的申訴"), (Decision, Appeal, Note, CannedReply, BlockEntry), _decisions, _erase_decisions,
    ),
    Section("holds", lazy("等人看過的東西"), (Hold, Said), _holds, _erase_holds),
)  # fmt: skip
