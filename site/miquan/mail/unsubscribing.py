"""The address by which one kind of letters is stopped, signed for one member and one kind."""

import hashlib

from itsdangerous import BadData, URLSafeSerializer

from miquan.accounts.tokens import signing_keys
from miquan.config import settings
from miquan.mail.families import is_refusable

LONGEST = 200


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(signing_keys(), salt="mail-unsubscribe", signer_kwargs={"digest_method": hashlib.sha256})


def token(member_id: int, kind: str) -> str:
    """Never expires: a letter may be read years later, and must still let one stop them."""
    return str(_signer().dumps([member_id, kind]))


def read(told: str) -> tuple[int, str] | None:
    """(member, kind); None when it is not ours."""
    try:
        member_id, kind = _signer().loads(told[:LONGEST])
    except (BadData, ValueError, TypeError):
        return None
    return (member_id, kind) if isinstance(member_id, int) and is_refusable(kind) else None


def address(member_id: int, kind: str, lang: str = "") -> str:
    """Absolute. Without a language it is for machines: mail providers POST there."""
    prefix = f"/{lang}" if lang else ""
    return f"{settings().url}{prefix}/unsubscribe/{token(member_id, kind)}"
