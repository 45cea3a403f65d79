"""What the studio's list reads of a product's parts, kept beside it: how many are left, of how many variants, its words.

Whoever writes variants, titles or tags of products ends its transaction with `summarise`.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from opencc import OpenCC
from peewee import chunked

from miquan import text
from miquan.bulk import insert_rows
from miquan.counters import still
from miquan.db import transaction
from miquan.products.models import Product, ProductTag, ProductText, ProductWords, Tag, Variant
from miquan.products.rules import stock_left

_AT_ONCE = 500
# Between words that belong to different things; nobody can type it.
_BORDER = "\n"


def summarise(ids: Sequence[int]) -> int:
    """Bring what is kept of these products (a few hundred) to what their rows say. Returns how many were wrong."""
    return len(_mend_stock(ids) | _mend_words(ids))


def recount_summaries() -> int:
    """The same for all products, in transactions of its own."""
    wrong, ids = 0, [row[0] for row in Product.select(Product.id).order_by(Product.id).tuples()]
    for some in chunked(ids, _AT_ONCE):
        with transaction():
            # Whoever changes a product's parts holds it first.
            list(still(Product.select(Product.id).where(Product.id.in_(some)).order_by(Product.id)).tuples())
            wrong += summarise(some)
    return wrong


def _mend_stock(ids: Sequence[int]) -> set[int]:
    stocks: dict[int, list[tuple[int | None, int]]] = {}
    variants = Variant.select(Variant.product, Variant.stock, Variant.reserved).where(Variant.product.in_(list(ids)))
    for product, stock, reserved in variants.tuples():
        stocks.setdefault(product, []).append((stock, reserved))
    held = Product.select(Product.id, Product.stock_left, Product.variant_count).where(Product.id.in_(list(ids)))
    wrong = set()
    for id_, *kept in held.tuples():
        mine = stocks.get(id_, [])
        true = [stock_left(mine), len(mine)]
        if kept != true:
            Product.update(stock_left=true[0], variant_count=true[1]).where(Product.id == id_).execute()
            wrong.add(id_)
    return wrong


def _mend_words(ids: Sequence[int]) -> set[int]:
    true = _words(ids)
    held = ProductWords.select(ProductWords.product, ProductWords.words).where(ProductWords.product.in_(list(ids)))
    kept = dict(held.tuples())
    wrong = {id_ for id_, (_shop, words) in true.items() if kept.get(id_) != words} | (kept.keys() - true.keys())
    if old := sorted(wrong & kept.keys()):
        ProductWords.delete().where(ProductWords.product.in_(old)).execute()
    insert_rows(ProductWords, [
        {"storefront": true[id_][0], "product": id_, "words": true[id_][1]} for id_ in sorted(wrong & true.keys())
    ])  # fmt: skip
    return wrong


def _words(ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Product -> (storefront, all it is found by); what is removed is not found."""
    mine = Product.select(Product.id, Product.storefront, Product.title).where(Product.id.in_(list(ids)))
    shops, told = {}, {}
    for id_, shop, title in mine.where(Product.state != "removed").tuples():
        shops[id_], told[id_] = shop, [title]
    texts = ProductText.select(ProductText.product, ProductText.title).where(ProductText.product.in_(list(shops)))
    skus = Variant.select(Variant.product, Variant.sku).where(Variant.product.in_(list(shops)), Variant.sku != "")
    tags = ProductTag.select(ProductTag.product, Tag.slug).join(Tag).where(ProductTag.product.in_(list(shops)))
    for query in (texts.order_by(ProductText.lang), skus.order_by(Variant.position), tags.order_by(Tag.slug)):
        for id_, words in query.tuples():
            told[id_].append(words)
    return {id_: (shop, _spelled(told[id_])) for id_, shop in shops.items()}


def _spelled(pieces: Iterable[str]) -> str:
    """Longest first; what stands within another piece already, as tags do in titles, would only make searching longer."""
    kept = ""
    for piece in sorted(set(map(sought, pieces)), key=lambda piece: (-len(piece), piece)):
        if piece not in kept:
            kept = f"{kept}{_BORDER}{piece}" if kept else piece
    return kept


def sought(words: str) -> str:
    """How words are kept and looked for: folded, and every character for itself in one script.

    Character by character, so that a part of a title stays a part of it, which whole phrases do not.
    """
    folded = text.fold(words)
    return folded if folded.isascii() else folded.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """Traditional character -> the simplified one that stands for it."""
    converter = OpenCC("t2s")
    chars = [chr(n) for block in (range(0x3400, 0x4DC0), range(0x4E00, 0xA000)) for n in block]
    # A line each, or neighbours would be taken for words.
    pairs = zip(chars, str(converter.convert("\n".join(chars))).split("\n"), strict=True)
    return {ord(one): other for one, other in pairs if one != other}
