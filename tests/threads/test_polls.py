"""Polls: asked with a new thread, voted in by plain forms, told only to whom the figures are for."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import database, now
from miquan.groups.models import Group
from miquan.i18n import LANGS
from miquan.threads import actions, rules
from miquan.threads.erasing import erase_replies, erase_threads
from miquan.threads.models import Poll, PollOption, PollVote, Reply, Thread
from miquan.threads.personal import SECTIONS
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, joined, polled, threaded, voted
from tests.threads.test_pages import base, path
from tests.threads.test_writing import counted, words

MEMBERS = 50


def asked(cast: Cast, **more: Any) -> tuple[Thread, Poll, list[PollOption]]:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei)
    return thread, *polled(thread, "玄米茶", "抹茶", "焙茶", **more)


def tallies(poll: Poll) -> tuple[int, list[int]]:
    options = PollOption.select().where(PollOption.poll == poll.id).order_by(PollOption.position)
    return Poll.get_by_id(poll.id).voters, [row.votes for row in options]


def test_a_poll_is_asked_with_the_thread_and_kept_in_order(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    mei = Browser(app, cast.mei)
    new = f"/zh-hant/g/{group.slug}/t/new"
    tried = mei.send(new, title="喝哪一種", body="選一個", options="玄米茶\n玄米茶")
    assert tried.status == 422
    assert "有兩個選項一樣" in tried.text
    assert tried.fields()["options"] == "玄米茶\r\n玄米茶" or "玄米茶\n玄米茶" in tried.fields()["options"]
    assert tried.fields()["hidden"] == "y"
    until = (now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    done = mei.send(
        new, title="喝哪一種", body="選", options=" 玄米茶 \n\n抹茶", closes_at=until, hidden=None, multiple="y"
    )
    assert done.status == 303
    poll = Poll.get()
    assert (poll.multiple, poll.hidden, poll.thread_id) == (True, False, Thread.get().id)
    assert timedelta(days=2) < poll.closes_at - now() < timedelta(days=4)
    assert [(o.position, o.words) for o in PollOption.select().order_by(PollOption.position)] == [
        (1, "玄米茶"),
        (2, "抹茶"),
    ]
    assert mei.send(new, title="沒有投票", body="不問").status == 303
    assert Poll.select().count() == 1
    for far in ("9999-12-31T23:59", "0001-01-01T00:00", "2020-01-01T00:00"):
        assert mei.send(new, title="喝", body="選", options="甲\n乙", closes_at=far).status == 422


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("只有一個",), "many"),
        (tuple("一二三四五六七八九十甲"), "many"),
        (("長" * 101, "短"), "long"),
        (("茶", " 茶 "), "same"),
    ],
)
def test_what_is_wrong_with_a_poll_is_said(app: Any, cast: Cast, options: tuple[str, ...], code: str) -> None:
    wrong = replace(words(), poll=rules.PollWords(options))
    with pytest.raises(rules.NotReady, match=f"options: {code}"):
        actions.start_thread(grouped(owner=cast.mei).id, wrong, by=cast.mei.id)
    assert not Thread.select().exists()


def test_hidden_figures_are_not_in_the_page_before(app: Any, cast: Cast) -> None:
    thread, poll, options = asked(cast)
    voted(poll, options[1], cast.mei)
    nina = Browser(app, cast.nina)
    for reader in (Browser(app), nina, Browser(app, cast.ruo)):
        page = reader.get(path(thread))
        assert "抹茶" in page.text
        assert "1票" not in page.text
        assert "100%" not in page.text
        assert not page.all("progress")
    assert not Browser(app).get(path(thread)).all("input", name="option")
    sent = nina.send(path(thread), "/vote", base(thread, "/vote"), option=str(options[0].id))
    assert sent.location == path(thread, "#poll")
    page = nina.get(path(thread))
    assert page.text.count("1票・50%") == 2
    assert "你選的" in page.text
    assert [e.get("value") for e in page.all("progress")] == ["50", "50", "0"]
    assert nina.send(path(thread), "/vote/removal", base(thread, "/vote/removal")).status == 303
    assert not nina.get(path(thread)).all("progress")
    assert tallies(poll) == (1, [0, 1, 0])
    Poll.update(closes_at=now() - timedelta(minutes=1)).execute()
    page = nina.get(path(thread))
    assert "截止了" in page.text
    assert "1票・100%" in page.text
    assert not page.all("input", name="option")
    for lang in LANGS:
        assert nina.get(path(thread, lang=lang)).all("section", id="poll")


def test_open_figures_stand_beside_the_choice(app: Any, cast: Cast) -> None:
    thread, poll, options = asked(cast, hidden=False)
    voted(poll, options[1], cast.mei)
    assert "1票・100%" in Browser(app).get(path(thread)).text
    page = Browser(app, cast.nina).get(path(thread))
    assert [e.get("type") for e in page.all("input", name="option")] == ["radio"] * 3
    assert "1票・100%" in page.text


def test_closed_polls_and_wrong_choices_are_refused(app: Any, cast: Cast) -> None:
    thread, poll, options = asked(cast)
    other, _poll, others = asked_elsewhere(cast)
    one, two = options[0].id, options[1].id
    for chosen, code in (([], "none"), ([one, two], "many")):
        with pytest.raises(rules.NotReady, match=code):
            actions.vote(thread.id, chosen, by=cast.nina.id)
    for chosen in ([others[0].id], [one, 999]):
        with pytest.raises(rules.NotHere):
            actions.vote(thread.id, chosen, by=cast.nina.id)
    with pytest.raises(rules.NotTheirs):
        actions.vote(thread.id, [one], by=cast.ruo.id)
    assert actions.vote(thread.id, [one], by=cast.nina.id)
    assert not actions.vote(thread.id, [one], by=cast.nina.id)
    assert actions.vote(thread.id, [two], by=cast.nina.id)
    assert tallies(poll) == (1, [0, 1, 0])
    for change in (
        lambda: Thread.update(locked_at=now()).where(Thread.id == thread.id).execute(),
        lambda: Poll.update(closes_at=now()).where(Poll.id == poll.id).execute(),
    ):
        change()
        for act in (
            lambda: actions.vote(thread.id, [one], by=cast.nina.id),
            lambda: actions.take_vote_back(thread.id, by=cast.nina.id),
        ):
            with pytest.raises(rules.NotReady, match="closed"):
                act()
        Thread.update(locked_at=None).where(Thread.id == thread.id).execute()
    nina = Browser(app, cast.nina)
    token = {"csrf_token": nina.get(path(thread)).fields("/replies")["csrf_token"]}
    assert nina.post(base(thread, "/vote"), {**token, "option": str(one)}).location == path(thread, "#poll")
    assert "截止了" in nina.get(path(thread)).text
    assert nina.post(base(thread, "/vote"), {**token, "option": "x"}).status == 404
    assert nina.post(base(other, "/vote"), {**token, "option": str(one)}).status == 404
    Group.update(archived_at=now()).execute()
    with pytest.raises(rules.NotReady, match="archived"):
        actions.vote(other.id, [others[0].id], by=cast.mei.id)
    assert tallies(poll) == (1, [0, 1, 0])
    counted()


def asked_elsewhere(cast: Cast) -> tuple[Thread, Poll, list[PollOption]]:
    group = grouped("bread", owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei, "麵包")
    return thread, *polled(thread, "去", "不去", multiple=True)


def test_several_may_be_chosen_where_that_is_asked(app: Any, cast: Cast) -> None:
    thread, poll, options = asked_elsewhere(cast)
    assert actions.vote(thread.id, [o.id for o in options], by=cast.nina.id)
    assert tallies(poll) == (1, [1, 1])
    assert actions.vote(thread.id, [options[0].id], by=cast.nina.id)
    assert tallies(poll) == (1, [1, 0])
    assert [actions.take_vote_back(thread.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert tallies(poll) == (0, [0, 0])
    counted()


def test_what_an_opening_asked_goes_with_its_words(app: Any, cast: Cast) -> None:
    thread, poll, options = asked(cast)
    voted(poll, options[0], cast.nina)
    actions.remove_reply(thread.id, 0, by=cast.mei.id)
    assert not Poll.select().exists()
    assert not PollVote.select().exists()


def test_fifty_members_vote_at_once(app: Any, cast: Cast) -> None:
    thread, poll, options = asked(cast)
    members = [cast.member(f"member_{n}", f"會員{n}") for n in range(MEMBERS)]
    for member in members:
        joined(Group.get(), member)

    def busy(number: int) -> None:
        try:
            me = members[number].id
            actions.vote(thread.id, [options[number % 3].id], by=me)
            actions.vote(thread.id, [options[(number + 1) % 3].id], by=me)
            if number % 5 == 0:
                actions.take_vote_back(thread.id, by=me)
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(busy, range(MEMBERS)))
    voters, votes = tallies(poll)
    rows = [PollVote.select().where(PollVote.option == option.id).count() for option in options]
    assert (voters, votes) == (MEMBERS - MEMBERS // 5, rows)
    assert sum(rows) == voters == PollVote.select().where(PollVote.poll == poll.id).count()
    counted()


def merged(cast: Cast) -> tuple[Thread, Thread, Poll, list[PollOption]]:
    """A thread with nina's poll, into which it went; as she asked it, it stands in her own."""
    thread, poll, options = asked(cast)
    mine = threaded(Group.get(), cast.nina, "妮娜問的")
    Poll.update(thread=mine.id).where(Poll.id == poll.id).execute()
    return mine, thread, poll, options


