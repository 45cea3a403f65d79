"""Saving products: what is stored, that saving again is quiet, and history that cannot be changed."""

from typing import Any

import peewee
import pytest

from miquan.outbox import Event, EventRow
from miquan.products.actions import publish, save_product
from miquan.products.draft import ProductDraft, VariantDraft
from miquan.products.models import (
    PriceChange,
    Product,
    ProductAttribute,
    ProductOption,
    ProductPicture,
    ProductRevision,
    ProductTag,
    ProductText,
    Tag,
    Variant,
)
from miquan.products.rules import NotReady
from tests.cast import Cast

SIZES = (VariantDraft(price=3_000, options=("小",), stock=2), VariantDraft(price=4_500, options=("大",), stock=1))


def draft(**more: Any) -> ProductDraft:
    values: dict[str, Any] = {
        "title": "志野茶碗",
        "currency": "JPY",
        "variants": (VariantDraft(price=18_500, stock=1),),
    }
    return ProductDraft(**{**values, **more})


def save(cast: Cast, product: Product | None = None, **more: Any) -> tuple[Product, bool]:
    return save_product(cast.kyoto, draft(**more), by=cast.mei.id, product=product)


def names(product: Product) -> list[str]:
    """The events of a product, oldest first."""
    rows = (
        EventRow.select()
        .where(EventRow.subject_kind == "product", EventRow.subject_id == product.id)
        .order_by(EventRow.id)
    )
    return [str(row.name) for row in rows]


def test_a_new_product_is_a_draft_with_its_first_revision(app: Any, cast: Cast) -> None:
    product, changed = save(cast, tags=("茶道",), attributes=(("窯口", "美濃"),), brand="樂燒窯", category="tea-bowls")
    assert changed
    row = Product.get_by_id(product.id)
    assert (row.state, row.version, row.price, row.price_to, row.currency) == ("draft", 1, 18_500, 18_500, "JPY")
    assert (row.brand.name, row.category.slug) == ("樂燒窯", "tea-bowls")
    revision = ProductRevision.get(ProductRevision.product == row.id)
    assert (revision.version, revision.by_id, revision.data["title"]) == (1, cast.mei.id, "志野茶碗")
    assert [(a.name, a.value) for a in ProductAttribute.select()] == [("窯口", "美濃")]
    assert [t.name for t in Tag.select()] == ["茶道"]
    assert [p.price for p in PriceChange.select()] == [18_500]


def test_saving_the_same_again_writes_nothing(app: Any, cast: Cast) -> None:
    product, _new = save(cast, options=("尺寸",), variants=SIZES, tags=("茶道",))
    publish(product.id, by=cast.mei.id)
    before = (
        ProductRevision.select().count(),
        PriceChange.select().count(),
        len(names(product)),
        Product.get_by_id(product.id).updated_at,
    )
    again, changed = save(cast, product, options=("尺寸",), variants=SIZES, tags=("茶道",))
    assert not changed
    assert again.id == product.id
    after = (
        ProductRevision.select().count(),
        PriceChange.select().count(),
        len(names(product)),
        Product.get_by_id(product.id).updated_at,
    )
    assert after == before


def test_each_change_is_a_revision_and_only_prices_enter_the_price_history(app: Any, cast: Cast) -> None:
    product, _new = save(cast)
    save(cast, product, story="新的來歷")
    assert PriceChange.select().count() == 1
    save(cast, product, story="新的來歷", variants=(VariantDraft(price=20_000, stock=1),))
    assert [row.version for row in ProductRevision.select().order_by(ProductRevision.version)] == [1, 2, 3]
    assert [row.price for row in PriceChange.select().order_by(PriceChange.id)] == [18_500, 20_000]
    assert Product.get_by_id(product.id).version == 3


def test_a_change_of_a_public_product_is_told_and_of_a_draft_is_not(app: Any, cast: Cast) -> None:
    product, _new = save(cast)
    save(cast, product, story="一")
    assert names(product) == []
    publish(product.id, by=cast.mei.id)
    save(cast, product, story="二")
    assert names(product) == [Event.PRODUCT_PUBLISHED, Event.PRODUCT_CHANGED]


def test_parts_follow_the_draft_and_keep_their_rows(app: Any, cast: Cast) -> None:
    product, _new = save(
        cast, options=("尺寸",), variants=SIZES, attributes=(("甲", "1"), ("乙", "2")), tags=("一", "二")
    )
    small = Variant.get(Variant.option1 == "小")
    save(cast, product, options=("尺寸",), variants=SIZES[:1], attributes=(("乙", "2"),), tags=("二", "三"))
    assert [v.id for v in Variant.select()] == [small.id]
    assert [(a.name, a.position) for a in ProductAttribute.select()] == [("乙", 0)]
    held = {t.tag.name for t in ProductTag.select()}
    assert held == {"二", "三"}
    assert [o.name for o in ProductOption.select()] == ["尺寸"]


