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
    return hmac.new(settings().secret_key.encode(), "\0".join(told).encode(), hashlib.sha256).hexdigest()[:32]


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"miquan:link:{purpose}")
