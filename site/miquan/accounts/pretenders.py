"""Accounts begun with an address that belongs to another account.

Whoever joins is signed in at once, whether or not the address is known; otherwise joining would tell who has an account.
Such an account cannot confirm its address and gets no mail. Its `email` is the address, a space, and what its password
comes to: so that signing in by address and password finds it by the one query, and for the one hash, that it always takes.
"""

import secrets
import unicodedata
from typing import Any

from miquan.accounts import tokens
from miquan.accounts.models import MAILBOX_END, Member
from miquan.text import clean_line

_PLACES = 3
_LONGEST = 240


def tag(email: str, password: str) -> str:
    """Three hex digits: too few to guess a password by, enough to tell a pretender from the address's owner."""
    told = f"stand-in:{email.lower()}:{unicodedata.normalize('NFKD', password)}"
    return tokens.keyed(told)[:3]


def free_name(email: str, mark: str) -> str:
    """What to keep as `email`. When all places of a mark are taken, one that cannot be signed in to by password."""
    names = _names(email, mark)
    taken = {name for (name,) in Member.select(Member.email).where(Member.email.in_(names)).tuples()}
    left = [name for name in names if name not in taken]
    return left[0] if left else f"{email[:_LONGEST]}{MAILBOX_END}{secrets.token_hex(4)}"


def candidates(email: str, password: str) -> list[Any]:
    """Who may be signing in: pretenders whose password comes to the same first, the address's owner last."""
    email = clean_line(email[:400], 254).lower()
    names = [*_names(email, tag(email, password)), email]
    found = {member.email: member for member in Member.select().where(Member.email.in_(names))}
    return [found[name] for name in names if name in found]


def _names(email: str, mark: str) -> list[str]:
    return [f"{email[:_LONGEST]}{MAILBOX_END}{mark}{place}" for place in range(_PLACES)]
