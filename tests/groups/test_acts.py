"""Groups: begun, changed, joined, left, handed over, tended; what may not be done, and what is counted."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.groups import actions, rules, tokens
from miquan.groups.models import Group, GroupAddress, GroupInvite, GroupProduct, GroupTag, Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import GroupWords, NotAllowed, NotHere, NotReady
from miquan.outbox import EventRow
from tests.cast import Cast

TEA = GroupWords(name="京都喝茶", purpose="說說在京都喝茶的事", tags=("茶道", "Uji"), languages=("zh-hant", "ja"))


def begun(cast: Cast, **more: Any) -> Group:
    return actions.start_group(GroupWords(**{**vars(TEA), **more}), by=cast.mei.id)


def codes(error: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in error.value.problems]


def told(name: str) -> list[dict[str, Any]]:
    return [row.data for row in EventRow.select().where(EventRow.name == name).order_by(EventRow.id)]


def test_a_group_begins_with_its_owner_tags_and_an_address_of_its_name(app: Any, cast: Cast) -> None:
    group = begun(cast, rules="1. 說*自己*的經驗", questions=("喝什麼茶", "喝什麼茶", ""))
    assert (group.slug, group.members, group.questions) == ("jing-du-he-cha", 1, ["喝什麼茶"])
    assert "<em>自己</em>" in group.rules_html
    assert role_of(cast.mei.id, group.id) == "owner"
    assert [row.tag.name for row in GroupTag.select().order_by(GroupTag.id)] == ["茶道", "Uji"]
    assert [len(told(name)) for name in ("group.started", "membership.given")] == [1, 1]
    assert begun(cast).slug == "jing-du-he-cha-2"


def test_a_member_begins_three_groups_a_day(app: Any, cast: Cast) -> None:
    for _n in range(rules.A_DAY):
        begun(cast)
    with pytest.raises(NotReady) as refused:
        begun(cast)
    assert codes(refused) == [("name", "often")]
    Group.update(created_at=now() - timedelta(days=2)).execute()
    begun(cast)


WRONG = [
    ({"name": ""}, ("name", "missing")),
    ({"name": "長" * 61}, ("name", "long")),
    ({"purpose": " "}, ("purpose", "missing")),
    ({"purpose": "長" * 201}, ("purpose", "long")),
    ({"slug": "Tee Haus"}, ("slug", "form")),
    ({"slug": "admin"}, ("slug", "reserved")),
    ({"rules": "長" * 4_001}, ("rules", "long")),
    ({"questions": tuple("123456")}, ("questions", "many")),
    ({"flairs": ("長" * 21,)}, ("flairs", "many")),
    ({"languages": tuple("abcdefg")}, ("languages", "many")),
    ({"tags": tuple("123456789")}, ("tags", "many")),
    ({"visibility": "secret"}, ("visibility", "unknown")),
    ({"joining": "never"}, ("joining", "unknown")),
    ({"visibility": "private"}, ("joining", "private")),
    ({"slow_seconds": 7}, ("slow_seconds", "unknown")),
    ({"rules": "https://a.example https://b.example https://c.example"}, ("rules", "links")),
]


@pytest.mark.parametrize(("change", "code"), WRONG)
def test_what_a_group_cannot_be(app: Any, cast: Cast, change: dict[str, Any], code: tuple[str, str]) -> None:
    with pytest.raises(NotReady) as refused:
        begun(cast, **change)
    assert codes(refused) == [code]
    assert not Group.select().exists()


def test_an_address_moves_leads_on_and_is_given_to_nobody_else(app: Any, cast: Cast) -> None:
    group = begun(cast, slug="tea")
    moved = actions.change_group(group.id, GroupWords(**{**vars(TEA), "slug": "kyoto-tea"}), by=cast.mei.id)
    assert (moved.slug, [row.slug for row in GroupAddress.select()]) == ("kyoto-tea", ["tea"])
    for taken in ("tea", "kyoto-tea"):
        with pytest.raises(NotReady) as refused:
            begun(cast, slug=taken)
        assert codes(refused) == [("slug", "taken")]
    other = begun(cast, slug="bread")
    with pytest.raises(NotReady):
        actions.change_group(other.id, GroupWords(**{**vars(TEA), "slug": "tea"}), by=cast.mei.id)
    back = actions.change_group(group.id, GroupWords(**{**vars(TEA), "slug": "tea"}), by=cast.mei.id)
    assert (back.slug, [row.slug for row in GroupAddress.select()]) == ("tea", ["kyoto-tea"])


def test_only_owners_change_a_group(app: Any, cast: Cast) -> None:
    group = begun(cast)
    actions.join(group.id, by=cast.tang.id)
    actions.set_role(group.id, cast.tang.id, "moderator", by=cast.mei.id)
    for act in (
        lambda by: actions.change_group(group.id, TEA, by=by),
        lambda by: actions.archive(group.id, by=by),
        lambda by: actions.set_role(group.id, cast.mei.id, "member", by=by),
        lambda by: actions.hand_over(group.id, cast.mei.id, by=by),
    ):
        for who in (cast.tang, cast.nina):
            with pytest.raises(NotAllowed):
                act(who.id)


def test_of_a_private_group_outsiders_learn_nothing_by_any_act(app: Any, cast: Cast) -> None:
    group = begun(cast, visibility="private", joining="invite")
    me = cast.nina.id
    for act in (
        lambda: actions.join(group.id, by=me),
        lambda: actions.apply(group.id, [], by=me),
        lambda: actions.leave(group.id, by=me),
        lambda: actions.change_group(group.id, TEA, by=me),
        lambda: actions.put_out(group.id, cast.mei.id, "", by=me),
        lambda: actions.invite(group.id, by=me),
        lambda: actions.put_on_shelf(group.id, 1, "", by=me),
        lambda: actions.take_off_shelf(group.id, 1, by=me),
    ):
        with pytest.raises(NotHere):
            act()
    assert actions.withdraw(group.id, by=me) is False


def test_into_an_open_group_anybody_comes_once_and_leaves_once(app: Any, cast: Cast) -> None:
    group = begun(cast)
    assert [actions.join(group.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert Group.get_by_id(group.id).members == 2
    assert [actions.leave(group.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert Group.get_by_id(group.id).members == 1
    assert told("membership.ended") == [{"member": cast.nina.id, "how": "left", "note": ""}]


def test_who_applies_waits_for_those_who_tend(app: Any, cast: Cast) -> None:
    group = begun(cast, joining="apply", questions=("喝什麼茶", "住哪裡"))
    with pytest.raises(NotAllowed):
        actions.join(group.id, by=cast.nina.id)
    with pytest.raises(NotReady) as refused:
        actions.apply(group.id, ["玄米茶", " "], by=cast.nina.id)
    assert codes(refused) == [("answers", "missing")]
    for answer in ("玄米茶", "煎茶"):
        assert actions.apply(group.id, [answer, "左京"], by=cast.nina.id)
    assert Membership.get(Membership.member == cast.nina.id).answers == ["煎茶", "左京"]
    assert (role_of(cast.nina.id, group.id), Group.get_by_id(group.id).members) == ("applicant", 1)
    with pytest.raises(NotAllowed):
        actions.accept(group.id, cast.nina.id, by=cast.nina.id)
    assert [actions.accept(group.id, cast.nina.id, by=cast.mei.id) for _n in range(2)] == [True, False]
    assert (role_of(cast.nina.id, group.id), Group.get_by_id(group.id).members) == ("member", 2)
    assert actions.apply(group.id, ["a", "b"], by=cast.nina.id) is False


def test_an_application_is_refused_with_a_word_or_withdrawn(app: Any, cast: Cast) -> None:
    group = begun(cast, joining="apply")
    actions.apply(group.id, [], by=cast.nina.id)
    assert [actions.refuse(group.id, cast.nina.id, "先來聚會", by=cast.mei.id) for _n in range(2)] == [True, False]
    assert told("membership.refused") == [{"member": cast.nina.id, "note": "先來聚會"}]
    actions.apply(group.id, [], by=cast.nina.id)
    assert [actions.withdraw(group.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert not Membership.select().where(Membership.member == cast.nina.id).exists()


def test_the_last_owner_first_hands_the_group_over(app: Any, cast: Cast) -> None:
    group = begun(cast)
    actions.join(group.id, by=cast.tang.id)
    for act in (actions.leave, lambda id_, by: actions.set_role(id_, by, "member", by=by)):
        with pytest.raises(NotReady) as refused:
            act(group.id, by=cast.mei.id)
        assert codes(refused) == [("", "last_owner")]
    with pytest.raises(NotHere):
        actions.hand_over(group.id, cast.nina.id, by=cast.mei.id)
    actions.hand_over(group.id, cast.tang.id, by=cast.mei.id)
    assert [role_of(who.id, group.id) for who in (cast.mei, cast.tang)] == ["moderator", "owner"]
    assert actions.leave(group.id, by=cast.mei.id)


def test_owners_step_down_only_by_themselves(app: Any, cast: Cast) -> None:
    group = begun(cast)
    actions.join(group.id, by=cast.tang.id)
    actions.set_role(group.id, cast.tang.id, "owner", by=cast.mei.id)
    with pytest.raises(NotAllowed):
        actions.set_role(group.id, cast.tang.id, "member", by=cast.mei.id)
    with pytest.raises(NotAllowed):
        actions.put_out(group.id, cast.tang.id, "", by=cast.mei.id)
    assert actions.set_role(group.id, cast.tang.id, "moderator", by=cast.tang.id)


def test_moderators_put_members_out_and_nobody_above_them(app: Any, cast: Cast) -> None:
    group = begun(cast)
    for who in (cast.tang, cast.nina, cast.ruo):
        actions.join(group.id, by=who.id)
    for who in (cast.tang, cast.ruo):
        actions.set_role(group.id, who.id, "moderator", by=cast.mei.id)
    assert actions.put_out(group.id, cast.nina.id, "吵", by=cast.tang.id)
    assert actions.put_out(group.id, cast.nina.id, "吵", by=cast.tang.id) is False
    assert told("membership.ended") == [{"member": cast.nina.id, "how": "put_out", "note": "吵"}]
    for above in (cast.ruo, cast.mei):
        for act in (actions.put_out, lambda g, m, n, by: actions.ban(g, m, n, None, by=by)):
            with pytest.raises(NotAllowed):
                act(group.id, above.id, "", by=cast.tang.id)
    assert actions.join(group.id, by=cast.nina.id)
    assert Group.get_by_id(group.id).members == 4


def test_a_ban_keeps_out_while_it_lasts_and_can_be_lifted(app: Any, cast: Cast) -> None:
    group = begun(cast)
    actions.join(group.id, by=cast.nina.id)
    actions.ban(group.id, cast.nina.id, "廣告", now() + timedelta(days=1), by=cast.mei.id)
    assert (role_of(cast.nina.id, group.id), Group.get_by_id(group.id).members) == ("banned", 1)
    with pytest.raises(NotAllowed):
        actions.join(group.id, by=cast.nina.id)
    Membership.update(until=now() - timedelta(minutes=1)).where(Membership.member == cast.nina.id).execute()
    assert actions.join(group.id, by=cast.nina.id)
    actions.ban(group.id, cast.nina.id, "", None, by=cast.mei.id)
    assert [actions.lift_ban(group.id, cast.nina.id, by=cast.mei.id) for _n in range(2)] == [True, False]
    assert actions.join(group.id, by=cast.nina.id)
    # Whoever was never in it can be kept out too.
    actions.ban(group.id, cast.ruo.id, "", None, by=cast.mei.id)
    with pytest.raises(NotAllowed):
        actions.join(group.id, by=cast.ruo.id)
    with pytest.raises(NotHere):
        actions.ban(group.id, 2**31 - 1, "", None, by=cast.mei.id)
    assert Group.get_by_id(group.id).members == 2


def test_a_link_lets_so_many_in_and_its_token_is_nowhere_in_the_table(app: Any, cast: Cast) -> None:
    group = begun(cast, visibility="private", joining="invite")
    made = actions.invite(group.id, by=cast.mei.id, until=now() + timedelta(days=1), most=1)
    token = tokens.token_of(GroupInvite.get_by_id(made.id))
    assert len(token) == 32
    assert token not in str(GroupInvite.select().where(GroupInvite.id == made.id).dicts().get())
    assert actions.come_in(token, by=cast.mei.id).id == group.id
    assert actions.come_in(token, by=cast.nina.id).id == group.id
    assert (role_of(cast.nina.id, group.id), Group.get_by_id(group.id).members) == ("member", 2)
    assert actions.come_in(token, by=cast.nina.id).id == group.id, "who is in uses none of it up"
    with pytest.raises(NotHere):
        actions.come_in(token, by=cast.ruo.id)
    with pytest.raises(NotHere):
        actions.come_in("nonsense", by=cast.ruo.id)


def test_links_end_are_taken_back_and_let_nobody_in_who_was_shut_out(app: Any, cast: Cast) -> None:
    group = begun(cast)
    late, back, good = (actions.invite(group.id, by=cast.mei.id) for _n in range(3))
    GroupInvite.update(expires_at=now() - timedelta(minutes=1)).where(GroupInvite.id == late.id).execute()
    assert [actions.revoke(group.id, back.id, by=cast.mei.id) for _n in range(2)] == [True, False]
    for one in (late, back):
        with pytest.raises(NotHere):
            actions.come_in(tokens.token_of(one), by=cast.ruo.id)
    actions.ban(group.id, cast.nina.id, "", None, by=cast.mei.id)
    with pytest.raises(NotAllowed):
        actions.come_in(tokens.token_of(good), by=cast.nina.id)
    actions.archive(group.id, by=cast.mei.id)
    with pytest.raises(NotAllowed):
        actions.come_in(tokens.token_of(good), by=cast.ruo.id)


def test_a_group_has_so_many_links_at_once(app: Any, cast: Cast) -> None:
    group = begun(cast)
    for _n in range(rules.MAX_INVITES):
        actions.invite(group.id, by=cast.mei.id)
    with pytest.raises(NotReady):
        actions.invite(group.id, by=cast.mei.id)
    with pytest.raises(NotAllowed):
        actions.invite(group.id, by=cast.nina.id)


def test_members_put_goods_on_the_shelf_and_take_their_own_off(app: Any, cast: Cast) -> None:
    group, bowl = begun(cast), cast.product().id
    with pytest.raises(NotAllowed):
        actions.put_on_shelf(group.id, bowl, "", by=cast.nina.id)
    for who in (cast.nina, cast.ruo):
        actions.join(group.id, by=who.id)
    with pytest.raises(NotHere):
        actions.put_on_shelf(group.id, cast.product("草稿", state="draft").id, "", by=cast.nina.id)
    assert actions.put_on_shelf(group.id, bowl, "好喝", by=cast.nina.id)
    assert actions.put_on_shelf(group.id, bowl, "很好喝", by=cast.nina.id) is False
    assert actions.put_on_shelf(group.id, bowl, "別的話", by=cast.ruo.id) is False
    assert [(row.by_id, row.note) for row in GroupProduct.select()] == [(cast.nina.id, "很好喝")]
    with pytest.raises(NotAllowed):
        actions.take_off_shelf(group.id, bowl, by=cast.ruo.id)
    assert [actions.take_off_shelf(group.id, bowl, by=cast.nina.id) for _n in range(2)] == [True, False]
    actions.put_on_shelf(group.id, bowl, "", by=cast.nina.id)
    assert actions.take_off_shelf(group.id, bowl, by=cast.mei.id), "who tends the group may too"


def test_of_an_archived_group_nobody_changes_what_is_in_it(app: Any, cast: Cast) -> None:
    group, bowl = begun(cast), cast.product().id
    assert [actions.archive(group.id, by=cast.mei.id) for _n in range(2)] == [True, False]
    for act in (
        lambda: actions.join(group.id, by=cast.nina.id),
        lambda: actions.put_on_shelf(group.id, bowl, "", by=cast.mei.id),
        lambda: actions.invite(group.id, by=cast.mei.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [actions.reopen(group.id, by=cast.mei.id) for _n in range(2)] == [True, False]
    assert actions.join(group.id, by=cast.nina.id)
