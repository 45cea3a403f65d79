"""What a portrait learns from what members do: once a thing and day, of what everyone may see, and not while it is paused."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.boards import actions as boards
from miquan.circle import actions
from miquan.circle.models import Post, PostTag
from miquan.circle.rules import Spot
from miquan.db import counting_queries, now
from miquan.follows import actions as follows
from miquan.outbox import Event, EventRow
from miquan.outbox.worker import Worker
from miquan.portraits import actions as portraits
from miquan.portraits import rules
from miquan.portraits.forgetting import forget_faint
from miquan.portraits.learning import Done, learn, take_back
from miquan.portraits.models import Pause, Signal, Weight
from miquan.products.models import Product, Tag
from miquan.recommendations import actions as recommendations
from tests.cast import Cast
from tests.circle.test_posts import posted


def weights(member: Any) -> dict[tuple[str, str], float]:
    rows = Weight.select(Weight.kind, Weight.key, Weight.weight).where(Weight.member == member.id)
    return {(kind, key): pytest.approx(weight, abs=0.01) for kind, key, weight in rows.tuples()}


def worked(app: Any) -> None:
    worker = Worker(app, ["portraits"])
    while worker.step("portraits"):
        pass


def view(member: Any, thing: Any, **more: Any) -> Done:
    kind = "post" if isinstance(thing, Post) else "product"
    return Done(**{"member": member.id, "verb": "view", "kind": kind, "item": thing.id, "at": now(), **more})


def test_a_post_counts_for_all_that_it_is_about(app: Any, cast: Cast) -> None:
    bowl = cast.product(category="tea-bowls", brand="樂", tags=("老件",))
    post = posted(cast.mei, "河邊 #鐵瓶", spot=Spot("JP", "kyoto"), products=(bowl.id,))
    assert learn([view(cast.nina, post)]) == 1
    brand = Product.get_by_id(bowl.id).brand.slug
    assert weights(cast.nina) == {
        ("tag", "鐵瓶"): 1.0, ("category", "tea-bowls"): 0.8, ("brand", brand): 0.8, ("country", "JP"): 0.4,
        ("language", "zh-hant"): 0.2, ("band", rules.band_of(bowl.price_eur)): 0.2,
    }  # fmt: skip
    Weight.delete().execute()
    assert learn([view(cast.nina, bowl)]) == 1
    assert weights(cast.nina)["tag", "老件"] == 1.0


def test_once_a_thing_and_day(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    assert learn([view(cast.nina, post), view(cast.nina, post)]) == 1
    assert learn([view(cast.nina, post)]) == 0
    later = now() + timedelta(days=1)
    assert learn([view(cast.nina, post, at=later)]) == 1
    assert weights(cast.nina)["tag", "鐵瓶"] == rules.decayed(1.0, now(), later) + 1.0
    assert Signal.select().count() == 2
    assert learn([view(cast.ruo, post), view(cast.nina, post, verb="like")]) == 2


@pytest.mark.parametrize("changed", [
    {"visibility": "followers"}, {"visibility": "unlisted"}, {"state": "hidden"}, {"state": "removed"},
])  # fmt: skip
def test_private_content_does_not_count(app: Any, cast: Cast, changed: dict[str, Any]) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    Post.update(**changed).execute()
    assert learn([view(cast.nina, post)]) == 0
    assert Weight.select().count() == Signal.select().count() == 0


def test_neither_do_own_things_nor_what_was_never_there(app: Any, cast: Cast) -> None:
    post, bowl = posted(cast.mei, "河邊 #鐵瓶"), cast.product()
    gone = view(cast.nina, bowl, item=10**6)
    assert learn([view(cast.mei, post), view(cast.mei, bowl), gone]) == 0
    Product.update(state="archived").execute()
    assert learn([view(cast.nina, bowl)]) == 0


def test_paused_members_are_not_learnt_about(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    portraits.pause(by=cast.nina.id)
    actions.like(post.id, by=cast.nina.id)
    assert learn([view(cast.nina, post)]) == 0
    worked(app)
    assert Weight.select().count() == Signal.select().count() == 0
    portraits.resume(by=cast.nina.id)
    worked(app)
    assert Signal.select().count() == 0, "what happened in that time is not caught up with"


def test_what_was_done_while_paused_is_never_learnt_however_late_it_is_told(app: Any, cast: Cast) -> None:
    one, other = posted(cast.mei, "河邊 #鐵瓶"), posted(cast.mei, "山上 #茶")
    me = cast.nina.id
    before = now()
    for _twice in range(2):
        portraits.pause(by=me)
        portraits.pause(by=me)
        actions.like(one.id, by=me)
        during = now()
        portraits.resume(by=me)
        portraits.resume(by=me)
    assert Pause.select().count() == 2
    actions.like(other.id, by=me)
    worked(app)
    assert learn([view(cast.nina, one, at=during)]) == 0
    assert {(row.verb, row.item) for row in Signal.select()} == {("like", other.id)}
    assert learn([view(cast.nina, one, at=before), view(cast.nina, other), view(cast.ruo, one, at=during)]) == 3


def test_of_many_members_each_is_learnt_as_if_alone(app: Any, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("miquan.portraits.learning.TOGETHER", 4)
    posts = [posted(cast.mei, f"{n} #鐵瓶") for n in range(3)]
    people = [cast.nina, cast.ruo, cast.tang, cast.mo]
    portraits.pause(by=cast.tang.id)
    with counting_queries() as seen:
        assert learn([view(member, post) for post in posts for member in people]) == 9
    assert sum(sql.startswith("BEGIN") for sql in seen) <= 2
    for member in people:
        assert weights(member).get(("tag", "鐵瓶")) == (None if member is cast.tang else 3.0)


def doings(cast: Cast, post: Post) -> dict[str, tuple[Any, Any]]:
    """Verb -> how it is done and undone."""
    me = cast.nina.id
    tag = Tag.get(Tag.slug == "鐵瓶")
    said: list[int] = []
    return {
        "like": (lambda: actions.like(post.id, by=me), lambda: actions.unlike(post.id, by=me)),
        "save": (lambda: boards.save("post", post.id, by=me), lambda: boards.unsave("post", post.id, by=me)),
        "comment": (
            lambda: said.append(actions.write_comment(post.id, "真好", by=me).id),
            lambda: actions.remove_comment(said.pop(), by=me),
        ),
        "follow": (lambda: follows.follow("tag", tag.id, by=me), lambda: follows.unfollow("tag", tag.id, by=me)),
        "hide": (
            lambda: recommendations.dismiss("post", post.id, by=me),
            lambda: recommendations.take_back("post", post.id, by=me),
        ),
    }


@pytest.mark.parametrize("verb", ["like", "save", "comment", "follow", "hide"])
def test_what_is_done_is_learnt_and_what_is_undone_is_forgotten(app: Any, cast: Cast, verb: str) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    do, undo = doings(cast, post)[verb]
    for _twice in range(2):
        do()
        worked(app)
        assert weights(cast.nina)["tag", "鐵瓶"] == rules.WEIGHTS[verb]
        assert [row.verb for row in Signal.select()] == [verb]
        undo()
        worked(app)
        assert weights(cast.nina)["tag", "鐵瓶"] == 0.0
        assert Signal.select().count() == 0
    do()
    undo()
    do()
    worked(app)
    assert weights(cast.nina)["tag", "鐵瓶"] == rules.WEIGHTS[verb], "told late, it comes to what is so now"


def test_following_people_and_shops_says_where_and_what(app: Any, cast: Cast) -> None:
    follows.follow("storefront", cast.kyoto.id, by=cast.nina.id)
    worked(app)
    assert weights(cast.nina) == {("category", "ceramics-tea"): 4.8, ("country", "JP"): 2.4}
    follows.follow("member", cast.tang.id, by=cast.nina.id)
    worked(app)
    assert weights(cast.nina)["country", "GB"] == 2.4
    type(cast.tang).update(place_shown="nobody").execute()
    follows.follow("member", cast.tang.id, by=cast.ruo.id)
    worked(app)
    assert weights(cast.ruo) == {}, "where they do not say that they live is no signal"


def test_taking_back_takes_what_is_left_and_not_what_was_learnt_since(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    before = now() - timedelta(days=rules.HALF_LIFE_DAYS)
    learn([view(cast.nina, post, verb="like", at=before)])
    learn([view(cast.nina, post)])
    assert weights(cast.nina)["tag", "鐵瓶"] == 2.5
    assert take_back(cast.nina.id, "like", "post", post.id) == 1
    assert weights(cast.nina)["tag", "鐵瓶"] == 1.0
    PostTag.delete().execute()
    assert take_back(cast.nina.id, "view", "post", post.id) == 1
    assert weights(cast.nina)["tag", "鐵瓶"] == 1.0, "nothing is known of the tag any more: it decays"


def test_recommendations_are_told_once_for_all_that_came_together(app: Any, cast: Cast) -> None:
    post, other = posted(cast.mei, "河邊 #鐵瓶"), posted(cast.mei, "山上")
    learn([view(cast.nina, post), view(cast.ruo, post)])
    learn([view(cast.nina, other)])
    told = [row.subject_id for row in EventRow.select().where(EventRow.name == str(Event.PORTRAIT_CHANGED))]
    assert sorted(told) == sorted([cast.nina.id, cast.ruo.id])


def test_what_is_faint_is_forgotten(app: Any, cast: Cast, monkeypatch: Any) -> None:
    half = rules.HALF_LIFE_DAYS
    for key, weight, halves in (("a", 1.0, 1), ("b", 1.0, 7), ("c", 0.01, 0), ("d", 40.0, 7), ("e", -1.0, 7)):
        at = now() - timedelta(days=half * halves, hours=1)
        Weight.create(member=cast.nina.id, kind="tag", key=key, weight=weight, at=at)
    old = now() - timedelta(days=181)
    for item in range(5):
        Signal.create(member=cast.nina.id, verb="view", kind="post", item=item, day=old.date(), at=old)
    Pause.create(member=cast.nina.id, since=old, until=old)
    monkeypatch.setattr("miquan.portraits.forgetting.MEMBERS", 1)
    forget_faint()
    assert Pause.select().count() == 0
    assert {row.key for row in Weight.select()} == {"a", "d"}
    assert Signal.select().count() == 0


def test_of_too_many_weights_the_heaviest_stay(app: Any, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("miquan.portraits.forgetting.MOST_WEIGHTS", 3)
    for n in range(6):
        Weight.create(member=cast.nina.id, kind="tag", key=str(n), weight=n + 1)
    forget_faint()
    assert {row.key for row in Weight.select()} == {"3", "4", "5"}
