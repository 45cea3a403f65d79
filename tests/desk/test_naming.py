"""Tags and brands get other names or become one: everything that pointed at them follows, and old addresses lead on."""

from datetime import date
from typing import Any

import pytest

from miquan.brands.actions import brand_named
from miquan.brands.models import Brand, BrandAddress
from miquan.circle.models import PostTag
from miquan.circle.recounting import recount as recount_circle
from miquan.desk.naming import actions
from miquan.follows.models import Follow, Mute
from miquan.follows.recounting import recount as recount_follows
from miquan.groups.models import GroupTag
from miquan.moderation.models import AuditEntry
from miquan.outbox import SUBSCRIBERS, Event, EventRow
from miquan.portraits.models import Interest, Signal, Weight
from miquan.products.actions.tags import recount_tags
from miquan.products.models import Product, ProductTag, ProductWords, Tag, TagAddress
from miquan.recommendations.models import Dismissed
from miquan.search.indexing import build_all
from miquan.search.service import find
from miquan.storefronts.models import ExpertBrand
from miquan.threads.models import ThreadTag
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import followed
from tests.circle.test_posts import posted
from tests.threads.filled import grouped, threaded


def tag(name: str) -> Tag:
    return Tag.get(Tag.name == name)


def told(event: Event) -> None:
    """What the worker would do about it."""
    for row in list(EventRow.select().where(EventRow.name == str(event))):
        for subscriber in [one for one in SUBSCRIBERS.values() if event in one.events]:
            subscriber.run([row] if subscriber.batch else row)


def acts() -> list[tuple[str, int]]:
    return [(row.action, row.subject_id) for row in AuditEntry.select().order_by(AuditEntry.id)]


def two_tags(cast: Cast) -> tuple[Tag, Tag]:
    """鐵壺 and 鐵瓶, each with one of everything; nina has both."""
    for name in ("鐵壺", "鐵瓶"):
        cast.product(f"南部鐵器，{name}", tags=(name,))
        posted(cast.mei, f"買了一把 #{name}")
        group = grouped(f"iron-{name == '鐵壺'}", cast.mei)
        ThreadTag.create(thread=threaded(group, cast.mei).id, tag=tag(name).id)
        GroupTag.create(group=group.id, tag=tag(name).id)
        followed(cast.nina, "tag", tag(name))
        Mute.create(member=cast.nina.id, kind="tag", target=tag(name).id)
        Dismissed.create(member=cast.nina.id, kind="tag", item=tag(name).id)
        Interest.create(member=cast.nina.id, kind="tag", key=name)
        Weight.create(member=cast.nina.id, kind="tag", key=name, weight=1)
        Signal.create(member=cast.nina.id, verb="follow", kind="tag", item=tag(name).id, day=date(2026, 11, 1))
    posted(cast.tang, "兩把 #鐵壺 #鐵瓶")
    followed(cast.ruo, "tag", tag("鐵壺"))
    Interest.create(member=cast.ruo.id, kind="tag", key="鐵壺")
    return tag("鐵壺"), tag("鐵瓶")


def test_everything_that_carried_the_one_carries_the_other(app: Any, cast: Cast) -> None:
    old, new = two_tags(cast)
    actions.merge("tag", old.id, new.id, by=cast.ou.id)
    assert not Tag.select().where(Tag.id == old.id).exists()
    counts = {
        model.__name__: model.select().where(column == new.id).count()
        for model, column in (
            (ProductTag, ProductTag.tag), (PostTag, PostTag.tag), (ThreadTag, ThreadTag.tag), (GroupTag, GroupTag.tag),
            (Follow, Follow.target), (Mute, Mute.target), (Dismissed, Dismissed.item), (Signal, Signal.item),
        )
    }  # fmt: skip
    assert counts == {
        "ProductTag": 2, "PostTag": 3, "ThreadTag": 2, "GroupTag": 2, "Follow": 2, "Mute": 1, "Dismissed": 1, "Signal": 1,
    }  # fmt: skip
    assert {row.key for row in Interest.select()} == {row.key for row in Weight.select()} == {"鐵瓶"}
    assert Interest.select().count() == 2
    row = Tag.get_by_id(new.id)
    assert (row.products, row.posts, row.followers) == (2, 3, 2)
    assert (recount_tags(), recount_circle()["post_tags"], recount_follows()["followed_tags"]) == (0, 0, 0)
    assert acts() == [("tag.merged", new.id)]


