"""A person as cards and pages show them."""

from dataclasses import dataclass
from typing import Any

from miquan import places, urls
from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.db import now
from miquan.i18n import _
from miquan.media.shown import Picture, shown
from miquan.viewer import viewer


@dataclass(frozen=True)
class Person:
    """Name, place and picture. `local_time` is for pages that are not kept longer than a minute.

    Country, city and zone are what the person lets others see; the rest is empty.
    """

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
    def is_gone(self) -> bool:
        """Whether this is what stays of a member who was erased."""
        return self.handle.startswith(GONE)

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


def columns(avatar: Any) -> tuple[Any, ...]:
    """What a query selects to make a Person; `avatar` is the alias under which it joins the picture's file."""
    return (
        Member.id, Member.handle, Member.display_name, Member.short_name, avatar.name,
        Member.country, Member.city, Member.zone, Member.place_shown, Member.demo,
    )  # fmt: skip


WIDTH = 10


def person(*row: Any) -> Person:
    """A Person from the values of `columns`, in their order."""
    id_, handle, name, short_name, avatar, country, city, zone, place_shown, demo = row
    country, city, zone = _told(country, city, zone, place_shown)
    if handle.startswith(GONE):
        name = _("已離開的會員")
    return Person(id_, handle, name, short_name, shown(avatar, 128, 128, at=320), country, city, zone, demo)


def person_of(member: Any) -> Person:
    """A Person from a Member row that was joined with its picture's file as `avatar_file`."""
    avatar = getattr(member, "avatar_file", None)
    return person(
        member.id, member.handle, member.display_name, member.short_name, avatar.name if avatar else None,
        member.country, member.city, member.zone, member.place_shown, member.demo,
    )  # fmt: skip


def _told(country: str, city: str, zone: str, place_shown: str) -> tuple[str, str, str]:
    """What others learn of a place. A country's clock is told only where all of the country goes by it."""
    if place_shown == "city":
        return country, city, zone
    if place_shown == "country":
        return country, "", zone if zone == places.only_zone(country) else ""
    return "", "", ""
