"""Whose draft a page writes: a signed note in the page itself, which outlives the session that it was opened in.

Nobody but the member's own page holds it, so that it also stands for the token against forged forms. It lets words be
kept for that member and nothing else: reading, saving and publishing need a session.
"""

from typing import NamedTuple

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

TICKET_LIMIT = 300
_OLDEST = 30 * 86_400


class Ticket(NamedTuple):
    """`key` is the draft's address; `product` 0 for a new one."""

    member: int
    key: str
    product: int


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="studio.editor")


def sign(ticket: Ticket) -> str:
    return str(_signer().dumps(list(ticket)))


def read(signed: str) -> Ticket | None:
    """The ticket of a form; None when it is not ours, or older than a session can be."""
    try:
        member, key, product = _signer().loads(signed[:TICKET_LIMIT], max_age=_OLDEST)
    except (BadData, ValueError, TypeError):
        return None
    return Ticket(member, key, product)
