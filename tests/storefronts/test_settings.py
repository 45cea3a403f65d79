"""The settings of a storefront: banner, expertise, policies to start from, holiday; closing and opening again."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from miquan.db import now
from miquan.storefronts.models import ExpertBrand, Storefront
from miquan.storefronts.policies import STARTERS
from tests.browsing import Browser
from tests.cast import Cast
from tests.departures.leaver import work
from tests.site.world import picture_bytes

PATH = "/zh-hant/studio/storefront"


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def shop(cast: Cast) -> Storefront:
    return Storefront.get_by_id(cast.kyoto.id)


def test_a_banner_comes_stays_and_goes_and_is_ones_own(mei: Browser, app: Any, cast: Cast) -> None:
    assert mei.send(PATH, banner=(BytesIO(picture_bytes()), "street.jpg")).status == 303
    held = shop(cast).banner_id
    assert held
    assert mei.send(PATH, headline="換一句").status == 303
    assert shop(cast).banner_id == held
    assert cast.edinburgh.id
    Browser(app, cast.tang).send(PATH, banner_file=str(held))
    assert Storefront.get_by_id(cast.edinburgh.id).banner_id is None
    page = mei.send(PATH, banner=(BytesIO(b"<script>"), "a.jpg"), headline="照片不行")
    assert page.status == 422
    assert page.fields()["headline"] == "照片不行"
    assert mei.send(PATH, no_banner="y").status == 303
    assert shop(cast).banner_id is None


def test_what_a_buyer_knows_stands_on_their_page(mei: Browser, app: Any, cast: Cast) -> None:
    cast.product(brand="樂燒窯")
    sent = mei.send(
        PATH, brands="開化堂、樂燒窯，開化堂", languages=["ja", "zh-hant"], expertise=["tea-bowls", "kettles"]
    )
    assert sent.status == 303
    assert [row.brand.name for row in ExpertBrand.select().order_by(ExpertBrand.position)] == ["開化堂", "樂燒窯"]
    page = Browser(app).get("/zh-hant/@mei")
    links = {"".join(a.itertext()): a.get("href") or "" for a in page.all("a", class_="chip")}
    assert links["樂燒窯"].startswith("/zh-hant/brands/")
    # A brand of which nobody has anything yet has no page; what people say of it can be looked for.
    assert links["開化堂"].startswith("/zh-hant/search?")
    assert "日文" in page.text or "日語" in page.text
    assert mei.get(PATH).fields()["brands"] == "開化堂、樂燒窯"


@pytest.mark.parametrize(
    "wrong",
    [{"brands": "、".join(map(str, range(13)))}, {"brands": "長" * 81}, {"ships_from": "XX"}, {"languages": "??"}],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(mei: Browser, cast: Cast, wrong: dict[str, str]) -> None:
    page = mei.send(PATH, story="一段新的故事", **wrong)
    assert page.status == 422
    assert page.fields()["story"] == "一段新的故事"
    assert shop(cast).story == "在京都修碗。"


def test_words_to_start_from_fill_the_field_and_keep_the_rest(mei: Browser, cast: Cast) -> None:
    page = mei.send(PATH, fill="stock", lang="en", headline="Not saved yet")
    assert page.status == 200
    fields = page.fields()
    assert fields["shipping_policy"].startswith("Sent within 3 working days")
    assert fields["headline"] == "Not saved yet"
    assert shop(cast).shipping_policy == ""
    again = mei.post(PATH, {**fields, "fill": "on_demand"}).fields()["shipping_policy"]
    assert again.startswith(fields["shipping_policy"])
    assert "I go to the shops once a week" in again
    assert mei.post(PATH, {**fields, "fill": "<script>"}).fields()["shipping_policy"] == fields["shipping_policy"]
    assert {lang for starter in STARTERS for lang in starter.words} == {"zh-hant", "zh-hans", "en"}


def test_a_holiday_shows_with_the_goods_too_and_asking_stays_open(mei: Browser, app: Any, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hans/@mei/p/{product.id}-{product.slug}"
    today = now().date()
    days = {"holiday_from": str(today - timedelta(2)), "holiday_to": str(today + timedelta(2))}
    mei.send(PATH, **days, holiday_note="去臺東了，回來再買")
    page = Browser(app).get(path)
    assert "去台东了" in page.text
    assert any((a.get("href") or "").endswith(f"/question?product={product.id}") for a in page.all("a"))
    mei.send(PATH, holiday_from="", holiday_to="")
    assert "去台东了" not in Browser(app).get(path).text


def test_closed_it_is_gone_everywhere_and_comes_back_whole(mei: Browser, app: Any, cast: Cast) -> None:
    product = cast.product("志野茶碗")
    path = f"/zh-hant/@mei/p/{product.id}-{product.slug}"
    work(app)
    looks = ("/zh-hant/search?q=志野茶碗", "/zh-hant/", "/sitemaps/products-0.xml", "/sitemaps/people-0.xml")
    for closed in (True, False):
        mei.send(PATH, f"/closure{'' if closed else '/removal'}", to=f"{PATH}/closure{'' if closed else '/removal'}")
        work(app)
        assert shop(cast).state == ("closed" if closed else "open")
        assert Browser(app).get(path).status == (404 if closed else 200)
        assert Browser(app).get("/zh-hant/@mei/feed.atom").status == (404 if closed else 200)
        assert [
            product.slug in Browser(app).get(look).text or "@mei<" in Browser(app).get(look).text for look in looks
        ] == [not closed] * 4
    assert mei.get(path).status == 200


def test_nobody_without_a_storefront_closes_one(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    nina = Browser(app, cast.nina)
    token = nina.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    for path in ("/closure", "/closure/removal"):
        assert nina.post(f"{PATH}{path}", {"csrf_token": token}).status == 404
    assert shop(cast).state == "open"
