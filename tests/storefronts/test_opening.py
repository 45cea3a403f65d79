"""Opening and changing a storefront, and asking who keeps it."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.storefronts.actions import AlreadyOpen, StorefrontDraft, edit_storefront, open_storefront
from miquan.storefronts.models import Storefront, StorefrontText
from tests.browsing import Browser
from tests.cast import Cast
from tests.mails import mails

PATH = "/zh-hant/studio/storefront"
GOOD = {"headline": "我只帶自己也會用的東西", "country": "JP", "city": "京都", "currency": "JPY", "story": "修碗的人。"}


def test_a_member_opens_a_storefront(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    page = browser.send(PATH, **GOOD, expertise=["ceramics-tea"])
    assert (page.status, page.location) == (303, "/zh-hant/studio")
    shop = Storefront.get(Storefront.owner == cast.nina.id)
    assert (shop.state, shop.currency, shop.headline, shop.ships_from) == ("open", "JPY", GOOD["headline"], "JP")
    member = Member.get_by_id(cast.nina.id)
    assert (member.country, member.city) == ("JP", "kyoto")
    assert "buyer" in member.role_names
    assert [e.category.slug for e in shop.expertise] == ["ceramics-tea"]
    public = Browser(app).get("/zh-hant/@nina")
    assert public.status == 200
    assert GOOD["headline"] in public.text


def test_its_words_are_kept_in_the_other_script_too(app: Any, cast: Cast) -> None:
    Browser(app, cast.nina).send(PATH, **GOOD)
    other = StorefrontText.get()
    assert (other.lang, other.fields["headline"]) == ("zh-hans", "我只带自己也会用的东西")
    assert "我只带自己也会用的东西" in Browser(app).get("/zh-hans/@nina").text


def test_one_storefront_a_member(app: Any, cast: Cast) -> None:
    shop = cast.kyoto
    Browser(app, cast.mei).send(PATH, headline="換一句話")
    assert Storefront.select().where(Storefront.owner == cast.mei.id).count() == 1
    assert Storefront.get_by_id(shop.id).headline == "換一句話"
    with pytest.raises(AlreadyOpen):
        open_storefront(cast.mei.id, StorefrontDraft(currency="JPY"))


def test_the_currency_stays_once_there_are_goods(app: Any, cast: Cast) -> None:
    cast.product()
    shop = Storefront.get_by_id(cast.kyoto.id)
    edit_storefront(shop, StorefrontDraft(currency="USD", headline="x"), by=cast.mei.id)
    assert Storefront.get_by_id(shop.id).currency == "JPY"


@pytest.mark.parametrize(
    "wrong",
    [{"headline": ""}, {"country": "XX"}, {"currency": "ZZZ"}, {"years_there": "400"}, {"holiday_from": "2026-05-02", "holiday_to": "2026-05-01"},
     {"holiday_from": "2026-05-02", "holiday_to": ""}, {"expertise": "no-such"}, {"ships_to": "Mars"}],
)  # fmt: skip
def test_what_cannot_be_is_said_and_opens_nothing(app: Any, cast: Cast, wrong: dict[str, str]) -> None:
    page = Browser(app, cast.nina).send(PATH, **{**GOOD, **wrong})
    assert page.status == 422
    assert Storefront.get_or_none(Storefront.owner == cast.nina.id) is None


def test_a_holiday_note_shows_while_it_lasts(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    Browser(app, cast.mei).send(PATH, holiday_from="2020-01-01", holiday_to="2099-12-31", holiday_note="去山上了")
    assert "去山上了" in Browser(app).get("/zh-hant/@mei").text
    Browser(app, cast.mei).send(PATH, holiday_from="2020-01-01", holiday_to="2020-12-31", holiday_note="去山上了")
    assert "去山上了" not in Browser(app).get("/zh-hant/@mei").text


@pytest.mark.parametrize(
    ("state", "shows"), [("open", True), ("paused", True), ("suspended", False), ("closed", False), ("pending", False)]
)
def test_goods_show_only_in_a_public_storefront(app: Any, cast: Cast, state: str, shows: bool) -> None:
    product = cast.product()
    Storefront.update(state=state).where(Storefront.id == cast.kyoto.id).execute()
    from miquan.versions import bump

    bump("catalogue")
    assert (Browser(app).get(f"/zh-hant/@mei/p/{product.id}-{product.slug}").status == 200) is shows
    assert (product.title in Browser(app).get("/zh-hant/@mei").text) is shows
    assert (product.title in Browser(app).get("/zh-hant/").text) is shows


def test_somebody_who_was_switched_off_is_gone(app: Any, cast: Cast) -> None:
    product = cast.product()
    Member.update(active=False).where(Member.id == cast.mei.id).execute()
    assert Browser(app).get("/zh-hant/@mei").status == 404
    assert Browser(app).get(f"/zh-hant/@mei/p/{product.id}-{product.slug}").status in (404, 410)


class TestAsking:
    """A question goes to the buyer by mail."""

    def test_it_is_sent_with_the_askers_address(self, app: Any, cast: Cast) -> None:
        product = cast.product()
        browser = Browser(app, cast.nina)
        page = browser.send(f"/zh-hant/@mei/question?product={product.id}", words="口緣會割嘴嗎？")
        assert page.status == 303
        assert page.location.endswith(f"/p/{product.id}-{product.slug}")
        mail = mails()[-1]
        assert (mail["to"], mail["reply_to"]) == (cast.mei.email, cast.nina.email)
        assert "口緣會割嘴嗎？" in mail["text"]
        assert product.title in mail["text"]

    def test_sent_twice_it_arrives_once(self, app: Any, cast: Cast) -> None:
        assert cast.kyoto.id
        browser = Browser(app, cast.nina)
        fields = browser.get("/zh-hant/@mei/question").fields()
        before = len(mails())
        for _again in range(2):
            assert browser.post("/zh-hant/@mei/question", {**fields, "words": "在嗎"}).status == 303
        assert len(mails()) == before + 1

    def test_who_keeps_no_storefront_cannot_be_asked(self, app: Any, cast: Cast) -> None:
        assert Browser(app, cast.nina).get(f"/en/@{cast.ruo.handle}/question").status == 404

    def test_no_header_can_be_smuggled_in(self, app: Any, cast: Cast) -> None:
        assert cast.kyoto.id
        Member.update(display_name="x\r\nBcc: evil@example.org").where(Member.id == cast.nina.id).execute()
        Browser(app, Member.get_by_id(cast.nina.id)).send(
            "/zh-hant/@mei/question", words="在嗎\r\nBcc: evil@example.org"
        )
        from miquan.config import settings
        from miquan.mail.sending import compose

        message = compose(mails()[-1], 1, settings())
        assert message["Bcc"] is None
        assert message["To"] == cast.mei.email

    def test_a_question_about_a_hidden_product_does_not_name_it(self, app: Any, cast: Cast) -> None:
        hidden = cast.product("還沒給人看的", state="draft")
        page = Browser(app, cast.nina).get(f"/zh-hant/@mei/question?product={hidden.id}")
        assert page.status == 200
        assert hidden.title not in page.text


def test_an_empty_storefront_offers_nothing_to_filter(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    Storefront.update(years_there=3).execute()
    page = Browser(app, cast.nina).get("/zh-hant/@mei")
    assert "還沒有東西上架" in page.text
    assert "住在京都第3年" in page.text
    assert [e for e in page.all("input") if e.get("name") in ("min", "max")] == []
    cast.product()
    assert [e for e in Browser(app, cast.nina).get("/zh-hant/@mei").all("input") if e.get("name") == "min"] != []
