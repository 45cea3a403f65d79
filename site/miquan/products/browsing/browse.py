"""Filter, count, sort and cut a page out of the columns. No SQL in here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from miquan.categories.tree import Tree
from miquan.products.browsing.columns import Array, Columns, columns
from miquan.products.rules import KINDS, MAX_ATTRIBUTES
from miquan.text import is_number

SORTS = ("newest", "cheapest", "dearest")
PAGE = 24
_NO_ROWS = np.zeros(0, np.int64)
# A free attribute becomes a facet when this many products of the scope carry its name.
FACET_FROM = 5
FACET_VALUES = 12
FACETS = 4


@dataclass(frozen=True)
class Scope:
    """Where one looks: a storefront, a category with what is below it, a brand, countries, or found ids by rank."""

    storefront: int | None = None
    category: str = ""
    brand: int | None = None
    country: str = ""
    ids: Any = None


@dataclass(frozen=True)
class Filters:
    """What the reader ticked. Prices in euro cents; attributes as (folded name, folded value)."""

    kinds: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    brands: frozenset[int] = frozenset()
    price_from: int | None = None
    price_to: int | None = None
    attributes: frozenset[tuple[str, str]] = frozenset()

    @property
    def any(self) -> bool:
        return bool(
            self.kinds or self.categories or self.countries or self.brands or self.attributes
            or self.price_from is not None or self.price_to is not None
        )  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Product ids in order, the number that match, counts by facet, and the key of the next page ("" at the end)."""

    ids: list[int]
    total: int
    kinds: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    brands: dict[int, int] = field(default_factory=dict)
    attributes: dict[tuple[str, str], dict[tuple[str, str], int]] = field(default_factory=dict)
    after: str = ""


def browse(scope: Scope, filters: Filters, sort: str = "newest", after: str = "", size: int = PAGE) -> Page:
    """One page of a scope. Facet counts of a group ignore that group's own ticks, so that they say what a tick adds."""
    cols = columns()
    rows = rows_in(cols, scope)
    masks = _masks(cols, rows, filters)
    matched = rows[_all(masks, len(rows))]
    ordered = matched if sort == "relevance" else _sorted(cols, matched, sort)
    page, key = _cut(cols, ordered, sort, after, size)
    return Page(
        ids=[int(i) for i in cols["id"][page]],
        total=len(matched),
        kinds=_count(cols["kind"], rows, _all(masks, len(rows), but="kinds"), KINDS),
        categories=_count_categories(cols, rows[_all(masks, len(rows), but="categories")], scope),
        countries=_count(cols["country"], rows, _all(masks, len(rows), but="countries"), cols.countries),
        brands=_count_brands(cols, rows[_all(masks, len(rows), but="brands")]),
        attributes=_count_attributes(cols, rows, rows[_all(masks, len(rows), but="attributes")]),
        after=key,
    )


def rows_in(cols: Columns, scope: Scope) -> Array:
    """The rows of all that lies in a scope."""
    if scope.ids is not None:
        rows = cols.positions(scope.ids)
    elif scope.storefront is not None:
        rows = np.nonzero(cols["storefront"] == scope.storefront)[0]
    elif scope.category:
        rows = np.nonzero(_in_subtree(cols.tree, cols["category"], scope.category))[0]
    elif scope.brand is not None:
        rows = np.nonzero(cols["brand"] == scope.brand)[0]
    elif scope.country:
        code = cols.countries.index(scope.country) if scope.country in cols.countries else -2
        rows = np.nonzero(cols["country"] == code)[0]
    else:
        rows = np.arange(len(cols))
    return rows


def _in_subtree(tree: Tree, places: Array, slug: str) -> Any:
    node = tree.by_slug.get(slug)
    if node is None:
        return np.zeros(len(places), bool)
    return (places >= node.place) & (places <= node.last)


