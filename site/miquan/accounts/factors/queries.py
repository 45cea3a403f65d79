"""Everything that is read of second factors."""

from dataclasses import dataclass
from datetime import datetime

from miquan.accounts.factors.rules import WRONG_WITHIN
from miquan.accounts.models import Member, Passkey, SecurityEvent
from miquan.db import now


@dataclass(frozen=True)
class PasskeyRow:
    """A passkey as its member sees it. `synced`: it lives in an account of its maker's, not in one device only."""

    name: str
    usage: str
    created_at: datetime
    used_at: datetime | None
    synced: bool


@dataclass(frozen=True)
class Factors:
    """What stands between a member's account and somebody who knows the password."""

    totp: bool
    passkeys: tuple[PasskeyRow, ...]
    codes_left: int
    password: bool

    @property
    def second(self) -> bool:
        """Whether a password alone does not sign in."""
        return self.totp or self.has_passkey("secondary")

    def has_passkey(self, usage: str) -> bool:
        return any(key.usage == usage for key in self.passkeys)


def factors(member: Member) -> Factors:
    """All factors of a member, whose row is read already."""
    rows = Passkey.select().where(Passkey.user == member.id).order_by(Passkey.created_at, Passkey.id)
    return Factors(
        totp=bool(member.tf_primary_method and member.tf_totp_secret),
        passkeys=tuple(_row(key) for key in rows),
        codes_left=len(member.mf_recovery_codes or ()),
        password=member.password is not None,
    )


def _row(key: Passkey) -> PasskeyRow:
    used = key.lastuse_datetime if key.lastuse_datetime > key.created_at else None
    return PasskeyRow(key.name, key.usage, key.created_at, used, key.device_type == "multi_device")


def has_second_factor(member_id: int) -> bool:
    """Whether a password alone does not sign in, as the database has it now."""
    member = Member.select(Member.tf_primary_method, Member.tf_totp_secret).where(Member.id == member_id).first()
    if member and member.tf_primary_method and member.tf_totp_secret:
        return True
    return bool(Passkey.select().where(Passkey.user == member_id, Passkey.usage == "secondary").exists())


def wrong_lately(member_id: int) -> int:
    """How many wrong codes were tried for this account within the time that counts."""
    mine = SecurityEvent.member == member_id
    recent = SecurityEvent.at > now() - WRONG_WITHIN
    return int(SecurityEvent.select().where(mine, recent, SecurityEvent.kind == "code_wrong").count())
