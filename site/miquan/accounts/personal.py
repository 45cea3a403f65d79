"""What accounts hold of a member: the account itself, browsers, keys, the record of its safety, traces in the queue."""

import secrets
from collections.abc import Iterator
from typing import Any

from miquan.accounts import rules
from miquan.accounts.models import (
    MAILBOX_END,
    HandleChange,
    Member,
    MemberRole,
    MemberSession,
    MemberText,
    Passkey,
    Role,
    SecurityEvent,
)
from miquan.accounts.queries import resting
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of, with_parts
from miquan.i18n import SOURCE, _, lazy, speaking
from miquan.media.models import File
from miquan.once import FormNonce
from miquan.outbox.models import EventRow
from miquan.triggers import history_may_be_erased

SECRETS = ("password", "fs_uniquifier", "tf_totp_secret", "mf_recovery_codes", "fs_webauthn_user_handle")
# What of a member outlives them, so that what others have done still points somewhere.
_STAYS = {"id", "demo", "created_at"}


def _account(member_id: int) -> Iterator[Row]:
    rows = rows_of(Member, Member.id == member_id, {*SECRETS, "avatar", "inviter"})
    for row in with_parts(
        rows, texts=(MemberText, MemberText.member, ()), old_handles=(HandleChange, HandleChange.member, ())
    ):
        query = Role.select(Role.name).join(MemberRole).where(MemberRole.member == member_id)
        row["roles"] = [name for (name,) in query.order_by(Role.name).tuples()]
        row["email"] = row["email"].partition(MAILBOX_END)[0]
        row["avatar"] = _one(
            File.select(File.name).join(Member, on=(Member.avatar == File.id)).where(Member.id == member_id)
        )
        inviter = Member.select(Member.inviter).where(Member.id == member_id)
        row["inviter"] = _one(Member.select(Member.handle).where(Member.id == inviter))
        yield row


def _one(query: Any) -> str | None:
    found = query.tuples().first()
    return str(found[0]) if found else None


def erase_account(member_id: int, _keep_words: bool) -> None:
    """Make the member a tombstone: the row stays for what points at it, and says nothing of who it was."""
    with transaction():
        member = Member.get_by_id(member_id)
        if member.handle.startswith(rules.GONE):
            return
        for model in (MemberText, MemberRole):
            model.delete().where(model.member == member_id).execute()
        _let_handles_rest(member)
        Member.update(_tombstone(member)).where(Member.id == member_id).execute()


def _tombstone(member: Member) -> dict[str, Any]:
    """Every column at its default, so that one which is added later is erased too."""
    fields = [field for field in Member._meta.sorted_fields if field.name not in _STAYS]
    values = {f.name: (f.default() if callable(f.default) else f.default) for f in fields}
    with speaking(SOURCE):
        # Pages say it in the reader's language.
        name = _("已離開的會員")
    return {
        **values,
        "email": f"gone-{member.id}@invalid",
        "handle": f"{rules.GONE}{member.id}",
        "display_name": name,
        "fs_uniquifier": secrets.token_hex(32),
        "active": False,
    }


def _let_handles_rest(member: Member) -> None:
    """Their handles are not given out for a year; what is kept of them for that cannot be read."""
    old = HandleChange.select(HandleChange.id, HandleChange.handle).where(HandleChange.member == member.id)
    for id_, handle in list(old.tuples()):
        if not handle.startswith("~"):
            HandleChange.update(handle=resting(handle)).where(HandleChange.id == id_).execute()
    HandleChange.insert(handle=resting(member.handle), member=member.id).on_conflict_ignore().execute()


def _sessions(member_id: int) -> Iterator[Row]:
    return rows_of(MemberSession, MemberSession.member == member_id, ("member", "token_hash", "data"))


def _erase_sessions(member_id: int, _keep_words: bool) -> None:
    with transaction():
        MemberSession.delete().where(MemberSession.member == member_id).execute()


def _passkeys(member_id: int) -> Iterator[Row]:
    out = ("user", "credential_id", "public_key", "sign_count", "extensions")
    return rows_of(Passkey, Passkey.user == member_id, out)


def _erase_passkeys(member_id: int, _keep_words: bool) -> None:
    with transaction():
        Passkey.delete().where(Passkey.user == member_id).execute()


def _security(member_id: int) -> Iterator[Row]:
    return rows_of(SecurityEvent, SecurityEvent.member == member_id, ("member",))


def _erase_security(member_id: int, _keep_words: bool) -> None:
    with history_may_be_erased():
        SecurityEvent.delete().where(SecurityEvent.member == member_id).execute()


def _traces(member_id: int) -> Iterator[Row]:
    """What the member did, as the queue remembers it for a month: names of events and what they were about."""
    return rows_of(EventRow, EventRow.actor_id == member_id, ("actor_id", "data"))


def _erase_traces(member_id: int, _keep_words: bool) -> None:
    handle = Member.get_by_id(member_id).handle
    with transaction():
        # After the time of grace nobody waits for what these told.
        about = (EventRow.subject_kind == "member") & (EventRow.subject_id == member_id)
        EventRow.update(data={}).where(about | (EventRow.actor_id == member_id)).execute()
        EventRow.update(actor_id=None).where(EventRow.actor_id == member_id).execute()
        led_there = FormNonce.answer.contains(f"/@{handle}")
        FormNonce.delete().where((FormNonce.member == member_id) | led_there).execute()


SECTIONS = (
    Section("activity", lazy("你最近一個月做過的事"), (EventRow, FormNonce), _traces, _erase_traces),
    Section("sessions", lazy("你在哪些瀏覽器登入"), (MemberSession,), _sessions, _erase_sessions),
    Section("passkeys", lazy("通行密鑰的名字和日期"), (Passkey,), _passkeys, _erase_passkeys),
    Section("security", lazy("帳號安全的紀錄"), (SecurityEvent,), _security, _erase_security),
)
# Erased last: until then its names are needed to find what speaks of it.
ACCOUNT = Section(
    "account",
    lazy("帳號和個人檔案：名字、信箱、地方、自我介紹"),
    (Member, MemberText, MemberRole, HandleChange),
    _account,
    erase_account,
)
