"""A reported group is decided about by the site's moderators: its owner is warned, or it is out of sight until that is taken back."""

from typing import Any

import pytest

from miquan.groups import actions as groups
from miquan.groups.models import Group
from miquan.groups.queries.lists import my_groups
from miquan.groups.rules import NotHere
from miquan.groups.tokens import token_of
from miquan.moderation.deciding import Wish, decide, undo
from miquan.moderation.models import Decision, Report
from miquan.moderation.rules import CannotDecide
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, joined, threaded

PATH = "/zh-hant/g/kyoto-tea"


@pytest.fixture
def group(app: Any, cast: Cast) -> Group:
    found = grouped(owner=cast.mei)
    joined(found, cast.nina)
    joined(found, cast.tang, "moderator")
    Report.create(reporter=cast.ruo.id, subject_kind="group", subject_id=found.id, reason="spam")
    return found


def test_a_hidden_group_is_there_for_nobody_and_as_it_was_when_shown_again(app: Any, cast: Cast, group: Group) -> None:
    thread = threaded(group, cast.nina)
    token = token_of(groups.invite(group.id, by=cast.mei.id))
    Group.update(visibility="members").where(Group.id == group.id).execute()
    desk = Browser(app, cast.mo)
    assert desk.get(f"/zh-hant/desk/things/group/{group.id}").status == 200
    page = desk.send(f"/zh-hant/desk/things/group/{group.id}", verb="hide", reason="spam", words="只有廣告")
    assert page.status == 303
    assert [row.state for row in Report.select()] == ["resolved"]
    for who in (None, cast.ruo, cast.nina, cast.tang, cast.mei):
        browser = Browser(app, who)
        for path in (PATH, f"{PATH}/about", f"{PATH}/t/{thread.id}-x", f"{PATH}/members"):
            assert browser.get(path).status == 404, (who, path)
        assert "京都喝茶" not in browser.get("/zh-hant/groups").text
        assert "京都喝茶" not in browser.get(f"/zh-hant/join/{token}").text
    assert my_groups(cast.mei.id) == []
    for act in (
        lambda: groups.join(group.id, by=cast.ruo.id),
        lambda: groups.come_in(token, by=cast.ruo.id),
        lambda: groups.reopen(group.id, by=cast.mei.id),
    ):
        with pytest.raises(NotHere):
            act()
    told = Browser(app, cast.mei).get("/zh-hant/me/decisions").text
    assert "只有廣告" in told
    assert "京都喝茶" in told
    decision = Decision.get()
    assert decision.member_id == cast.mei.id
    undo(decision.id, by=cast.ou.id)
    assert Browser(app, cast.nina).get(PATH).status == 200
    shown = Group.get_by_id(group.id)
    assert (shown.visibility, shown.hidden_from) == ("members", "")
    assert Browser(app).get(f"{PATH}/t/{thread.id}-thread").status == 404, "no more open than before"


def test_its_owner_of_today_is_warned_and_nobody_of_it_decides(app: Any, cast: Cast, group: Group) -> None:
    Group.update(created_by=cast.ruo.id).where(Group.id == group.id).execute()
    with pytest.raises((LookupError, CannotDecide)):
        decide("group", group.id, Wish("hide", "spam"), by=cast.tang.id, group=group.id)
    assert decide("group", group.id, Wish("warn", "spam"), by=cast.mo.id).member_id == cast.mei.id
    assert Group.get_by_id(group.id).hidden_from == ""
