"""Choosing a password: what is refused, and what happens when it changes."""

import re
from functools import cache

from miquan.accounts import pretenders
from miquan.accounts.ending import renew
from miquan.accounts.factors.actions import remove_all
from miquan.accounts.gates import came_by_mail
from miquan.accounts.models import Member
from miquan.accounts.rules import is_guessable
from miquan.accounts.security import noted
from miquan.db import now, transaction

SHORTEST, LONGEST = 8, 128
_COMMONEST = 3_000
_PIECE = 4


def problem(password: str, *about: str) -> str:
    """ "" when it may be used, else long, common, name or guessable. `about`: handle, name and address of whose it is.

    NIST SP 800-63B and OWASP ASVS 5.0 V6.2: no rules on which characters, but none of the commonest ones.
    """
    if len(password) > LONGEST:
        return "long"
    if password.casefold() in commonest():
        return "common"
    if any(piece in password.casefold() for piece in pieces(*about)):
        return "name"
    return "guessable" if is_guessable(password, *about) else ""


@cache
def commonest() -> frozenset[str]:
    """The 3,000 commonest passwords that are long enough otherwise, after zxcvbn's list of leaked ones."""
    # 11 MB of lists, which only joining and changing a password need.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    fitting = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST]
    return frozenset(word.casefold() for word in fitting[:_COMMONEST])


def pieces(*about: str) -> set[str]:
    """Words of at least four letters in these, and each whole; of an address what stands before the @."""
    wholes = [word.casefold().partition("@")[0] for word in about]
    parts = [part for word in wholes for part in re.findall(r"[^\W\d_]+", word)]
    return {piece for piece in (*wholes, *parts) if len(piece) >= _PIECE}


def change_password(member: Member, hashed: str, mark: str) -> None:
    """Set a password, or the first one. Other sessions and mailed links end; this browser stays signed in.

    `mark` is `pretenders.tag` of the new password.
    """
    with transaction():
        values = {"password": hashed}
        if member.email != member.mailbox:
            values["email"] = pretenders.free_name(member.mailbox, mark)
        Member.update(**values).where(Member.id == member.id).execute()
        renew(member)
        noted(member.id, "password_changed")


def was_reset(_app: object, user: Member, **_more: object) -> None:
    """Called by Flask-Security when a mailed link was used: it also shows that the address is theirs.

    Whoever joined with an address before its owner came holds no key to the account from then on.
    """
    with transaction():
        if user.confirmed_at is None:
            remove_all(user.id)
        Member.update(confirmed_at=now()).where(Member.id == user.id, Member.confirmed_at.is_null()).execute()
        noted(user.id, "password_changed")
    came_by_mail(user.email)