def test_what_a_hidden_opening_asked_is_not_told_by_merging(app: Any, cast: Cast) -> None:
    mine, thread, _poll, options = merged(cast)
    assert "焙茶" in Browser(app).get(path(mine)).text
    actions.hide_reply(mine.id, 0, by=cast.mei.id, reason="看看")
    assert "焙茶" not in Browser(app).get(path(mine)).text
    actions.merge_thread(mine.id, thread.id, by=cast.mei.id)
    there, reader = path(Thread.get_by_id(thread.id)), Browser(app)
    assert "焙茶" not in reader.get(there).text
    with pytest.raises(rules.NotHere):
        actions.vote(thread.id, [options[0].id], by=cast.nina.id)
    asking = Reply.get(Reply.thread == thread.id, Reply.author == cast.nina.id)
    actions.show_reply(thread.id, asking.number, by=cast.mei.id)
    assert "焙茶" in reader.get(there).text
    assert actions.vote(thread.id, [options[0].id], by=cast.nina.id)
    # What the thread's own opening is has nothing to do with it.
    actions.hide_reply(thread.id, 0, by=cast.mo.id, reason="看看", moderator=True)
    assert "焙茶" in Browser(app, cast.tang).get(path(Thread.get_by_id(thread.id))).text
    new = actions.split_thread(thread.id, asking.number, "又分開", by=cast.mei.id)
    assert Poll.get().thread_id == new.id
    assert "焙茶" in reader.get(path(new)).text


@pytest.mark.parametrize("way", ["removed", "erased"])
def test_a_poll_goes_with_whoever_asked_it_and_nobody_else(app: Any, cast: Cast, way: str) -> None:
    mine, thread, poll, _options = merged(cast)
    actions.merge_thread(mine.id, thread.id, by=cast.mei.id)

    def gone(member: Member) -> None:
        said = Reply.get(Reply.thread == thread.id, Reply.author == member.id)
        if way == "removed":
            actions.remove_reply(thread.id, said.number, by=member.id)
        else:
            erase_replies(member.id, False)
            erase_threads(member.id, False)

    gone(cast.mei)
    assert Poll.get_by_id(poll.id).thread_id == thread.id
    (asked_there,) = (row for row in _exported("replies", cast.nina) if row["polls"])
    assert asked_there["polls"][0]["voters"] == 0
    assert not any(row["polls"] for row in _exported("threads", cast.mei))
    gone(cast.nina)
    assert not Poll.select().exists()


def _exported(name: str, member: Member) -> list[dict[str, Any]]:
    (section,) = (one for one in SECTIONS if one.name == name)
    return list(section.export(member.id))
