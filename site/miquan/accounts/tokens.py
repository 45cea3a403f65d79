"""Links that are mailed: signed, good for one purpose and a limited time, dead once what they are bound to has changed."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from miquan.config import settings


def issue(purpose: str, *bound: int | str) -> str:
    """A token of these numbers and stamps."""
    return str(_serializer(purpose).dumps(list(bound)))


def read(purpose: str, token: str, within: timedelta) -> list[Any] | None:
    """What a token of this purpose holds; None when it is forged, for another purpose or too old."""
    try:
        found = _serializer(purpose).loads(token, max_age=int(within.total_seconds()))
    except BadData:
        return None
    return found if isinstance(found, list) else None


def stamp(*told: str) -> str:
    """Stands for what a token is bound to, so that no address is in a link."""
    return keyed("stamp:" + "\0".join(told))[:32]


def keyed(told: str) -> str:
    """64 hex digits that only this installation can make of these words; of its first key, so that they stay the same."""
    return hmac.new(settings().keys[-1].encode(), told.encode(errors="replace"), hashlib.sha256).hexdigest()


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys(), salt=f"miquan:link:{purpose}")


def signing_keys() -> list[str]:
    """For a serializer: it signs by the last of them, and reads what any of them has signed."""
    return list(reversed(settings().keys))
