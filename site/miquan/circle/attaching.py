"""What a member hangs on their words: pictures of their own, and goods with what they cost when they were put there.

Posts and replies do it alike. `of` is the column that leads from a picture's or a product's row to what it hangs on;
that row's table belongs to whoever calls, inside their transaction.
"""

from collections.abc import Callable, Sequence
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.circle.models import ALT_LIMIT
from miquan.circle.rules import PictureWords
from miquan.db import beside, now
from miquan.media.actions import keep, let_go
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.uploads.queries import own_files
from miquan.uploads.rules import UNSAVED


def put_pictures(of: Any, id_: int, pictures: Sequence[PictureWords], *, owner: int) -> list[int]:
    """Make the pictures these, and return their files; what is no longer used goes later, what is used stays."""
    files = own_files(owner, [p.file_id for p in pictures], "post")
    wanted = {p.file_id: p.alt for p in pictures if p.file_id in files and files[p.file_id].state != "refused"}
    before = _take_off(of, id_)
    rows = [
        {of.name: id_, "position": place, "file": file, "alt": text.clean_line(alt, ALT_LIMIT)}
        for place, (file, alt) in enumerate(wanted.items(), 1)
    ]
    if rows:
        of.model.insert_many(rows).execute()
    keep(owner, list(wanted))
    let_go(owner, sorted(before - set(wanted)), now() + UNSAVED)
    return list(wanted)


def drop_pictures(of: Any, id_: int, *, owner: int) -> None:
    let_go(owner, sorted(_take_off(of, id_)), now() + UNSAVED)


def _take_off(of: Any, id_: int) -> set[int]:
    files = {row[0] for row in of.model.select(of.model.file).where(of == id_).tuples() if row[0]}
    of.model.delete().where(of == id_).execute()
    return files


def put_products(
    of: Any, id_: int, products: Sequence[int], *, more: Callable[[int, Any], dict[str, Any]] | None = None
) -> dict[int, int]:
    """Make the products these; what was there keeps the price of its time. Returns their owners by id.

    `more` gives further columns of a row, of the product's id and its row as it was.
    """
    before = {row.product_id: row for row in of.model.select().where(of == id_)}
    found = _public(products) | _known(before)
    of.model.delete().where(of == id_).execute()
    rows = []
    for place, product in enumerate([one for one in dict.fromkeys(products) if one in found], 1):
        currency, price, _owner = found[product]
        old = before.get(product)
        since = (
            {"currency": old.currency, "price": old.price, "at": old.at}
            if old
            else {"currency": currency, "price": price, "at": now()}
        )
        rows.append(
            {of.name: id_, "product": product, "position": place, **since, **(more(product, old) if more else {})}
        )
    if rows:
        of.model.insert_many(rows).execute()
    return {row["product"]: found[row["product"]][2] for row in rows}


def _public(ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
    """id -> (currency, lowest price, owner) of those that everyone may see."""
    if not ids:
        return {}
    rows = (
        Product.select(Product.id, Product.currency, Product.price, Storefront.owner)
        .join(Storefront)
        .join(Member)
        .where(
            Product.id.in_(list(ids)),
            beside(Product.state).in_(PUBLIC_STATES),
            Storefront.state.in_(PUBLIC),
            Member.active,
        )
    )
    return {row[0]: row[1:] for row in rows.tuples()}


def _known(before: dict[int, Any]) -> dict[int, tuple[str, int, int]]:
    """What hangs there already may stay, whatever has become of it."""
    if not before:
        return {}
    rows = Product.select(Product.id, Product.currency, Product.price, Storefront.owner).join(Storefront)
    return {row[0]: row[1:] for row in rows.where(Product.id.in_(list(before))).tuples()}
