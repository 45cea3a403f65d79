"""What the list reads: a page of rows by key, how many there are of each state, what can be filtered by."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.media.models import File
from miquan.products.models import Product, ProductDay, ProductTag, Tag, Variant
from miquan.products.queries import untrue_compare_at
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import Storefront
from miquan.studio.listing import conditions
from miquan.studio.listing.filters import Filters, Key, order_of, read_key
from miquan.studio.listing.rows import Parts, Row, row_of
from miquan.studio.models import EditorDraft, SavedView
from miquan.viewer import viewer

PAGE = 50
_CHOICES = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Choice:
    """A value that the list can be narrowed to, and how many products have it."""

    value: str
    name: str
    count: int


@dataclass
class Shelf:
    """One page of the list with all that stands around it. `after` is the key of the next page, empty at the end."""

    filters: Filters
    rows: list[Row]
    after: str = ""
    is_first: bool = True
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    views: list[SavedView] = field(default_factory=list)

    @property
    def everything(self) -> int:
        return sum(self.counts.values())


def shelf(storefront: Storefront, filters: Filters, after: str = "", here: str = "") -> Shelf:
    """A page of the storefront's products; `here` is its own address, for its rows to come back to."""
    rows, next_key = _page(storefront, filters, after, here)
    counts = state_counts(storefront)
    total = counts.get(filters.state, 0) if filters.state else sum(counts.values())
    if filters.narrows:
        total = Product.select().where(conditions.matching(storefront, filters)).count()
    return Shelf(filters, rows, next_key, not after, counts, total, saved_views(storefront))


def one_row(storefront: Storefront, product_id: int, here: str = "") -> Row | None:
    """A single product as the list shows it; None for anyone else's and for what is removed."""
    mine = conditions.matching(storefront, Filters()) & (Product.id == product_id)
    return next(iter(_rows(storefront, list(_select().where(mine).tuples()), here)), None)


def ids_matching(storefront: Storefront, filters: Filters, limit: int) -> list[int]:
    """The ids of all that the filters mean, in order of id."""
    query = Product.select(Product.id).where(conditions.matching(storefront, filters))
    return [row[0] for row in query.order_by(Product.id).limit(limit).tuples()]


def _select(*more: Any) -> Any:
    return Product.select(
        Product.id, Product.title, Product.lang, Product.kind, Product.state, Product.price, Product.price_to,
        Product.currency, File.name, File.width, File.height, Product.updated_at, Product.version,
        Product.category, Product.ships_by, Product.cover, *more,
    ).join(File, JOIN.LEFT_OUTER, on=((File.id == Product.cover) & (File.state == "ready")))  # fmt: skip


def _page(storefront: Storefront, filters: Filters, after: str, here: str) -> tuple[list[Row], str]:
    order = order_of(filters)
    # The column is known only once the table it comes from is joined.
    query, column = conditions.sorted_by(_select(), order.column, storefront)
    query = query.select_extend(column).where(conditions.matching(storefront, filters))
    key = read_key(after, order)
    if key is not None:
        query = query.where(_beyond(column, key, order.down))
    by = (column.desc(), Product.id.desc()) if order.down else (column.asc(), Product.id.asc())
    found = list(query.order_by(*by).limit(PAGE + 1).tuples())
    rows = _rows(storefront, [row[:-1] for row in found[:PAGE]], here)
    return rows, str(Key(rows[-1].id, _plain(found[PAGE - 1][-1]))) if len(found) > PAGE else ""


def _beyond(column: Any, key: Key, down: bool) -> Any:
    value = _EPOCH + timedelta(microseconds=int(key.value)) if column is Product.updated_at else key.value
    later = (column < value) if down else (column > value)
    return later | ((column == value) & ((Product.id < key.id) if down else (Product.id > key.id)))


