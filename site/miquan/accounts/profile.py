"""Changing what others see of a member."""

from miquan import places, text
from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.outbox import Event, record
from miquan.versions import bump


def set_home(member_id: int, country: str, city: str) -> None:
    """Where a member lives. A city that is known by name in any language is kept as its slug, with its time zone."""
    known = places.find_city(city, country) or places.city(country, city) if city else None
    values = {"country": country, "city": known.slug if known else text.clean_line(city, 80)}
    if known:
        values["zone"] = known.zone
    with transaction():
        if Member.update(**values).where(Member.id == member_id).execute():
            record(Event.MEMBER_CHANGED, subject=("member", member_id), by=member_id)
            bump("people")
            bump("pages")
