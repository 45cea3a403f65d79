"""Demo members and their storefronts. They have no passwords; their addresses end in .invalid."""

from datetime import date, timedelta
from typing import Any

from miquan.accounts import actions as accounts
from miquan.accounts.models import Member
from miquan.db import now, transaction
from miquan.demo.seeding import content
from miquan.demo.seeding.pictures import wanted
from miquan.storefronts.actions import StorefrontDraft, open_storefront
from miquan.storefronts.models import Storefront

JOINED = timedelta(days=450)


def seed_people() -> tuple[list[Storefront], list[dict[str, Any]]]:
    """All members and storefronts. Returns the storefronts and the drawings that should not wait."""
    with transaction():
        urgent: list[dict[str, Any]] = []
        shops = {row["owner"]: row for row in content.load("storefronts")}
        members = {}
        for row in content.load("members"):
            members[row["handle"]] = _member(row, urgent, is_buyer=row["handle"] in shops)
        return [_storefront(row, members[handle], urgent) for handle, row in shops.items()], urgent


def _member(row: dict[str, Any], urgent: list[dict[str, Any]], *, is_buyer: bool) -> Member:
    member = accounts.join(
        email=f"{row['handle']}@demo.invalid",
        password=None,
        handle=row["handle"],
        display_name=row["display_name"],
        lang=row["language"],
        short_name=row.get("short_name") or "",
        currency=row.get("currency") or "" if not is_buyer else "",
        zone=row["zone"],
        country=row["country"],
        city=row["city"],
        languages=row["languages_spoken"],
        bio=row["bio"],
        demo=True,
        confirmed_at=now(),
    )
    avatar, order = wanted("avatar", row["portrait"], ("avatar", row["handle"]), member.id, later=not is_buyer)
    if is_buyer:
        urgent.append(order)
    # Older than the oldest of their posts.
    since = now() - JOINED
    Member.update(avatar=avatar, created_at=since, confirmed_at=since).where(Member.id == member.id).execute()
    if row.get("role"):
        accounts.grant(member.id, row["role"])
    return member


def _storefront(row: dict[str, Any], owner: Member, urgent: list[dict[str, Any]]) -> Storefront:
    banner, order = wanted("banner", row["banner"], ("banner", owner.handle), owner.id, later=False)
    urgent.append(order)
    holiday, policies = row.get("holiday") or {}, row["policies"]
    draft = StorefrontDraft(
        currency=row["currency"],
        lang=owner.lang,
        headline=row["headline"],
        story=row["story"],
        shipping_policy=policies["shipping"],
        returns_policy=policies["returns"],
        fee_policy=policies["fee"],
        holiday_from=_date(holiday.get("from")),
        holiday_to=_date(holiday.get("to")),
        holiday_note=holiday.get("note") or "",
        ships_from=row["ships_from"],
        ships_to=tuple(row["ships_to"]),
        years_there=row.get("years_there"),
        expertise=tuple(row["expertise"]),
        banner=banner,
    )
    shop = open_storefront(owner.id, draft, at_once=True)
    Storefront.update(opened_at=now() - JOINED).where(Storefront.id == shop.id).execute()
    return shop


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
