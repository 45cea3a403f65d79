"""Joining by the form."""

from typing import Any

from peewee import IntegrityError

from miquan.accounts import actions, mailbox, pretenders, queries
from miquan.accounts.models import Member
from miquan.db import transaction


def join_by_form(*, email: str, mark: str, ref: str, **told: Any) -> Member:
    """A new member, and one letter: to them, or to whom the address belongs.

    `told` is what `actions.join` takes, the password as a hash; `mark` is `pretenders.tag` of it. Raises IntegrityError
    when the handle was taken a moment ago.
    """
    try:
        return _join(email.lower(), mark, ref, told)
    except IntegrityError:
        # Perhaps the address was taken a moment ago: that is no error.
        return _join(email.lower(), mark, ref, told)


def _join(email: str, mark: str, ref: str, told: dict[str, Any]) -> Member:
    with transaction():
        inviter = queries.by_handle(ref)
        is_known = Member.select().where(Member.email == email).exists()
        member = actions.join(
            email=pretenders.free_name(email, mark) if is_known else email,
            inviter=inviter.id if inviter and inviter.active else None,
            **told,
        )
        mailbox.ask_to_confirm(member, welcome=True)
    return member