def _masks(cols: Columns, rows: Array, filters: Filters) -> dict[str, Any]:
    masks: dict[str, Any] = {}
    if filters.kinds:
        masks["kinds"] = np.isin(cols["kind"][rows], [KINDS.index(k) for k in filters.kinds if k in KINDS])
    if filters.categories:
        places = cols["category"][rows]
        masks["categories"] = np.any([_in_subtree(cols.tree, places, s) for s in filters.categories], axis=0)
    if filters.countries:
        codes = [i for i, code in enumerate(cols.countries) if code in filters.countries]
        masks["countries"] = np.isin(cols["country"][rows], codes)
    if filters.brands:
        masks["brands"] = np.isin(cols["brand"][rows], list(filters.brands))
    if filters.price_from is not None or filters.price_to is not None:
        prices = cols["price_eur"][rows]
        low = filters.price_from or 0
        high = filters.price_to if filters.price_to is not None else np.iinfo(np.int64).max
        masks["price"] = (prices >= low) & (prices <= high)
    if filters.attributes:
        masks["attributes"] = _attribute_mask(cols, rows, filters.attributes)
    return masks


def _attribute_mask(cols: Columns, rows: Array, wanted: Iterable[tuple[str, str]]) -> Any:
    """Values of one name are alternatives; different names must all hold."""
    by_name: dict[str, list[int]] = {}
    for pair in wanted:
        by_name.setdefault(pair[0], []).append(cols.pair_ids.get(pair, -1))
    mask = np.ones(len(rows), bool)
    for ids in by_name.values():
        has = np.zeros(len(cols), bool)
        has[cols.pair_row[np.isin(cols.pair, ids)]] = True
        mask &= has[rows]
    return mask


def _all(masks: dict[str, Any], size: int, but: str = "") -> Any:
    found = np.ones(size, bool)
    for name, mask in masks.items():
        if name != but:
            found &= mask
    return found


def _count(column: Array, rows: Array, mask: Any, names: tuple[str, ...]) -> dict[str, int]:
    """Counts of every value that the scope has at all: a value without hits now stays, with 0."""
    present = np.bincount(column[rows], minlength=len(names))
    counts = np.bincount(column[rows[mask]], minlength=len(names))
    return {name: int(counts[i]) for i, name in enumerate(names) if present[i]}


def _count_brands(cols: Columns, rows: Array) -> dict[int, int]:
    found, counts = np.unique(cols["brand"][rows], return_counts=True)
    pairs = [(int(b), int(n)) for b, n in zip(found, counts, strict=True) if b >= 0]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:20])


def _count_categories(cols: Columns, rows: Array, scope: Scope) -> dict[str, int]:
    """Categories one level below the scope (or the roots), each with all that lies below it."""
    places = cols["category"][rows]
    per_place = np.bincount(places[places >= 0], minlength=len(cols.tree.order))
    below = np.concatenate([[0], np.cumsum(per_place)])
    parent = cols.tree.by_slug.get(scope.category) if scope.category else None
    nodes = cols.tree.children(parent)
    found = {n.slug: int(below[n.last + 1] - below[n.place]) for n in nodes}
    return {slug: count for slug, count in found.items() if count}


def _count_attributes(
    cols: Columns, scope_rows: Array, rows: Array
) -> dict[tuple[str, str], dict[tuple[str, str], int]]:
    """(folded name, name) -> {(folded value, value): count} for the names that many products of the scope share."""
    if not len(rows) or not len(cols.pair):
        return {}
    carriers, pairs = _carried(cols, rows)
    counts = np.bincount(pairs, minlength=len(cols.pairs))
    groups: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    labels: dict[str, str] = {}
    for pair in np.nonzero(counts)[0]:
        name_key, value_key, name, value = cols.pairs[pair]
        label = labels.setdefault(name_key, name)
        groups.setdefault((name_key, label), {})[(value_key, value)] = int(counts[pair])
    wide = {name: values for name, values in groups.items() if sum(values.values()) >= FACET_FROM and len(values) > 1}
    best = sorted(wide.items(), key=lambda item: (len(item[1]) - sum(item[1].values()), item[0]))
    shared = ((name, values) for name, values in best if _is_shared(cols, carriers, pairs, name[0], values))
    return {
        name: dict(sorted(values.items(), key=lambda v: (-v[1], v[0]))[:FACET_VALUES])
        for name, values in islice(shared, FACETS)
    }


