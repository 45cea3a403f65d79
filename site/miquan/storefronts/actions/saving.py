"""Opening and editing a storefront."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from miquan import text
from miquan.accounts.actions import grant
from miquan.brands.actions import brand_named
from miquan.categories.placing import category_ids
from miquan.choices import choice
from miquan.db import now, transaction
from miquan.i18n import OTHER_SCRIPT, lazy
from miquan.outbox import Event, record
from miquan.storefronts import rules
from miquan.storefronts.actions.standing import locked
from miquan.storefronts.models import (
    HEADLINE_LIMIT,
    POLICY_LIMIT,
    STORY_LIMIT,
    ExpertBrand,
    Expertise,
    Storefront,
    StorefrontReview,
    StorefrontText,
)
from miquan.versions import bump

TEXTS = ("headline", "story", "shipping_policy", "returns_policy", "fee_policy", "holiday_note")
_LIMITS = {
    "headline": HEADLINE_LIMIT, "story": STORY_LIMIT, "shipping_policy": POLICY_LIMIT,
    "returns_policy": POLICY_LIMIT, "fee_policy": POLICY_LIMIT, "holiday_note": 300,
}  # fmt: skip


class AlreadyOpen(ValueError):
    """A member keeps one storefront."""

    message = lazy("你已經有一間小店了")


@dataclass(frozen=True)
class StorefrontDraft:
    """What a buyer decides about their storefront. Countries are ISO codes, categories slugs, brands names as written."""

    currency: str
    lang: str = "zh-hant"
    headline: str = ""
    story: str = ""
    shipping_policy: str = ""
    returns_policy: str = ""
    fee_policy: str = ""
    holiday_from: date | None = None
    holiday_to: date | None = None
    holiday_note: str = ""
    ships_from: str = ""
    ships_to: tuple[str, ...] = ()
    years_there: int | None = None
    expertise: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    banner: int | None = None


def open_storefront(member_id: int, draft: StorefrontDraft, *, at_once: bool = False) -> Storefront:
    """Open a member's storefront and make them a buyer. Raises AlreadyOpen.

    Where the installation looks at storefronts first, it waits for that unless `at_once` is set.
    """
    waits = choice("opening") == "review" and not at_once
    with transaction():
        if Storefront.select().where(Storefront.owner == member_id).exists():
            raise AlreadyOpen
        storefront = Storefront.create(owner=member_id, state="pending" if waits else "open", **_row(draft))
        _write_parts(storefront, draft)
        grant(member_id, "buyer")
        if waits:
            StorefrontReview.create(storefront=storefront.id)
        else:
            record(Event.STOREFRONT_OPENED, subject=("storefront", storefront.id), by=member_id)
        bump("pages")
    return storefront


def edit_storefront(storefront: Storefront, draft: StorefrontDraft, *, by: int) -> Storefront:
    """Bring a storefront to the draft. Its currency stays while it has public goods."""
    with transaction():
        storefront = locked(storefront.id)
        row = _row(draft)
        if storefront.product_count:
            row.pop("currency")
        if storefront.ships_from != draft.ships_from:
            # Goods without a place of their own are listed under this country.
            bump("catalogue")
        for name, value in row.items():
            setattr(storefront, name, value)
        storefront.version += 1
        storefront.updated_at = now()
        storefront.save()
        _write_parts(storefront, draft)
        record(Event.STOREFRONT_CHANGED, subject=("storefront", storefront.id), by=by)
        bump("pages")
        bump("people")
    return storefront


def _row(draft: StorefrontDraft) -> dict[str, Any]:
    texts = {name: text.clean_text(getattr(draft, name), _LIMITS[name]) for name in TEXTS}
    return {
        **texts,
        "currency": draft.currency,
        "lang": draft.lang,
        "holiday_from": draft.holiday_from,
        "holiday_to": draft.holiday_to,
        "ships_from": draft.ships_from,
        "ships_to": list(draft.ships_to),
        "years_there": draft.years_there,
        "banner": draft.banner,
    }


def _write_parts(storefront: Storefront, draft: StorefrontDraft) -> None:
    Expertise.delete().where(Expertise.storefront == storefront.id).execute()
    ids = category_ids(draft.expertise)
    known = dict.fromkeys(ids[slug] for slug in draft.expertise if slug in ids)
    rows = [{"storefront": storefront.id, "category": category, "position": i} for i, category in enumerate(known)]
    rows = rows[: rules.MAX_EXPERTISE]
    if rows:
        Expertise.insert_many(rows).execute()
    _write_brands(storefront, draft.brands)
    _convert(storefront)


def _write_brands(storefront: Storefront, names: tuple[str, ...]) -> None:
    ExpertBrand.delete().where(ExpertBrand.storefront == storefront.id).execute()
    found = dict.fromkeys(brand.id for name in names if (brand := brand_named(name)))
    rows = [{"storefront": storefront.id, "brand": id_, "position": i} for i, id_ in enumerate(found)]
    if rows:
        ExpertBrand.insert_many(rows[: rules.MAX_BRANDS]).execute()


def _convert(storefront: Storefront) -> None:
    """The texts in the other Chinese script, kept beside the source by version."""
    StorefrontText.delete().where(
        StorefrontText.storefront == storefront.id, StorefrontText.origin == "converted"
    ).execute()
    other = OTHER_SCRIPT.get(storefront.lang)
    if other:
        fields = {name: text.to_script(getattr(storefront, name), other) for name in TEXTS}
        StorefrontText.insert(
            storefront=storefront.id, lang=other, origin="converted", version=storefront.version, fields=fields
        ).execute()
