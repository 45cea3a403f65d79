"""Lists of who follows whom: what each lets be seen, pages by key, and whom the reader knows among the followers."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.accounts.profile import Privacy, set_privacy
from miquan.db import counting_queries
from miquan.follows import actions
from miquan.products.models import Tag
from miquan.storefronts.queries import profile
from tests.browsing import Browser, alone
from tests.cast import Cast

READERS = ("visitor", "stranger", "owner")


def reader(cast: Cast, name: str) -> Member | None:
    return {"visitor": None, "stranger": cast.ruo, "owner": cast.mei}[name]


def choose(member: Member, seen_by: str) -> None:
    set_privacy(member.id, Privacy("everyone", seen_by, "city"), by=member.id)


@pytest.mark.parametrize(
    ("choice", "statuses"), [("everyone", (200, 200, 200)), ("members", (303, 200, 200)), ("nobody", (403, 403, 200))]
)
@pytest.mark.parametrize("name", ["followers", "following"])
def test_the_member_chooses_who_sees_their_lists(
    app: Any, cast: Cast, name: str, choice: str, statuses: tuple[int, ...]
) -> None:
    actions.follow("member", cast.nina.id, by=cast.mei.id)
    actions.follow("member", cast.mei.id, by=cast.nina.id)
    choose(cast.mei, choice)
    for who, status in zip(READERS, statuses, strict=True):
        browser = Browser(app, reader(cast, who))
        page = browser.get(f"/zh-hant/@mei/{name}")
        assert page.status == status, who
        assert ("@nina" in page.text) == (status == 200), who
        assert (f"/@mei/{name}" in browser.get("/zh-hant/@mei").text) == (status == 200), who


@pytest.mark.parametrize(
    ("choice", "seen"),
    [("everyone", {"visitor", "stranger", "owner"}), ("members", {"stranger", "owner"}), ("nobody", set())],
)
def test_a_follower_who_does_not_let_it_be_seen_is_in_nobodys_list(
    app: Any, cast: Cast, choice: str, seen: set[str]
) -> None:
    actions.follow("member", cast.mei.id, by=cast.nina.id)
    choose(cast.nina, choice)
    for who in READERS:
        page = Browser(app, reader(cast, who)).get("/zh-hant/@mei/followers")
        assert ("@nina" in page.text) == (who in seen), who
    assert "@nina" in Browser(app, cast.nina).get("/zh-hant/@mei/followers").text, "one sees oneself"


def test_everything_that_is_followed_has_its_tab(app: Any, cast: Cast) -> None:
    tag = Tag.create(name="鐵瓶", slug="鐵瓶", posts=1)
    for kind, target in (("member", cast.mei.id), ("tag", tag.id), ("storefront", cast.kyoto.id)):
        actions.follow(kind, target, by=cast.nina.id)
    for path, words in (
        ("", "@mei"),
        ("?kind=tag", "#鐵瓶"),
        ("?kind=storefront", "我只帶自己也會用的東西"),
        ("?kind=x", "@mei"),
    ):
        page = Browser(app, cast.ruo).get(f"/zh-hant/@nina/following{path}")
        assert words in page.text, path
    own = Browser(app, cast.nina)
    here = "/zh-hant/@nina/following?kind=tag"
    assert own.send(here, f"/zh-hant/follows/tag/{tag.id}/removal").location == here
    assert "#鐵瓶" not in own.get(here).text


def test_who_is_away_or_parted_by_a_block_is_in_no_list(app: Any, cast: Cast) -> None:
    for member in (cast.nina, cast.tang):
        actions.follow("member", cast.mei.id, by=member.id)
    Member.update(active=False).where(Member.id == cast.tang.id).execute()
    assert "@tang" not in Browser(app).get("/zh-hant/@mei/followers").text
    actions.block(cast.nina.id, by=cast.ruo.id)
    assert "@nina" not in Browser(app, cast.ruo).get("/zh-hant/@mei/followers").text
    assert "@nina" in Browser(app, cast.mo).get("/zh-hant/@mei/followers").text
    for path in ("followers", "following"):
        assert Browser(app, cast.ruo).get(f"/zh-hant/@nina/{path}").status == 404
        assert Browser(app, cast.ruo).get(f"/zh-hant/@nobody/{path}").status == 404
        assert Browser(app, cast.ruo).get(f"/zh-hant/@MEI/{path}").status == 301


def test_pages_go_on_by_key_and_ask_as_often_for_many(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.ruo)

    def asked() -> int:
        with counting_queries() as seen:
            assert browser.client.get("/zh-hant/@mei/followers").status_code == 200
        return len(seen)

    actions.follow("member", cast.mei.id, by=cast.nina.id)
    # The first page of a session writes down its token.
    browser.get("/zh-hant/@mei/followers")
    few = alone(asked)
    for n in range(32):
        actions.follow("member", cast.mei.id, by=cast.member(f"member_{n}", f"會員{n}").id)
    assert alone(asked) == few <= 12
    page = browser.get("/zh-hant/@mei/followers")
    found = [a.get("href") or "" for a in page.all("a", rel="next")]
    second = browser.get(found[0])
    handles = [f"@member_{n}" for n in range(32)]
    assert sum(f"{handle}<" in page.text for handle in handles) == 30
    assert sum(f"{handle}<" in second.text for handle in handles) == 2
    assert "@nina" in second.text


def test_whom_one_knows_among_the_followers(app: Any, cast: Cast) -> None:
    friends = [cast.member(f"friend_{n}", f"朋友{n}") for n in range(5)]
    for friend in friends:
        actions.follow("member", friend.id, by=cast.nina.id)
        actions.follow("member", cast.mei.id, by=friend.id)
    actions.follow("member", friends[4].id, by=cast.ruo.id)
    text = Browser(app, cast.nina).get("/zh-hant/@mei").text
    line = " ".join(text.partition("你關注的人裡")[2].partition("</p>")[0].split())
    assert sum(f"朋友{n}<" in line for n in range(5)) == 3
    assert "朋友4" in line, "who is followed most comes first"
    assert "還有2人" in line
    choose(friends[4], "nobody")
    actions.block(friends[3].id, by=cast.mei.id)
    line = Browser(app, cast.nina).get("/zh-hant/@mei").text.partition("你關注的人裡")[2].partition("</p>")[0]
    assert "朋友4" not in line, "who does not let it be seen is not named"
    assert "朋友3" not in line, "a block has ended it"
    for other in (None, cast.mei):
        assert "你關注的人裡" not in Browser(app, other).get("/zh-hant/@mei").text


def test_the_page_of_a_person_asks_little(app: Any, cast: Cast) -> None:
    cast.product()
    for n in range(5):
        friend = cast.member(f"friend_{n}", f"朋友{n}")
        actions.follow("member", friend.id, by=cast.nina.id)
        actions.follow("member", cast.mei.id, by=friend.id)
    browser = Browser(app, cast.nina)

    def asked() -> int:
        app.extensions.pop("miquan.cards", None)
        with counting_queries() as seen:
            assert browser.client.get("/zh-hant/@mei").status_code == 200
        return len(seen)

    # A process reads the tree of kinds and the facts of goods once; a session writes down its token once.
    browser.get("/zh-hant/@mei")
    assert 5 < alone(asked) <= 12


def test_who_may_write_goes_by_whom_they_follow(app: Any, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/@mei/p/{product.id}-{product.slug}"
    set_privacy(cast.mei.id, Privacy("followed", "everyone", "city"), by=cast.mei.id)
    actions.follow("member", cast.nina.id, by=cast.mei.id)
    assert profile("mei")
    for member, may in ((cast.nina, True), (cast.ruo, False), (cast.nina, True), (None, False)):
        browser = Browser(app, member)
        for page in ("/zh-hant/@mei", path):
            assert ("/@mei/question" in browser.get(page).text) is may, (member, page)
    assert 'name="words"' in Browser(app, cast.nina).get("/zh-hant/@mei/question").text
    assert 'name="words"' not in Browser(app, cast.ruo).get("/zh-hant/@mei/question").text
