"""From rows to what the index keeps: one document a public product, in all its languages at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.products.models import Product, ProductAttribute, ProductTag, ProductText, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.search.engine import Document
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.text import html_to_text

BATCH = 500


def document_id(product_id: int) -> str:
    return f"product:{product_id}"


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of these products; one that is not public has none."""
    rows = list(
        Product.select(
            Product.id, Product.title, Product.story_html, Product.category, Brand.name, Product.storefront,
            Member.display_name, Product.shop,
        )
        .join(Storefront)
        .join(Member)
        .join_from(Product, Brand, JOIN.LEFT_OUTER)
        .where(Product.id.in_(list(ids)), Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
        .tuples()
    )  # fmt: skip
    found = [row[0] for row in rows]
    titles, stories = _texts(found)
    attributes = _joined(
        ProductAttribute.select(ProductAttribute.product, ProductAttribute.value), ProductAttribute.product, found
    )
    tags = _joined(ProductTag.select(ProductTag.product, Tag.name).join(Tag), ProductTag.product, found)
    return [_document(row, titles, stories, attributes, tags) for row in rows]


def all_documents() -> Iterator[Document]:
    """Every public product's document, in batches that fit in memory."""
    last = 0
    while True:
        query = Product.select(Product.id).where(Product.id > last, Product.state.in_(PUBLIC_STATES))
        ids = [row[0] for row in query.order_by(Product.id).limit(BATCH).tuples()]
        if not ids:
            return
        yield from documents(ids)
        last = ids[-1]


def public_ids() -> set[str]:
    """The ids that the index should hold."""
    query = Product.select(Product.id).join(Storefront).join(Member)
    query = query.where(Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
    return {document_id(row[0]) for row in query.tuples()}


def _document(
    row: tuple[Any, ...],
    titles: dict[int, str],
    stories: dict[int, str],
    attributes: dict[int, str],
    tags: dict[int, str],
) -> Document:
    id_, title, story, category, brand, storefront, person, shop = row
    node = tree().get(category)
    names = [name for n in (tree().trail(node) if node else []) for name in n.names.values()]
    return Document(
        id=document_id(id_),
        kind="product",
        title=" ".join(filter(None, (title, titles.get(id_)))),
        tags=" ".join(filter(None, (tags.get(id_), *names))),
        attributes=" ".join(filter(None, (attributes.get(id_), shop))),
        description=" ".join(filter(None, (html_to_text(story), stories.get(id_))))[:20_000],
        brand=brand or "",
        person=person,
        storefront=str(storefront),
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


def _joined(query: Any, column: Any, ids: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for id_, words in query.where(column.in_(ids or [0])).tuples():
        found[id_] = f"{found.get(id_, '')} {words}".strip()
    return found
