"""What groups and threads tell: who asks to come in and what became of it, replies, answers, likes, what was accepted."""

from typing import Any

import pytest

from miquan.db import counting_queries
from miquan.groups import actions as groups
from miquan.groups.models import Group, Membership
from miquan.notifications.models import Notice
from miquan.threads import actions as talk
from miquan.threads.models import Thread
from miquan.threads.rules import Said, ThreadWords
from tests.browsing import Browser
from tests.cast import Cast
from tests.notifications.telling import rows, sentences, told
from tests.threads.filled import grouped, joined

PATH = "/zh-hant/me/notifications"


@pytest.fixture
def tea(app: Any, cast: Cast) -> Group:
    """mei's group, with nina and tang in it."""
    group = grouped("kyoto-tea", cast.mei)
    for member in (cast.nina, cast.tang):
        joined(group, member)
    return group


def asked(tea: Group, cast: Cast, kind: str = "question") -> Thread:
    return talk.start_thread(tea.id, ThreadWords(kind, "哪一家的玄米茶", Said("想帶回家")), by=cast.mei.id)


def test_who_asks_to_come_in_is_told_to_who_looks_after_it(app: Any, cast: Cast) -> None:
    group = grouped("bread", cast.mei, name="烤麵包", joining="apply")
    joined(group, cast.nina, "moderator")
    joined(group, cast.tang)
    groups.apply(group.id, [], by=cast.ruo.id)
    assert sentences(cast.mei) == sentences(cast.nina) == ["若想加入「烤麵包」"]
    assert sentences(cast.tang) == sentences(cast.ruo) == []
    groups.accept(group.id, cast.ruo.id, by=cast.mei.id)
    assert sentences(cast.ruo) == ["你加入了「烤麵包」"]
    assert rows(cast.ruo)[0].people == [], "the group speaks, not whoever let them in"
    assert rows(cast.ruo)[0].url == "/zh-hant/g/bread"
    assert sentences(cast.mei) == [], "nobody waits any more"
    Membership.delete().where(Membership.member == cast.ruo.id).execute()
    assert sentences(cast.ruo) == []


def test_who_is_asked_to_look_after_it_is_told(app: Any, cast: Cast, tea: Group) -> None:
    groups.set_role(tea.id, cast.nina.id, "moderator", by=cast.mei.id)
    assert sentences(cast.nina) == ["你現在是「京都喝茶」的版主"]
    groups.hand_over(tea.id, cast.tang.id, by=cast.mei.id)
    groups.set_role(tea.id, cast.nina.id, "member", by=cast.tang.id)
    assert sentences(cast.nina) == []
    assert sentences(cast.tang) == ["你現在是「京都喝茶」的群主"]
    assert rows(cast.tang)[0].url == "/zh-hant/g/kyoto-tea"
    assert sentences(cast.mei) == []


def test_who_asks_again_after_a_refusal_is_told_of_again(app: Any, cast: Cast) -> None:
    group = grouped("bread", cast.mei, name="烤麵包", joining="apply")
    groups.apply(group.id, [], by=cast.ruo.id)
    assert len(sentences(cast.mei)) == 1
    groups.refuse(group.id, cast.ruo.id, "先等等", by=cast.mei.id)
    assert sentences(cast.mei) == []
    assert sentences(cast.ruo) == ["「烤麵包」這次沒有讓你加入"]
    assert rows(cast.ruo)[0].words == "先等等"
    groups.apply(group.id, [], by=cast.ruo.id)
    assert sentences(cast.mei) == ["若想加入「烤麵包」"]


def test_who_was_put_out_learns_it_by_the_name_they_knew(app: Any, cast: Cast, tea: Group) -> None:
    groups.put_out(tea.id, cast.nina.id, "", by=cast.mei.id)
    told()
    Group.update(visibility="private", name="新的名字").where(Group.id == tea.id).execute()
    assert sentences(cast.nina) == ["你不再是「京都喝茶」的成員"]
    page = Browser(app, cast.nina).get(PATH)
    assert "新的名字" not in page.text
    assert "kyoto-tea" not in page.text
    groups.leave(tea.id, by=cast.tang.id)
    assert sentences(cast.tang) == [], "who leaves knows it"


