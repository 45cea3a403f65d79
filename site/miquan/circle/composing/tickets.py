"""Whose draft a composer writes: a signed note in the page itself, so that all its tabs write to one draft."""

from typing import NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

TICKET_LIMIT = 300
_OLDEST = 30 * 86_400


class Ticket(NamedTuple):
    """`key` is the draft's address; `post` 0 for a new one."""

    member: int
    key: str
    post: int


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="circle.composer")


def sign(ticket: Ticket) -> str:
    return str(_signer().dumps(list(ticket)))


def read(signed: str, member_id: int) -> Ticket | None:
    """The ticket of this member's form; None when it is not ours, another's, or older than a session can be."""
    try:
        member, key, post = _signer().loads(signed[:TICKET_LIMIT], max_age=_OLDEST)
    except (BadData, ValueError, TypeError):
        return None
    return Ticket(member, key, post) if member == member_id else None
