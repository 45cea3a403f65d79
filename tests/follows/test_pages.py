"""Following from the pages: a button for members, a way to sign in for visitors, back to where it was pressed."""

import re
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.boards.models import Board
from miquan.db import now
from miquan.follows import actions
from miquan.follows.models import Follow
from miquan.storefronts.models import Storefront
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.test_posts import posted

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def scene(cast: Cast) -> dict[str, tuple[str, str]]:
    """Page -> (its address below the language, the address of the form that stands on it)."""
    post = posted(cast.mei, "河邊的早晨 #鐵瓶")
    cast.product()
    return {
        "person": ("/@mei", f"/follows/member/{cast.mei.id}"),
        "storefront": ("/@mei", f"/follows/storefront/{cast.kyoto.id}"),
        "tag": ("/tags/%E9%90%B5%E7%93%B6", "/follows/tag/1"),
        "post": (f"/c/{post.id}-{post.slug}", f"/follows/member/{cast.mei.id}"),
    }


PAGES = ("person", "storefront", "tag", "post")


def button(page: Page, action: str) -> str:
    form = page.form(action)
    return " ".join("".join(form.itertext()).split())


@pytest.mark.parametrize("name", PAGES)
def test_a_member_follows_and_lets_go_without_scripts(app: Any, cast: Cast, name: str) -> None:
    path, action = scene(cast)[name]
    path, action = f"/zh-hant{path}", f"/zh-hant{action}"
    browser = Browser(app, cast.nina)
    assert button(browser.get(path), action).startswith("關注")
    answer = browser.send(path, action)
    assert (answer.status, answer.location) == (303, path)
    assert "已關注" in button(browser.get(path), f"{action}/removal")
    assert Follow.select().count() == 1
    assert browser.send(path, f"{action}/removal").status == 303
    assert button(browser.get(path), action).startswith("關注")
    assert Follow.select().count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_signs_in_and_comes_back(app: Any, cast: Cast, name: str) -> None:
    path, action = scene(cast)[name]
    page = Browser(app).get(f"/zh-hant{path}")
    assert action not in page.text
    assert "csrf_token" not in page.text
    links = [a.get("href") or "" for a in page.all("a") if "關注" in "".join(a.itertext())]
    assert any(link.startswith(f"/zh-hant/sign-in?next=/zh-hant{path}".replace("%", "%25")) for link in links), links


def test_scripts_get_the_button_and_the_counter(app: Any, cast: Cast) -> None:
    path, action = scene(cast)["person"]
    browser = Browser(app, cast.nina)
    fields = browser.get(f"/zh-hant{path}").fields(f"/zh-hant{action}")
    part = browser.post(f"/zh-hant{action}", fields, headers=HTMX).text
    assert "<html" not in part
    assert f'action="/zh-hant{action}/removal"' in part
    assert re.search(rf"hx-swap-oob=\"innerHTML:\[data-followers='member-{cast.mei.id}'\]\">\s*1人關注", part)
    assert 'data-kind="on"' in part
    part = browser.post(f"/zh-hant{action}/removal", fields, headers=HTMX).text
    assert "0人關注" in part
    assert 'data-kind="primary"' in part, "it looks as it did on that page"


def test_nobody_is_offered_to_follow_themselves_or_who_has_left(app: Any, cast: Cast) -> None:
    scene(cast)
    for path in ("/zh-hant/@mei", "/zh-hant/c/1"):
        page = Browser(app, cast.mei).get(path)
        page = page if page.status == 200 else Browser(app, cast.mei).get(page.location)
        assert "/follows/" not in page.text
    own = f"/zh-hant/follows/member/{cast.mei.id}"
    assert Browser(app, cast.mei).send("/zh-hant/me/boards", to=own).status == 404