def _plain(value: Any) -> int | str:
    """A sort column's value as a key holds it; times as microseconds since 1970."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    return value if isinstance(value, str) else int(value)


def _rows(storefront: Storefront, found: Sequence[tuple[Any, ...]], here: str) -> list[Row]:
    public = [row[0] for row in found if row[4] in PUBLIC_STATES]
    parts = _parts(storefront, [row[0] for row in found] or [0], public)
    return [row_of(row, parts, here) for row in found]


def _parts(storefront: Storefront, ids: Sequence[int], public: Sequence[int]) -> Parts:
    """What hangs on these products: five queries, however many they are. `public`: those that shoppers see."""
    stocks: dict[int, list[tuple[int | None, int]]] = {}
    variants = Variant.select(Variant.product, Variant.stock, Variant.reserved).where(Variant.product.in_(ids))
    for product, stock, reserved in variants.order_by(Variant.id).tuples():
        stocks.setdefault(product, []).append((stock, reserved))
    views = conditions.read_lately().where(ProductDay.product.in_(ids))
    # Few have any: asking for all of them is cheaper than naming fifty products.
    unsaved = EditorDraft.select(EditorDraft.product).where(EditorDraft.storefront == storefront.id)
    return Parts(stocks, dict(views.tuples()), {row[0] for row in unsaved.tuples()}, untrue_compare_at(public))


def state_counts(storefront: Storefront) -> dict[str, int]:
    """How many there are of each state but removed."""
    query = Product.select(Product.state, fn.COUNT(Product.id)).where(Product.storefront == storefront.id)
    return {state: count for state, count in query.group_by(Product.state).tuples() if state != "removed"}


def saved_views(storefront: Storefront) -> list[SavedView]:
    mine = SavedView.select().where(SavedView.storefront == storefront.id)
    return list(mine.order_by(SavedView.position, SavedView.id))


def choices(storefront: Storefront) -> dict[str, list[Choice]]:
    """The categories, brands and tags of a storefront's goods, for those who narrow the list."""
    mine = (Product.storefront == storefront.id) & (Product.state != "removed")
    count = fn.COUNT(Product.id)
    categories = Product.select(Product.category, count).where(mine).group_by(Product.category)
    brands = Product.select(Brand.slug, Brand.name, count).join(Brand).where(mine).group_by(Brand.slug, Brand.name)
    tags = Tag.select(Tag.slug, Tag.name, count).join(ProductTag).join(Product).where(mine)
    tags = tags.group_by(Tag.slug, Tag.name)
    return {
        "category": _categories(dict(categories.tuples())),
        "brand": [Choice(*row) for row in brands.order_by(count.desc(), Brand.slug).limit(_CHOICES).tuples()],
        "tag": [Choice(*row) for row in tags.order_by(count.desc(), Tag.slug).limit(_CHOICES).tuples()],
    }


def _categories(counts: dict[int | None, int]) -> list[Choice]:
    lang = viewer().lang
    nodes = [(node, counts[node.id]) for node in tree().order if node.id in counts]
    return [Choice(node.slug, node.name(lang), count) for node, count in nodes]


def names(wanted: Sequence[Filters]) -> dict[tuple[str, str], str]:
    """("brand" or "tag", slug) -> the name, for all that these filters mention; at most two queries."""
    found = {}
    for what, model in (("brand", Brand), ("tag", Tag)):
        slugs = sorted({slug for filters in wanted if (slug := getattr(filters, what))})
        rows = model.select(model.slug, model.name).where(model.slug.in_(slugs)).tuples() if slugs else []
        found.update({(what, slug): name for slug, name in rows})
    return found


def only_variant(product_id: int) -> Variant | None:
    """The variant of a product that has one; None when there are none or several."""
    found = list(Variant.select().where(Variant.product == product_id).limit(2))
    return found[0] if len(found) == 1 else None


def saved_view(storefront: Storefront, view_id: int) -> SavedView | None:
    """One of the storefront's own saved views."""
    found: SavedView | None = SavedView.get_or_none(SavedView.id == view_id, SavedView.storefront == storefront.id)
    return found
