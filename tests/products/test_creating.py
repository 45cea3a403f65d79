"""Many new products at once are what they would be one by one."""

from dataclasses import replace
from typing import Any

import pytest
from peewee import IntegrityError

from miquan.catalogue.states import bring_to
from miquan.db import counting_queries, transaction
from miquan.outbox import Delivery, EventRow
from miquan.products.actions import New, create_many, recount_goods, save_product
from miquan.products.actions.importing import remember_import
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft, Words
from miquan.products.models import (
    PriceChange,
    Product,
    ProductAttribute,
    ProductOption,
    ProductPicture,
    ProductRevision,
    ProductTag,
    ProductText,
    Variant,
)
from miquan.products.rules import NotReady
from miquan.versions import current
from tests.cast import Cast

CUP = ProductDraft(
    title="月白釉茶碗",
    currency="JPY",
    story="<p>產於美濃</p>",
    story_format="html",
    options=("尺寸", "顏色"),
    variants=(
        VariantDraft(1_200, ("大", "白"), compare_at=1_500, stock=2, sku="A", weight_g=300, barcode="471", picture=1),
        VariantDraft(900, ("小", "黑"), stock=0),
    ),
    pictures=(
        PictureDraft(source_url="https://p.example/1", alt="正面"),
        PictureDraft(source_url="https://p.example/2"),
    ),
    attributes=(("材質", "陶"), ("窯口", "美濃")),
    tags=("茶", "Tea", "ｔｅａ"),
    category="tea-bowls",
    brand="Ｋiln Nine",
    origin_country="JP",
    words={"en": Words("Moon cup", "<p>Thrown</p>")},
)
PLAIN = ProductDraft("Jar", "EUR", (VariantDraft(500, stock=0),), brand="kiln nine", lang="en")
WANTED = [
    New(CUP, "cup", "published", "a" * 64), New(PLAIN, "sold", "published"), New(PLAIN, "later", "draft"),
    New(replace(PLAIN, kind="made_to_order"), "past", "archived"), New(replace(PLAIN, tags=("tea",)), "more", "published"),
]  # fmt: skip
PARTS = (
    ProductOption,
    ProductPicture,
    Variant,
    PriceChange,
    ProductAttribute,
    ProductTag,
    ProductText,
    ProductRevision,
)
_OWN = {"id", "created_at", "updated_at", "published_at", "at", "storefront", "product", "picture", "import_key"}


def _rows(storefront: int, key: str) -> list[Any]:
    """All that is stored of one product, without ids and times."""
    product = Product.get(Product.storefront == storefront, Product.import_key == key)
    told: list[Any] = [{k: v for k, v in product.__data__.items() if k not in _OWN}, product.published_at is None]
    places = {p.id: p.position for p in product.pictures}
    for model in PARTS:
        rows = model.select().where(model.product == product.id).order_by(model.id).dicts()
        told.append([{k: v for k, v in row.items() if k not in _OWN} for row in rows])
    told.append([places.get(v.picture_id) for v in product.variants.order_by(Variant.position)])
    events = EventRow.select().where(EventRow.subject_kind == "product", EventRow.subject_id == product.id)
    told.append(
        [(e.name, e.actor_id, e.data, sorted(d.subscriber for d in e.deliveries)) for e in events.order_by(EventRow.id)]
    )
    return told


def test_many_at_once_are_what_they_are_one_by_one(app: Any, cast: Cast) -> None:
    with transaction():
        for one in WANTED:
            product, _new = save_product(cast.kyoto, one.draft, by=cast.mei.id, import_key=one.key)
            bring_to(product, one.state, cast.mei.id)
            remember_import(product.id, one.digest or None)
    made = create_many(cast.edinburgh, WANTED, by=cast.mei.id)
    assert {key: m.state for key, m in made.items()} == {
        "cup": "published", "sold": "sold_out", "later": "draft", "past": "archived", "more": "sold_out"
    }  # fmt: skip
    for one in WANTED:
        assert _rows(cast.edinburgh.id, one.key) == _rows(cast.kyoto.id, one.key)
    counts = [type(s).get_by_id(s.id).product_count for s in (cast.kyoto, cast.edinburgh)]
    assert counts == [3, 3]
    assert recount_goods() == 0
    assert Delivery.select().where(Delivery.done_at.is_null(False)).count() == 0


def test_all_or_none(app: Any, cast: Cast) -> None:
    bad = New(replace(PLAIN, variants=(VariantDraft(0),)), "free", "published")
    assert cast.kyoto
    before = current("pages")
    with pytest.raises(NotReady):
        create_many(cast.kyoto, [WANTED[0], bad], by=None)
    with pytest.raises(NotReady):
        create_many(cast.kyoto, [WANTED[0], New(replace(PLAIN, title=""), "x")], by=None)
    create_many(cast.kyoto, [WANTED[2]], by=None)
    with pytest.raises(IntegrityError):
        create_many(cast.kyoto, [WANTED[0], WANTED[2]], by=None)
    assert create_many(cast.kyoto, [], by=None) == {}
    assert [p.import_key for p in Product.select()] == ["later"]
    assert EventRow.select().where(EventRow.subject_kind == "product").count() == 0
    assert current("pages") == before


def test_fifty_ask_no_more_than_five(app: Any, cast: Cast) -> None:
    asked = []
    for many in (5, 50):
        with counting_queries() as queries:
            create_many(cast.kyoto, [New(CUP, f"{many}-{n}", "published") for n in range(many)], by=None)
        asked.append(len(queries))
    assert asked[1] <= asked[0]
