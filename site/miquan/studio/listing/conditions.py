"""From filters to SQL: which products they mean, and in what order. Read by the list, by its counts and by bulk changes."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import JOIN, fn

from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.db import now
from miquan.products.models import Product, ProductDay, ProductTag, ProductText, Tag, Variant
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import Storefront
from miquan.studio.listing.filters import LOW, OLD_DRAFT_DAYS, VIEWED_DAYS, Filters
from miquan.studio.models import EditorDraft
from miquan.text import fold, to_script

_MOST_WORDS = 4
# Where stock is not counted it stands after any number.
UNCOUNTED = 10**9


def matching(storefront: Storefront, filters: Filters) -> Any:
    """The products of this storefront that the filters mean, removed ones never."""
    found = [Product.storefront == storefront.id, Product.state != "removed"]
    if filters.state:
        found.append(Product.state == filters.state)
    if filters.kind:
        found.append(Product.kind == filters.kind)
    if filters.need:
        found.append(need(filters.need, storefront))
    if filters.category:
        found.append(_in_category(filters.category))
    if filters.brand:
        found.append(Product.brand.in_(Brand.select(Brand.id).where(Brand.slug == filters.brand)))
    if filters.tag:
        found.append(Product.id.in_(_tagged(Tag.slug == filters.tag)))
    found += [_holds(word, storefront) for word in filters.q.split()[:_MOST_WORDS]]
    return reduce(and_, found)


def need(name: str, storefront: Storefront) -> Any:
    """What asks for somebody's hand; of goods put away nothing does."""
    wanted: dict[str, Callable[[], Any]] = {
        "problems": lambda: (Product.state != "archived") & is_wrong(),
        "no_picture": lambda: (Product.state != "archived") & Product.cover.is_null(),
        "low": is_low,
        "old": lambda: (Product.state == "draft") & (Product.updated_at < now() - timedelta(days=OLD_DRAFT_DAYS)),
        "unsaved": lambda: Product.id.in_(
            EditorDraft.select(EditorDraft.product).where(
                EditorDraft.storefront == storefront.id, EditorDraft.product.is_null(False)
            )
        ),
    }
    return wanted[name]()


def is_wrong() -> Any:
    """What shoppers would stumble over."""
    return (Product.price_to == 0) | Product.cover.is_null() | Product.category.is_null() | is_late()


def is_late() -> Any:
    """A preorder that should have been sent by now."""
    return (Product.kind == "preorder") & Product.state.in_(PUBLIC_STATES) & (Product.ships_by < now().date())


def is_low() -> Any:
    """In stock, counted, and few are left. A thing of which there is only one is never low."""
    left = fn.SUM(fn.COALESCE(Variant.stock - Variant.reserved, UNCOUNTED))
    counted = fn.COALESCE(Variant.select(left).where(Variant.product == Product.id), 0)
    return (Product.kind == "stock") & (Product.state == "published") & counted.between(1, LOW)


def _in_category(slug: str) -> Any:
    if slug == "none":
        return Product.category.is_null()
    node = tree().by_slug.get(slug)
    below = [n.id for n in tree().order[node.place : node.last + 1]] if node else [0]
    return Product.category.in_(below)


def _tagged(where: Any) -> Any:
    return ProductTag.select(ProductTag.product).join(Tag).where(where)


def _holds(word: str, storefront: Storefront) -> Any:
    """The word in the title, in either script or another language, in a SKU or in a tag."""
    forms = {word, to_script(word, "zh-hant"), to_script(word, "zh-hans")}
    titles = ProductText.select(ProductText.product).join(Product)
    skus = Variant.select(Variant.product).join(Product)
    mine = Product.storefront == storefront.id
    tags = reduce(or_, (Tag.slug.contains(fold(form)) for form in forms))
    return (
        _any_of(Product.title, forms)
        | Product.id.in_(titles.where(mine, _any_of(ProductText.title, forms)))
        | Product.id.in_(skus.where(mine, Variant.sku.contains(word)))
        | Product.id.in_(_tagged(tags))
    )


def _any_of(column: Any, forms: set[str]) -> Any:
    """`contains` escapes LIKE's own signs."""
    return reduce(or_, (column.contains(form) for form in sorted(forms)))


def stock_left() -> Any:
    """Product -> how many are left of all its variants, UNCOUNTED where any is not counted."""
    left = fn.SUM(fn.COALESCE(Variant.stock - Variant.reserved, UNCOUNTED))
    return Variant.select(Variant.product.alias("product_id"), left.alias("amount")).group_by(Variant.product)


def read_lately() -> Any:
    """Product -> readings of the last 30 days."""
    since = viewed_since()
    views = ProductDay.select(ProductDay.product.alias("product_id"), fn.SUM(ProductDay.views).alias("amount"))
    return views.where(ProductDay.day > since).group_by(ProductDay.product)


def viewed_since() -> date:
    return (now() - timedelta(days=VIEWED_DAYS)).date()


def sorted_by(query: Any, column: str, storefront: Storefront) -> tuple[Any, Any]:
    """The query with what it is to be sorted by, and that."""
    plain = {"changed": Product.updated_at, "title": Product.title, "price": Product.price}
    if column in plain:
        return query, plain[column]
    model, amounts = (Variant, stock_left()) if column == "stock" else (ProductDay, read_lately())
    mine = Product.select(Product.id).where(Product.storefront == storefront.id)
    table = amounts.where(model.product.in_(mine)).alias("amounts")
    value = fn.COALESCE(table.c.amount, 0)
    return query.join_from(Product, table, JOIN.LEFT_OUTER, on=(table.c.product_id == Product.id)), value
