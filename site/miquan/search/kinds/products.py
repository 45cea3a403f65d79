"""From rows to what the index keeps: one document a public product, in all its languages at once."""

from collections.abc import Callable, Sequence
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.products.models import Product, ProductAttribute, ProductTag, ProductText, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.search.engine import Document
from miquan.search.kinds.kind import Kind, joined
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.text import html_to_text


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of these products; one that is not public has none."""
    rows = list(
        _public(
            Product.id, Product.title, Product.story_html, Product.category, Brand.name,
            Member.display_name, Product.shop,
        )
        .join_from(Product, Brand, JOIN.LEFT_OUTER)
        .where(Product.id.in_(list(ids)))
        .tuples()
    )  # fmt: skip
    found = [row[0] for row in rows]
    titles, stories = _texts(found)
    attributes = joined(
        ProductAttribute.select(ProductAttribute.product, ProductAttribute.value)
        .where(ProductAttribute.product.in_(found or [0]))
        .tuples()
    )
    tags = ProductTag.select(ProductTag.product, Tag.name).join(Tag).where(ProductTag.product.in_(found or [0]))
    named = joined(tags.tuples())
    return [_document(row, titles, stories, attributes, named) for row in rows]


def _document(
    row: tuple[Any, ...],
    titles: dict[int, str],
    stories: dict[int, str],
    attributes: dict[int, str],
    tags: dict[int, str],
) -> Document:
    id_, title, story, category, brand, person, shop = row
    node = tree().get(category)
    names = [name for n in (tree().trail(node) if node else []) for name in n.names.values()]
    return Document(
        id=PRODUCTS.id_of(id_),
        kind="product",
        title=" ".join(filter(None, (title, titles.get(id_)))),
        tags=" ".join(filter(None, (tags.get(id_), *names))),
        attributes=" ".join(filter(None, (attributes.get(id_), shop))),
        description=" ".join(filter(None, (html_to_text(story), stories.get(id_))))[:20_000],
        brand=brand or "",
        person=person,
    )


def _texts(ids: list[int]) -> tuple[dict[int, str], dict[int, str]]:
    """What authors wrote in more languages; a converted script folds to the same words and is left out."""
    query = ProductText.select(ProductText.product, ProductText.title, ProductText.story_html)
    titles: dict[int, str] = {}
    stories: dict[int, str] = {}
    for id_, title, story in query.where(ProductText.product.in_(ids or [0]), ProductText.origin == "author").tuples():
        titles[id_] = f"{titles.get(id_, '')} {title}".strip()
        stories[id_] = f"{stories.get(id_, '')} {html_to_text(story)}".strip()
    return titles, stories


def _public(*columns: Any) -> Any:
    query = Product.select(*columns).join(Storefront).join(Member)
    return query.where(Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)


def _things() -> Any:
    return _public(Product.id).order_by(Product.id)


def _titled(holds: Callable[[Any], Any]) -> Any:
    """In any of its languages."""
    other = ProductText.select(ProductText.product).where(holds(ProductText.title))
    found = _public(Product.id).where(holds(Product.title) | Product.id.in_(other))
    return found.order_by(Product.published_at.desc(), Product.id.desc())


PRODUCTS = Kind("product", _things, documents, _titled)
