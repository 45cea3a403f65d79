"""What is true of following, muting and blocking, without I/O."""

from datetime import datetime, timedelta

FOLLOWED = ("member", "tag", "storefront")
MUTED = ("member", "tag", "word")
# Whom somebody follows is read with every feed.
MOST_FOLLOWS = 5_000
MOST_MUTES = 1_000
# Every word is looked for in every post of every list.
MOST_WORDS = 100
MOST_BLOCKS = 5_000
# Days for which something can be muted; 0 is for good.
SPANS = (0, 7, 30)


class NotHere(LookupError):
    """There is no such thing for this member."""


class NotReady(ValueError):
    """It cannot be done as it was asked for; `message` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


def muted_until(days: int, now: datetime) -> datetime | None:
    """When a mute ends; None for one that does not. Raises ValueError for a span that is not offered."""
    if days not in SPANS:
        raise ValueError(f"nothing is muted for {days} days")
    return now + timedelta(days=days) if days else None