def test_words_are_kept_in_the_other_script_but_names_are_not_touched(app: Any, cast: Cast) -> None:
    product, _new = save(cast, title="樂燒窯的後製茶碗", story="**後來**修過", brand="樂燒窯")
    (text,) = ProductText.select()
    assert (text.lang, text.origin, text.version) == ("zh-hans", "converted", 1)
    assert text.title == "樂燒窯的后制茶碗"
    assert "<strong>后来</strong>" in text.story_html
    save(cast, product, title="English title", lang="en")
    assert ProductText.select().count() == 0


def test_variants_keep_what_orders_hold(app: Any, cast: Cast) -> None:
    product, _new = save(cast, options=("尺寸",), variants=SIZES)
    Variant.update(reserved=1).where(Variant.option1 == "小").execute()
    save(cast, product, options=("尺寸",), variants=(VariantDraft(price=3_500, options=("小",), stock=5), SIZES[1]))
    small = Variant.get(Variant.option1 == "小")
    assert (small.reserved, small.price, small.stock) == (1, 3_500, 5)


@pytest.mark.parametrize("variants", [SIZES[1:], (VariantDraft(price=3_000, options=("小",), stock=0), SIZES[1])])
def test_what_orders_hold_cannot_be_taken_away(app: Any, cast: Cast, variants: tuple[VariantDraft, ...]) -> None:
    product, _new = save(cast, options=("尺寸",), variants=SIZES)
    Variant.update(reserved=1).where(Variant.option1 == "小").execute()
    with pytest.raises(NotReady) as refused:
        save(cast, product, options=("尺寸",), variants=variants, story="nothing of this is kept")
    assert refused.value.problems[0].code == "reserved"
    row = Product.get_by_id(product.id)
    assert (row.version, row.story) == (1, "")
    assert Variant.select().count() == 2


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"title": " "}, ("title", "missing")),
        ({"title": "長" * 201}, ("title", "long")),
        ({"story": "長" * 50_001}, ("story", "long")),
        ({"kind": "gift"}, ("kind", "unknown")),
        ({"variants": ()}, ("variants", "missing")),
        ({"variants": (VariantDraft(price=-1),)}, ("price", "range")),
        ({"variants": (VariantDraft(price=10**12),)}, ("price", "range")),
        ({"variants": (VariantDraft(price=1, stock=-1),)}, ("stock", "range")),
        ({"options": ("尺寸",), "variants": (SIZES[0], SIZES[0])}, ("variants", "twice")),
        ({"options": ("尺寸",)}, ("variants", "shape")),
        ({"options": ("一", "二", "三", "四"), "variants": ()}, ("options", "many")),
        ({"attributes": (("名", "長" * 301),)}, ("attributes", "long")),
        ({"attributes": tuple((str(i), "x") for i in range(41))}, ("attributes", "many")),
        ({"tags": tuple(str(i) for i in range(51))}, ("tags", "many")),
        ({"weight_g": -1}, ("weight_g", "range")),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    app: Any, cast: Cast, more: dict[str, Any], problem: tuple[str, str]
) -> None:
    with pytest.raises(NotReady) as refused:
        save(cast, **more)
    assert problem in [(p.field, p.code) for p in refused.value.problems]
    assert Product.select().count() == 0


def test_pictures_change_places_without_losing_their_rows(app: Any, cast: Cast) -> None:
    from miquan.products.draft import PictureDraft

    urls = [PictureDraft(source_url=f"https://shop.example/{i}.jpg") for i in range(4)]
    product, _new = save(cast, pictures=tuple(urls))
    ids = [p.id for p in ProductPicture.select().order_by(ProductPicture.position)]
    save(cast, product, pictures=(urls[3], urls[0], urls[2]))
    assert [p.id for p in ProductPicture.select().order_by(ProductPicture.position)] == [ids[3], ids[0], ids[2]]


HISTORY = [
    "UPDATE product_revision SET version = 9",
    "DELETE FROM product_revision",
    "UPDATE price_change SET price = 1",
    "DELETE FROM price_change",
]


@pytest.mark.parametrize("sql", HISTORY)
def test_history_cannot_be_changed(app: Any, cast: Cast, sql: str) -> None:
    save(cast)
    with pytest.raises(peewee.DatabaseError, match="append"):
        peewee_execute(sql)
    assert ProductRevision.get().version == 1
    assert PriceChange.get().price == 18_500


def peewee_execute(sql: str) -> None:
    from miquan.db import database, transaction

    with transaction():
        database.execute_sql(sql)
