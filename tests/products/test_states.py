"""What may follow what in a product's life, and what each step tells and counts."""

from typing import Any

import pytest

from miquan.outbox import Event, EventRow
from miquan.products.actions import archive, publish, recount_goods, remove, restore, sell_out_or_restock
from miquan.products.draft import VariantDraft
from miquan.products.models import Product, Variant
from miquan.products.rules import KINDS, MADE_LATER, STATES, NotReady, is_available
from miquan.states import NotAllowed
from miquan.storefronts.models import Storefront
from tests.cast import Cast

VERBS = {"publish": publish, "archive": archive, "restore": restore, "remove": remove}
LEADS_TO = {
    ("draft", "publish"): "published", ("archived", "publish"): "published",
    ("draft", "archive"): "archived", ("published", "archive"): "archived", ("sold_out", "archive"): "archived", ("archived", "restore"): "draft",
    ("draft", "remove"): "removed", ("published", "remove"): "removed", ("sold_out", "remove"): "removed", ("archived", "remove"): "removed",
}  # fmt: skip


def in_state(cast: Cast, state: str) -> Product:
    product = cast.product(state="draft")
    Product.update(state=state).where(Product.id == product.id).execute()
    return product


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_every_step_from_every_state(app: Any, cast: Cast, state: str, verb: str) -> None:
    product = in_state(cast, state)
    recount_goods()
    to = LEADS_TO.get((state, verb))
    if to is None:
        with pytest.raises(NotAllowed):
            VERBS[verb](product.id, by=cast.mei.id)
    else:
        VERBS[verb](product.id, by=cast.mei.id)
    assert Product.get_by_id(product.id).state == (to or state)
    assert recount_goods() == 0


def test_nothing_is_published_without_a_price(app: Any, cast: Cast) -> None:
    product = cast.product(state="draft", variants=(VariantDraft(price=0),))
    with pytest.raises(NotReady):
        publish(product.id, by=cast.mei.id)
    assert Product.get_by_id(product.id).state == "draft"


def test_the_first_publishing_dates_it(app: Any, cast: Cast) -> None:
    product = cast.product()
    first = product.published_at
    assert first is not None
    archive(product.id, by=cast.mei.id)
    publish(product.id, by=cast.mei.id)
    assert Product.get_by_id(product.id).published_at == first


def test_the_storefront_counts_its_public_goods(app: Any, cast: Cast) -> None:
    def count() -> int:
        return int(Storefront.get_by_id(cast.kyoto.id).product_count)

    first, second = cast.product("一"), cast.product("二", variants=(VariantDraft(price=100, stock=0),))
    assert count() == 2
    sell_out_or_restock(second.id, by=cast.mei.id)
    assert count() == 2
    archive(first.id, by=cast.mei.id)
    assert count() == 1
    remove(second.id, by=cast.mei.id)
    assert count() == 0
    publish(first.id, by=cast.mei.id)
    assert count() == 1


def test_goods_of_each_state_are_counted_beside_the_storefront(app: Any, cast: Cast) -> None:
    cast.product("一"), cast.product("二", state="draft")
    gone = cast.product("三", variants=(VariantDraft(price=100, stock=0),))
    sell_out_or_restock(gone.id, by=cast.mei.id)
    archive(cast.product("四").id, by=cast.mei.id)
    shop = Storefront.get_by_id(cast.kyoto.id)
    assert (shop.product_count, shop.drafts, shop.sold_out, shop.archived) == (2, 1, 1, 1)
    Storefront.update(drafts=7, archived=0).where(Storefront.id == shop.id).execute()
    told = app.test_cli_runner().invoke(args=["recount"])
    assert "storefronts 1\n" in told.output
    shop = Storefront.get_by_id(cast.kyoto.id)
    assert (shop.drafts, shop.archived, recount_goods()) == (1, 1, 0)


def test_each_step_tells_once(app: Any, cast: Cast) -> None:
    product = cast.product()
    archive(product.id, by=cast.mei.id)
    publish(product.id, by=cast.mei.id)
    remove(product.id, by=cast.mei.id)
    rows = (
        EventRow.select()
        .where(EventRow.subject_kind == "product", EventRow.subject_id == product.id)
        .order_by(EventRow.id)
    )
    assert [row.name for row in rows] == [
        Event.PRODUCT_PUBLISHED,
        Event.PRODUCT_ARCHIVED,
        Event.PRODUCT_PUBLISHED,
        Event.PRODUCT_REMOVED,
    ]


def test_stock_decides_between_published_and_sold_out(app: Any, cast: Cast) -> None:
    product = cast.product(kind="one_off")
    Variant.update(reserved=1).execute()
    assert sell_out_or_restock(product.id, by=None).state == "sold_out"
    assert sell_out_or_restock(product.id, by=None).state == "sold_out"
    Variant.update(reserved=0).execute()
    assert sell_out_or_restock(product.id, by=None).state == "published"
    names = [row.name for row in EventRow.select().where(EventRow.subject_kind == "product").order_by(EventRow.id)]
    assert names == [Event.PRODUCT_PUBLISHED, Event.PRODUCT_SOLD_OUT, Event.PRODUCT_RESTOCKED]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_later_never_sells_out(kind: str) -> None:
    assert is_available(kind, [(0, 0)]) == (kind in MADE_LATER)
    assert is_available(kind, [(None, 0)])
    assert is_available(kind, [(0, 0), (2, 1)])
