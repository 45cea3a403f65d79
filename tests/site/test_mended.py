"""Faults that were found by reading, each held down by what a reader or owner would have seen."""

from typing import Any

import pytest

from miquan.products.actions import publish, save_product
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft, Words
from miquan.products.models import Product, ProductRevision, ProductText, Tag
from miquan.products.rules import NotReady, Outdated
from miquan.search.service import engine as search_engine
from miquan.storefronts.actions import StorefrontDraft, edit_storefront
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/sitemaps/products-0.xml", "/sitemaps/people-0.xml", "/sitemaps/shelves-0.xml"]
)
def test_sitemaps_answer_on_both_databases(app: Any, cast: Cast, path: str) -> None:
    cast.product()
    assert Browser(app).get(path).status == 200


def test_editing_a_storefront_keeps_what_happened_meanwhile(app: Any, cast: Cast) -> None:
    read_before = Storefront.get_by_id(cast.kyoto.id)
    cast.product()
    edit_storefront(read_before, StorefrontDraft(currency="JPY", headline="新的"), by=cast.mei.id)
    assert Storefront.get_by_id(cast.kyoto.id).product_count == 1


@pytest.mark.parametrize("after", ["1.²", "²", "٣.٣", "9" * 30 + ".1", "-", "1.", "."])
def test_any_place_in_a_list_answers(app: Any, cast: Cast, after: str) -> None:
    cast.product()
    assert Browser(app).get(f"/zh-hant/@mei?after={after}").status == 200
    assert Browser(app, cast.mei).get(f"/zh-hant/studio?before={after}").status == 200
    assert Browser(app, cast.nina).get(f"/zh-hant/@mei/question?product={after}").status == 200


def test_goods_of_a_hidden_storefront_are_nowhere_even_without_an_index(app: Any, cast: Cast) -> None:
    product = cast.product("看不見的茶")
    Storefront.update(state="suspended").where(Storefront.id == cast.kyoto.id).execute()
    for path in ("/zh-hant/search?q=看不見", "/zh-hant/search/suggestions?q=看不見"):
        assert f"/p/{product.id}-" not in Browser(app).get(path).text
    with pytest.raises(Exception, match=r"index|analysis"):
        search_engine().search("看不見")


def test_a_tag_that_is_taken_off_is_counted_no_more(app: Any, cast: Cast) -> None:
    product = cast.product(tags=("老件", "茶"))
    from miquan.products.actions.tags import recount_tags

    recount_tags()
    draft = ProductDraft(
        title="志野茶碗", currency="JPY", variants=(VariantDraft(price=18_500, stock=1),), tags=("茶",)
    )
    save_product(cast.kyoto, draft, by=cast.mei.id, product=product)
    assert dict(Tag.select(Tag.name, Tag.products).tuples()) == {"老件": 0, "茶": 1}


def test_the_studio_keeps_what_its_form_does_not_show(app: Any, cast: Cast) -> None:
    pictures = (
        PictureDraft(source_url="https://example.org/a.jpg"),
        PictureDraft(source_url="https://example.org/b.jpg"),
    )
    product = cast.product(
        pictures=pictures,
        variants=(VariantDraft(price=500, stock=1, picture=1),),
        words={"en": Words("Tea bowl", "Hers.")},
    )
    Browser(app, cast.mei).send(f"/zh-hant/studio/products/{product.id}", title="改了名字的茶碗")
    newest = ProductRevision.select().order_by(ProductRevision.version.desc()).first().data
    assert newest["title"] == "改了名字的茶碗"
    assert newest["variants"][0]["picture"] == 1
    assert ProductText.get(ProductText.product == product.id, ProductText.lang == "en").title == "Tea bowl"


def test_what_is_public_cannot_become_free(app: Any, cast: Cast) -> None:
    product = cast.product()
    draft = ProductDraft(title="志野茶碗", currency="JPY", variants=(VariantDraft(price=0, stock=1),))
    with pytest.raises(NotReady):
        save_product(cast.kyoto, draft, by=cast.mei.id, product=product)


def test_the_version_is_compared_where_nobody_else_can_write(app: Any, cast: Cast) -> None:
    product = cast.product()
    draft = ProductDraft(title="別的名字", currency="JPY", variants=(VariantDraft(price=100, stock=1),))
    with pytest.raises(Outdated):
        save_product(cast.kyoto, draft, by=cast.mei.id, product=product, version=product.version - 1)
    assert Product.get_by_id(product.id).title == "志野茶碗"


def test_strangers_do_not_learn_of_what_was_never_public(app: Any, cast: Cast) -> None:
    from miquan.products.actions import archive, remove

    draft, archived = cast.product("一", state="draft"), cast.product("二")
    remove(draft.id, by=cast.mei.id)
    archive(archived.id, by=cast.mei.id)
    assert Browser(app).get(f"/zh-hant/@mei/p/{draft.id}-{draft.slug}").status == 404
    assert Browser(app, cast.nina).get(f"/zh-hant/reports/product/{archived.id}").status == 404


def test_a_shop_in_a_town_is_found_by_the_town(app: Any, cast: Cast) -> None:
    product = cast.product(state="draft")
    Browser(app, cast.mei).send(f"/zh-hant/studio/products/{product.id}", shop_city="京都", shop_country="JP")
    publish(product.id, by=cast.mei.id)
    assert f"/p/{product.id}-" in Browser(app).get("/zh-hant/places/japan/kyoto").text
