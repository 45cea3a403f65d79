"""What those who tend a group tell others, and what applicants answer, passes the blocklists as all that is said here."""

from typing import Any

import pytest

from miquan.groups import actions as groups
from miquan.groups.models import Group, Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import NotReady
from miquan.moderation import rules
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.models import BlockEntry, Decision
from miquan.threads import actions as threads
from miquan.threads.models import Reply, Thread
from miquan.threads.rules import NotReady as NotSaid
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded

BAD, SAID = "看看壞字吧", "裡面有這裡不能發的字詞、網址或照片"
AT = "/zh-hant/g/kyoto-tea"


@pytest.fixture(params=["hold", "refuse"])
def group(app: Any, cast: Cast, request: Any) -> Group:
    BlockEntry.create(kind="word", value="壞字", action=request.param)
    found = grouped(owner=cast.mei, joining="apply", questions=["為什麼想來", "喝什麼茶"])
    joined(found, cast.tang, "moderator")
    joined(found, cast.nina)
    return found


def test_answers_of_applicants(app: Any, cast: Cast, group: Group) -> None:
    ruo = Browser(app, cast.ruo)
    page = ruo.send(f"{AT}/application", f"{AT}/application", answer_1="想學", answer_2=BAD)
    assert (page.status, SAID in page.text, BAD in page.text) == (422, True, True)
    assert role_of(cast.ruo.id, group.id) == ""
    assert ruo.send(f"{AT}/application", f"{AT}/application", answer_1="想學", answer_2="煎茶").status == 303
    with pytest.raises(NotReady):
        groups.apply(group.id, ["想學", BAD], by=cast.ruo.id)
    assert Membership.get(Membership.role == "applicant").answers == ["想學", "煎茶"]
    with pytest.raises(NotReady):
        groups.refuse(group.id, cast.ruo.id, BAD, by=cast.mei.id)
    assert role_of(cast.ruo.id, group.id) == "applicant"


def test_why_somebody_has_to_go(app: Any, cast: Cast, group: Group) -> None:
    tang, path = Browser(app, cast.tang), f"{AT}/members/{cast.nina.id}"
    for then in ("out", "ban"):
        page = tang.send(path, f"{path}/removal", note=BAD, then=then)
        assert (page.status, SAID in page.text, BAD in page.text) == (422, True, True), then
    assert role_of(cast.nina.id, group.id) == "member"
    assert tang.send(path, f"{path}/removal", note="離題太多次", then="out").status == 303
    assert role_of(cast.nina.id, group.id) == ""


def test_titles_of_what_is_split_off_and_reasons_in_threads(app: Any, cast: Cast, group: Group) -> None:
    thread = threaded(group, cast.nina)
    reply = replied(thread, cast.nina)
    place, tang = f"{AT}/t/{thread.id}", Browser(app, cast.tang)
    for what, fields in (("split", {"number": "1", "title": BAD}), ("lock", {"reason": BAD})):
        page = tang.send(f"{place}/tending", f"{place}/tending/{what}", **fields)
        assert (page.status, SAID in page.text, BAD in page.text) == (422, True, True), what
    with pytest.raises(NotSaid):
        threads.split_thread(thread.id, 1, BAD, by=cast.tang.id)
    page = tang.send(f"{place}/replies/1/removal", f"{place}/replies/1/removal", reason=BAD)
    assert (page.status, SAID in page.text, BAD in page.text) == (422, True, True)
    with pytest.raises(rules.Blocked):
        decide("reply", reply.id, Wish("hide", "spam", BAD), by=cast.tang.id, group=group.id)
    assert (Thread.select().count(), Decision.select().count()) == (1, 0)
    assert (Thread.get().locked_at, Reply.get_by_id(reply.id).state) == (None, "published")
    # Those who look after the site name what they take away.
    assert decide("reply", reply.id, Wish("hide", "spam", BAD), by=cast.mo.id).words == BAD
