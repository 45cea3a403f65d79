"""The page of results, and suggestions while typing."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, request
from markupsafe import Markup

from miquan.categories.tree import tree
from miquan.desk.statistics.tally import searched
from miquan.groups.queries.finding import GroupPage, group_page
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached, not_kept
from miquan.products import cardcache
from miquan.products.browsing import SORTS, Page, Scope, browse
from miquan.products.browsing.people import storefronts_in
from miquan.products.facets import chosen, groups, sort_choices
from miquan.products.queries import product_cards
from miquan.products.shelf import QUERY
from miquan.search import queries, tabs, talk, where
from miquan.search.actions import note_miss
from miquan.search.analysis import query_terms
from miquan.search.highlight import highlight
from miquan.search.models import QUERY_LIMIT
from miquan.seo.page import seo
from miquan.storefronts.queries import buyers
from miquan.text import clean_line
from miquan.viewer import viewer

bp = Blueprint("search", __name__)


@bp.get("/search")
@cached(query=("q", "in", "group", *talk.QUERY, *QUERY))
def index() -> Any:
    if viewer().signed_in:
        # Who has parted from whom is in the numbers.
        not_kept()
    query, tab = clean_line(request.args.get("q", ""), QUERY_LIMIT), request.args.get("in", "")
    group = _group(request.args.get("group", ""))
    found = tabs.results_in(group, query) if group else tabs.results(query)
    # What is looked for in a group stays there: it is no wish to be read by others.
    missed = bool(query_terms(query)) and found.is_empty and not found.slow_path and group is None
    if missed:
        note_miss(query, viewer().lang)
    if query and not request.args.get("after") and not getattr(viewer().member, "demo", False):
        searched(found=not missed)
    title = _("「%(query)s」的結果", query=query) if query else _("搜尋")
    tab = "threads" if group else tab if tab in tabs.NAMES else tabs.first(found)
    read = tabs.READ.get(tab)
    shown = read(found, request.args.get("after", "")[:20]) if read else _goods(found)
    return respond(
        "search/index.html",
        block="results",
        block_of=f"search/_{tab}.html",
        query=query,
        tab=tab,
        tabs=tabs.links(found, tab),
        places=where.called(query),
        topics=tree().children(None),
        group=group,
        did_you_mean=found.did_you_mean,
        meant_url=tabs.address(found.did_you_mean, "threads", more=[("group", group.row.slug)]) if group else "",
        slow_path=found.slow_path,
        seo=seo(title, _("在住在各地的買手親手挑的東西裡找，繁體、簡體、英文都行。"), index=False),
        **shown,
    )


def _group(slug: str) -> GroupPage | None:
    """The group to which a search is limited, as far as the reader reads there."""
    if not slug:
        return None
    found = group_page(slug) or abort(404)
    return found if found.reads else abort(403)


def _goods(found: tabs.Results) -> dict[str, Any]:
    """The list that is shown where nothing else is asked for; people who carry most of it come first."""
    wanted = chosen(request.args, sorts=("relevance", *SORTS), keep=("q",))
    scope = Scope(ids=found.goods.hits.ids)
    page = browse(scope, wanted.filters, wanted.sort, wanted.after)
    return {
        "page": page, "cards": _cards(page, found.query), "groups": groups(page, wanted), "wanted": wanted,
        "people": buyers(storefronts_in(scope, 3)) if found.query and not wanted.after else [],
        "sorts": [("relevance", _("最相關")), *sort_choices()], "action": f"{viewer().root}/search",
        "relaxed": found.goods.hits.relaxed,
    }  # fmt: skip


@bp.get("/search/suggestions")
@cached(query=("q",))
def suggestions() -> Any:
    typed = clean_line(request.args.get("q", ""), 60)
    return respond("search/_suggestions.html", suggestions=queries.suggestions(typed))


def _cards(page: Page, query: str) -> list[Markup]:
    """Cards with the words that were asked for marked; they depend on the query, so they are not kept."""
    cards = [replace(card, highlight=highlight(card.title, query)) for card in product_cards(page.ids)]
    return [cardcache.render_card(card) for card in cards]
