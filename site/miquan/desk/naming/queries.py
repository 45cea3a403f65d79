"""Tags and brands as the desk lists them: by name, a page by key, or those that hold some words."""

from dataclasses import dataclass, replace
from typing import Any

from peewee import Value, fn

from miquan import text
from miquan.brands.models import Brand, BrandAddress
from miquan.products.models import Product, Tag, TagAddress
from miquan.text import is_number

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


def listed(kind: str, query: str, after: str, *, by_use: bool = False) -> tuple[list[Row], str]:
    """By folded name, or what is used most first; the key of the next page is "" at the end."""
    rows, key = (_tags(), Tag.slug) if kind == "tag" else (_brands(), Brand.key)
    if query:
        rows = rows.where(key.contains(text.fold(query)))
    if by_use:
        return _by_use(
            rows, _TAG_USES if kind == "tag" else fn.COALESCE(_GOODS, 0), Tag.id if kind == "tag" else Brand.id, after
        )
    found = list(rows.where(key > after).order_by(key).limit(PAGE + 1).tuples())
    return [Row(*row[:-1]) for row in found[:PAGE]], found[PAGE - 1][-1] if len(found) > PAGE else ""


def _by_use(rows: Any, uses: Any, id_: Any, after: str) -> tuple[list[Row], str]:
    """The key is how often the last one is used, and its number."""
    many, _dash, last = after.partition("-")
    if is_number(many, 9) and is_number(last, 9):
        rows = rows.where((uses < int(many)) | ((uses == int(many)) & (id_ > int(last))))
    found = [Row(*row[:-1]) for row in rows.order_by(uses.desc(), id_).limit(PAGE + 1).tuples()]
    return found[:PAGE], f"{found[PAGE - 1].uses}-{found[PAGE - 1].id}" if len(found) > PAGE else ""


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


_TAG_USES = Tag.products + Tag.posts
_GOODS = Product.select(fn.COUNT(Product.id)).where(Product.brand == Brand.id, Product.state != "removed")


def _tags() -> Any:
    return Tag.select(Tag.id, Tag.name, Tag.slug, _TAG_USES, Tag.followers, Tag.slug)


def _brands() -> Any:
    return Brand.select(Brand.id, Brand.name, Brand.slug, _GOODS, Value(0), Brand.key)


def _addresses(kind: str, thing_id: int) -> tuple[str, ...]:
    model, to = (TagAddress, TagAddress.tag) if kind == "tag" else (BrandAddress, BrandAddress.brand)
    return tuple(slug for (slug,) in model.select(model.slug).where(to == thing_id).order_by(model.slug).tuples())
