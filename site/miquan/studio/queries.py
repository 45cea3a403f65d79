"""What the studio reads: always starting at the viewer's own storefront."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from miquan import urls
from miquan.media.models import File
from miquan.media.shown import Picture, shown, shown_to_owner
from miquan.money import Price, price_shown
from miquan.products.models import Product, ProductPicture, ProductRevision
from miquan.storefronts.models import Storefront
from miquan.text import is_number

PAGE = 50


@dataclass(frozen=True)
class Row:
    """A product in the studio's list."""

    id: int
    title: str
    lang: str
    kind: str
    state: str
    price: Price
    picture: Picture | None
    changed: datetime
    url: str


def own_products(storefront: Storefront, handle: str, state: str = "", before: str = "") -> tuple[list[Row], str]:
    """A page of the storefront's products, last changed first, and the key of the next page ("" at the end)."""
    query = (
        Product.select(
            Product.id, Product.title, Product.lang, Product.kind, Product.state, Product.price, Product.price_to,
            Product.currency, File.name, File.width, File.height, Product.updated_at, Product.slug,
        )
        .join(File, JOIN.LEFT_OUTER, on=((File.id == Product.cover) & (File.state == "ready")))
        .where(Product.storefront == storefront.id, Product.state != "removed")
    )  # fmt: skip
    if state:
        query = query.where(Product.state == state)
    if is_number(before, 9):
        query = query.where(Product.id < int(before))
    rows = list(query.order_by(Product.id.desc()).limit(PAGE + 1).tuples())
    found = [_row(row, handle) for row in rows[:PAGE]]
    return found, str(found[-1].id) if len(rows) > PAGE else ""


def _row(row: tuple[Any, ...], handle: str) -> Row:
    id_, title, lang, kind, state, price, price_to, currency, name, width, height, changed, slug = row
    cost = price_shown(price, currency, currency, from_=price_to > price)
    return Row(
        id_,
        title,
        lang,
        kind,
        state,
        cost,
        shown(name, width, height, at=320),
        changed,
        urls.product(handle, id_, slug),
    )


def own_product(storefront: Storefront, product_id: int) -> Product | None:
    """A product of this storefront, in any state but removed; None for anyone else's."""
    found: Product | None = Product.get_or_none(
        Product.id == product_id, Product.storefront == storefront.id, Product.state != "removed"
    )
    return found


def snapshot_of(product: Product) -> dict[str, Any]:
    """What the author last wanted the product to be."""
    row = ProductRevision.get(ProductRevision.product == product.id, ProductRevision.version == product.version)
    found: dict[str, Any] = row.data
    return found


def pictures_by_file(product: Product) -> dict[int, Picture]:
    """File id -> picture in whatever state it is, for the editor's list."""
    rows = File.select(File.id, File.name, File.width, File.height, File.state, File.problem, File.purpose)
    mine = ProductPicture.select(ProductPicture.file).where(ProductPicture.product == product.id)
    return {file.id: shown_to_owner(file) for file in rows.where(File.id.in_(mine))}


def version_of(product: Product) -> int:
    """The version as it is stored now."""
    return int(Product.select(Product.version).where(Product.id == product.id).scalar())
