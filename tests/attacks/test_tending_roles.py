"""Those who tend a group, and moderators of the site, do what their role gives them and nothing beside it."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import counting_queries, now
from miquan.groups import actions as groups
from miquan.groups.models import Group, GroupInvite, Membership
from miquan.groups.personal import _erase_memberships
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import NotHere
from miquan.groups.rules import NotReady as GroupNotReady
from miquan.moderation import rules
from miquan.moderation.actions import file_report
from miquan.moderation.appealing import appeal
from miquan.moderation.deciding import Wish, decide, undo
from miquan.moderation.hearing import answer
from miquan.moderation.models import Appeal, Decision, Report
from miquan.moderation.noting import escalate, note
from miquan.moderation.registry import thing
from miquan.threads import actions
from miquan.threads.models import Reply, Thread, ThreadReader
from miquan.threads.rules import NotReady, Said, ThreadWords
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_pages import base, path

DISCARD = Wish("discard", "other")


def test_a_group_does_not_judge_itself(app: Any, cast: Cast) -> None:
    """Nor do its owners as moderators of the site; what was passed on to the site, no group closes."""
    group = grouped(owner=cast.mei, created_by=cast.ruo.id)
    joined(group, cast.tang, "moderator")
    joined(group, cast.mo, "owner")
    said = replied(threaded(group, cast.nina), cast.nina)
    for kind, subject in (("group", group.id), ("reply", said.id)):
        file_report(by=cast.ruo.id, kind=kind, subject_id=subject, reason="spam", note="若寫的")
    for who in (cast.mei, cast.tang):
        with pytest.raises(LookupError):
            decide("group", group.id, DISCARD, by=who.id, group=group.id)
    with pytest.raises(rules.NotYours):
        decide("group", group.id, DISCARD, by=cast.mo.id)
    found = thing("group", group.id)
    assert found is not None
    assert found.author == cast.mei.id, "who owns it now, not who began it"
    note("group", group.id, "妮娜也說過", by=cast.ou.id)
    desk = f"/zh-hant/desk/things/group/{group.id}"
    own, other = (Browser(app, who).get(desk).text for who in (cast.mo, cast.ou))
    assert ("若寫的" in other, "妮娜也說過" in other, "若寫的" in own, "妮娜也說過" in own) == (
        True,
        True,
        False,
        False,
    )

    tending = "/zh-hant/g/kyoto-tea/reports"
    assert f"reply-{said.id}-0" in Browser(app, cast.tang).get(tending).text
    escalate("reply", said.id, by=cast.ou.id)
    assert f"reply-{said.id}-0" not in Browser(app, cast.tang).get(tending).text
    with pytest.raises(rules.NotEnough):
        decide("reply", said.id, DISCARD, by=cast.tang.id, group=group.id)
    assert {row.state for row in Report.select()} == {"new", "escalated"}
    decide("reply", said.id, DISCARD, by=cast.ou.id)


def test_a_group_takes_back_what_it_decided_itself(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.tang, "moderator")
    first, second = threaded(group, cast.nina), threaded(group, cast.nina)
    made = decide("thread", first.id, Wish("hide", "spam"), by=cast.mei.id, group=group.id)
    pages = {who: Browser(app, who) for who in (cast.mei, cast.tang)}
    token = {"csrf_token": pages[cast.tang].get(base(second, "/tending")).fields("/lock")["csrf_token"]}
    back = f"/zh-hant/g/kyoto-tea/reports/{made.id}/removal"
    assert pages[cast.tang].post(back, token).status == 404
    assert Thread.get_by_id(first.id).state == "hidden"

    decide("thread", second.id, Wish("lock", "offensive"), by=cast.mo.id)
    for act in (
        lambda: actions.unlock_thread(second.id, by=cast.mei.id),
        lambda: actions.merge_thread(second.id, threaded(group, cast.mei).id, by=cast.mei.id),
        lambda: actions.split_thread(second.id, replied(second, cast.nina).number, "接著說", by=cast.mei.id),
    ):
        with pytest.raises(NotReady, match="site"):
            act()
    page = pages[cast.mei].send(base(second, "/tending"), "/tending/unlock", base(second, "/tending/unlock"))
    assert (page.status, "只有站方能打開" in page.text) == (422, True)
    assert Thread.get_by_id(second.id).locked_at is not None
    actions.unlock_thread(second.id, by=cast.mo.id, moderator=True)
    actions.lock_thread(second.id, by=cast.tang.id, reason="吵")
    Decision.update(undone_at=now()).execute()
    assert actions.unlock_thread(second.id, by=cast.mei.id)


def test_the_site_puts_a_group_away_and_takes_that_back_itself(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, name="很難聽的名字")
    made = decide("group", group.id, Wish("lock", "offensive"), by=cast.mo.id)
    assert "很難聽的名字" not in Browser(app).get("/zh-hant/groups").text
    with pytest.raises(NotReady):
        actions.start_thread(group.id, ThreadWords("discussion", "還在", Said("說話")), by=cast.mei.id)
    mei, settings = Browser(app, cast.mei), "/zh-hant/g/kyoto-tea/settings"
    assert "只有站方能再打開" in mei.follow(mei.send(settings, f"{settings[:-9]}/archive/removal")).text
    assert Group.get_by_id(group.id).archived_at is not None
    undo(made.id, by=cast.mo.id)
    assert Group.get_by_id(group.id).archived_at is None


def test_a_block_puts_nobody_out_of_reach_of_those_who_tend(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, joining="apply")
    joined(group, cast.nina)
    joined(group, cast.ruo, "applicant")
    joined(group, cast.tang)
    for member in (cast.nina, cast.ruo):
        for other in (cast.mei, cast.tang):
            blocked(member.id, other.id)
    thread = threaded(group, cast.nina, "很難聽的話")
    said = replied(threaded(group, cast.mei), cast.nina, "更難聽的話")
    mei, tang = Browser(app, cast.mei), Browser(app, cast.tang)
    assert "很難聽的話" in mei.get("/zh-hant/g/kyoto-tea").text
    assert "更難聽的話" in mei.get(path(said.thread)).text
    assert mei.get(base(thread, "/tending")).status == 200
    assert "妮娜" in mei.get("/zh-hant/g/kyoto-tea/members").text
    assert "若" in mei.get("/zh-hant/g/kyoto-tea/applications").text
    assert actions.lock_thread(thread.id, by=cast.mei.id, reason="難聽")
    actions.remove_reply(said.thread_id, said.number, by=cast.mei.id, reason="難聽")
    assert Reply.get_by_id(said.id).state == "removed"
    assert "很難聽的話" not in tang.get("/zh-hant/g/kyoto-tea").text, "a block parts all others as everywhere"
    assert tang.get(path(thread)).status == 404
    assert "妮娜" not in tang.get("/zh-hant/g/kyoto-tea/members").text


def test_an_appeal_against_a_ban_is_heard_when_who_laid_it_has_gone(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private", joining="invite")
    joined(group, cast.tang, "moderator")
    joined(group, cast.nina)
    made = decide("thread", threaded(group, cast.nina).id, Wish("ban", "other"), by=cast.tang.id, group=group.id)
    groups.leave(group.id, by=cast.tang.id)
    appeal(made.id, "我沒有", by=cast.nina.id)
    answer(Appeal.get().id, by=cast.mo.id, overturn=True)
    assert not Membership.select().where(Membership.member == cast.nina.id).exists()


def test_an_appeal_is_heard_when_the_thing_itself_has_gone(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.nina)
    made = decide("thread", thread.id, Wish("hide", "other"), by=cast.mo.id)
    actions.remove_thread(thread.id, by=cast.nina.id)
    appeal(made.id, "我沒有", by=cast.nina.id)
    answer(Appeal.get().id, by=cast.ou.id, overturn=True)
    assert (Appeal.get().outcome, Thread.get_by_id(thread.id).state) == ("overturned", "removed")


def test_a_group_is_left_to_nobody_who_was_shut_out(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.tang, "owner")
    joined(group, cast.ruo, "moderator")
    joined(group, cast.nina)
    Member.update(active=False).where(Member.id.in_((cast.tang.id, cast.ruo.id))).execute()
    with pytest.raises(GroupNotReady, match="last_owner"):
        groups.leave(group.id, by=cast.mei.id)
    with pytest.raises(GroupNotReady, match="last_owner"):
        groups.set_role(group.id, cast.mei.id, "member", by=cast.mei.id)
    _erase_memberships(cast.mei.id, False)
    assert role_of(cast.nina.id, group.id) == "owner"


def test_who_tends_no_more_lets_nobody_in(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private", joining="invite")
    from miquan.groups.tokens import token_of

    links = {}
    for member in (cast.tang, cast.nina, cast.mei):
        if member is not cast.mei:
            joined(group, member, "moderator")
        links[member] = token_of(groups.invite(group.id, by=member.id))
    groups.ban(group.id, cast.tang.id, "吵", None, by=cast.mei.id)
    groups.set_role(group.id, cast.nina.id, "member", by=cast.mei.id)
    for gone in (cast.tang, cast.nina):
        with pytest.raises(NotHere):
            groups.come_in(links[gone], by=cast.ruo.id)
    assert groups.come_in(links[cast.mei], by=cast.ruo.id).id == group.id
    assert GroupInvite.select().where(GroupInvite.revoked_at.is_null()).count() == 1


def test_what_was_reported_once_can_be_reported_again_later(app: Any, cast: Cast) -> None:
    """Else it is enough to wait for the first report to be closed, and to change the words then."""
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    again = {"by": cast.nina.id, "kind": "thread", "subject_id": thread.id}
    first = file_report(**again, reason="spam")
    decide("thread", thread.id, DISCARD, by=cast.mo.id)
    assert file_report(**again, reason="other").state == "discarded"
    Report.update(created_at=now() - timedelta(days=2)).execute()
    row = file_report(**again, reason="offensive", note="改成這樣了")
    assert (row.id, row.state, row.reason, row.decision_id) == (first.id, "new", "offensive", None)


def test_words_that_nobody_sees_are_none(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    made = decide("thread", thread.id, Wish("hide", "spam"), by=cast.mo.id)
    desk, mei = f"/zh-hant/desk/things/thread/{thread.id}", Browser(app, cast.mei)
    assert Browser(app, cast.mo).send(desk, "/notes", f"{desk}/notes", words="\u200b\u2060").status == 422
    page = "/zh-hant/me/decisions"
    assert mei.send(page, "/appeal", f"{page}/{made.id}/appeal", words="\u200b").status == 422
    assert not Appeal.select().exists()


def test_many_who_watch_go_along_to_another_thread(app: Any, cast: Cast) -> None:
    """Ten thousand as parameters of one statement are more than a database takes."""
    group = grouped(owner=cast.mei)
    one, other = threaded(group, cast.mei), threaded(group, cast.mei)
    for member, how in ((cast.nina, "watch"), (cast.tang, "mute")):
        actions.watch(one.id, how, by=member.id)
    actions.read_through(one.id, 0, by=cast.nina.id)
    with counting_queries() as asked:
        actions.merge_thread(one.id, other.id, by=cast.mei.id)
    assert ["VALUES" in sql for sql in asked if 'INTO "thread_reader"' in sql] == [False]
    rows = ThreadReader.select(ThreadReader.member, ThreadReader.thread, ThreadReader.seen, ThreadReader.watching)
    assert list(rows.where(ThreadReader.member == cast.nina.id).tuples()) == [(cast.nina.id, other.id, 1, "watch")]
    assert actions.write_reply(other.id, Said("還在"), by=cast.mei.id).number == 2
