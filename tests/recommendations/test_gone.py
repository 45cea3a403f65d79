"""Of what is gone for good nothing is left in portraits and recommendations; what is only hidden may come back."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.circle import actions as circle
from miquan.db import now, transaction
from miquan.departures.registry import SECTIONS
from miquan.follows.models import Mute
from miquan.outbox import Event, record
from miquan.outbox.worker import Worker
from miquan.portraits.models import Interest, Signal
from miquan.products import actions as products
from miquan.products.actions.tags import forget_unused_tags
from miquan.products.models import Tag
from miquan.recommendations.models import Dismissed, Recommended, Similar
from tests.cast import Cast
from tests.circle.filled import published


def worked(app: Any) -> None:
    worker = Worker(app, ["alike", "default", "portraits"])
    for lane in worker.lanes:
        while worker.step(lane):
            pass


def known(kind: str) -> set[int]:
    """Items of a kind that anything is still kept about."""
    rows = {
        item
        for model in (Dismissed, Recommended, Signal)
        for (item,) in model.select(model.item).where(model.kind == kind).tuples()
    }
    pairs = Similar.select(Similar.item, Similar.other).where(Similar.kind == kind).tuples()
    return rows | {item for pair in pairs for item in pair}


def keep(cast: Cast, kind: str, *items: int) -> None:
    for item in items:
        Dismissed.create(member=cast.ruo.id, kind=kind, item=item)
        Recommended.create(member=cast.ruo.id, kind=kind, item=item, rank=item, reason="explore")
        Signal.create(member=cast.ruo.id, verb="view", kind=kind, item=item, day=now().date())
    for one, other in (items, items[::-1]):
        Similar.create(kind=kind, item=one, other=other, weight=1.0)


def test_a_post_that_is_hidden_is_kept_and_one_that_is_removed_is_not(app: Any, cast: Cast) -> None:
    one, other = published(cast.mei, "一"), published(cast.mei, "二")
    keep(cast, "post", one.id, other.id)
    circle.hide(one.id, by=cast.mo.id, reason="看看")
    worked(app)
    assert known("post") == {one.id, other.id}
    circle.remove(one.id, by=cast.mei.id)
    worked(app)
    assert known("post") == {other.id}


def test_a_product_that_is_archived_is_kept_and_one_that_is_removed_is_not(app: Any, cast: Cast) -> None:
    one, other = cast.product(), cast.product("備前花入")
    keep(cast, "product", one.id, other.id)
    products.archive(one.id, by=cast.mei.id)
    worked(app)
    assert known("product") == {one.id, other.id}
    products.remove(one.id, by=cast.mei.id)
    worked(app)
    assert known("product") == {other.id}


@pytest.mark.parametrize("keep_words", [True, False])
def test_with_a_member_goes_what_was_theirs(app: Any, cast: Cast, keep_words: bool) -> None:
    post, bowl, me = published(cast.mei, "一"), cast.product(), cast.mei.id
    others = published(cast.tang), cast.product("毛衣", storefront=cast.edinburgh)
    for kind, one, other in (("post", post, others[0]), ("product", bowl, others[1]), ("member", cast.mei, cast.tang)):
        keep(cast, kind, one.id, other.id)
    Signal.create(member=cast.ruo.id, verb="follow", kind="storefront", item=cast.kyoto.id, day=now().date())
    for section in SECTIONS[:-1]:
        section.erase(me, keep_words)
    with transaction():
        record(Event.MEMBER_ERASED, subject=("member", me))
    worked(app)
    assert known("member") == {cast.tang.id}
    assert known("storefront") == set()
    assert known("product") == {others[1].id}
    assert known("post") == ({post.id, others[0].id} if keep_words else {others[0].id})


def test_a_tag_that_is_dropped_takes_along_what_was_said_of_its_id_and_leaves_what_was_said_of_its_name(
    app: Any, cast: Cast
) -> None:
    tag, me = Tag.create(slug="鐵瓶", name="鐵瓶"), cast.ruo.id
    Interest.create(member=me, kind="tag", key="鐵瓶", stance="banned")
    for at, member in ((now(), cast.ruo), (now() + timedelta(hours=1), cast.nina)):
        Dismissed.create(member=member.id, kind="tag", item=tag.id, at=at)
        Mute.create(member=member.id, kind="tag", target=tag.id, at=at)
        Signal.create(member=member.id, verb="search", kind="tag", item=tag.id, day=at.date(), at=at)
    with transaction():
        forget_unused_tags([tag.id])
    assert Tag.select().count() == 0
    worked(app)
    for model in (Dismissed, Mute, Signal):
        assert [row.member_id for row in model.select()] == [cast.nina.id], "another tag bears the id by then"
    assert Interest.select().count() == 1
