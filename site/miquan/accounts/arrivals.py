"""Signing in: how a session was begun is remembered, and a browser that was not seen before is told of by mail."""

from typing import Any

from flask import g

from miquan.accounts.devices import family
from miquan.accounts.models import Member, SecurityEvent
from miquan.accounts.security import browser_zone, noted, whereabouts

# How Flask-Security says that somebody showed who they are -> what a session keeps.
_VIAS = {"register": "join", "webauthn": "passkey", "authenticator": "code", "mf_recovery": "recovery"}
# Who has just joined or is tried out is no news to anybody.
_QUIET = frozenset({"join", "demo"})
_KINDS = ("signed_in", "signed_in_new")
_LOOKED_AT = 200


def authenticated(_app: Any, authn_via: list[str] | None = None, **_more: Any) -> None:
    """Called by Flask-Security for everybody who has signed in."""
    told = (authn_via or [""])[-1]
    g.signed_in_via = _VIAS.get(told, told)[:20]


def via() -> str:
    """How this request's member has signed in: password, passkey, code, recovery, join, reset, demo; or unknown."""
    return str(g.get("signed_in_via", ""))


def arrived(member: Member) -> None:
    """Write the sign-in down; a letter goes out when the browser is a new one. Joins a transaction."""
    address, agent = whereabouts()
    known = via() in _QUIET or is_known(member.id, agent, address, browser_zone())
    noted(member.id, "signed_in" if known else "signed_in_new", via=via(), zone=browser_zone())


def is_known(member_id: int, agent: str, address: str, zone: str) -> bool:
    """Whether the member has signed in by such a browser from this address, or from this time zone.

    Visitors get no cookie that lasts, so that a browser is known by what it says of itself and by where it is.
    """
    query = SecurityEvent.select(SecurityEvent.agent, SecurityEvent.address, SecurityEvent.data)
    query = query.where(SecurityEvent.member == member_id, SecurityEvent.kind.in_(_KINDS))
    for seen, where, data in query.order_by(SecurityEvent.id.desc()).limit(_LOOKED_AT).tuples():
        if family(seen) == family(agent) and (where == address or (zone and data.get("zone") == zone)):
            return True
    return False
