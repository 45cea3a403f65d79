"""The columns themselves: read from the tables, refreshed when the `pages` version has moved on."""

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from flask import current_app, g, has_request_context
from peewee import Case, fn

from miquan.accounts.models import Member
from miquan.categories.tree import Tree, renew, tree
from miquan.products.models import Product, ProductAttribute, ProductTag
from miquan.products.rules import KINDS, PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.versions import snapshot
from miquan.viewer import viewer

Array = np.ndarray[Any, np.dtype[np.int64]]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Rows that committed late on PostgreSQL carry an older time than rows already seen.
_OVERLAP = timedelta(seconds=30)
# Readers with blocks whose own columns are kept.
_READERS = 8

_FIELDS = (
    "id", "storefront", "owner", "category", "brand", "kind", "country", "price_eur", "published", "updated", "sold_out",
)  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """One row a public product, in order of id. `country` and `kind` are codes of `countries` and KINDS.

    `published` and `updated` are microseconds since 1970; `price_eur` is euro cents; `category` is the place in
    the depth-first order of `tree`, -1 for none; `brand` -1 for none. `pair_row`/`pair` list (product, attribute) pairs,
    `tag_row`/`tag` (product, tag) pairs, both ordered by product.
    """

    rows: dict[str, Array]
    countries: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str, str, str], ...] = ()
    pair_ids: dict[tuple[str, str], int] = field(default_factory=dict)
    pair_row: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    pair: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    tag_row: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    tag: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    newest: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    cheapest: Array = field(default_factory=lambda: np.zeros(0, np.int64))
    tree: Tree = field(default_factory=Tree)

    def __getitem__(self, name: str) -> Array:
        return self.rows[name]

    def __len__(self) -> int:
        return len(self.rows["id"])

    def positions(self, ids: Any) -> Array:
        """Row numbers of these product ids, in the given order; ids that are not public are left out."""
        wanted = np.asarray(ids, np.int64)
        if not len(self) or not len(wanted):
            return np.zeros(0, np.int64)
        found = np.searchsorted(self["id"], wanted)
        found[found == len(self)] = 0
        kept: Array = found[self["id"][found] == wanted]
        return kept


class Keeper:
    """Holds the columns of one application and refreshes them."""

    def __init__(self, every: float) -> None:
        self.every = every
        self.lock = threading.Lock()
        self.looked_at = -1e9
        self.seen: dict[str, int] = {}
        self.held: Columns | None = None
        self.parted: dict[frozenset[int], tuple[Columns, Columns]] = {}

    def columns(self) -> Columns:
        """As new as the versions that a kept page is judged by, or a page made of older ones would be kept a minute."""
        if self._is_old():
            with self.lock:
                if self._is_old():
                    self._refresh()
        assert self.held is not None
        return self.held

    def without(self, members: frozenset[int]) -> Columns:
        """The columns without the goods of these members; kept for the next page of the same reader."""
        whole = self.columns()
        if not members:
            return whole
        with self.lock:
            known = self.parted.get(members)
        if known is not None and known[0] is whole:
            return known[1]
        rest = _without(whole, members)
        with self.lock:
            self.parted[members] = (whole, rest)
            while len(self.parted) > _READERS:
                self.parted.pop(next(iter(self.parted)))
        return rest

    def _is_old(self) -> bool:
        if self.held is None or time.monotonic() - self.looked_at >= self.every:
            return True
        versions = snapshot()
        return any(versions.get(name) != self.seen.get(name) for name in ("catalogue", "pages"))

    def _refresh(self) -> None:
        versions = snapshot()
        if self.held is None or versions.get("catalogue") != self.seen.get("catalogue"):
            # Places in the tree are kept with the rows: it has to be as new as they are.
            renew()
            self.held = _assemble(_load(None), None)
        elif versions.get("pages") != self.seen.get("pages"):
            newest = int(self.held["updated"].max()) if len(self.held) else 0
            since = _EPOCH + timedelta(microseconds=newest) - _OVERLAP
            self.held = _assemble(_load(since), self.held)
        self.seen = versions
        self.looked_at = time.monotonic()


def columns() -> Columns:
    """The columns as of at most a second ago; the same ones throughout a request, and only what its reader may see."""
    keeper: Keeper = current_app.extensions["miquan.columns"]
    if not has_request_context():
        return keeper.columns()
    if "columns" not in g:
        g.columns = keeper.without(viewer().parted)
    found: Columns = g.columns
    return found


def versions_seen() -> dict[str, int]:
    """The counters as of the last look; looks again when that was over a second ago."""
    columns()
    keeper: Keeper = current_app.extensions["miquan.columns"]
    return keeper.seen


def from_country() -> Any:
    """SQL for the country that goods are listed under: the shop's, else their buyer's, if the buyer lets it be seen."""
    theirs = Case(None, [(Member.place_shown != "nobody", Storefront.ships_from)], "")
    return fn.COALESCE(fn.NULLIF(Product.shop_country, ""), theirs)


def _load(since: datetime | None) -> dict[str, Any]:
    """Rows changed since then (all states, so that what is gone is noticed), with their attributes and tags."""
    changed = Product.updated_at >= since if since else Product.state.in_(PUBLIC_STATES)
    rows = list(
        Product.select(
            Product.id, Product.storefront, Storefront.owner, Product.category, Product.brand, Product.kind,
            from_country(),
            Product.price_eur, Product.published_at, Product.updated_at, Product.state, Storefront.state,
            Member.active,
        )
        .join(Storefront)
        .join(Member)
        .where(changed)
        .order_by(Product.id)
        .tuples()
    )  # fmt: skip
    ids = [row[0] for row in rows] if since else None
    attributes = _of(ProductAttribute, ids, "name_key", "value_key", "name", "value")
    tags = _of(ProductTag, ids, "tag")
    return {"rows": rows, "attributes": attributes, "tags": tags}


