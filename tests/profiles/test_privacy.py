"""What a member keeps to themselves is nowhere, and questions come only from those who may ask."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from miquan import db
from miquan.accounts.models import Member
from miquan.accounts.profile import Privacy, set_home, set_privacy
from miquan.i18n import LANGS
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast
from tests.mails import mails
from tests.site.world import World, make_world

# Not Edinburgh, which the front page itself names.
CITY = ("曼徹斯特", "曼彻斯特", "Manchester", "manchester")
COUNTRY = ("英國", "英国", "United Kingdom", "united-kingdom")
# Pages that hold nothing of anybody.
ALIKE = ("/desk/components", "/sign-in", "/join", "/reset")
MORE = (
    "/@tang",
    "/@tang/feed.atom",
    "/search?q=毛衣",
    "/search/suggestions?q=毛衣",
    "/search/suggestions?q=tang",
    "/search?q=scarf",
)


def shows(world: World, place: str) -> None:
    with world.app.app_context():
        set_privacy(world.cast.tang.id, Privacy("everyone", "everyone", place), by=world.cast.tang.id)
    db.database.close()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    found = make_world(tmp_path, database_url)
    with found.app.app_context():
        set_home(found.cast.tang.id, "GB", "Manchester")
        Storefront.update(years_there=7).where(Storefront.owner == found.cast.tang.id).execute()
    db.database.close()
    yield found
    db.database.obj.close_all()


def bytes_of(world: World, browser: Browser) -> Iterator[tuple[str, str]]:
    """(address, text) of all that anybody can read, but for the places' own pages."""
    paths = [*(p for p in world.public_paths().values() if p not in ALIKE), *MORE]
    for path in [f"/{lang}{path}" for lang in LANGS for path in paths]:
        page = browser.get(path)
        assert page.status == 200, path
        yield path, page.text
    for path in ("/sitemap.xml", "/sitemaps/shelves-0.xml", "/sitemaps/people-0.xml", "/sitemaps/products-0.xml"):
        yield path, browser.get(path).text


def test_a_hidden_place_is_in_no_public_byte(world: World) -> None:
    assert any(word in text for _path, text in bytes_of(world, world.browser()) for word in (*CITY, *COUNTRY))
    shows(world, "nobody")
    for browser in (world.browser(), world.browser("stranger")):
        for path, text in bytes_of(world, browser):
            assert not [word for word in (*CITY, *COUNTRY) if word in text], path
    hers = world.browser().get("/zh-hant/@tang")
    assert not hers.all("time")
    assert "第7年" not in hers.text
    for path in ("/places/united-kingdom", "/places/united-kingdom/manchester"):
        assert "@tang" not in world.browser().get(f"/zh-hant{path}").text


def test_the_country_alone(world: World) -> None:
    shows(world, "country")
    told = dict(bytes_of(world, world.browser()))
    for path, text in told.items():
        assert not [word for word in CITY if word in text], path
    assert "英國" in told["/zh-hant/@tang"]
    assert "當地" in told["/zh-hant/@tang"], "all of the country goes by one clock"
    assert "@tang" in world.browser().get("/zh-hant/places/united-kingdom").text
    assert "@tang" not in world.browser().get("/zh-hant/places/united-kingdom/manchester").text
    with world.app.app_context():
        Member.update(zone="America/New_York").where(Member.id == world.cast.tang.id).execute()
        shows(world, "city")
        shows(world, "country")
    assert "當地" not in world.browser().get("/zh-hant/@tang").text, "a clock of one's own would tell more"


def test_choices_are_made_on_a_page_and_shown_to_oneself_as_to_others(app: Any, cast: Cast) -> None:
    cast.product()
    browser = Browser(app, cast.mei)
    page = browser.send(
        "/zh-hant/me/privacy", place_shown="nobody", follows_seen_by="members", display_name="x", active=""
    )
    assert page.status == 303
    row = Member.get_by_id(cast.mei.id)
    assert (row.place_shown, row.follows_seen_by, row.messages_from, row.display_name) == (
        "nobody",
        "members",
        "everyone",
        "林美",
    )
    for path in ("/zh-hant/@mei", "/zh-hant/me/preview", "/zh-hant/me/preview?as=member"):
        assert "京都・" not in browser.get(path).text.split("<main")[1]
    wrong = browser.send("/zh-hant/me/privacy", place_shown="everyone", messages_from="")
    assert wrong.status == 422
    assert Member.get_by_id(cast.mei.id).place_shown == "nobody"


@pytest.mark.parametrize("choice", ["nobody", "followed"])
def test_who_takes_no_questions_gets_none(app: Any, cast: Cast, choice: str) -> None:
    product = cast.product()
    asker = Browser(app, cast.nina)
    fields = asker.get("/zh-hant/@mei/question").fields()
    set_privacy(cast.mei.id, Privacy(choice, "everyone", "city"), by=cast.mei.id)
    page = asker.get("/zh-hant/@mei/question")
    assert (page.status, "現在不收提問" in page.text) == (200, True)
    assert asker.post("/zh-hant/@mei/question", {**fields, "words": "在嗎"}).status == 403
    assert mails() == []
    for path in ("/zh-hant/@mei", f"/zh-hant/@mei/p/{product.id}-{product.slug}"):
        assert "/question" not in asker.get(path).text
    set_privacy(cast.mei.id, Privacy("everyone", "everyone", "city"), by=cast.mei.id)
    assert asker.send("/zh-hant/@mei/question", words="在嗎").status == 303
    assert len(mails()) == 1


def test_the_preview_is_what_others_see(app: Any, cast: Cast) -> None:
    cast.product("志野茶碗")
    browser = Browser(app, cast.mei)
    own = browser.get("/zh-hant/@mei").text
    assert "打開工作室" in own
    for who in ("", "?as=member", "?as=operator"):
        page = browser.get(f"/zh-hant/me/preview{who}")
        assert (page.status, "打開工作室" in page.text, "先問問" in page.text, "志野茶碗" in page.text) == (
            200,
            False,
            True,
            True,
        )
        assert page.words("h1") == ["林美"]
