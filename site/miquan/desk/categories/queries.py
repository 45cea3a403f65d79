"""The tree as the desk shows it, with how many goods stand in each category itself."""

from dataclasses import dataclass

from peewee import fn

from miquan.categories.models import Category, CategoryAddress
from miquan.categories.tree import Node, tree
from miquan.products.models import Product


@dataclass(frozen=True)
class Row:
    """`first` and `last` among its siblings, for the buttons that move it."""

    node: Node
    goods: int
    first: bool
    last: bool


def listed() -> list[Row]:
    """Depth first."""
    held = Product.select(Product.category, fn.COUNT(Product.id))
    held = held.where(Product.category.is_null(False), Product.state != "removed").group_by(Product.category)
    goods = dict(held.tuples())
    found = []
    for node in tree().order:
        siblings = tree().children(tree().get(node.parent))
        found.append(Row(node, goods.get(node.id, 0), siblings[0] is node, siblings[-1] is node))
    return found


def one(category_id: int) -> Category | None:
    """Read from its table: what a form shows has to be what will be changed."""
    found: Category | None = Category.get_or_none(Category.id == category_id) if category_id < 2**31 else None
    return found


def goods_of(category_id: int) -> int:
    return int(Product.select().where(Product.category == category_id, Product.state != "removed").count())


def addresses(category_id: int) -> list[str]:
    """Those that lead to it."""
    rows = CategoryAddress.select(CategoryAddress.slug).where(CategoryAddress.category == category_id)
    return [slug for (slug,) in rows.order_by(CategoryAddress.slug).tuples()]
