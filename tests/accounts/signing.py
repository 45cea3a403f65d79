"""Signing in, for tests of second factors: codes as an app makes them, members who have turned them on."""

import base64
import hmac
import struct
import time
from typing import Any

from miquan.accounts.factors import actions
from miquan.accounts.factors.using import authenticator, recovery_codes
from miquan.accounts.models import Member, MemberSession
from tests.browsing import Browser
from tests.cast import PASSWORD


def password() -> str:
    return PASSWORD


def code(secret: str, at_offset: int = 0) -> str:
    """The six digits of a base32 secret (RFC 6238), as an authenticator app shows them, `at_offset` seconds from now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int((time.time() + at_offset) // 30))
    digest = hmac.digest(key, counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def fresh(browser: Browser) -> Browser:
    """As if it had signed in just now."""
    return _signed_in_at(browser, time.time())


def stale(browser: Browser) -> Browser:
    """As if it had signed in long ago."""
    return _signed_in_at(browser, 1.0)


def _signed_in_at(browser: Browser, moment: float) -> Browser:
    for row in MemberSession.select():
        data = {**row.data, "fs_paa": moment, "fs_gexp": 0}
        MemberSession.update(data=data).where(MemberSession.id == row.id).execute()
    return browser


def waiting(app: Any, member: Member) -> Browser:
    """A browser in which the member has typed the password and nothing else: its cookie, without the cost of hashing."""
    browser = Browser(app)
    state = {"tf_user_id": member.fs_uniquifier, "tf_state": "ready", "tf_at": int(time.time())}
    signed = app.session_interface.signed.get_signing_serializer(app)
    browser.client.set_cookie("miquan", signed.dumps(state))
    return browser


def turned_on(member: Member) -> Any:
    """The member with an authenticator app, whose secret is `secret`, and ten recovery codes."""
    closed = authenticator().generate_totp_secret()
    actions.set_totp(member.id, closed, 0)
    recovery_codes().create_recovery_codes(Member.get_by_id(member.id))
    found = Member.get_by_id(member.id)
    found.secret = authenticator().get_totp_b32_key(closed)
    return found
