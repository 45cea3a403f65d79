"""Changing what others see of a member, and what they let others see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from miquan import places, text
from miquan.accounts import privacy, rules
from miquan.accounts.actions import convert_texts
from miquan.accounts.models import BIO_LIMIT, NAME_LIMIT, Member
from miquan.db import transaction
from miquan.outbox import Event, record
from miquan.versions import bump


@dataclass(frozen=True)
class ProfileDraft:
    """What a member says of themselves. Codes are ISO's; an empty `zone` follows the city, an empty `currency` the language."""

    display_name: str
    lang: str
    short_name: str = ""
    bio: str = ""
    country: str = ""
    city: str = ""
    zone: str = ""
    languages: tuple[str, ...] = ()
    currency: str = ""
    avatar: int | None = None


@dataclass(frozen=True)
class Privacy:
    """The three choices; each is one of the names in `accounts.privacy`."""

    messages_from: str
    follows_seen_by: str
    place_shown: str


def edit_profile(member_id: int, draft: ProfileDraft, *, by: int) -> None:
    """Bring a member's profile to the draft. Saving what is there already changes nothing and tells nobody."""
    country, city, zone = home(draft.country, draft.city)
    values = {
        "display_name": rules.clean_name(draft.display_name),
        "short_name": text.clean_line(draft.short_name, NAME_LIMIT),
        "bio": text.clean_text(draft.bio, BIO_LIMIT),
        "country": country,
        "city": city,
        "zone": draft.zone or zone,
        "languages": list(draft.languages),
        "lang": draft.lang,
        "currency": draft.currency,
        "avatar_id": draft.avatar,
    }
    with transaction():
        member = Member.get_by_id(member_id)
        if _written(member, values):
            convert_texts(member)
            _told(member_id, by)


def set_portrait(member_id: int, file_id: int) -> None:
    """A picture that has been looked at becomes the member's portrait, unless they have a newer one."""
    with transaction():
        member: Member | None = Member.get_or_none(Member.id == member_id)
        if member is not None and (member.avatar_id or 0) < file_id and _written(member, {"avatar_id": file_id}):
            _told(member_id, member_id)


def set_home(member_id: int, country: str, city: str) -> None:
    """Where a member lives. A clock of their own choice stays; one that followed the city goes with it."""
    country, slug, zone = home(country, city)
    with transaction():
        member: Member | None = Member.get_or_none(Member.id == member_id)
        if member is None:
            return
        follows = member.zone in ("", home(member.country, member.city)[2])
        values = {"country": country, "city": slug, "zone": (zone if follows else "") or member.zone}
        if _written(member, values):
            _told(member_id, member_id)


def set_languages(member_id: int, languages: Sequence[str]) -> None:
    """Which languages a member speaks, as codes."""
    with transaction():
        if _written(Member.get_by_id(member_id), {"languages": list(languages)}):
            _told(member_id, member_id)


def set_privacy(member_id: int, wanted: Privacy, *, by: int) -> None:
    """Keep the choices. Raises ValueError for one that does not exist."""
    if (
        wanted.messages_from not in privacy.MESSAGES_FROM
        or wanted.follows_seen_by not in privacy.FOLLOWS_SEEN_BY
        or wanted.place_shown not in privacy.PLACE_SHOWN
    ):
        raise ValueError("no such choice")
    with transaction():
        member = Member.get_by_id(member_id)
        if _written(member, dict(vars(wanted))):
            # Goods without a place of their own are listed under their buyer's country.
            bump("catalogue")
            _told(member_id, by)


def home(country: str, city: str) -> tuple[str, str, str]:
    """(country, city, time zone) as they are stored. A city known by name in any language becomes its slug."""
    known = places.find_city(city, country) or places.city(country, city) if city else None
    if known:
        return known.country, known.slug, known.zone
    return country, text.clean_line(city, 80), places.only_zone(country)


def _written(member: Member, values: dict[str, Any]) -> bool:
    """Write what differs; whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(member, name) != value}
    for name, value in changed.items():
        setattr(member, name, value)
    if changed:
        Member.update({getattr(Member, name): value for name, value in changed.items()}).where(
            Member.id == member.id
        ).execute()
    return bool(changed)


def _told(member_id: int, by: int) -> None:
    record(Event.MEMBER_CHANGED, subject=("member", member_id), by=by)
    bump("people", "pages")