def _of(model: Any, ids: list[int] | None, *names: str) -> list[tuple[Any, ...]]:
    query = model.select(model.product, *[getattr(model, name) for name in names]).order_by(model.product)
    if ids is None:
        return list(query.tuples())
    found: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), 500):
        found.extend(query.where(model.product.in_(ids[start : start + 500])).tuples())
    return sorted(found, key=lambda row: int(row[0]))


def _micro(moment: datetime | None) -> int:
    return int((moment - _EPOCH) / timedelta(microseconds=1)) if moment else 0


def _assemble(loaded: dict[str, Any], old: Columns | None) -> Columns:
    countries = list(old.countries) if old else []
    codes = {code: i for i, code in enumerate(countries)}
    place = (nodes := old.tree if old else tree()).places
    fresh = []
    rows = loaded["rows"]
    for (
        id_,
        storefront,
        owner,
        category,
        brand,
        kind,
        country,
        price,
        published,
        updated,
        state,
        shop_state,
        active,
    ) in rows:
        if state not in PUBLIC_STATES or shop_state not in PUBLIC or not active:
            continue
        if country not in codes:
            codes[country] = len(countries)
            countries.append(country)
        fresh.append(
            (id_, storefront, owner, place.get(category, -1), brand or -1, KINDS.index(kind), codes[country], price,
             _micro(published), _micro(updated), state == "sold_out")
        )  # fmt: skip
    table = np.array(fresh, np.int64).reshape(-1, len(_FIELDS))
    pairs, pair_ids = (list(old.pairs), dict(old.pair_ids)) if old else ([], {})
    public = {row[0] for row in fresh}
    pair_rows = [(row[0], _pair_id(row, pairs, pair_ids)) for row in loaded["attributes"] if row[0] in public]
    tag_rows = [row for row in loaded["tags"] if row[0] in public]
    changed = [row[0] for row in loaded["rows"]]
    return _build(
        table, pair_rows, tag_rows, changed, old,
        countries=tuple(countries), pairs=tuple(pairs), pair_ids=pair_ids, tree=nodes,
    )  # fmt: skip


def _pair_id(row: tuple[Any, ...], pairs: list[tuple[str, str, str, str]], ids: dict[tuple[str, str], int]) -> int:
    _product, name_key, value_key, name, value = row
    found = ids.get((name_key, value_key))
    if found is None:
        found = ids[(name_key, value_key)] = len(pairs)
        pairs.append((name_key, value_key, name, value))
    return found


def _build(
    table: Array, pair_rows: list[Any], tag_rows: list[Any], changed: list[int], old: Columns | None, *,
    countries: tuple[str, ...], pairs: tuple[tuple[str, str, str, str], ...], pair_ids: dict[tuple[str, str], int], tree: Tree,
) -> Columns:  # fmt: skip
    pair_table = np.array(pair_rows, np.int64).reshape(-1, 2)
    tag_table = np.array(tag_rows, np.int64).reshape(-1, 2)
    if old is not None:
        gone = np.array(sorted(changed), np.int64)
        table = _merge(np.column_stack([old.rows[name] for name in _FIELDS]), table, gone)
        pair_table = _merge(np.column_stack([old["id"][old.pair_row], old.pair]), pair_table, gone)
        tag_table = _merge(np.column_stack([old["id"][old.tag_row], old.tag]), tag_table, gone)
    rows = {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(_FIELDS)}
    return Columns(
        rows=rows,
        countries=countries,
        pairs=pairs,
        pair_ids=pair_ids,
        pair_row=np.searchsorted(rows["id"], pair_table[:, 0]),
        pair=np.ascontiguousarray(pair_table[:, 1]),
        tag_row=np.searchsorted(rows["id"], tag_table[:, 0]),
        tag=np.ascontiguousarray(tag_table[:, 1]),
        newest=np.lexsort((-rows["id"], -rows["published"])),
        cheapest=np.lexsort((-rows["id"], rows["price_eur"])),
        tree=tree,
    )


def _merge(old: Array, new: Array, gone: Array) -> Array:
    """Rows of `old` without the changed products, and the new ones, ordered by the first column."""
    kept = old[~np.isin(old[:, 0], gone)]
    both = np.concatenate([kept, new]) if len(new) else kept
    return both[np.argsort(both[:, 0], kind="stable")]


def _without(whole: Columns, owners: frozenset[int]) -> Columns:
    """The same columns without the rows of some owners, in one pass each."""
    kept = ~np.isin(whole["owner"], np.array(sorted(owners), np.int64))
    if kept.all():
        return whole
    place = np.cumsum(kept) - 1
    pairs, tags = kept[whole.pair_row], kept[whole.tag_row]
    return replace(
        whole,
        rows={name: column[kept] for name, column in whole.rows.items()},
        pair_row=place[whole.pair_row[pairs]],
        pair=whole.pair[pairs],
        tag_row=place[whole.tag_row[tags]],
        tag=whole.tag[tags],
        newest=place[whole.newest[kept[whole.newest]]],
        cheapest=place[whole.cheapest[kept[whole.cheapest]]],
    )


def init_app(app: Any) -> None:
    app.extensions["miquan.columns"] = Keeper(every=0.0 if app.extensions["miquan"].testing else 1.0)
