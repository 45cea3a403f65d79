"""From filters to SQL: which products they mean, and in what order. Read by the list, by its counts and by bulk changes."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import reduce
from operator import and_
from typing import Any

from peewee import fn

from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.db import is_postgres, now
from miquan.products.actions.summaries import sought
from miquan.products.models import Product, ProductTag, ProductWords, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.studio.listing.filters import LOW, OLD_DRAFT_DAYS, Filters
from miquan.studio.models import EditorDraft

_MOST_WORDS = 4


def asked(shop: int, filters: Filters) -> tuple[Any, ...]:
    """The values of a question, as the database holds them: storefront, today, since when drafts are old, the words."""
    long_ago = now() - timedelta(days=OLD_DRAFT_DAYS)
    words = [sought(word) for word in filters.q.split()[:_MOST_WORDS]]
    return shop, stored(Product.ships_by, now().date()), stored(Product.updated_at, long_ago), *words


def matching(told: Sequence[Any], filters: Filters) -> Any:
    """The products that the filters mean, removed ones never. `told`: as `asked` gives it, or what stands for that."""
    shop, today, long_ago, *words = told
    found = [Product.storefront == shop, Product.state != "removed"]
    if filters.state:
        found.append(Product.state == filters.state)
    if filters.kind:
        found.append(Product.kind == filters.kind)
    if filters.need:
        found.append(need(filters.need, shop, today, long_ago))
    if filters.category:
        found.append(_in_category(filters.category))
    if filters.brand:
        found.append(Product.brand.in_(Brand.select(Brand.id).where(Brand.slug == filters.brand)))
    if filters.tag:
        found.append(Product.id.in_(_tagged(Tag.slug == filters.tag)))
    if words:
        found.append(_holding(words, shop))
    return reduce(and_, found)


def stored(column: Any, value: Any) -> Any:
    """A value as the database holds it in this column."""
    return column.db_value(value)


def need(name: str, shop: Any, today: Any, long_ago: Any) -> Any:
    """What asks for somebody's hand; of goods put away nothing does."""
    wanted: dict[str, Callable[[], Any]] = {
        "problems": lambda: Product.state.in_(("draft", *PUBLIC_STATES)) & is_wrong(today),
        "no_picture": lambda: (Product.state != "archived") & Product.cover.is_null(),
        "low": is_low,
        "old": lambda: (Product.state == "draft") & (Product.updated_at < long_ago),
        "unsaved": lambda: Product.id.in_(
            EditorDraft.select(EditorDraft.product).where(
                EditorDraft.storefront == shop, EditorDraft.product.is_null(False)
            )
        ),
    }
    return wanted[name]()


def is_wrong(today: Any) -> Any:
    """What shoppers would stumble over."""
    return (Product.price_to == 0) | Product.cover.is_null() | Product.category.is_null() | is_late(today)


def is_late(today: Any) -> Any:
    """A preorder that should have been sent by now."""
    return (Product.kind == "preorder") & Product.state.in_(PUBLIC_STATES) & (Product.ships_by < today)


def is_low() -> Any:
    """In stock, counted, and few are left. A thing of which there is only one is never low."""
    return (Product.kind == "stock") & (Product.state == "published") & Product.stock_left.between(1, LOW)


def _in_category(slug: str) -> Any:
    if slug == "none":
        return Product.category.is_null()
    node = tree().by_slug.get(slug)
    below = [n.id for n in tree().order[node.place : node.last + 1]] if node else [0]
    return Product.category.in_(below)


def _tagged(where: Any) -> Any:
    return ProductTag.select(ProductTag.product).join(Tag).where(where)


def _holding(words: Sequence[Any], shop: Any) -> Any:
    """Each word in the title, in either script or another language, in a SKU or in a tag."""
    mine = ProductWords.select(ProductWords.product).where(ProductWords.storefront == shop)
    return Product.id.in_(mine.where(*map(_has, words)))


def _has(word: Any) -> Any:
    """Words are folded on both sides already: nothing is left for ILIKE, which also reads Chinese at half the pace."""
    return (fn.STRPOS if is_postgres() else fn.INSTR)(ProductWords.words, word) > 0


COLUMNS: dict[str, Any] = {
    "changed": Product.updated_at,
    "title": Product.title,
    "price": Product.price,
    "stock": Product.stock_left,
    "views": Product.viewed,
}
