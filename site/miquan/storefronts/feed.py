"""A storefront's newest goods as Atom."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Response, g

from miquan import urls
from miquan.i18n import HTML_LANGS, _, iso_datetime
from miquan.products.queries import product_cards
from miquan.products.queries.feed import newest
from miquan.seo.page import absolute
from miquan.storefronts.queries import Profile
from miquan.text import xml_text
from miquan.viewer import viewer

ENTRIES = 30


def answer(profile: Profile) -> Response:
    """The feed; its `updated` is the newest entry's, or the storefront's own."""
    assert profile.storefront is not None
    times = newest(profile.storefront.id, ENTRIES)
    entries = [_entry(card, *times[card.id]) for card in product_cards(list(times))]
    changed = max((updated for _published, updated in times.values()), default=profile.storefront.updated_at)
    address = absolute(urls.person(profile.person.handle))
    body = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{HTML_LANGS[viewer().lang]}">\n'
        f"<id>{escape(address)}</id>\n<title>{xml_text(_('%(name)s的小店', name=profile.person.name))}</title>\n"
        f'<updated>{iso_datetime(changed)}</updated>\n<link rel="alternate" href={quoteattr(address)}/>\n'
        f'<link rel="self" href={quoteattr(address + "/feed.atom")}/>\n'
        f"<author><name>{xml_text(profile.person.name)}</name><uri>{escape(address)}</uri></author>\n{''.join(entries)}</feed>\n"
    )
    g.cacheable = True
    return Response(body, mimetype="application/atom+xml")


def _entry(card: Any, published: Any, updated: Any) -> str:
    address = absolute(card.url)
    return (
        f"<entry><id>{escape(address)}</id><title>{xml_text(card.title)}</title><link href={quoteattr(address)}/>"
        f"<published>{iso_datetime(published)}</published><updated>{iso_datetime(updated)}</updated>"
        f"<summary>{xml_text(f'{card.price.code} {card.price.number}')}</summary></entry>\n"
    )