def _is_shared(cols: Columns, carriers: Array, pairs: Array, name_key: str, values: dict[tuple[str, str], int]) -> bool:
    """Whether enough products carry the name: one that says it twice counts once. So many facts cannot be of fewer."""
    if sum(values.values()) >= FACET_FROM * MAX_ATTRIBUTES:
        return True
    ids = [cols.pair_ids[name_key, value_key] for value_key, _value in values]
    return len(np.unique(carriers[np.isin(pairs, ids)])) >= FACET_FROM


def _carried(cols: Columns, rows: Array) -> tuple[Array, Array]:
    """(row, attribute pair) of all that these rows carry; few rows are looked up one by one, many by one mask."""
    if len(rows) * 20 < len(cols):
        starts, ends = np.searchsorted(cols.pair_row, rows), np.searchsorted(cols.pair_row, rows + 1)
        places = np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)] or [_NO_ROWS])
        return cols.pair_row[places], cols.pair[places]
    mask = np.zeros(len(cols), bool)
    mask[rows] = True
    chosen = mask[cols.pair_row]
    return cols.pair_row[chosen], cols.pair[chosen]


def _sorted(cols: Columns, rows: Array, sort: str) -> Array:
    if sort == "newest":
        return rows[np.lexsort((-cols["id"][rows], -cols["published"][rows]))]
    prices = cols["price_eur"][rows] if sort == "cheapest" else -cols["price_eur"][rows]
    return rows[np.lexsort((-cols["id"][rows], prices))]


def _sort_keys(cols: Columns, ordered: Array, sort: str) -> Array:
    if sort == "newest":
        return -cols["published"][ordered]
    return cols["price_eur"][ordered] * (1 if sort == "cheapest" else -1)


def _cut(cols: Columns, ordered: Array, sort: str, after: str, size: int) -> tuple[Array, str]:
    """The rows of one page and the key of the next. By rank the key is the last product's id."""
    start = _start(cols, ordered, sort, after)
    page = ordered[start : start + size]
    if start + size >= len(ordered) or not len(page):
        return page, ""
    last = page[-1]
    key = int(_sort_keys(cols, page[-1:], sort)[0]) if sort != "relevance" else 0
    return page, f"{key}.{int(cols['id'][last])}"


def _start(cols: Columns, ordered: Array, sort: str, after: str) -> int:
    key, _dot, id_ = after.partition(".")
    if not is_number(id_) or not is_number(key.removeprefix("-")):
        return 0
    if sort == "relevance":
        found = np.nonzero(cols["id"][ordered] == int(id_))[0]
        return int(found[0]) + 1 if len(found) else 0
    keys = _sort_keys(cols, ordered, sort)
    beyond = (keys > int(key)) | ((keys == int(key)) & (cols["id"][ordered] < int(id_)))
    return int(np.argmax(beyond)) if beyond.any() else len(ordered)


def similar_ids(product_id: int, limit: int = 8) -> list[int]:
    """Products of the same category or with shared tags, ranked by shared rare tags.

    A shared tag counts ln(N / n) (its inverse document frequency over public products), the same category 1.5.
    """
    cols = columns()
    mine = cols.positions([product_id])
    if not len(mine):
        return []
    row = int(mine[0])
    score = np.zeros(len(cols))
    start, end = np.searchsorted(cols.tag_row, [row, row + 1])
    for tag in cols.tag[start:end]:
        sharing = cols.tag_row[cols.tag == tag]
        score[sharing] += np.log(len(cols) / len(sharing) + 1e-9)
    if cols["category"][row] >= 0:
        score[cols["category"] == cols["category"][row]] += 1.5
    score[row] = 0
    score[cols["sold_out"] == 1] *= 0.5
    take = min(limit, int((score > 0.5).sum()))
    best = np.argpartition(-score, take - 1)[:take] if take else _NO_ROWS
    best = best[np.lexsort((-cols["id"][best], -score[best]))]
    return [int(i) for i in cols["id"][best]]
