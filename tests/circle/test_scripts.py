"""A tag is one in both scripts of Chinese: whoever writes it either way means the same, and both addresses lead to it."""

from typing import Any

from miquan.circle.models import PostTag
from miquan.products.actions.tags import ensure_tags
from miquan.products.models import ProductTag, Tag, TagAddress
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted


def test_what_is_there_in_the_other_script_is_the_same(app: Any, cast: Cast) -> None:
    first, second = posted(cast.mei, "熬了一鍋 #果醬"), posted(cast.tang, "也熬了 #果酱，和 #軟體 無關")
    good = cast.product("草莓果醬", tags=("果酱", "果醬"))
    tag = Tag.get(Tag.slug == "果醬")
    assert {row.post_id for row in PostTag.select().where(PostTag.tag == tag.id)} == {first.id, second.id}
    assert [row.tag_id for row in ProductTag.select().where(ProductTag.product == good.id)] == [tag.id]
    assert TagAddress.get_by_id("果酱").tag_id == tag.id
    assert not Tag.select().where(Tag.slug == "果酱").exists()


def test_both_written_at_once_become_one(app: Any) -> None:
    made = ensure_tags({"果酱": "果酱", "果醬": "果醬", "tea": "Tea"})
    assert made["果酱"] == made["果醬"] != made["tea"]
    assert Tag.select().count() == 2
    assert ensure_tags({"果醬": "果醬", "果酱": "果酱"}).items() <= made.items()


def test_the_other_address_leads_there_though_nobody_wrote_it_so(app: Any, cast: Cast) -> None:
    posted(cast.mei, "一缸 #醬油")
    page = Browser(app).get("/zh-hans/tags/酱油")
    assert page.status == 301
    assert page.location.endswith("/zh-hans/tags/%E9%86%AC%E6%B2%B9")
    assert Browser(app).get("/zh-hans/tags/酱菜").status == 404
