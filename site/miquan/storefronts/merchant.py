"""A storefront's goods as a product feed: RSS 2.0 with the names of Google Merchant, which others read as well.

https://support.google.com/merchants/answer/7052112
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from flask import Response, g

from miquan import places, urls
from miquan.categories.tree import tree
from miquan.db import now
from miquan.i18n import HTML_LANGS, _
from miquan.money import Money, decimal_text
from miquan.products.queries.feed import Good, Offered, goods
from miquan.products.rules import MADE_LATER
from miquan.seo.page import absolute
from miquan.storefronts.queries import Profile
from miquan.storefronts.rules import is_away
from miquan.text import xml_text
from miquan.viewer import viewer

# Products a page: with six variants each it is some 15 MB.
MOST = 2_000
_DESCRIPTION = 5_000
_TITLE = 150
_MORE_PICTURES = 10
_LARGE = 1280


def answer(profile: Profile, before: int = 0) -> Response:
    """A page of the feed of a public storefront: only what everybody may see, at today's prices.

    It names the next page, as RFC 5005 has it, by the last product (`before`): none comes twice or is missed meanwhile.
    """
    shop = profile.storefront
    assert shop is not None
    today = places.there(profile.member.zone, now()).date()
    last: Any = shop.holiday_to
    back: date | None = last + timedelta(days=1) if is_away(shop, today) else None
    address = absolute(urls.person(profile.person.handle))
    found = goods(shop.id, viewer().lang, MOST + 1, before)
    items = "".join(
        _item(profile.person.handle, good, offer, back, today) for good in found[:MOST] for offer in good.offers
    )
    more = quoteattr(f"{address}/products.xml?before={found[MOST - 1].id}") if len(found) > MOST else ""
    following = f'<a:link rel="next" href={more}/>' if more else ""
    title = xml_text(_("%(name)s的小店", name=profile.person.name))
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0" xmlns:a="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{title}</title><link>{xml_text(address)}</link><language>{HTML_LANGS[viewer().lang]}</language>\n"
        f"<description>{xml_text(profile.texts.get('headline') or profile.person.name)}</description>\n"
        f"{following}{items}</channel></rss>\n"
    )
    g.cacheable = True
    return Response(body, mimetype="application/rss+xml")


def _item(handle: str, good: Good, offer: Offered, back: date | None, today: date) -> str:
    tags = "".join(
        f"<{name}>{xml_text(value)}</{name}>" for name, value in _fields(handle, good, offer, back, today) if value
    )
    return f"<item>{tags}</item>\n"


def _fields(handle: str, good: Good, offer: Offered, back: date | None, today: date) -> Iterator[tuple[str, str]]:
    many = bool(good.options)
    title = f"{good.title}（{'・'.join(offer.values)}）" if many else good.title
    state, due = availability(good, offer, back, today)
    pictures = [absolute(urls.picture(name, _LARGE)) for name in good.pictures_of(offer)]
    node = tree().get(good.category)
    yield "g:id", f"{good.id}-{offer.id}" if many else str(good.id)
    yield "title", title[:_TITLE]
    yield "description", (good.story or good.title)[:_DESCRIPTION]
    yield "link", _link(handle, good, offer)
    yield "g:image_link", pictures[0] if pictures else ""
    yield from (("g:additional_image_link", address) for address in pictures[1 : 1 + _MORE_PICTURES])
    yield "g:availability", state
    yield "g:availability_date", due.isoformat() if due else ""
    yield "g:price", _money(offer.was or offer.price, good.currency)
    yield "g:sale_price", _money(offer.price, good.currency) if offer.was else ""
    yield "g:condition", "used" if good.condition else "new"
    yield "g:brand", good.brand
    yield "g:gtin", offer.barcode if is_gtin(offer.barcode) else ""
    yield "g:identifier_exists", "" if is_gtin(offer.barcode) else "no"
    yield "g:item_group_id", str(good.id) if many else ""
    yield "g:product_type", " > ".join(n.name(viewer().lang) for n in tree().trail(node)) if node else ""
    yield "g:shipping_weight", f"{weight} g" if (weight := offer.weight_g or good.weight_g) else ""


def availability(good: Good, offer: Offered, back: date | None, today: date) -> tuple[str, date | None]:
    """Whether it can be had, and from when. `back` is the day on which the buyer is there again."""
    gone = offer.left is not None and offer.left <= 0
    if good.state == "sold_out" or (gone and good.kind not in MADE_LATER):
        return "out_of_stock", None
    if good.kind == "preorder":
        return "preorder", good.ships_by
    if back is not None:
        return "backorder", back
    if good.kind in MADE_LATER:
        return "backorder", today + timedelta(days=good.lead_days) if good.lead_days else None
    return "in_stock", None


def is_gtin(code: str) -> bool:
    """A number of GS1's with its check digit right."""
    if not (code.isascii() and code.isdigit()) or len(code) not in (8, 12, 13, 14):
        return False
    digits = [int(c) for c in reversed(code)]
    return sum(d * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10 == 0


def _link(handle: str, good: Good, offer: Offered) -> str:
    address = absolute(urls.product(handle, good.id, good.slug))
    chosen: dict[str, Any] = {f"o{n}": value for n, value in enumerate(offer.values, 1)}
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _money(minor: int, currency: str) -> str:
    return f"{decimal_text(Money(minor, currency))} {currency}"
