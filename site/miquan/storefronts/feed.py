"""A storefront's newest goods as Atom."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Response, g

from miquan import urls
from miquan.i18n import HTML_LANGS, _, iso_datetime
from miquan.products.models import Product
from miquan.products.queries import product_cards
from miquan.seo.page import absolute
from miquan.storefronts.queries import Profile
from miquan.viewer import viewer

ENTRIES = 30


def answer(profile: Profile) -> Response:
    """The feed; its `updated` is the newest entry's, or the storefront's own."""
    assert profile.storefront is not None
    query = Product.select(Product.id, Product.published_at, Product.updated_at).where(
        Product.storefront == profile.storefront.id, Product.state == "published"
    )
    rows = {
        row[0]: row for row in query.order_by(Product.published_at.desc(), Product.id.desc()).limit(ENTRIES).tuples()
    }
    entries = [_entry(card, rows[card.id][1], rows[card.id][2]) for card in product_cards(list(rows))]
    newest = max((row[2] for row in rows.values()), default=profile.storefront.updated_at)
    address = absolute(urls.person(profile.person.handle))
    body = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{HTML_LANGS[viewer().lang]}">\n'
        f"<id>{escape(address)}</id>\n<title>{_xml(_('%(name)s的小店', name=profile.person.name))}</title>\n"
        f'<updated>{iso_datetime(newest)}</updated>\n<link rel="alternate" href={quoteattr(address)}/>\n'
        f'<link rel="self" href={quoteattr(address + "/feed.atom")}/>\n'
        f"<author><name>{_xml(profile.person.name)}</name><uri>{escape(address)}</uri></author>\n{''.join(entries)}</feed>\n"
    )
    g.cacheable = True
    return Response(body, mimetype="application/atom+xml")


def _entry(card: Any, published: Any, updated: Any) -> str:
    address = absolute(card.url)
    return (
        f"<entry><id>{escape(address)}</id><title>{_xml(card.title)}</title><link href={quoteattr(address)}/>"
        f"<published>{iso_datetime(published)}</published><updated>{iso_datetime(updated)}</updated>"
        f"<summary>{_xml(f'{card.price.code} {card.price.number}')}</summary></entry>\n"
    )


def _xml(words: str) -> str:
    """Escaped, and without the characters that XML does not have: controls, half surrogates, U+FFFE and U+FFFF."""
    return escape(
        "".join(c for c in words if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c not in "\ufffe\uffff")
    )
