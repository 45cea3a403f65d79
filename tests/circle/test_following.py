"""The feed of those whom a member follows: whose turn it is, going on by key, and what may never stand in it."""

import random
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions, rules
from miquan.circle.models import Post, PostTag
from miquan.circle.queries.following import following, newer
from miquan.db import now
from miquan.follows.models import Follow, Mute
from miquan.products.models import Tag
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked, followed, published
from tests.circle.test_posts import posted
from tests.circle.test_visible import SECRET, WAYS, scene

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def stream(text: str) -> list[int]:
    """Ids of the posts of a page in their order."""
    return [int(id_) for id_ in re.findall(r'<article class="post" id="post-(\d+)"', text)]


def pages(me: Member, size: int = 3, between: Any = lambda: None) -> list[list[tuple[str, int]]]:
    found, before = [], ""
    while True:
        feed = following(me.id, before, size)
        found.append([(t.kind, t.id) for t in feed.things])
        if not feed.next:
            return found
        before = feed.next
        between()


def ids(found: Iterable[Iterable[tuple[str, int]]]) -> list[int]:
    return [id_ for page in found for _kind, id_ in page]


def at(author: Member, ago: timedelta, **more: Any) -> Post:
    return published(author, f"{author.handle}在{ago}以前", published_at=now() - ago, **more)


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ([], []), ([0], [0]), ([6], [0]), ([7], [1]), ([0, 0, 0], [0, 1, 2]), ([0, 1, 2, 9], [0, 1, 2, 3]), ([3, 30, 30], [0, 24, 25]),
        ([0, 0, 20], [0, 1, 14]),
    ],
)  # fmt: skip
def test_a_slot_in_each_window_and_the_next_free_one_behind(ages: list[int], expected: list[int]) -> None:
    assert rules.slots(ages) == expected


def test_everybody_of_the_week_gets_a_slot_before_anybody_gets_a_second(app: Any, cast: Cast) -> None:
    loud = [at(cast.mei, timedelta(minutes=n)) for n in range(30)]
    quiet = at(cast.tang, timedelta(days=5))
    old = at(cast.ruo, timedelta(days=40))
    for other in (cast.mei, cast.tang, cast.ruo):
        followed(cast.nina, "member", other)
    shown = [stream(Browser(app, cast.nina).get("/zh-hant/").text)]
    assert shown[0][:3] == [loud[0].id, quiet.id, loud[1].id]
    assert len(shown[0]) == 20
    whole = ids(pages(cast.nina))
    assert sorted(whole) == sorted([*(p.id for p in loud), quiet.id, old.id])
    assert [i for i in whole if i not in (quiet.id, old.id)] == [p.id for p in loud], "an author's own order is kept"


def expected_order(things: dict[tuple[str, int], list[tuple[datetime, int]]], top: datetime) -> list[int]:
    """The rule once more, plainly: all things of all with their places, sorted."""
    places = []
    for (kind, _target), those in things.items():
        turns = rules.slots([(top - moment).days for moment, _id in those])
        for n, ((moment, id_), turn) in enumerate(zip(those, turns, strict=True)):
            places.append((turn, n > 0, -moment.timestamp(), kind, -id_))
    return [-place[-1] for place in sorted(places)]


