"""Tags and brands as the desk lists them: by name, a page by key, or those that hold some words."""

from dataclasses import dataclass, replace
from typing import Any

from peewee import Value, fn

from miquan import text
from miquan.brands.models import Brand, BrandAddress
from miquan.products.models import Product, Tag, TagAddress

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One of them, how many things carry it, and the addresses that lead to it."""

    id: int
    name: str
    slug: str
    uses: int
    followers: int = 0
    addresses: tuple[str, ...] = ()


def listed(kind: str, query: str, after: str) -> tuple[list[Row], str]:
    """By folded name; the key of the next page is "" at the end."""
    rows, key = (_tags(), Tag.slug) if kind == "tag" else (_brands(), Brand.key)
    if query:
        rows = rows.where(key.contains(text.fold(query)))
    found = list(rows.where(key > after).order_by(key).limit(PAGE + 1).tuples())
    return [Row(*row[:-1]) for row in found[:PAGE]], found[PAGE - 1][-1] if len(found) > PAGE else ""


def one(kind: str, thing_id: int) -> Row | None:
    if thing_id >= 2**31:
        return None
    rows, model = (_tags(), Tag) if kind == "tag" else (_brands(), Brand)
    row = rows.where(model.id == thing_id).tuples().first()
    return replace(Row(*row[:-1]), addresses=_addresses(kind, thing_id)) if row else None


def called(kind: str, name: str) -> int | None:
    """The one of exactly this name, in any case, width or accents."""
    folded = text.fold(text.clean_line(name, 80))
    model, key = (Tag, Tag.slug) if kind == "tag" else (Brand, Brand.key)
    row = model.select(model.id).where(key == folded.lstrip("#")).tuples().first()
    return int(row[0]) if row else None


def _tags() -> Any:
    return Tag.select(Tag.id, Tag.name, Tag.slug, Tag.products + Tag.posts, Tag.followers, Tag.slug)


def _brands() -> Any:
    goods = Product.select(fn.COUNT(Product.id)).where(Product.brand == Brand.id, Product.state != "removed")
    return Brand.select(Brand.id, Brand.name, Brand.slug, goods, Value(0), Brand.key)


def _addresses(kind: str, thing_id: int) -> tuple[str, ...]:
    model, to = (TagAddress, TagAddress.tag) if kind == "tag" else (BrandAddress, BrandAddress.brand)
    return tuple(slug for (slug,) in model.select(model.slug).where(to == thing_id).order_by(model.slug).tuples())