def test_a_reply_is_told_once_to_each_by_what_concerns_them_most(app: Any, cast: Cast, tea: Group) -> None:
    joined(tea, cast.ruo)
    thread = asked(tea, cast)
    for member in (cast.mei, cast.ruo, cast.tang):
        talk.watch(thread.id, "watch", by=member.id)
    first = talk.write_reply(thread.id, Said("左京的那家"), by=cast.nina.id)
    assert sentences(cast.mei) == ["妮娜在你的話題「哪一家的玄米茶」回覆"]
    assert rows(cast.mei)[0].url.endswith(f"?at={first.number}#r{first.number}")
    assert sentences(cast.tang) == sentences(cast.ruo) == ["妮娜在「哪一家的玄米茶」說了話"]
    assert sentences(cast.nina) == []
    talk.write_reply(thread.id, Said("@ruo 也去過"), by=cast.tang.id, answers=first.number)
    assert sentences(cast.nina) == ["阿棠在「哪一家的玄米茶」回了你"]
    assert sentences(cast.ruo) == ["阿棠在「哪一家的玄米茶」提到你", "妮娜在「哪一家的玄米茶」說了話"]
    assert sentences(cast.mei) == ["阿棠、妮娜在你的話題「哪一家的玄米茶」回覆"]
    talk.remove_reply(thread.id, first.number, by=cast.nina.id)
    assert sentences(cast.mei) == ["阿棠在你的話題「哪一家的玄米茶」回覆"]


def test_an_answer_that_is_accepted_and_liked(app: Any, cast: Cast, tea: Group) -> None:
    thread = asked(tea, cast)
    reply = talk.write_reply(thread.id, Said("左京的那家"), by=cast.nina.id)
    talk.accept(thread.id, reply.number, by=cast.mei.id)
    talk.like_reply(thread.id, reply.number, by=cast.tang.id)
    assert sentences(cast.nina) == ["阿棠喜歡你在「哪一家的玄米茶」說的話", "林美選了你在「哪一家的玄米茶」的回答"]
    talk.unaccept(thread.id, by=cast.mei.id)
    talk.unlike_reply(thread.id, reply.number, by=cast.tang.id)
    assert sentences(cast.nina) == []
    talk.like_reply(thread.id, reply.number, by=cast.tang.id)
    assert len(sentences(cast.nina)) == 1
    assert Notice.select().where(Notice.type == "reply_like").count() == 1


def test_a_thread_is_muted_from_its_row(app: Any, cast: Cast, tea: Group) -> None:
    thread = asked(tea, cast)
    talk.write_reply(thread.id, Said("左京的那家"), by=cast.nina.id)
    assert len(sentences(cast.mei)) == 1
    browser = Browser(app, cast.mei)
    assert browser.send(PATH, f"{PATH}/threads/{thread.id}/muting").location == PATH
    talk.write_reply(thread.id, Said("@mei 去過嗎"), by=cast.tang.id)
    assert sentences(cast.mei) == []
    fields = browser.get(PATH).fields("/reading")
    for wrong in (99_999, 2**32):
        assert browser.post(f"{PATH}/threads/{wrong}/muting", fields).status == 404


def test_who_leaves_a_closed_group_sees_nothing_of_it_and_is_not_counted(app: Any, cast: Cast, tea: Group) -> None:
    Group.update(visibility="private").where(Group.id == tea.id).execute()
    thread = asked(tea, cast)
    talk.watch(thread.id, "watch", by=cast.nina.id)
    talk.write_reply(thread.id, Said("左京的那家"), by=cast.tang.id)
    assert len(sentences(cast.nina)) == 1
    groups.leave(tea.id, by=cast.nina.id)
    assert sentences(cast.nina) == []
    assert "玄米茶" not in Browser(app, cast.nina).get(PATH).text


def test_a_reply_asks_as_often_however_many_watch(app: Any, cast: Cast, tea: Group) -> None:
    thread = asked(tea, cast)

    def reply() -> int:
        with counting_queries() as found:
            talk.write_reply(thread.id, Said("左京的那家"), by=cast.tang.id)
        return len(found)

    reply()
    few = reply()
    for n in range(30):
        member = cast.member(f"watcher_{n}", f"會員{n}")
        joined(tea, member)
        talk.watch(thread.id, "watch", by=member.id)
    assert reply() == few, "the worker tells them, not the request"


def test_a_reply_that_names_who_began_is_told_once_and_without_what_it_quotes(app: Any, cast: Cast, tea: Group) -> None:
    thread = talk.start_thread(tea.id, ThreadWords("discussion", "老師說「不急」", Said("慢慢來")), by=cast.mei.id)
    talk.write_reply(thread.id, Said("> **林美**\n> > 不急\n> 慢慢來\n\n@mei 我也**不急**"), by=cast.nina.id)
    assert sentences(cast.mei) == ["妮娜在你的話題「老師說『不急』」回覆"]
    assert rows(cast.mei)[0].words == "@mei 我也不急"
