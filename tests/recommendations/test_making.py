"""Recommendations as the worker makes them: from every way, with a reason that is true, and never what is not wanted."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.boards import actions as boards
from miquan.circle import actions
from miquan.circle.models import Post
from miquan.circle.rules import Spot
from miquan.db import counting_queries, now
from miquan.follows import actions as follows
from miquan.follows.models import Follow, Mute
from miquan.outbox.worker import Worker
from miquan.portraits.models import Interest, Signal, Weight
from miquan.products.models import Product, Tag
from miquan.recommendations import alike
from miquan.recommendations.making import renew
from miquan.recommendations.models import Dismissed, Recommended, Similar
from miquan.recommendations.queries import recommended_goods, recommended_people, recommended_posts
from tests.cast import Cast
from tests.circle.filled import blocked, published
from tests.circle.test_posts import posted
from tests.recommendations.test_served import tagged


def why(member: Member, kind: str = "post") -> dict[int, tuple[str, str]]:
    """Item -> (reason, sentence) of what a member is shown."""
    read = {"post": recommended_posts, "product": recommended_goods}
    items = (
        read[kind](member.id).items
        if kind in read
        else [one.recommendation for one in recommended_people(member.id, 20)]
    )
    return {one.item: (one.reason, one.why) for one in items}


def stored(member: Member, kind: str = "post") -> dict[int, str]:
    rows = Recommended.select().where(Recommended.member == member.id, Recommended.kind == kind)
    return {row.item: row.reason for row in rows}


def crowd(cast: Cast, count: int = 4) -> list[Member]:
    return [cast.member(f"crowd_{n}", f"路人{n}") for n in range(count)]


def test_whoever_kept_this_kept_that(app: Any, cast: Cast) -> None:
    one, other, third = (posted(cast.mei, f"第{n}天") for n in range(3))
    bowl, vase = cast.product(), cast.product("備前花入")
    for member in crowd(cast):
        for kind, item in (("post", one), ("post", other), ("product", bowl), ("product", vase)):
            boards.save(kind, item.id, by=member.id)
        follows.follow("member", cast.mei.id, by=member.id)
        follows.follow("member", cast.tang.id, by=member.id)
    boards.save("post", third.id, by=member.id)
    for kind in alike.KINDS:
        assert alike.learn_all(kind) == 2, kind
    assert {(row.kind, row.item, row.other) for row in Similar.select()} == {
        ("post", one.id, other.id), ("post", other.id, one.id), ("product", bowl.id, vase.id), ("product", vase.id, bowl.id),
        ("member", cast.mei.id, cast.tang.id), ("member", cast.tang.id, cast.mei.id),
    }  # fmt: skip
    assert cast.edinburgh.owner_id == cast.tang.id
    boards.save("post", one.id, by=cast.ruo.id)
    boards.save("product", bowl.id, by=cast.ruo.id)
    follows.follow("member", cast.mei.id, by=cast.ruo.id)
    renew(cast.ruo.id)
    assert why(cast.ruo)[other.id] == ("saved_post", "因為你收藏了「第0天」")
    assert one.id not in why(cast.ruo), "what they kept is nothing new"
    assert why(cast.ruo, "product")[vase.id] == ("saved_product", "因為你收藏了「志野茶碗」")
    assert why(cast.ruo, "member")[cast.tang.id] == ("followed_member", "關注林美的人也關注這個人")


def test_what_one_person_alone_chose_says_nothing(app: Any, cast: Cast) -> None:
    one, other = posted(cast.mei, "一"), posted(cast.mei, "二")
    for post in (one, other):
        boards.save("post", post.id, by=cast.nina.id)
    assert alike.learn_all("post") == 0


def test_by_day_only_what_was_touched_is_learnt_anew(app: Any, cast: Cast) -> None:
    one, other, third, fourth = (posted(cast.mei, f"第{n}天") for n in range(4))
    people = crowd(cast)
    for member in people:
        for post in (one, other):
            boards.save("post", post.id, by=member.id)
    alike.learn_all("post")
    for member in people:
        for post in (third, fourth):
            boards.save("post", post.id, by=member.id)
    worker = Worker(app, ["alike"])
    while worker.step("alike"):
        pass
    known = {(row.item, row.other) for row in Similar.select()}
    ids = [one.id, other.id, third.id, fourth.id]
    assert known == {(a, b) for a in ids for b in ids if a != b}
    for member in people:
        boards.unsave("post", fourth.id, by=member.id)
    while worker.step("alike"):
        pass
    assert fourth.id not in {item for row in Similar.select() for item in (row.item, row.other)}
    Similar.create(kind="post", item=fourth.id, other=one.id, weight=9)
    alike.learn_all("post")
    assert fourth.id not in {row.item for row in Similar.select()}, "what nobody keeps any more goes by night"


def test_friends_tags_places_and_the_portrait_lead_on(app: Any, cast: Cast) -> None:
    Member.update(country="JP", city="kyoto").where(Member.id == cast.ruo.id).execute()
    near = posted(cast.mei, "鴨川", spot=Spot("JP", "kyoto"))
    far = posted(cast.tang, "海邊 #毛衣", spot=Spot("GB", "edinburgh"))
    bowl = cast.product(category="tea-bowls", brand="樂")
    shown = posted(cast.mei, "開箱", products=(bowl.id,))
    passed = posted(cast.mo, "一篇好的")
    actions.repost(passed.id, by=cast.nina.id, word="看")
    follows.follow("member", cast.nina.id, by=cast.ruo.id)
    follows.follow("tag", Tag.get(Tag.slug == "毛衣").id, by=cast.ruo.id)
    follows.follow("member", cast.tang.id, by=cast.nina.id)
    Interest.create(member=cast.ruo.id, kind="category", key="ceramics-tea")
    Weight.create(member=cast.ruo.id, kind="country", key="GB", weight=2)
    assert cast.edinburgh.owner_id == cast.tang.id
    renew(cast.ruo.id)
    found = why(cast.ruo)
    assert found[near.id] == ("place", "和你一樣在京都")
    assert found[far.id][0] in ("followed_tag", "friend_follows")
    assert found[shown.id] == ("category", "因為你選了陶瓷與茶道具")
    assert found[passed.id] == ("friend_reposted", "你關注的妮娜轉發過")
    assert why(cast.ruo, "product") == {bowl.id: ("category", "因為你選了陶瓷與茶道具")}
    people = why(cast.ruo, "member")
    assert people[cast.mei.id] == ("category", "因為你選了陶瓷與茶道具")
    assert people[cast.tang.id][0] in ("friend_follows", "country", "followed_tag")


def test_every_reason_that_is_stored_is_true(app: Any, cast: Cast) -> None:
    """Whatever led somewhere: read a moment later, nothing of it is held back for being untrue."""
    test_friends_tags_places_and_the_portrait_lead_on(app, cast)
    for kind in ("post", "member", "product"):
        assert set(why(cast.ruo, kind)) == set(stored(cast.ruo, kind)), kind


UNWANTED: dict[str, Any] = {
    "blocked": lambda cast, post, bowl: blocked(cast.ruo.id, cast.mei.id),
    "blocks": lambda cast, post, bowl: blocked(cast.mei.id, cast.ruo.id),
    "muted": lambda cast, post, bowl: Mute.create(member=cast.ruo.id, kind="member", target=cast.mei.id),
    "muted tag": lambda cast, post, bowl: Mute.create(member=cast.ruo.id, kind="tag", target=Tag.get(Tag.slug == "茶").id),
    "muted word": lambda cast, post, bowl: Mute.create(member=cast.ruo.id, kind="word", word="茶"),
    "banned tag": lambda cast, post, bowl: Interest.create(member=cast.ruo.id, kind="tag", key="茶", stance="banned"),
    "banned category": lambda cast, post, bowl: Interest.create(member=cast.ruo.id, kind="category", key="ceramics-tea", stance="banned"),
    "dismissed": lambda cast, post, bowl: [
        Dismissed.create(member=cast.ruo.id, kind="post", item=post.id),
        Dismissed.create(member=cast.ruo.id, kind="product", item=bowl.id),
    ],
    "left": lambda cast, post, bowl: Member.update(active=False).where(Member.id == cast.mei.id).execute(),
    "hidden": lambda cast, post, bowl: [
        Post.update(state="hidden").execute(), Product.update(state="sold_out", available=False).execute(),
    ],
    "followers": lambda cast, post, bowl: [Post.update(visibility="followers").execute(), Product.delete().where(Product.id == 0).execute(), Product.update(state="archived").execute()],
    "unlisted": lambda cast, post, bowl: [Post.update(visibility="unlisted").execute(), Product.update(state="draft").execute()],
    "scheduled": lambda cast, post, bowl: [
        Post.update(state="scheduled", scheduled_at=now()).execute(), Product.update(available=False).execute(),
    ],
    "removed": lambda cast, post, bowl: [Post.update(state="removed").execute(), Product.update(state="removed").execute()],
}  # fmt: skip


@pytest.mark.parametrize("way", UNWANTED)
def test_what_is_not_wanted_is_never_made(app: Any, cast: Cast, way: str) -> None:
    bowl = cast.product("茶碗", category="tea-bowls", tags=("茶",))
    post = posted(cast.mei, "一碗茶 #茶", products=(bowl.id,))
    Follow.create(follower=cast.ruo.id, kind="tag", target=Tag.get(Tag.slug == "茶").id)
    renew(cast.ruo.id)
    assert (post.id in stored(cast.ruo), bowl.id in stored(cast.ruo, "product")) == (True, True)
    UNWANTED[way](cast, post, bowl)
    renew(cast.ruo.id)
    assert stored(cast.ruo) == stored(cast.ruo, "product") == {}
    assert way not in ("blocked", "blocks", "muted", "left") or stored(cast.ruo, "member") == {}


def test_own_things_are_not_recommended(app: Any, cast: Cast) -> None:
    bowl = cast.product(tags=("茶",))
    posted(cast.mei, "一碗茶 #茶", products=(bowl.id,))
    Follow.create(follower=cast.mei.id, kind="tag", target=Tag.get(Tag.slug == "茶").id)
    renew(cast.mei.id)
    assert Recommended.select().count() == 0


def test_two_of_an_author_a_page_and_a_tenth_is_unexpected(app: Any, cast: Cast) -> None:
    authors = crowd(cast, 12)
    liked = [published(author, f"茶{n}") for author in authors for n in range(3)]
    for post in liked:
        tagged(post, "茶")
    strange = [published(author, f"毛衣{n}", hotness=10**6) for author in crowd_of(cast, "other", 12) for n in range(2)]
    Interest.create(member=cast.ruo.id, kind="tag", key="茶")
    renew(cast.ruo.id)
    page = recommended_posts(cast.ruo.id).items
    whose = [Post.get_by_id(one.item).author_id for one in page]
    assert len(page) == 20
    assert max(whose.count(author) for author in whose) <= 2
    unexpected = [one.item for one in page if one.reason == "explore"]
    assert len(unexpected) == 2
    assert set(unexpected) <= {post.id for post in strange}


def crowd_of(cast: Cast, name: str, count: int) -> list[Member]:
    return [cast.member(f"{name}_{n}", f"人{n}") for n in range(count)]


def test_a_newcomer_with_three_interests_gets_a_front_page_that_fits(app: Any, cast: Cast) -> None:
    people = crowd(cast, 9)
    fitting, others = [], []
    for n, author in enumerate(people):
        for word in ("鐵瓶", "茶碗", "茶葉"):
            fitting.append(published(author, f"{word}{n}"))
            tagged(fitting[-1], word)
        others.append(published(author, f"別的{n}", hotness=10**9))
        tagged(others[-1], "毛衣")
    for key in ("鐵瓶", "茶碗", "茶葉"):
        Interest.create(member=cast.ruo.id, kind="tag", key=key)
    renew(cast.ruo.id)
    page = recommended_posts(cast.ruo.id).items
    fits = {post.id for post in fitting}
    assert len(page) >= 18
    assert sum(one.item in fits for one in page) >= 0.85 * len(page)
    assert {one.why for one in page if one.item in fits} == {
        f"因為你說過喜歡#{key}" for key in ("鐵瓶", "茶碗", "茶葉")
    }


def test_what_they_have_opened_comes_after_what_they_have_not(app: Any, cast: Cast) -> None:
    one, other = posted(cast.mei, "一 #茶"), posted(cast.mei, "二 #茶")
    Interest.create(member=cast.ruo.id, kind="tag", key="茶")
    Signal.create(member=cast.ruo.id, verb="view", kind="post", item=other.id, day=now().date())
    renew(cast.ruo.id)
    assert recommended_posts(cast.ruo.id).ids == [one.id, other.id]


def test_the_work_does_not_grow_with_what_there_is(app: Any, cast: Cast) -> None:
    Interest.create(member=cast.ruo.id, kind="tag", key="茶")
    tagged(published(cast.mei, "一"), "茶")
    renew(cast.ruo.id)
    with counting_queries() as few:
        renew(cast.ruo.id)
    for n in range(60):
        tagged(published(cast.mei, f"{n}"), "茶")
    with counting_queries() as many:
        renew(cast.ruo.id)
    assert len(many) == len(few)
