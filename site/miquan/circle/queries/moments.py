"""Moments in the keys of pages: whole microseconds since 1970."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# In the year 2096; what is beyond is nobody's key.
_LAST = 4_000_000_000_000_000


def microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment_of(told: str) -> datetime:
    """`told` is a whole number in digits."""
    return _EPOCH + timedelta(microseconds=min(int(told), _LAST))