def test_an_old_tag_leads_on_and_whoever_writes_it_means_the_new(app: Any, cast: Cast) -> None:
    old, new = two_tags(cast)
    actions.merge("tag", old.id, new.id, by=cast.ou.id)
    visitor = Browser(app)
    page = visitor.get("/zh-hant/tags/鐵壺")
    assert (page.status, page.location) == (301, "/zh-hant/tags/%E9%90%B5%E7%93%B6")
    assert visitor.get("/zh-hant/tags/鐵壺/feed.atom").status == 301
    post = posted(cast.tang, "又一把 #鐵壺 #鐵瓶")
    assert [row.tag_id for row in PostTag.select().where(PostTag.post == post.id)] == [new.id]
    product = cast.product("急須", tags=("鐵壺", "鐵瓶"))
    assert [row.tag_id for row in ProductTag.select().where(ProductTag.product == product.id)] == [new.id]
    assert Tag.select().where(Tag.slug == "鐵壺").count() == 0


def test_search_finds_what_was_merged_by_its_new_name(app: Any, cast: Cast) -> None:
    old, new = two_tags(cast)
    (product,) = [row for row in Product.select() if row.title.endswith("鐵壺")]
    Product.update(title="南部鐵器").where(Product.id == product.id).execute()
    build_all()
    assert product.id not in find("鐵瓶").hits.ids.tolist()
    actions.merge("tag", old.id, new.id, by=cast.ou.id)
    told(Event.TAG_RENAMED)
    assert product.id in find("鐵瓶").hits.ids.tolist()
    words = ProductWords.get(ProductWords.product == product.id).words
    assert "铁瓶" in words


def test_renaming_keeps_the_tag_and_renaming_back_undoes_it(app: Any, cast: Cast) -> None:
    cast.product("碗", tags=("抹茶碗",))
    Interest.create(member=cast.nina.id, kind="tag", key="抹茶碗")
    one = tag("抹茶碗")
    Tag.update(products=1).where(Tag.id == one.id).execute()
    desk = Browser(app, cast.ou)
    page = desk.send(
        f"/zh-hant/desk/tags/{one.id}", f"/desk/tags/{one.id}/name", f"/zh-hant/desk/tags/{one.id}/name", name=" 茶碗 "
    )
    assert (page.status, page.location) == (303, f"/zh-hant/desk/tags/{one.id}")
    row = Tag.get_by_id(one.id)
    assert (row.name, row.slug) == ("茶碗", "茶碗")
    assert Interest.get().key == "茶碗"
    visitor = Browser(app)
    assert visitor.get("/en/tags/抹茶碗").status == 301
    assert "抹茶碗" in desk.get(f"/zh-hant/desk/tags/{one.id}").text
    actions.rename("tag", one.id, "抹茶碗", by=cast.ou.id)
    assert visitor.get("/en/tags/茶碗").status == 301
    assert visitor.get("/en/tags/抹茶碗").status == 200
    assert [row.slug for row in TagAddress.select()] == ["茶碗"]
    assert acts() == [("tag.renamed", one.id)] * 2


def test_another_spelling_of_a_tag_is_no_other_address(app: Any, cast: Cast) -> None:
    cast.product("碗", tags=("matcha",))
    one = tag("matcha")
    actions.rename("tag", one.id, "Matcha", by=cast.ou.id)
    row = Tag.get_by_id(one.id)
    assert (row.name, row.slug, TagAddress.select().count()) == ("Matcha", "matcha", 0)


@pytest.mark.parametrize("kind", ["tag", "brand"])
def test_names_that_cannot_be_are_refused_beside_the_field(app: Any, cast: Cast, kind: str) -> None:
    for name in ("甲", "乙"):
        cast.product(name, tags=(name,), brand=name)
    model: Any = {"tag": Tag, "brand": Brand}[kind]
    one, other = model.get(model.name == "甲"), model.get(model.name == "乙")
    desk, path = Browser(app, cast.ou), f"/desk/{kind}s/{one.id}"
    for wrong in ("乙", "", "  ", "長" * 200):
        page = desk.send(f"/zh-hant{path}", f"{path}/name", f"/zh-hant{path}/name", name=wrong)
        assert page.status == 422
        assert [e for e in page.tree.iter() if e.get("id") == "name-wrong"]
    for wrong in ("甲", "沒有這個", ""):
        page = desk.send(f"/zh-hant{path}", f"{path}/merger", f"/zh-hant{path}/merger", into=wrong)
        assert page.status == 422
        assert [e for e in page.tree.iter() if e.get("id") == "into-wrong"]
    assert acts() == []
    form = desk.get(f"/zh-hant{path}").fields(f"{path}/merger")
    for _again in range(2):
        page = desk.post(f"/zh-hant{path}/merger", {**form, "into": "乙"})
        assert page.status in (303, 404), "the second time it is gone"
    assert acts() == [(f"{kind}.merged", other.id)]
    for strange in (0, 99_999, 2**40):
        assert desk.get(f"/zh-hant/desk/{kind}s/{strange}").status == 404


