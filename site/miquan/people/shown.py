"""A person as cards and pages show them."""

from dataclasses import dataclass

from miquan import places, urls
from miquan.db import now
from miquan.media.shown import Picture, shown
from miquan.viewer import viewer


@dataclass(frozen=True)
class Person:
    """Name, place and picture. `local_time` is for pages that are not kept longer than a minute."""

    id: int
    handle: str
    name: str
    short_name: str
    avatar: Picture | None
    country: str
    city: str
    zone: str
    demo: bool = False

    @property
    def url(self) -> str:
        return urls.person(self.handle)

    @property
    def initial(self) -> str:
        return self.name[:1]

    @property
    def ground(self) -> int:
        return self.id % 6

    @property
    def called(self) -> str:
        """How sentences of the site call them."""
        return self.short_name or self.name

    @property
    def city_name(self) -> str:
        return places.city_name(self.country, self.city, viewer().lang) if self.city else self.country_name

    @property
    def country_name(self) -> str:
        return places.country_name(self.country, viewer().lang) if self.country else ""

    @property
    def local_time(self) -> str:
        return places.local_time(self.zone, now()) if self.zone else ""


def person(  # noqa: PLR0917 (the columns in the order in which queries join them)
    id: int, handle: str, name: str, short_name: str, avatar: str | None, country: str, city: str, zone: str, demo: bool
) -> Person:
    """A Person from the columns that queries join."""
    return Person(id, handle, name, short_name, shown(avatar, 128, 128, at=320), country, city, zone, demo)
