"""Every way in which a member's second factors change."""

import json
import secrets
from collections.abc import Callable
from typing import Any

from miquan.accounts.factors import queries
from miquan.accounts.factors.rules import MOST_WRONG
from miquan.accounts.models import Member, Passkey
from miquan.accounts.security import noted
from miquan.db import held, now, transaction


def tried(member_id: int, check: Callable[[], bool]) -> str:
    """Try a code: "right", "wrong", or "wait" after too many wrong ones. One at a time for an account.

    `check` spends the code, inside the transaction; a wrong one is written down and counts.
    """
    with transaction():
        _lock(member_id)
        if queries.wrong_lately(member_id) >= MOST_WRONG:
            return "wait"
        if check():
            return "right"
        noted(member_id, "code_wrong")
        return "wrong"


def spend_counter(member_id: int, counter: int) -> bool:
    """Take the code of this half minute, unless it or a later one was taken before."""
    fresh = Member.tf_last_counter.is_null() | (Member.tf_last_counter < counter)
    taken = Member.update(tf_last_counter=counter).where(Member.id == member_id, fresh)
    return bool(taken.execute() == 1)


def set_totp(member_id: int, secret: str, counter: int) -> None:
    """Ask for codes of this (encrypted) secret from now on; the code of `counter` was used to prove it."""
    with transaction():
        Member.update(tf_primary_method="authenticator", tf_totp_secret=secret, tf_last_counter=counter).where(
            Member.id == member_id
        ).execute()
        noted(member_id, "totp_added")


def remove_totp(member_id: int) -> bool:
    """Ask for no more codes. False when none were asked for."""
    with transaction():
        had = Member.update(tf_primary_method=None, tf_totp_secret=None, tf_last_counter=None).where(
            Member.id == member_id, Member.tf_totp_secret.is_null(False)
        )
        if not had.execute():
            return False
        noted(member_id, "totp_removed")
        _drop_idle_codes(member_id)
        return True


def set_codes(member_id: int, closed: list[str] | None) -> None:
    """Replace the recovery codes, each encrypted; None takes them away."""
    with transaction():
        Member.update(mf_recovery_codes=closed).where(Member.id == member_id).execute()
        if closed:
            noted(member_id, "codes_made")


def spend_code(member_id: int, wanted: Callable[[str], bool]) -> bool:
    """Take the first code that `wanted` opens and finds right, so that it never works again."""
    with transaction():
        held = _lock(member_id).mf_recovery_codes or []
        spent = next((closed for closed in held if wanted(closed)), None)
        if spent is None:
            return False
        left = [closed for closed in held if closed != spent]
        Member.update(mf_recovery_codes=left).where(Member.id == member_id).execute()
        noted(member_id, "code_used", left=len(left))
        return True


def name_for_passkeys(member_id: int) -> str:
    """The random name by which passkeys know a member; made when first asked for."""
    with transaction():
        nameless = Member.update(fs_webauthn_user_handle=secrets.token_hex(32)).where(
            Member.id == member_id, Member.fs_webauthn_user_handle.is_null()
        )
        nameless.execute()
        return str(Member.get_by_id(member_id).fs_webauthn_user_handle)


def add_passkey(member_id: int, *, extensions: str | None = None, **row: Any) -> Passkey:
    """A new passkey. Raises IntegrityError for one that somebody has already."""
    with transaction():
        at = now()
        key: Passkey = Passkey.create(
            user=member_id, extensions=_known_extensions(extensions), created_at=at, lastuse_datetime=at, **row
        )
        noted(member_id, "passkey_added", name=key.name)
    return key


def remove_passkey(member_id: int, passkey_id: int) -> bool:
    """Take a member's passkey away. False when it is not theirs, or gone."""
    with transaction():
        key = Passkey.get_or_none(Passkey.id == passkey_id, Passkey.user == member_id)
        if key is None or not Passkey.delete().where(Passkey.id == passkey_id).execute():
            return False
        noted(member_id, "passkey_removed", name=key.name)
        _drop_idle_codes(member_id)
        return True


def remove_all(member_id: int) -> None:
    """Take every passkey and second factor away."""
    with transaction():
        for (key,) in list(Passkey.select(Passkey.id).where(Passkey.user == member_id).tuples()):
            remove_passkey(member_id, key)
        remove_totp(member_id)


def used_passkey(key: Passkey) -> None:
    """What signing in by a passkey changes of it."""
    with transaction():
        Passkey.update(
            lastuse_datetime=now(),
            sign_count=key.sign_count,
            backup_state=key.backup_state,
            device_type=key.device_type,
        ).where(Passkey.id == key.id).execute()


def _drop_idle_codes(member_id: int) -> None:
    """Without a second factor nobody asks for recovery codes: none lie about."""
    if not queries.has_second_factor(member_id):
        set_codes(member_id, None)


def _lock(member_id: int) -> Member:
    """The member's row, which nobody else changes until the transaction ends."""
    query = Member.select().where(Member.id == member_id)
    found: Member = held(query).get()
    return found


def _known_extensions(told: str | None) -> str | None:
    """Of what a browser tells about a new passkey only whether it can name its member by itself."""
    try:
        found = json.loads(told or "{}")
        kept = bool(found["credProps"]["rk"])
    except (ValueError, TypeError, KeyError):
        return None
    return json.dumps({"credProps": {"rk": kept}})
