"""A group whose owners are all shut out is given to somebody who is in it: by an operator, with a notice and a line in the record."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.groups.actions import appoint_owner
from miquan.groups.models import Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import NotAllowed
from miquan.moderation.actions import reinstate_member, suspend_member
from miquan.moderation.models import AuditEntry
from miquan.outbox import EventRow
from tests.browsing import Browser
from tests.cast import Cast
from tests.notifications.telling import sentences
from tests.threads.filled import grouped, joined

PATH = "/zh-hant/desk/groups"


def test_the_desk_gives_an_ownerless_group_to_whom_is_there(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    other = grouped("bread", name="麵包", owner=cast.tang)
    for member, role in ((cast.nina, "member"), (cast.tang, "moderator"), (cast.ou, "member"), (cast.ruo, "banned")):
        joined(group, member, role)
    ou = Browser(app, cast.ou)
    assert "每個群都有人照看" in ou.get(PATH).text
    assert Browser(app, cast.mo).get(PATH).status == 403
    token = {"csrf_token": ou.get("/zh-hant/groups/new").fields()["csrf_token"]}
    act = f"{PATH}/{group.id}/owner"
    assert ou.post(act, {**token, "member": str(cast.nina.id)}).status == 303
    assert role_of(cast.nina.id, group.id) == "member", "it has an owner"
    suspend_member(cast.mei.id, by=cast.ou.id, reason="吵架")
    page = ou.get(PATH)
    assert ("京都喝茶" in page.text, "麵包" in page.text) == (True, False)
    assert [e.get("value") for e in page.all("option")] == [str(one.id) for one in (cast.tang, cast.nina, cast.ou)]
    for wrong in (cast.mei.id, cast.ruo.id, 999_999, "x"):
        assert ou.post(act, {**token, "member": str(wrong)}).status == 404, wrong
    assert ou.post(act, {**token, "member": str(cast.ou.id)}).status == 303
    assert role_of(cast.ou.id, group.id) == "member", "nobody gives it to themselves"
    assert ou.send(PATH, act, member=str(cast.nina.id)).location == PATH
    assert role_of(cast.nina.id, group.id) == "owner"
    assert "每個群都有人照看" in ou.get(PATH).text
    event = EventRow.get(EventRow.name == "group.changed")
    assert (event.subject_id, event.data) == (group.id, {"member": cast.nina.id, "role": "owner"})
    assert "你現在是「京都喝茶」的群主" in sentences(cast.nina)
    entry = AuditEntry.get(AuditEntry.action == "group.owner_appointed")
    assert (entry.actor_id, entry.subject_id, entry.data["member"]) == (cast.ou.id, group.id, cast.nina.id)
    # Who is let in again still owns it beside them.
    reinstate_member(cast.mei.id, by=cast.ou.id, reason="")
    assert {row.member_id for row in Membership.select().where(Membership.group == group.id, Membership.role == "owner")} == {
        cast.mei.id, cast.nina.id,
    }  # fmt: skip
    assert role_of(cast.tang.id, other.id) == "owner"


def test_where_nobody_is_left_there_is_nothing_to_give(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei)
    Member.update(active=False).where(Member.id == cast.mei.id).execute()
    assert "京都喝茶" not in Browser(app, cast.ou).get(PATH).text


def test_who_looks_after_a_group_does_not_choose_its_owner(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    joined(group, cast.ou, "moderator")
    Member.update(active=False).where(Member.id == cast.mei.id).execute()
    with pytest.raises(NotAllowed):
        appoint_owner(group.id, cast.nina.id, by=cast.ou.id)
    assert role_of(cast.nina.id, group.id) == "member"
