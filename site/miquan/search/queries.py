"""Everything that is read for a search: suggestions while typing, and what found nothing."""

from datetime import timedelta
from typing import Any

from miquan import urls
from miquan.accounts.models import Member
from miquan.brands.queries import brands_starting
from miquan.categories.tree import tree
from miquan.db import now
from miquan.follows.parting import apart
from miquan.groups.queries.found import named
from miquan.groups.queries.words import in_script
from miquan.prepared import Prepared
from miquan.products.queries import product_cards
from miquan.search import where
from miquan.search.analysis import fold
from miquan.search.models import SearchMiss
from miquan.search.service import find
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.text import fold as key_of
from miquan.viewer import viewer

_EACH = 3
_MOST = 8


def suggestions(typed: str) -> list[tuple[str, str]]:
    """(words, address) for what is being typed: people, places, kinds of goods, brands, groups, then goods. At most 8."""
    if not fold(typed).strip():
        return []
    found = [*_people(typed), *where.beginning(typed), *_categories(typed), *_brands(typed), *_groups(typed)]
    ids = [int(i) for i in find(typed, prefix=True).hits.ids[:_MOST]]
    found += [(card.title, card.url) for card in product_cards(ids)]
    return list(dict.fromkeys(found))[:_MOST]


def misses(limit: int = 100) -> list[Any]:
    """What was looked for most and found nothing, as SearchMiss rows."""
    return list(SearchMiss.select().order_by(SearchMiss.count.desc(), SearchMiss.last_at.desc()).limit(limit))


def missed_lately(least: int, days: int = 7, limit: int = 20) -> list[tuple[str, int]]:
    """(words, how often) of what was looked for at least so often, lately too, and found nothing; most wanted first."""
    since = SearchMiss.last_at.db_value(now() - timedelta(days=days))
    return _MISSED.rows(since, least, limit)


_MISSED = Prepared(
    lambda since, least, limit: (
        SearchMiss.select(SearchMiss.query, SearchMiss.count)
        .where(SearchMiss.last_at > since, SearchMiss.count >= least)
        .order_by(SearchMiss.count.desc(), SearchMiss.id)
        .limit(limit)
        .tuples()
    )
)


def _people(typed: str) -> list[tuple[str, str]]:
    rows = (
        Member.select(Member.display_name, Member.handle)
        .join(Storefront)
        .where(Member.active, Storefront.state.in_(PUBLIC), *apart(Member.id))
        .where(Member.display_name.contains(typed) | Member.handle.startswith(typed.lower().removeprefix("@")))
    )
    found = rows.order_by(Storefront.product_count.desc(), Member.id).limit(_EACH).tuples()
    return [(name, urls.person(handle)) for name, handle in found]


def _categories(typed: str) -> list[tuple[str, str]]:
    wanted = fold(typed).strip()
    nodes = [node for node in tree().order if any(fold(name).startswith(wanted) for name in node.names.values())]
    return [(node.name(viewer().lang), urls.category(node.slug)) for node in nodes[:_EACH]]


def _brands(typed: str) -> list[tuple[str, str]]:
    return [(name, urls.brand(slug)) for name, slug in brands_starting(key_of(typed), _EACH)]


def _groups(typed: str) -> list[tuple[str, str]]:
    """By their names as they were given; what is said in them is suggested to nobody."""
    return [(in_script(lang, name)[0], urls.group(slug)) for name, lang, slug in named(viewer().id, typed, _EACH)]
