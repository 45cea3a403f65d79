"""Many products that change at once are what they would be one by one."""

from dataclasses import replace
from typing import Any

import pytest

from miquan.catalogue.states import bring_to
from miquan.db import counting_queries, transaction
from miquan.products.actions import New, Renewed, create_many, recount_goods, renew_many, save_product
from miquan.products.actions.importing import remember_import
from miquan.products.draft import PictureDraft, ProductDraft
from miquan.products.models import Product, ProductRevision, Variant
from miquan.products.rules import NotReady
from tests.cast import Cast
from tests.products.test_creating import CUP, PLAIN, _rows


def _priced(draft: ProductDraft, price: int, **more: Any) -> ProductDraft:
    return replace(draft, variants=tuple(replace(v, price=v.price + price, **more) for v in draft.variants))


# What each was, and what it is to be: (draft, state) twice.
CHANGES = {
    "dearer": ((CUP, "published"), (_priced(CUP, 50), "published")),
    "reworded": ((CUP, "published"), (replace(CUP, title="青瓷茶碗", story="<p>新釉</p>", tags=("茶", "new")), "published")),
    "factual": ((CUP, "draft"), (replace(CUP, attributes=(("材質", "瓷"),), brand="Other", category=""), "draft")),
    "gone": ((CUP, "published"), (_priced(CUP, 0, stock=0), "published")),
    "back": ((PLAIN, "published"), (_priced(PLAIN, 0, stock=4), "published")),
    "away": ((CUP, "published"), (_priced(CUP, 9), "archived")),
    "hidden": ((CUP, "published"), (CUP, "draft")),
    "shown": ((CUP, "draft"), (replace(CUP, weight_g=400), "published")),
    "same": ((CUP, "published"), (CUP, "published")),
}  # fmt: skip


def test_many_at_once_are_what_they_are_one_by_one(app: Any, cast: Cast) -> None:
    shops = (cast.kyoto, cast.edinburgh)
    for shop in shops:
        create_many(shop, [New(draft, key, state) for key, ((draft, state), _after) in CHANGES.items()], by=None)
    for key, (_before, (draft, state)) in CHANGES.items():
        with transaction():
            old = Product.get(Product.storefront == cast.kyoto, Product.import_key == key)
            product, _changed = save_product(cast.kyoto, draft, by=cast.mei.id, product=old)
            bring_to(product, state, cast.mei.id)
            remember_import(product.id, "b" * 64)
    ids = dict(Product.select(Product.import_key, Product.id).where(Product.storefront == cast.edinburgh).tuples())
    wanted = [Renewed(ids[key], draft, state, "b" * 64) for key, (_before, (draft, state)) in CHANGES.items()]
    done = renew_many(wanted, by=cast.mei.id)
    for key in CHANGES:
        assert _rows(cast.edinburgh.id, key) == _rows(cast.kyoto.id, key), key
        assert done[ids[key]].is_change == (key != "same")
    assert {done[ids[key]].after[1] for key in ("gone", "away", "hidden")} == {"sold_out", "archived", "draft"}
    assert recount_goods() == 0


def test_what_hangs_together_is_left_out(app: Any, cast: Cast) -> None:
    made = create_many(cast.kyoto, [New(CUP, str(n)) for n in range(3)], by=None)
    ids = [made[str(n)].id for n in range(3)]
    other = (
        replace(CUP, pictures=(PictureDraft(source_url="https://p.example/9"), *CUP.pictures)),
        replace(CUP, variants=CUP.variants[::-1]),
        replace(CUP, options=("Size", "Colour")),
    )
    assert renew_many([Renewed(id_, draft, "draft") for id_, draft in zip(ids, other, strict=True)], by=None) == {}
    assert ProductRevision.select().count() == 3


def test_all_or_none(app: Any, cast: Cast) -> None:
    made = create_many(cast.kyoto, [New(CUP, "one"), New(CUP, "two")], by=None)
    one, two = made["one"].id, made["two"].id
    Variant.update(stock=5, reserved=2).where(Variant.product == two).execute()
    dear = _priced(CUP, 10)
    for bad in (_priced(dear, 0, stock=1), replace(dear, title="")):
        with pytest.raises(NotReady):
            renew_many([Renewed(one, dear, "draft"), Renewed(two, bad, "draft")], by=None)
    with pytest.raises(NotReady):
        renew_many(
            [Renewed(one, replace(CUP, variants=tuple(replace(v, price=0) for v in CUP.variants)), "published")],
            by=None,
        )
    assert {p.version for p in Product.select()} == {1}
    assert renew_many([], by=None) == {}


def test_fifty_ask_no_more_than_five(app: Any, cast: Cast) -> None:
    asked = []
    for many in (5, 50):
        made = create_many(cast.kyoto, [New(CUP, f"{many}-{n}", "published") for n in range(many)], by=None)
        with counting_queries() as queries:
            renew_many(
                [Renewed(m.id, _priced(replace(CUP, story="<p>新</p>"), 5), "published") for m in made.values()],
                by=None,
            )
        asked.append(sum(not sql.startswith("UPDATE") for sql in queries))
    assert asked[1] <= asked[0]
