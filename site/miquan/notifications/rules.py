"""What is true of notices, without I/O: ways of hearing, quiet hours, when a letter is due."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class Channel(StrEnum):
    """Ways of hearing. Push would be one more, with a line in `CHANNELS` and a sender beside `lettering`."""

    HERE = "here"
    MAIL = "mail"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


# How one hears of it who has not chosen, by what it is. A letter comes at once only of what asks for an act, and of what is
# decided about oneself, one's money or one's security; what others wait for comes together once a day; what is said to
# somebody and what their storefronts bring waits for Monday; the rest is told here alone.
DUTY = DECISION = Channel.MAIL
WAITING = Channel.DAILY
TALK = NEWS = Channel.WEEKLY
CHEER = Channel.HERE
# Those that write, each with what keeps a member's letter apart: a digest is one letter whatever it tells of.
WRITES = (Channel.MAIL, Channel.DAILY, Channel.WEEKLY)
DIGESTS = (Channel.DAILY, Channel.WEEKLY)
# What happens within this time becomes one letter.
FOLD = timedelta(minutes=3)
DIGEST_HOUR = 8
MONDAY = 0
# Read longer ago than this, or unread for as long, a notice is forgotten; so are all but the newest of a member's.
KEPT = timedelta(days=180)
MOST = 10_000
# What is told at most daily joins what was read of the same within this time, counted from the first of it.
GATHERED = timedelta(days=7)
# So many people or things are counted; beyond that one only says that there are more.
MANY = 1_000
# So many of the newest unread ones are looked at for the bar, which says "99+" beyond its own limit.
LOOKED_AT, BADGE = 150, 99


def slot_of(type_: str, channel: str) -> str:
    """Which waiting letter a notice goes into: one a type, so that a click stops that type only, or one a digest."""
    return channel if channel in DIGESTS else type_


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def due(channel: str, now: datetime, zone_name: str, hours: tuple[int, int] | None) -> datetime:
    """When a letter that is asked for now may be written; aware UTC. `hours` are the quiet ones, of the member's clock."""
    local = now.astimezone(zone(zone_name))
    if channel in DIGESTS:
        at = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
        if at <= local:
            at += timedelta(days=1)
        if channel == Channel.WEEKLY:
            at += timedelta(days=(MONDAY - at.weekday()) % 7)
    else:
        # Seconds are counted on the world's clock: a local one may be set back in between.
        at = (now + FOLD).astimezone(local.tzinfo)
    return awake(at, hours).astimezone(UTC)


def awake(at: datetime, hours: tuple[int, int] | None) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in; `at` is local."""
    if hours is None or not is_quiet(at.hour, *hours):
        return at
    end = at.replace(hour=hours[1], minute=0, second=0, microsecond=0)
    return end if end > at else end + timedelta(days=1)


def is_quiet(hour: int, since: int, until: int) -> bool:
    return since <= hour < until if since < until else hour >= since or hour < until
