"""Slow groups let nobody speak twice in a breath; whoever spoke in a thread hears what comes of it, unless they do not want to."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.groups.models import Group
from miquan.threads import actions, rules
from miquan.threads.models import Reply, ThreadReader
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, joined, threaded
from tests.threads.test_pages import base, path, talked
from tests.threads.test_writing import words


def test_a_slow_group_says_how_long_to_wait_and_keeps_the_words(app: Any, cast: Cast) -> None:
    thread = talked(cast, 0)
    Group.update(slow_seconds=120).execute()
    nina = Browser(app, cast.nina)
    reply = base(thread, "/replies")
    assert nina.send(path(thread), "/replies", reply, body="第一句").status == 303
    late = nina.send(path(thread), "/replies", reply, body="還有一句")
    assert late.status == 422
    assert "還有一句" in late.text
    assert "再等1分" in late.text
    with pytest.raises(rules.NotReady, match="body: slow"):
        actions.start_thread(Group.get().id, words(), by=cast.nina.id)
    # Other groups, and those who look after this one, go on.
    other = threaded(grouped("bread", owner=cast.nina), cast.nina)
    assert actions.write_reply(other.id, rules.Said("說麵包"), by=cast.nina.id).number == 1
    for number in (2, 3):
        assert actions.write_reply(thread.id, rules.Said("我照看這裡"), by=cast.mei.id).number == number
    Reply.update(created_at=now() - timedelta(seconds=121)).where(Reply.author == cast.nina.id).execute()
    assert nina.send(path(thread), "/replies", reply, body="還有一句").status == 303


def test_who_spoke_watches_and_may_stop(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = actions.start_thread(group.id, words(), by=cast.mei.id)
    assert ThreadReader.get().watching == "watch"
    nina, form = Browser(app, cast.nina), base(thread, "/watching")

    def how() -> str:
        return str(ThreadReader.get(ThreadReader.member == cast.nina.id).watching)

    assert "每則新回覆都通知你" in nina.get(path(thread)).text
    for chosen in ("watch", "none", "mute"):
        assert nina.send(path(thread), "/watching", form, how=chosen).location == path(thread)
        assert how() == chosen
        ways = nina.get(path(thread)).all("button", name="how")
        assert [b.get("value") for b in ways] == ["watch", "none", "mute"]
        assert [b.get("value") for b in ways if b.get("aria-pressed") == "true"] == [chosen]
    actions.write_reply(thread.id, rules.Said("說一句"), by=cast.nina.id)
    assert how() == "mute"
    actions.watch(thread.id, "none", by=cast.nina.id)
    actions.write_reply(thread.id, rules.Said("再一句"), by=cast.nina.id)
    assert how() == "watch"
    assert nina.send(path(thread), "/watching", form, how="shout").status == 404
    assert not Browser(app).get(path(thread)).all("button", name="how")
    Group.update(visibility="private").execute()
    with pytest.raises(rules.NotHere):
        actions.watch(thread.id, "watch", by=cast.ruo.id)