def test_brands_become_one(app: Any, cast: Cast) -> None:
    cup, bowl = cast.product("杯", brand="Raku Kiln"), cast.product("碗", brand="樂燒窯")
    old, new = Brand.get(Brand.name == "Raku Kiln"), Brand.get(Brand.name == "樂燒窯")
    for brand in (old, new):
        ExpertBrand.create(storefront=cast.kyoto.id, brand=brand.id)
        Interest.create(member=cast.nina.id, kind="brand", key=brand.slug)
    build_all()
    assert cup.id not in find("樂燒窯").hits.ids.tolist()
    actions.merge("brand", old.id, new.id, by=cast.ou.id)
    told(Event.BRAND_RENAMED)
    assert {Product.get_by_id(one.id).brand_id for one in (cup, bowl)} == {new.id}
    assert [row.brand_id for row in ExpertBrand.select()] == [new.id]
    assert [row.key for row in Interest.select()] == [new.slug]
    assert brand_named("RAKU kiln").id == new.id  # type: ignore[union-attr]
    assert cup.id in find("樂燒窯").hits.ids.tolist()
    visitor = Browser(app)
    page = visitor.get(f"/zh-hant/brands/{old.slug}")
    assert (page.status, page.location) == (301, f"/zh-hant/brands/{new.slug}")
    assert "杯" in visitor.get(f"/zh-hant/brands/{new.slug}").text
    assert acts() == [("brand.merged", new.id)]


def test_a_brand_is_renamed_and_back(app: Any, cast: Cast) -> None:
    cast.product("杯", brand="Raku")
    one = Brand.get()
    actions.rename("brand", one.id, "Raku Kiln", by=cast.ou.id)
    row = Brand.get()
    assert (row.name, row.slug) == ("Raku Kiln", "raku-kiln")
    assert brand_named("raku").id == one.id  # type: ignore[union-attr]
    assert Browser(app).get("/zh-hant/brands/raku").status == 301
    actions.rename("brand", one.id, "Raku", by=cast.ou.id)
    row = Brand.get()
    assert (row.name, row.slug) == ("Raku", "raku")
    assert [row.slug for row in BrandAddress.select()] == ["raku-kiln"]
    assert brand_named("Raku Kiln").id == one.id  # type: ignore[union-attr]


def test_lists_find_by_a_part_of_the_name_and_go_on_by_key(app: Any, cast: Cast) -> None:
    Tag.insert_many([{"slug": f"t{n:03}", "name": f"T{n:03}"} for n in range(120)]).execute()
    desk, path, seen = Browser(app, cast.ou), "/zh-hant/desk/tags", []
    while path:
        page = desk.get(path)
        seen += [e.text for e in page.all("a", _class="link") if (e.text or "").startswith("T")]
        links = page.all("a", rel="next")
        path = str(links[0].get("href")) if links else ""
    assert seen == [f"T{n:03}" for n in range(120)]
    assert [e.text for e in desk.get("/zh-hant/desk/tags?q=T11").all("a", _class="link")] == [
        f"T11{n}" for n in range(10)
    ]
    assert "沒有這個名字" in desk.get("/zh-hant/desk/brands?q=無").text


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_may(app: Any, cast: Cast, who: str) -> None:
    cast.product("碗", tags=("甲", "乙"))
    browser, one = Browser(app, getattr(cast, who)), tag("甲")
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    for what in ("name", "merger"):
        sent = {"csrf_token": token, "name": "丙", "into": "乙", "nonce": "x"}
        assert browser.post(f"/zh-hant/desk/tags/{one.id}/{what}", sent).status == 403
    assert browser.get("/zh-hant/desk/tags").status == 403
    assert tag("甲").id == one.id
    assert acts() == []