@pytest.mark.parametrize(
    "path", ["/follows/brand/1", "/follows/member/99999", "/follows/tag/4294967296", "/follows/member/0"]
)
def test_what_is_not_there_is_not_followed(app: Any, cast: Cast, path: str) -> None:
    browser = Browser(app, cast.nina)
    assert browser.send("/zh-hant/me/boards", to=f"/zh-hant{path}").status == 404
    assert browser.send("/zh-hant/me/boards", to=f"/zh-hant{path}/removal").status in (303, 404)


def test_it_goes_back_to_this_site_only(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    for told in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = browser.send("/zh-hant/me/boards", to=f"/zh-hant/follows/member/{cast.mei.id}", next=told)
        assert answer.location == "/zh-hant/@mei"


def test_who_has_not_confirmed_their_address_is_sent_to_do_so(app: Any, cast: Cast) -> None:
    Member.update(confirmed_at=None).where(Member.id == cast.nina.id).execute()
    browser = Browser(app, Member.get_by_id(cast.nina.id))
    answer = browser.send("/zh-hant/me/boards", to=f"/zh-hant/follows/member/{cast.mei.id}")
    assert answer.location == "/zh-hant/me/confirmation"
    assert Follow.select().count() == 0


def test_a_board_for_everyone_asks_for_a_confirmed_address(app: Any, cast: Cast) -> None:
    Member.update(confirmed_at=None).where(Member.id == cast.nina.id).execute()
    browser = Browser(app, Member.get_by_id(cast.nina.id))
    boards = "/zh-hant/me/boards"
    assert browser.send(boards, name="茶具", visibility="public").location == "/zh-hant/me/confirmation"
    assert Board.select().count() == 0
    own = browser.send(boards, name="茶具", visibility="private").location
    assert browser.send(own, name="茶具", visibility="public").location == "/zh-hant/me/confirmation"
    assert Board.get().visibility == "private"
    Member.update(confirmed_at=now()).where(Member.id == cast.nina.id).execute()
    browser = Browser(app, Member.get_by_id(cast.nina.id))
    assert browser.send(own, name="茶具", visibility="public").location == own
    assert Board.get().visibility == "public"


def test_too_many_are_told_in_words(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miquan.follows.actions.following.MOST_FOLLOWS", 0)
    path, action = scene(cast)["person"]
    browser = Browser(app, cast.nina)
    assert browser.send(f"/zh-hant{path}", f"/zh-hant{action}").location == "/zh-hant/@mei"
    assert "你關注的已經很多了" in browser.get("/zh-hant/@mei").text


def test_a_closed_storefront_cannot_be_followed_but_let_go(app: Any, cast: Cast) -> None:
    actions.follow("storefront", cast.kyoto.id, by=cast.nina.id)
    Storefront.update(state="closed").where(Storefront.id == cast.kyoto.id).execute()
    assert "/follows/storefront" not in Browser(app, cast.ruo).get("/zh-hant/@mei").text
    address = f"/zh-hant/follows/storefront/{cast.kyoto.id}"
    assert Browser(app, cast.ruo).send("/zh-hant/me/boards", to=address).status == 404
    assert Browser(app, cast.nina).send("/zh-hant/me/boards", to=f"{address}/removal").status == 303
    assert Follow.select().count() == 0


def test_letting_go_tells_nothing_of_who_is_parted_by_a_block(app: Any, cast: Cast) -> None:
    actions.block(cast.nina.id, by=cast.mei.id)
    browser = Browser(app, cast.nina)
    for kind, target in (("member", cast.mei.id), ("storefront", cast.kyoto.id)):
        for headers in ({}, HTMX):
            path = f"/zh-hant/follows/{kind}/{target}/removal"
            token = browser.get("/zh-hant/me/mutes").fields()["csrf_token"]
            answer = browser.post(path, {"csrf_token": token}, headers=headers)
            assert answer.status in (200, 303)
            assert cast.mei.display_name not in answer.text
            assert "@mei" not in f"{answer.location} {answer.headers.get('HX-Redirect', '')}"
