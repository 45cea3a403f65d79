"""Members of whom all is looked at first are found by that, for as long as it holds."""

from datetime import timedelta
from typing import Any

from miquan.db import now
from miquan.moderation.deciding import Wish, decide, undo
from miquan.moderation.models import Decision
from miquan.places import there
from tests.browsing import Browser
from tests.cast import Cast
from tests.desk.test_members import handles

PATH = "/zh-hant/desk/members"


def test_a_limit_is_a_filter_while_it_lasts(app: Any, cast: Cast) -> None:
    desk, made = Browser(app, cast.mo), {}
    for member in (cast.mei, cast.nina, cast.ruo):
        made[member.handle] = decide("member", member.id, Wish("limit", "spam", days=7), by=cast.ou.id)
    decide("member", cast.tang.id, Wish("warn", "spam"), by=cast.ou.id)
    assert handles(desk.get(f"{PATH}?state=limited")) == ["ruo", "nina", "mei"]
    # By the clock of who looks: the moderator's pages are read as in Taipei.
    until = f"{there('Asia/Taipei', made['mei'].until):%Y-%m-%d}"
    for path in (f"{PATH}?q=mei", f"{PATH}/{cast.mei.id}"):
        assert f"限制發言到{until}" in desk.get(path).text
    assert "限制發言到" not in desk.get(f"{PATH}?q=tang").text
    undo(made["nina"].id, by=cast.ou.id)
    Decision.update(until=now() - timedelta(seconds=1)).where(Decision.id == made["ruo"].id).execute()
    assert handles(desk.get(f"{PATH}?state=limited")) == ["mei"]
