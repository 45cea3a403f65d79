"""Leaving: out of sight at once, back within the time of grace as if nothing had been, by nobody's slip of the hand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from miquan import places
from miquan.accounts.models import Member, MemberSession
from miquan.departures import actions
from miquan.departures.models import Departure
from miquan.departures.rules import GRACE
from miquan.media.actions import store_picture
from miquan.outbox import claims
from miquan.search.indexing import rebuild
from miquan.search.service import engine
from tests.browsing import Browser
from tests.cast import Cast
from tests.departures.leaver import time_is_up, work
from tests.mails import mails
from tests.site.world import picture_bytes


def leave(browser: Browser, handle: str, **more: Any) -> Any:
    return browser.send("/zh-hant/me/departure", handle=handle, **more)


def public(app: Any, product: Any) -> Iterator[tuple[str, bool]]:
    """Every public place, and whether mei or the bowl is there to be seen."""
    visitor, path = Browser(app), f"/zh-hant/@mei/p/{product.id}-{product.slug}"
    for address in ("/zh-hant/@mei", path, "/zh-hant/@mei/feed.atom"):
        yield address, visitor.get(address).status == 200
    for address in (
        "/zh-hant/", "/zh-hant/search?q=志野茶碗", "/zh-hant/places/japan/kyoto", "/sitemaps/people-0.xml", "/sitemaps/products-0.xml",
        "/zh-hant/categories/tea-bowls",
    ):  # fmt: skip
        body = visitor.get(address).text
        yield address, f"/p/{product.id}-" in body or "@mei" in body


def test_out_of_sight_everywhere_and_back_at_once(app: Any, cast: Cast) -> None:
    product = cast.product("志野茶碗", category="tea-bowls", shop_country="JP", shop_city="kyoto", tags=("茶道",))
    cast.product("毛衣", storefront=cast.edinburgh)
    store_picture(picture_bytes(), owner=cast.mei.id)
    rebuild()
    work(app)
    before = dict(public(app, product))
    assert [a for a, seen in before.items() if not seen] == []
    mei, other = Browser(app, cast.mei), Browser(app, cast.mei)
    assert leave(mei, "mei").location.endswith("/zh-hant/me/departure")
    work(app)
    assert [a for a, seen in public(app, product) if seen] == []
    assert engine().ids() == {d for d in engine().ids() if d != f"product:{product.id}"}
    assert other.get("/zh-hant/me").location.endswith("/sign-in?next=%2Fzh-hant%2Fme")
    _stays_on_one_page(mei)
    page = mei.send("/zh-hant/me/departure", "/me/departure/removal", to="/zh-hant/me/departure/removal")
    assert page.location.endswith("/zh-hant/me")
    work(app)
    assert dict(public(app, product)) == before
    assert f"product:{product.id}" in engine().ids()
    time_is_up()
    work(app)
    assert Member.get_by_id(cast.mei.id).email == "mei@example.org"


def _stays_on_one_page(browser: Browser) -> None:
    for path in ("/", "/me", "/studio", "/search?q=茶", "/@tang", "/categories"):
        assert browser.get(f"/en{path}").location.endswith("/en/me/departure"), path
    assert browser.get("/zh-hans/me/data").status == 200
    page = browser.get("/en/me/departure")
    assert page.status == 200
    assert browser.get("/healthz").status == 200
    fields = page.fields("/me/departure/removal")
    for lang in ("/en", ""):
        assert browser.post(f"{lang}/studio/storefront", {**fields, "headline": "x"}).location.endswith("/me/departure")


def test_the_letter_names_the_day_and_there_is_no_way_back_after_it(app: Any, cast: Cast) -> None:
    departure = actions.leave(cast.nina.id, keep_words=True)
    assert departure.due_at - departure.asked_at > GRACE - timedelta(minutes=1)
    assert actions.leave(cast.nina.id, keep_words=False).id == departure.id
    letter = next(m for m in mails() if m["to"] == "nina@example.org")
    assert places.there("Asia/Taipei", departure.due_at).date().isoformat() in letter["text"]
    Departure.update(due_at=claims.later(-1)).execute()
    with pytest.raises(actions.TooLate):
        actions.come_back(cast.nina.id)
    page = Browser(app, Member.get_by_id(cast.nina.id)).get("/zh-hant/me/departure")
    assert "時間到了" in page.text
    assert "/me/departure/removal" not in page.text


def test_a_slip_of_the_hand_is_refused(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    for handle in ("", "mei", "nin", "n" * 80):
        page = leave(browser, handle)
        assert page.status == 422
        assert page.all("p", class_="wrong")
    assert leave(browser, "nina", words="both").status == 422
    assert browser.post("/zh-hant/me/departure", {"handle": "nina", "words": "erase"}).status == 400
    assert Member.get_by_id(cast.nina.id).active
    for row in MemberSession.select():
        MemberSession.update(data={**row.data, "fs_paa": 0, "fs_gexp": 0}).where(MemberSession.id == row.id).execute()
    assert "/verify" in browser.get("/zh-hant/me/departure").location
    assert leave(Browser(app, cast.nina), " @NINA ", words="keep").status == 303
    assert Departure.get().keep_words


def test_the_last_operator_stays(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.ou)
    page = leave(browser, "ou_op")
    assert page.status == 422
    assert "最後一位" in page.text
    second = cast.member("second_op", "第二位", "operator")
    actions.leave(second.id, keep_words=False)
    assert leave(browser, "ou_op").status == 422
    actions.come_back(second.id)
    assert leave(browser, "ou_op").status == 303
    with pytest.raises(actions.LastOperator):
        actions.leave(second.id, keep_words=False)
