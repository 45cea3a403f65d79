"""The page of results, and suggestions while typing."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from markupsafe import Markup

from miquan.categories.tree import tree
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.products import cardcache
from miquan.products.browsing import SORTS, Page, Scope, browse
from miquan.products.browsing.people import storefronts_in
from miquan.products.facets import chosen, groups, sort_choices
from miquan.products.queries import product_cards
from miquan.products.shelf import QUERY
from miquan.search import queries
from miquan.search.actions import note_miss
from miquan.search.analysis import query_terms
from miquan.search.highlight import highlight
from miquan.search.models import QUERY_LIMIT
from miquan.search.service import Found, find
from miquan.seo.page import seo
from miquan.storefronts.queries import buyers
from miquan.text import clean_line
from miquan.viewer import viewer

bp = Blueprint("search", __name__)


@bp.get("/search")
@cached(query=("q", *QUERY))
def index() -> Any:
    query = clean_line(request.args.get("q", ""), QUERY_LIMIT)
    wanted = chosen(request.args, sorts=("relevance", *SORTS), keep=("q",))
    found = find(query)
    scope = Scope(ids=found.hits.ids)
    page = browse(scope, wanted.filters, wanted.sort, wanted.after)
    if query_terms(query) and not len(found.hits) and not found.slow_path:
        note_miss(query, viewer().lang)
    title = _("「%(query)s」的結果", query=query) if query else _("搜尋")
    return respond(
        "search/index.html",
        block="results",
        query=query,
        page=page,
        cards=_cards(page, query),
        people=buyers(storefronts_in(scope, 3)) if query and not wanted.after else [],
        groups=groups(page, wanted),
        wanted=wanted,
        sorts=[("relevance", _("最相關")), *sort_choices()],
        topics=tree().children(None),
        action=f"{viewer().root}/search",
        seo=seo(title, _("在住在各地的買手親手挑的東西裡找，繁體、簡體、英文都行。"), index=False),
        **_told(found),
    )


@bp.get("/search/suggestions")
@cached(query=("q",))
def suggestions() -> Any:
    typed = clean_line(request.args.get("q", ""), 60)
    return respond("search/_suggestions.html", suggestions=queries.suggestions(typed))


def _told(found: Found) -> dict[str, Any]:
    return {
        "did_you_mean": found.hits.did_you_mean,
        "relaxed": found.hits.relaxed,
        "slow_path": found.slow_path,
    }


def _cards(page: Page, query: str) -> list[Markup]:
    """Cards with the words that were asked for marked; they depend on the query, so they are not kept."""
    cards = [replace(card, highlight=highlight(card.title, query)) for card in product_cards(page.ids)]
    return [cardcache.render_card(card) for card in cards]
