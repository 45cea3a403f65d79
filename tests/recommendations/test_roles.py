"""What members answer at the start weighs: shoppers are led to who sells, buyers to who sells where they live, all to what
they can read."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import now
from miquan.outbox import Delivery
from miquan.portraits import actions
from miquan.portraits.models import Portrait
from miquan.recommendations import rules
from miquan.recommendations.making import renew
from miquan.recommendations.models import Recommended
from tests.cast import Cast
from tests.circle.filled import published
from tests.recommendations.test_served import tagged


@pytest.mark.parametrize(
    ("role", "sells", "near", "leans"),
    [
        ("shopper", True, False, True), ("shopper", True, True, True), ("shopper", False, True, False),
        ("buyer", True, True, True), ("buyer", True, False, False), ("buyer", False, True, False),
        ("both", True, True, False), ("", True, True, False),
    ],
)  # fmt: skip
def test_who_leans_where(role: str, sells: bool, near: bool, leans: bool) -> None:
    assert rules.lean(role, sells=sells, near=near) == (rules.LEAN if leans else 1.0)


def scores(member: Member, kind: str) -> dict[int, float]:
    rows = Recommended.select(Recommended.item, Recommended.score)
    return dict(rows.where(Recommended.member == member.id, Recommended.kind == kind).tuples())


def test_people_who_sell_and_their_posts_are_worth_more(app: Any, cast: Cast) -> None:
    """Mei sells in Japan, Tang in Britain, Mo sells nothing; the reader lives in Japan."""
    assert (cast.kyoto.owner_id, cast.edinburgh.owner_id) == (cast.mei.id, cast.tang.id)
    posts = [published(author, "一碗茶") for author in (cast.mei, cast.tang, cast.mo)]
    for post in posts:
        tagged(post, "茶")
    Member.update(country="JP").where(Member.id == cast.ruo.id).execute()
    Member.update(posts=1).execute()
    actions.say("tag", "茶", "named", by=cast.ruo.id)
    found = {}
    for role in ("", "shopper", "buyer", "both"):
        actions.take_role(role, by=cast.ruo.id)
        renew(cast.ruo.id)
        of_posts, of_people = scores(cast.ruo, "post"), scores(cast.ruo, "member")
        people = (cast.mei, cast.tang, cast.mo)
        found[role] = [of_posts[post.id] for post in posts] + [of_people[person.id] for person in people]
    for role, factors in (("shopper", (1.5, 1.5, 1.0)), ("buyer", (1.5, 1.0, 1.0)), ("both", (1.0, 1.0, 1.0))):
        wanted = [pytest.approx(score * factor, rel=0.01) for score, factor in zip(found[""], factors * 2, strict=True)]
        assert found[role] == wanted, role
    Member.update(place_shown="nobody").where(Member.id == cast.mei.id).execute()
    actions.take_role("buyer", by=cast.ruo.id)
    renew(cast.ruo.id)
    assert scores(cast.ruo, "post")[posts[0].id] == pytest.approx(found[""][0], rel=0.01), "where they live is theirs"


def test_buyers_are_recommended_fewer_goods(app: Any, cast: Cast) -> None:
    shops = (cast.kyoto, cast.edinburgh)
    for n in range(6):
        cast.product(f"茶碗{n}", tags=("茶",), storefront=shops[n % 2])
    actions.say("tag", "茶", "named", by=cast.ruo.id)
    many = {}
    for role in ("shopper", "buyer", "both"):
        actions.take_role(role, by=cast.ruo.id)
        renew(cast.ruo.id)
        many[role] = len(scores(cast.ruo, "product"))
    assert many["shopper"] == many["both"] > many["buyer"] > 0


def test_choosing_it_is_told(app: Any, cast: Cast) -> None:
    actions.take_role("buyer", by=cast.ruo.id)
    assert Portrait.get_by_id(cast.ruo.id).changed_at <= now()
    assert Delivery.select().where(Delivery.subscriber == "recommendations.renew").count() == 1


@pytest.mark.parametrize(
    ("reads", "legible"),
    [
        ((), ("zh-hant", "en", "ja")), (("zh-hans",), ("zh-hant",)), (("yue",), ("zh-hant",)),
        (("en", "ja"), ("en", "ja")),
    ],
)  # fmt: skip
def test_what_they_cannot_read_comes_after_what_they_can(
    app: Any, cast: Cast, reads: tuple[str, ...], legible: tuple[str, ...]
) -> None:
    posts = {lang: published(cast.mei, "一碗茶", lang=lang) for lang in ("zh-hant", "en", "ja")}
    for post in posts.values():
        tagged(post, "茶")
    actions.say("tag", "茶", "named", by=cast.ruo.id)
    for key in reads:
        actions.say("language", key, "named", by=cast.ruo.id)
    renew(cast.ruo.id)
    found = scores(cast.ruo, "post")
    most = min(found[posts[lang].id] for lang in legible)
    for lang in posts.keys() - set(legible):
        assert found[posts[lang].id] < most / 3
