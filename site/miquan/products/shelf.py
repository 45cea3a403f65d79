"""A shelf: the goods of a category, a brand or a place, with facets, sort and pages. One view serves them all."""

from collections.abc import Iterable
from typing import Any

from flask import request

from miquan.hypermedia import respond
from miquan.products import cardcache
from miquan.products.browsing import Scope, browse
from miquan.products.browsing.people import storefronts_in
from miquan.products.facets import chosen, groups, sort_choices
from miquan.products.queries import product_cards
from miquan.seo import jsonld
from miquan.seo.page import Seo
from miquan.storefronts.queries import buyers

QUERY = ("kind", "cat", "from", "brand", "a", "min", "max", "sort", "after")


def shelf(
    template: str,
    scope: Scope,
    found: Seo,
    trail: list[tuple[str, str]],
    *,
    leave_out: Iterable[str] = (),
    sellers: bool = True,
    **more: Any,
) -> Any:
    """Answer a page of goods. People who sell here come first, unless there are others; thin pages are not indexed."""
    wanted = chosen(request.args)
    page = browse(scope, wanted.filters, wanted.sort, wanted.after)
    found.index = (
        found.index and page.total > 0 and (wanted.is_plain or (bool(wanted.after) and not wanted.filters.any))
    )
    cards = product_cards(page.ids[:10]) if wanted.is_plain else []
    found.data = [jsonld.breadcrumbs(trail), *([jsonld.item_list((c.title, c.url) for c in cards)] if cards else [])]
    return respond(
        template,
        block="results",
        block_of="layouts/shelf.html",
        page=page,
        cards=cardcache.cards_html(page.ids),
        people=buyers(storefronts_in(scope, 3)) if sellers and not wanted.after else [],
        groups=groups(page, wanted, leave_out=leave_out),
        wanted=wanted,
        sorts=sort_choices(),
        trail=trail,
        seo=found,
        **more,
    )
