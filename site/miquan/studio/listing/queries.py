"""What the list reads: a page of rows by key, how many there are of each state, what can be filtered by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from peewee import JOIN, SQL, NodeList, fn

from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.db import is_postgres
from miquan.media.models import File
from miquan.prepared import Prepared
from miquan.products.models import Product, ProductTag, Tag, Variant
from miquan.products.queries import untrue_compare_at
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import Storefront
from miquan.studio.listing import conditions
from miquan.studio.listing.filters import STATES, Filters, Key, order_of, read_key
from miquan.studio.listing.rows import Row
from miquan.studio.models import EditorDraft, SavedView
from miquan.viewer import viewer

PAGE = 50
_CHOICES = 200
# Of what is asked: storefront, today, since when drafts are old.
_BEFORE_WORDS = 3
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


def shelf(storefront: Storefront, filters: Filters, after: str = "") -> Shelf:
    """A page of the storefront's products."""
    rows, next_key = _page(storefront, filters, after)
    counts = state_counts(storefront)
    if not filters.narrows:
        total = counts[filters.state] if filters.state else sum(counts.values())
    elif next_key or after:
        told = conditions.asked(storefront.id, filters)
        total = _written(_total, filters, len(told)).first(*told)[0]
    else:
        total = len(rows)
    return Shelf(filters, rows, next_key, not after, counts, total, saved_views(storefront))


def one_row(storefront: Storefront, product_id: int) -> Row | None:
    """A single product as the list shows it; None for anyone else's and for what is removed."""
    mine = conditions.matching(conditions.asked(storefront.id, Filters()), Filters()) & (Product.id == product_id)
    return next(iter(_rows(storefront, list(_select().where(mine).tuples()))), None)


def ids_matching(storefront: Storefront, filters: Filters, limit: int) -> list[int]:
    """The ids of all that the filters mean, in order of id."""
    query = Product.select(Product.id).where(conditions.matching(conditions.asked(storefront.id, filters), filters))
    return [row[0] for row in query.order_by(Product.id).limit(limit).tuples()]


def _select() -> Any:
    return Product.select(
        Product.id, Product.title, Product.lang, Product.kind, Product.state, Product.price, Product.price_to,
        Product.currency, File.name, File.width, File.height, Product.updated_at, Product.version,
        Product.category, Product.ships_by, Product.cover, Product.stock_left, Product.variant_count, Product.viewed,
    ).join(File, JOIN.LEFT_OUTER, on=((File.id == Product.cover) & (File.state == "ready")))  # fmt: skip


def _page(storefront: Storefront, filters: Filters, after: str) -> tuple[list[Row], str]:
    """A page, and the key of the next."""
    key, told = read_key(after, order_of(filters)), conditions.asked(storefront.id, filters)
    more = [_stored(filters, key.value), key.id] if key else []
    found = _written(_query, filters, len(told), PAGE).rows(*told, *more)
    rows = _rows(storefront, [row[:-1] for row in found[:PAGE]])
    return rows, str(Key(rows[-1].id, _plain(found[PAGE - 1][-1]))) if len(found) > PAGE else ""


def _written(make: Callable[..., Any], *about: Any) -> Prepared:
    """A question about these filters; which words are looked for is told when it is asked."""
    filters, *more = about
    # The tree of categories may change, and its ids stand in the question.
    keep = _prepared.__wrapped__ if filters.category else _prepared
    return keep(make, filters.without("q"), *more)


@lru_cache(maxsize=500)
def _prepared(make: Callable[..., Any], *about: Any) -> Prepared:
    return Prepared(partial(make, *about))


def _query(filters: Filters, asked: int, size: int, *values: Any) -> Any:
    """A page's rows, each with its value in the sort's column.

    `values`: as many as are asked, then that value and the id of the row before the first, where there is one.
    """
    told, key = values[:asked], values[asked:]
    order = order_of(filters)
    column = conditions.COLUMNS[order.column]
    query = _select().where(_meant(told, filters))
    if key:
        query = query.where(_beyond(column, *key, down=order.down))
    first = _unindexed(column) if told[_BEFORE_WORDS:] else column
    by = (first.desc(), Product.id.desc()) if order.down else (first.asc(), Product.id.asc())
    return query.select_extend(column).order_by(*by).limit(size + 1).tuples()


def _total(filters: Filters, _asked: int, *told: Any) -> Any:
    return Product.select(fn.COUNT(Product.id)).where(conditions.matching(told, filters)).tuples()


def _meant(told: Sequence[Any], filters: Filters) -> Any:
    """As `conditions.matching`; what narrows by columns is looked for first, by ids.

    An index read in the list's order would otherwise fetch every product until fifty are found.
    """
    columns = filters.without("state", "sort")
    if not columns.told():
        return conditions.matching(told, filters)
    ids = Product.select(Product.id).where(conditions.matching(told[:_BEFORE_WORDS], columns))
    return conditions.matching(told, Filters(state=filters.state)) & Product.id.in_(ids)


def _unindexed(column: Any) -> Any:
    """The same order, but not by an index: SQLite would walk through all products to look for the few that hold a word."""
    return column if is_postgres() else NodeList((SQL("+"), column), glue="")


def _beyond(column: Any, value: Any, id_: Any, *, down: bool) -> Any:
    later = (column < value) if down else (column > value)
    return later | ((column == value) & ((Product.id < id_) if down else (Product.id > id_)))


def _stored(filters: Filters, value: int | str) -> Any:
    """A key's value as its column holds it."""
    column = conditions.COLUMNS[order_of(filters).column]
    return column.db_value(_EPOCH + timedelta(microseconds=int(value)) if column is Product.updated_at else value)


def _plain(value: Any) -> int | str:
    """A sort column's value as a key holds it; times as microseconds since 1970."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // timedelta(microseconds=1)
    return value if isinstance(value, str) else int(value)


def _rows(storefront: Storefront, found: Sequence[tuple[Any, ...]]) -> list[Row]:
    held = {row[0] for row in _UNSAVED.rows(storefront.id)}
    untrue = untrue_compare_at([row[0] for row in found if row[4] in PUBLIC_STATES])
    return [Row._make((*row, row[0] in held, untrue.get(row[0], ""))) for row in found]


# Few have any: asking for all of them is cheaper than naming fifty products.
_UNSAVED = Prepared(lambda shop: EditorDraft.select(EditorDraft.product).where(EditorDraft.storefront == shop).tuples())


def state_counts(storefront: Storefront) -> dict[str, int]:
    """How many there are of each state but removed, as the storefront's row has it."""
    published = storefront.product_count - storefront.sold_out
    return dict(zip(STATES, (published, storefront.drafts, storefront.sold_out, storefront.archived), strict=True))


def saved_views(storefront: Storefront) -> list[SavedView]:
    return _VIEWS.rows(storefront.id)


_VIEWS = Prepared(
    lambda shop: SavedView.select().where(SavedView.storefront == shop).order_by(SavedView.position, SavedView.id)
)


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
