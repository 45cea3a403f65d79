"""What a deal and a trip say of themselves beside their words: pure. In the table it is one object, without what is empty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from miquan import places, text
from miquan.circle.rules import Problem
from miquan.i18n import lazy

WHERE_LIMIT, CITIES_LIMIT, ROOM_LIMIT, LINK_LIMIT = 80, 120, 100, 300
MOST_COUNTRIES = 12
# Which of them each kind has, in the order in which they are read.
OF_KIND = {
    "deal": ("price", "currency", "where", "until", "link"),
    "trip": ("countries", "cities", "since", "until", "room"),
}
LIMITS = {"where": WHERE_LIMIT, "cities": CITIES_LIMIT, "room": ROOM_LIMIT, "link": LINK_LIMIT}
_DAYS = ("since", "until")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Facts:
    """Of a deal: `price` in minor units of `currency`, `where` it is to be had, `until` the day it ends, an address.

    Of a trip: `countries` (codes) and `cities`, from `since` to `until`, and what `room` is left.
    """

    price: int | None = None
    currency: str = ""
    where: str = ""
    link: str = ""
    countries: tuple[str, ...] = ()
    cities: str = ""
    since: date | None = None
    until: date | None = None
    room: str = ""

    def is_over(self, today: date) -> bool:
        return self.until is not None and self.until < today

    @property
    def words(self) -> str:
        """All that somebody wrote themselves: it is looked at as the rest of what they say."""
        return "\n".join(filter(None, (self.where, self.cities, self.room, self.link)))


NONE = Facts()


def cleaned(kind: str, facts: Facts) -> Facts:
    """Only what this kind has, each in one line."""
    kept: dict[str, Any] = {name: getattr(facts, name) for name in OF_KIND.get(kind, ())}
    for name, limit in LIMITS.items():
        if name in kept:
            kept[name] = text.clean_line(kept[name], limit + 1)
    if kept.get("price") is None:
        kept.pop("currency", None)
    return Facts(**kept)


def problems_with(facts: Facts) -> list[Problem]:
    found = [
        Problem(name, "long", lazy("最多%(limit)s個字", limit=limit))
        for name, limit in LIMITS.items()
        if len(getattr(facts, name)) > limit
    ]
    if facts.link and not _is_address(facts.link):
        found.append(Problem("link", "wrong", lazy("要是網址，例如https://example.org")))
    if facts.since and facts.until and facts.until < facts.since:
        found.append(Problem("until", "early", lazy("要在開始以後")))
    if len(facts.countries) > MOST_COUNTRIES or set(facts.countries) - set(places.COUNTRIES):
        found.append(Problem("countries", "many", lazy("最多選12個")))
    return found


def stored(facts: Facts) -> dict[str, Any]:
    """As the table holds it."""
    told = {field.name: getattr(facts, field.name) for field in fields(facts)}
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in plain.items()
        if value not in (None, "", ())
    }


def facts_in(held: Mapping[str, Any]) -> Facts:
    """From the table."""
    days = {name: date.fromisoformat(held[name]) for name in _DAYS if name in held}
    more = {"countries": tuple(held["countries"])} if "countries" in held else {}
    return Facts(**{**held, **days, **more})


def _is_address(link: str) -> bool:
    """Of a page on the web; a script is none."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not _SPACE.search(link)
