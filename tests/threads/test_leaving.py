"""Who left a group, or was put out of it, still finds their own words there and takes them away; nobody else's."""

from typing import Any

import pytest

from miquan.groups import actions as groups
from miquan.groups.recounting import recount as recount_groups
from miquan.moderation.deciding import Wish, decide, undo
from miquan.threads import actions
from miquan.threads.models import Reply, Thread
from miquan.threads.personal import SECTIONS
from miquan.threads.queries.left import PAGE
from miquan.threads.recounting import recount as recount_threads
from miquan.threads.rules import NotHere, Said
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_writing import words

WORDS = "/zh-hant/me/groups/words"


@pytest.mark.parametrize("how", ["left", "put_out", "banned"])
def test_own_words_are_taken_away_from_outside(app: Any, cast: Cast, how: str) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    joined(group, cast.nina)
    theirs = threaded(group, cast.mei, "美的祕密")
    own = replied(theirs, cast.nina, "妮娜的話")
    replied(theirs, cast.mei, "美的回答")
    answered, alone = threaded(group, cast.nina, "妮娜的題"), threaded(group, cast.nina, "沒人理的題")
    replied(answered, cast.mei, "美也回了")
    nina, removal = Browser(app, cast.nina), f"{WORDS}/{own.id}/removal"
    assert "妮娜的話" not in nina.get(WORDS).text
    assert nina.get(removal).status == 404
    if how == "left":
        groups.leave(group.id, by=cast.nina.id)
    elif how == "put_out":
        groups.put_out(group.id, cast.nina.id, "", by=cast.mei.id)
    else:
        groups.ban(group.id, cast.nina.id, "", None, by=cast.mei.id)
    page = nina.get(WORDS).text
    assert WORDS in nina.get("/zh-hant/me/groups").text
    assert all(words in page for words in ("妮娜的話", "妮娜的題", "沒人理的題"))
    assert not any(words in page for words in ("美的", "美也", "京都喝茶", "kyoto-tea"))
    assert Browser(app, cast.tang).get(removal).status == 404
    for reply in (own, *(Reply.get(Reply.thread == one.id, Reply.number == 0) for one in (answered, alone))):
        removal = f"{WORDS}/{reply.id}/removal"
        assert nina.send(removal, removal).location == WORDS
        assert nina.get(removal).status == 404
    assert {(r.state, r.body) for r in Reply.select().where(Reply.author == cast.nina.id)} == {("removed", "")}
    assert [(t.state, t.title) for t in Thread.select().where(Thread.author == cast.nina.id).order_by(Thread.id)] == [
        ("published", ""),
        ("removed", ""),
    ]
    assert Thread.get_by_id(theirs.id).replies == 1
    assert "沒有這樣的話" in nina.get(WORDS).text
    assert (recount_threads()["threads"], recount_groups()) == (0, 0)


def test_what_one_still_reads_stands_in_its_place_and_long_lists_go_on(app: Any, cast: Cast) -> None:
    public, shut = grouped(owner=cast.mei), grouped("bread", owner=cast.mei, visibility="members")
    replied(threaded(public, cast.mei), cast.nina, "公開的話")
    thread = threaded(shut, cast.mei)
    for number in range(PAGE + 1):
        replied(thread, cast.nina, f"第{number:03}句")
    page = Browser(app, cast.nina).get(WORDS)
    assert ("公開的話" in page.text, "第030句" in page.text, "第000句" in page.text) == (False, True, False)
    (link,) = [a.get("href") for a in page.all("a") if "before=" in (a.get("href") or "")]
    assert "第000句" in Browser(app, cast.nina).get(link).text


@pytest.mark.parametrize("way", ["reply", "thread", "group"])
def test_what_a_decision_hid_is_there_when_it_is_taken_back(app: Any, cast: Cast, way: str) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    thread = threaded(group, cast.nina, "妮娜的題")
    reply = replied(threaded(group, cast.mei), cast.nina, "妮娜的話")
    opening = Reply.get(Reply.thread == thread.id)
    said = reply if way == "reply" else opening
    about = {"reply": reply.id, "thread": thread.id, "group": group.id}[way]
    made = decide(way, about, Wish("hide", "spam", "看過了"), by=cast.mo.id)
    nina, removal = Browser(app, cast.nina), f"{WORDS}/{said.id}/removal"
    other = f"{WORDS}/{(opening if way == 'reply' else reply).id}/removal"
    assert nina.get(removal).status == 404
    assert said.body not in nina.get(WORDS).text
    assert nina.get(other).status == (404 if way == "group" else 200)
    with pytest.raises(NotHere):
        actions.take_back(said.id, by=cast.nina.id)
    undo(made.id, by=cast.mo.id)
    assert (Reply.get_by_id(said.id).state, Reply.get_by_id(said.id).body) == ("published", said.body)
    assert Thread.get_by_id(thread.id).title == "妮娜的題"
    assert nina.send(removal, removal).location == WORDS


def test_what_a_tender_called_it_is_told_to_nobody_outside(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    inside = joined(group, cast.nina)
    mine = actions.start_thread(group.id, words("妮娜的題"), by=cast.nina.id)
    said = actions.write_reply(threaded(group, cast.mei).id, Said("妮娜的話"), by=cast.nina.id)
    merged = actions.start_thread(group.id, words("合起來的題"), by=cast.nina.id)
    inside.delete_instance()
    split = actions.split_thread(said.thread_id, said.number, "內部祕密計畫 #內部祕密", by=cast.mei.id)
    actions.merge_thread(merged.id, mine.id, by=cast.mei.id)
    nina = Browser(app, cast.nina)
    for page in (nina.get(WORDS), nina.get(f"{WORDS}/{said.id}/removal")):
        assert "妮娜的話" in page.text
        assert "內部祕密" not in page.text
    assert "妮娜的題" in nina.get(WORDS).text
    (section,) = (one for one in SECTIONS if one.name == "threads")
    taken = {row["id"]: row for row in section.export(cast.nina.id)}
    assert {id_: row["title"] for id_, row in taken.items()} == {
        mine.id: "妮娜的題",
        merged.id: "合起來的題",
        split.id: "",
    }
    assert (taken[split.id]["slug"], taken[split.id]["tags"]) == ("", [])
    assert taken[mine.id]["slug"] == mine.slug
    actions.hide_thread(mine.id, by=cast.mei.id, reason="看看")
    actions.hide_reply(mine.id, 0, by=cast.mei.id, reason="看看")
    assert {row["id"]: row["withheld"].get("title") for row in section.export(cast.nina.id)}[mine.id] == "妮娜的題"
