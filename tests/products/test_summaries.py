"""What is kept beside a product of its parts is right after every way of writing them, and is mended where it is not."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.products.actions import Change, New, change_many, create_many, recount_goods, remove, save_product
from miquan.products.actions.summaries import recount_summaries, sought
from miquan.products.draft import ProductDraft, VariantDraft
from miquan.products.models import Product, ProductDay, ProductWords, StorefrontDay, Variant
from miquan.products.readings import first_day, forget_old_days, keep, prune, recount_days, recount_viewed
from miquan.products.rules import UNCOUNTED, stock_left
from tests.cast import Cast

CUP = ProductDraft(
    "月白釉茶碗", "JPY", (VariantDraft(900, ("大",), stock=4, sku="CUP-L"), VariantDraft(800, ("小",), stock=2)),
    options=("尺寸",), tags=("茶道",),
)  # fmt: skip


def made(cast: Cast) -> Product:
    return save_product(cast.kyoto, CUP, by=cast.mei.id)[0]


def kept(product: Product) -> tuple[int, int, set[str]]:
    row = Product.get_by_id(product.id)
    words = ProductWords.get_or_none(ProductWords.product == product.id)
    return row.stock_left, row.variant_count, set(words.words.split("\n")) if words else set()


def wanted(*words: str) -> set[str]:
    return {sought(word) for word in words}


def edited(cast: Cast) -> Product:
    draft = replace(CUP, title="Moon cup", lang="en", options=(), variants=(VariantDraft(700, stock=None),), tags=())
    return save_product(cast.kyoto, draft, by=cast.mei.id, product=made(cast))[0]


def changed(cast: Cast, **more: Any) -> Product:
    product = made(cast)
    change_many([Change(product.id, **more)], by=cast.mei.id)
    return product


def restocked(cast: Cast) -> Product:
    product = made(cast)
    first = Variant.select().where(Variant.product == product.id).order_by(Variant.position).get()
    change_many([Change(product.id, stocks={first.id: 40})], by=cast.mei.id)
    return product


def removed(cast: Cast) -> Product:
    return remove(made(cast).id, by=cast.mei.id)


def brought(cast: Cast) -> Product:
    found = create_many(cast.kyoto, [New(CUP, "cup", "published")], by=cast.mei.id)
    return Product.get_by_id(found["cup"].id)


CUP_WORDS = wanted("月白釉茶碗", "CUP-L", "茶道")


@pytest.mark.parametrize(
    ("write", "left"),
    [
        (made, (6, 2, CUP_WORDS)), (edited, (UNCOUNTED, 1, wanted("Moon cup"))), (restocked, (42, 2, CUP_WORDS)), (removed, (6, 2, set())),
        (lambda cast: changed(cast, tags=("抹茶",)), (6, 2, wanted("月白釉茶碗", "CUP-L", "抹茶"))), (brought, (6, 2, CUP_WORDS)),
        (lambda cast: changed(cast, state="published"), (6, 2, CUP_WORDS)),
    ],
)  # fmt: skip
def test_every_writer_keeps_it_right(
    app: Any, cast: Cast, write: Callable[[Cast], Product], left: tuple[int, int, set[str]]
) -> None:
    assert kept(write(cast)) == left
    assert (recount_summaries(), recount_goods()) == (0, 0)


def test_what_is_wrong_is_mended(app: Any, cast: Cast) -> None:
    one, two = made(cast), cast.product("鐵瓶")
    Product.update(stock_left=99, variant_count=0).where(Product.id == one.id).execute()
    ProductWords.delete().where(ProductWords.product == two.id).execute()
    told = app.test_cli_runner().invoke(args=["recount"])
    assert (told.exit_code, "products 2\n" in told.output) == (0, True)
    assert kept(one) == (6, 2, CUP_WORDS)
    assert kept(two)[2] == wanted("鐵瓶")
    assert recount_summaries() == 0


def test_how_many_are_left() -> None:
    assert stock_left([(3, 1), (2, 0)]) == 4
    assert stock_left([(3, 0), (None, 0)]) == UNCOUNTED
    assert stock_left([]) == 0
    assert stock_left([(2_000_000_000, 0)]) < UNCOUNTED


def test_a_part_of_a_title_stays_a_part_of_it_in_either_script() -> None:
    assert sought("滑鼠") in sought("復古滑鼠墊")
    assert sought("臺灣茶") == sought("台湾茶")
    assert sought("Ｍoon") in sought("blue MOON cup")


def sums(product: Product) -> tuple[int, int]:
    row = Product.get_by_id(product.id)
    return row.viewed, row.viewed_week


def test_readings_are_added_up_as_they_come(app: Any, cast: Cast) -> None:
    one, two = cast.product("一"), cast.product("二")
    keep(Counter({(one.id, 0): 3, (two.id, cast.nina.id): 2, (one.id, cast.mei.id): 9}))
    keep(Counter({(one.id, 0): 1}))
    assert (sums(one), sums(two)) == ((4, 4), (2, 2))
    assert [row.views for row in StorefrontDay.select()] == [6]
    assert (recount_viewed(), recount_days()) == (0, 0)


def test_days_that_lie_too_far_back_leave_the_sums(app: Any, cast: Cast) -> None:
    product, today = cast.product(), now().date()
    for age, views in ((0, 1), (6, 2), (7, 4), (29, 8), (30, 16), (500, 32)):
        ProductDay.create(product=product.id, day=today - timedelta(days=age), views=views)
    Product.update(viewed=31, viewed_week=7).where(Product.id == product.id).execute()
    assert forget_old_days() == 1
    assert sums(product) == (15, 3)
    assert recount_viewed() == 0
    assert recount_days() == 6
    prune()
    assert StorefrontDay.select().count() == 5
    assert first_day(1) == today
