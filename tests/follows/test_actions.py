"""Following, muting and blocking: rows, counters, events, and who may not."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import now
from miquan.follows import actions
from miquan.follows.models import Block, Follow, Mute
from miquan.follows.personal import SECTIONS
from miquan.follows.recounting import recount
from miquan.follows.rules import NotHere, NotReady
from miquan.outbox.models import EventRow
from miquan.products.models import Tag
from miquan.storefronts.models import Storefront
from tests.cast import Cast

KINDS = ("member", "tag", "storefront")


def targets(cast: Cast) -> dict[str, Any]:
    """One thing of each kind that can be followed."""
    return {"member": cast.mei, "tag": Tag.create(name="鐵瓶", slug="鐵瓶", posts=1), "storefront": cast.kyoto}


def followers(thing: Any) -> int:
    return int(type(thing).get_by_id(thing.id).followers)


def said() -> list[str]:
    names = EventRow.select(EventRow.name).where(EventRow.subject_kind.in_((*KINDS, "word"))).order_by(EventRow.id)
    return [name for (name,) in names.tuples() if name.partition(".")[2] not in ("joined", "changed", "opened")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_follow_counts_once_and_is_told_once(app: Any, cast: Cast, kind: str) -> None:
    thing = targets(cast)[kind]
    assert [actions.follow(kind, thing.id, by=cast.nina.id) for _ in range(2)] == [True, False]
    assert followers(thing) == 1
    assert Member.get_by_id(cast.nina.id).following == (kind == "member")
    assert [actions.unfollow(kind, thing.id, by=cast.nina.id) for _ in range(2)] == [True, False]
    assert followers(thing) == 0
    assert Member.get_by_id(cast.nina.id).following == 0
    assert said() == [f"{kind}.followed", f"{kind}.unfollowed"]


def test_what_cannot_be_followed(app: Any, cast: Cast) -> None:
    things = targets(cast)
    for kind, target, by in (
        ("member", cast.nina.id, cast.nina), ("storefront", cast.kyoto.id, cast.mei), ("brand", 1, cast.nina),
        *((kind, 99_999, cast.nina) for kind in KINDS),
    ):  # fmt: skip
        with pytest.raises(NotHere):
            actions.follow(kind, target, by=by.id)
    Storefront.update(state="closed").where(Storefront.id == cast.kyoto.id).execute()
    with pytest.raises(NotHere):
        actions.follow("storefront", cast.kyoto.id, by=cast.nina.id)
    Member.update(active=False).where(Member.id == cast.mei.id).execute()
    with pytest.raises(NotHere):
        actions.follow("member", cast.mei.id, by=cast.nina.id)
    assert Follow.select().count() == 0
    assert followers(things["member"]) == 0


def test_nobody_follows_without_end(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    things = targets(cast)
    monkeypatch.setattr("miquan.follows.actions.following.MOST_FOLLOWS", 1)
    actions.follow("tag", things["tag"].id, by=cast.nina.id)
    with pytest.raises(NotReady):
        actions.follow("member", cast.mei.id, by=cast.nina.id)
    assert Follow.select().count() == 1
    assert followers(cast.mei) == 0


@pytest.mark.parametrize("turned", [False, True])
def test_a_block_ends_follows_both_ways_and_lets_none_begin(app: Any, cast: Cast, turned: bool) -> None:
    actions.follow("member", cast.mei.id, by=cast.nina.id)
    actions.follow("member", cast.nina.id, by=cast.mei.id)
    actions.follow("storefront", cast.kyoto.id, by=cast.nina.id)
    actions.follow("member", cast.ruo.id, by=cast.nina.id)
    one, other = (cast.mei, cast.nina) if turned else (cast.nina, cast.mei)
    assert [actions.block(other.id, by=one.id) for _ in range(2)] == [True, False]
    assert list(Follow.select(Follow.follower, Follow.target).tuples()) == [(cast.nina.id, cast.ruo.id)]
    assert set(recount().values()) == {0}
    for me, kind, target in (
        (cast.nina, "member", cast.mei.id), (cast.mei, "member", cast.nina.id), (cast.nina, "storefront", cast.kyoto.id),
    ):  # fmt: skip
        with pytest.raises(NotHere):
            actions.follow(kind, target, by=me.id)
    assert actions.unblock(other.id, by=one.id)
    assert not actions.unblock(other.id, by=one.id)
    assert actions.follow("member", cast.mei.id, by=cast.nina.id)
    assert said().count("member.blocked") == said().count("member.unblocked") == 1


def test_followers_of_a_storefront_go_with_whom_it_belonged_to(app: Any, cast: Cast) -> None:
    for kind, target in (("member", cast.mei.id), ("storefront", cast.kyoto.id)):
        actions.follow(kind, target, by=cast.nina.id)
    follows = next(section for section in SECTIONS if section.name == "follows")
    follows.erase(cast.mei.id, False)
    assert Follow.select().count() == 0
    assert (followers(cast.mei), followers(cast.kyoto)) == (0, 0)
    assert set(recount().values()) == {0}


def test_nobody_blocks_themselves_or_what_is_not_there(app: Any, cast: Cast) -> None:
    for target in (cast.nina.id, 99_999):
        with pytest.raises(NotHere):
            actions.block(target, by=cast.nina.id)
    assert Block.select().count() == 0


def test_nobody_hides_from_those_who_look_after_the_site(app: Any, cast: Cast) -> None:
    for by, target in ((cast.nina, cast.mo), (cast.nina, cast.ou), (cast.mo, cast.nina)):
        with pytest.raises(NotReady):
            actions.block(target.id, by=by.id)
    assert Block.select().count() == 0
    assert actions.mute("member", target=cast.mo.id, by=cast.nina.id)


def test_a_mute_lasts_as_long_as_it_was_chosen_for(app: Any, cast: Cast) -> None:
    tag = targets(cast)["tag"]
    forever = actions.mute("member", target=cast.mei.id, by=cast.nina.id)
    assert forever.until is None
    again = actions.mute("member", target=cast.mei.id, by=cast.nina.id, days=7)
    assert again.id == forever.id
    assert again.until
    assert 6.9 < (again.until - now()).total_seconds() / 86_400 < 7.1
    word = actions.mute("word", word="  折扣 ", by=cast.nina.id, days=30)
    assert word.word == "折扣"
    actions.mute("tag", target=tag.id, by=cast.nina.id)
    assert Mute.select().count() == 3
    assert actions.unmute(word.id, by=cast.nina.id).word == "折扣"
    for mute_id in (word.id, 99_999):
        with pytest.raises(NotHere):
            actions.unmute(mute_id, by=cast.nina.id)
    with pytest.raises(NotHere):
        actions.unmute(forever.id, by=cast.mei.id)


def test_what_cannot_be_muted(app: Any, cast: Cast) -> None:
    for kind, target in (("member", cast.nina.id), ("member", 99_999), ("tag", 99_999), ("brand", 1)):
        with pytest.raises(NotHere):
            actions.mute(kind, target=target, by=cast.nina.id)
    for word in ("", " \u200b ", "字" * 61):
        with pytest.raises(NotReady):
            actions.mute("word", word=word, by=cast.nina.id)
    with pytest.raises(ValueError, match="8 days"):
        actions.mute("word", word="字", by=cast.nina.id, days=8)
    assert Mute.select().count() == 0


def test_words_that_are_muted_are_few(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miquan.follows.actions.muting.MOST_WORDS", 1)
    actions.mute("word", word="折扣", by=cast.nina.id)
    actions.mute("word", word="折扣", days=7, by=cast.nina.id)
    with pytest.raises(NotReady):
        actions.mute("word", word="團購", by=cast.nina.id)
    actions.mute("member", target=cast.mei.id, by=cast.nina.id)
    assert Mute.select().count() == 2