@pytest.mark.parametrize("seed", range(6))
def test_pages_go_on_without_loss_or_repeat_while_new_posts_arrive(app: Any, cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    authors = [cast.member(f"author_{n}", f"作者{n}") for n in range(9)]
    reach = dice.choice([1, 5, 60, 400])
    things: dict[tuple[str, int], list[tuple[datetime, int]]] = {}
    unlisted: set[int] = set()
    for author in authors:
        followed(cast.nina, "member", author)
        for _n in range(dice.choice([0, 1, 2, 7, 25])):
            post = at(author, timedelta(hours=dice.uniform(0.1, 24 * reach)))
            things.setdefault(("member", author.id), []).append((post.published_at, post.id))
            if dice.random() < 0.2:
                Post.update(visibility="unlisted").where(Post.id == post.id).execute()
                unlisted.add(post.id)
    for those in things.values():
        those.sort(reverse=True)
    top = now()
    late: list[int] = []

    def arrives() -> None:
        late.append(published(dice.choice(authors), "剛剛").id)

    whole = ids(pages(cast.nina, size=dice.choice([1, 4, 20]), between=arrives))
    assert len(whole) == len(set(whole))
    assert not set(whole) & set(late), "what comes later is told apart"
    assert whole == [id_ for id_ in expected_order(things, top) if id_ not in unlisted], "what is hidden keeps its slot"


def test_a_feed_holds_tags_reposts_and_new_goods_each_once(app: Any, cast: Cast) -> None:
    for handle in ("mei", "ruo", "tang"):
        Member.update(created_at=now() - timedelta(days=30)).where(Member.id == getattr(cast, handle).id).execute()
    both = posted(cast.mei, "兩個標籤 #鐵瓶 #茶")
    stranger = posted(cast.ruo, "我也有一只 #鐵瓶 #茶")
    passed = actions.repost(posted(cast.ruo, "街上").id, by=cast.mei.id, word="看這個")
    own = posted(cast.nina, "我自己的 #鐵瓶")
    bowl = cast.product("志野茶碗", storefront=cast.edinburgh)
    followed(cast.nina, "member", cast.mei)
    for slug in ("鐵瓶", "茶"):
        followed(cast.nina, "tag", Tag.get(Tag.slug == slug))
    followed(cast.nina, "storefront", cast.edinburgh)
    found = [(t.kind, t.id) for t in following(cast.nina.id).things]
    assert sorted(found) == sorted(
        [("member", both.id), ("member", passed.id), ("member", own.id), ("tag", stranger.id), ("storefront", bowl.id)]
    )
    page = Browser(app, cast.nina).get("/zh-hant/")
    assert "看這個" in page.text
    assert "志野茶碗" in page.text
    assert f"/c/{own.id}-" in page.text
    Follow.delete().where(Follow.kind == "member").execute()
    assert ("tag", both.id) in [(t.kind, t.id) for t in following(cast.nina.id).things]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("by", ["member", "tag"])
def test_nothing_is_told_to_whom_it_is_not_for(app: Any, cast: Cast, way: str, by: str) -> None:
    """In neither feed and not in what is new, asked for directly; nor on the visitors' page."""
    post = scene(cast, way)
    reader = cast.ruo
    Follow.delete().where(Follow.follower == reader.id).execute()
    followed(reader, by, cast.mei if by == "member" else Tag.get(Tag.slug == "鐵瓶"))
    browser = Browser(app, reader)
    since = "/zh-hant/new-posts?since=1"
    seen = way == "public" or (way == "followers" and by == "member")
    assert (SECRET in browser.get("/zh-hant/").text) == seen
    assert (SECRET in browser.get(f"{since}&show=1", headers=PART).text) == seen
    assert ("1篇新帖" in browser.get(since, headers=PART).text) == seen
    assert (SECRET in browser.get("/zh-hant/?feed=for-you").text) == (way == "public")
    assert (SECRET in Browser(app).get("/zh-hant/").text) == (way in ("public", "blocks", "blocked"))
    assert post.id


def test_what_is_muted_is_in_neither_feed(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, f"{SECRET} #鐵瓶")
    followed(cast.nina, "member", cast.mei)
    for mute in (
        {"kind": "member", "target": cast.mei.id}, {"kind": "tag", "target": Tag.get().id}, {"kind": "word", "word": "祕密"},
    ):  # fmt: skip
        browser = Browser(app, cast.nina)
        ways = ("/zh-hant/", "/zh-hant/?feed=for-you", "/zh-hant/new-posts?since=1&show=1")
        assert all(SECRET in browser.get(way, headers=PART).text for way in ways)
        Mute.create(member=cast.nina.id, **mute)
        assert not any(SECRET in browser.get(way, headers=PART).text for way in ways)
        Mute.delete().execute()
    assert post.id


def test_new_goods_are_not_called_posts(app: Any, cast: Cast) -> None:
    followed(cast.nina, "storefront", cast.kyoto)
    browser = Browser(app, cast.nina)
    top = re.search(r"new-posts\?since=(\d+)", browser.get("/zh-hant/").text)
    assert top is not None
    cast.product("志野茶碗")
    told = browser.get(f"/zh-hant/new-posts?since={top[1]}", headers=PART).text
    assert "1件新商品" in told
    assert "篇新帖" not in told


def test_what_is_new_is_counted_and_then_shown_once(app: Any, cast: Cast) -> None:
    followed(cast.nina, "member", cast.mei)
    posted(cast.mei, "先前的")
    browser = Browser(app, cast.nina)
    first = browser.get("/zh-hant/").text
    top = re.search(r"new-posts\?since=(\d+)", first)
    assert top is not None
    address = f"/zh-hant/new-posts?since={top[1]}"
    assert "篇新帖" not in browser.get(address, headers=PART).text
    fresh = [posted(cast.mei, f"第{n}篇新的") for n in range(3)]
    told = browser.get(address, headers=PART).text
    assert "3篇新帖" in told
    assert 'href="/zh-hant/"' in told
    shown = browser.get(f"{address}&show=1", headers=PART).text
    assert stream(shown) == [p.id for p in reversed(fresh)]
    again = re.search(r"new-posts\?since=(\d+)", shown)
    assert again is not None
    assert int(again[1]) > int(top[1])
    assert "篇新帖" not in browser.get(f"/zh-hant/new-posts?since={again[1]}", headers=PART).text
    assert browser.get(address).location.endswith("/zh-hant/"), "without scripts it is the page itself"
    assert newer(cast.nina.id, "nonsense").things == []


def test_keys_that_make_no_sense_begin_anew(app: Any, cast: Cast) -> None:
    followed(cast.nina, "member", cast.mei)
    post = posted(cast.mei)
    for key in ("x", "1.2.3", "1.1.1.1.ghost.1", "..", "9" * 30, "1.1.1.1.member.²", f"{10**17}.0.0.{10**17}.member.1"):
        assert Browser(app, cast.nina).get(f"/zh-hant/?before={key}").status == 200
    assert [t.id for t in following(cast.nina.id, "x").things] == [post.id]


def test_who_follows_nobody_is_led_on(app: Any, cast: Cast) -> None:
    posted(cast.mei, "今天的河邊")
    page = Browser(app, cast.nina).get("/zh-hant/?feed=following")
    assert "還沒有人在你的圈裡" in page.text
    assert 'href="/zh-hant/@mei"' in page.text
    assert "1篇熱門的帖" in page.text
    assert 'href="/zh-hant/?feed=for-you"' in page.text
    assert Browser(app, cast.nina).get("/zh-hant/?feed=for-you").words("h1") == ["小蜜圈"]
    followed(cast.nina, "member", cast.tang)
    assert "你關注的人還沒寫什麼" in Browser(app, cast.nina).get("/zh-hant/").text


def test_ones_own_have_their_turn_and_are_not_called_new(app: Any, cast: Cast) -> None:
    mine = [at(cast.nina, timedelta(hours=n)) for n in range(1, 4)]
    page = Browser(app, cast.nina).get("/zh-hant/?feed=following").text
    assert stream(page) == [p.id for p in mine]
    assert "還沒有人在你的圈裡" in page, "who follows nobody is still led on"
    hers = at(cast.mei, timedelta(hours=9))
    followed(cast.nina, "member", cast.mei)
    browser = Browser(app, cast.nina)
    page = browser.get("/zh-hant/").text
    assert stream(page) == [mine[0].id, hers.id, mine[1].id, mine[2].id]
    assert "還沒有人在你的圈裡" not in page
    top = re.search(r"new-posts\?since=(\d+)", page)
    assert top is not None
    own = posted(cast.nina, "我剛寫的")
    address = f"/zh-hant/new-posts?since={top[1]}"
    assert "篇新帖" not in browser.get(address, headers=PART).text
    late = posted(cast.mei, "她剛寫的")
    assert "1篇新帖" in browser.get(address, headers=PART).text
    assert stream(browser.get(f"{address}&show=1", headers=PART).text) == [late.id]
    assert stream(Browser(app, cast.nina).get("/zh-hant/").text)[:2] == [late.id, own.id]


def test_a_tags_moment_is_when_its_post_came_out(app: Any, cast: Cast) -> None:
    tag = Tag.create(name="茶", slug="茶", posts=1)
    posts = [at(cast.mei, timedelta(days=n)) for n in range(3)]
    for post in posts:
        PostTag.create(post=post.id, tag=tag.id, at=post.published_at)
    followed(cast.nina, "tag", tag)
    assert [t.id for t in following(cast.nina.id).things] == [p.id for p in posts]
    blocked(cast.mei.id, cast.nina.id)
    assert following(cast.nina.id).things == []
