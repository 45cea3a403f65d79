"""What those who tend a group do with its threads: each is an event and a line in the record, and old addresses lead on."""

from typing import Any

import pytest

from miquan.db import now
from miquan.groups.models import Group
from miquan.moderation.models import AuditEntry
from miquan.outbox import Event, EventRow
from miquan.threads import actions, rules
from miquan.threads.models import Poll, Reply, Thread, ThreadReader
from miquan.threads.queries.moved import place_of
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, liked, polled, replied, threaded
from tests.threads.test_pages import base, numbers, path, talked
from tests.threads.test_writing import counted


def acts() -> list[str]:
    return [row.action for row in AuditEntry.select().order_by(AuditEntry.id)]


def changes() -> int:
    return int(EventRow.select().where(EventRow.name == Event.THREAD_CHANGED).count())


def test_only_who_tends_the_group_tends_its_threads(app: Any, cast: Cast) -> None:
    thread = talked(cast, 2)
    other = threaded(Group.get(), cast.nina)
    elsewhere = grouped("bread", owner=cast.nina)
    for who, error in ((cast.nina, rules.NotTheirs), (cast.ruo, rules.NotTheirs), (cast.mo, rules.NotTheirs)):
        for act in (
            lambda by: actions.pin_thread(thread.id, by=by),
            lambda by: actions.lock_thread(thread.id, by=by, reason="吵"),
            lambda by: actions.give_flair(thread.id, "", by=by),
            lambda by: actions.move_thread(thread.id, elsewhere.id, by=by),
            lambda by: actions.merge_thread(thread.id, other.id, by=by),
            lambda by: actions.split_thread(thread.id, 1, "新的", by=by),
        ):
            with pytest.raises(error):
                act(who.id)
        assert Browser(app, who).get(base(thread, "/tending")).status == 403
    with pytest.raises(rules.NotTheirs):
        actions.move_thread(thread.id, elsewhere.id, by=cast.mei.id)
    assert not acts()
    assert not changes()


def test_pins_locks_and_flairs_are_plain_forms(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    Group.update(flairs=["問", "答"]).execute()
    mei, nina = Browser(app, cast.mei), Browser(app, cast.nina)
    page = base(thread, "/tending")

    def sent(what: str, **fields: str) -> int:
        return mei.send(page, f"/tending/{what}", f"{page}/{what}", **fields).status

    assert sent("pin") == 303
    assert "置頂了" in mei.get(path(thread)).text
    assert sent("lock", reason="") == 422
    assert Thread.get_by_id(thread.id).locked_at is None
    fields = {**nina.get(path(thread)).fields("/replies"), "body": "我還沒說完"}
    assert sent("lock", reason="說夠了") == 303
    assert sent("flair", flair="問") == 303
    assert mei.post(f"{page}/flair", {**mei.get(page).fields("/flair"), "flair": "別的"}).status == 422
    assert "說夠了" in nina.get(path(thread)).text
    late = nina.post(base(thread, "/replies"), fields)
    assert (late.status, "我還沒說完" in late.text, "鎖上了" in late.text) == (422, True, True)
    row = Thread.get_by_id(thread.id)
    assert (row.flair, row.pinned_by_id, row.locked_by_id) == ("問", cast.mei.id, cast.mei.id)
    assert [sent("unpin"), sent("unlock")] == [303, 303]
    assert mei.post(f"{page}/burn", mei.get(page).fields("/flair")).status == 404
    row = Thread.get_by_id(thread.id)
    assert (row.pinned_at, row.locked_at, row.state_reason) == (None, None, "")
    assert acts() == ["thread.pinned", "thread.locked", "thread.flaired", "thread.unpinned", "thread.unlocked"]
    assert changes() == 5
    assert not actions.unpin_thread(thread.id, by=cast.mei.id)
    for _n in range(5):
        actions.pin_thread(threaded(Group.get(), cast.mei).id, by=cast.mei.id)
    with pytest.raises(rules.NotReady, match="pin: many"):
        actions.pin_thread(thread.id, by=cast.mei.id)


@pytest.mark.parametrize(
    ("here", "there", "goes"),
    [
        ("public", "public", True),
        ("public", "private", True),
        ("private", "public", False),
        ("members", "unlisted", False),
        # Those of another group are others.
        ("private", "private", False),
        ("members", "private", False),
    ],
)
def test_a_thread_moves_to_nobody_whom_it_was_not_said_to(
    app: Any, cast: Cast, here: str, there: str, goes: bool
) -> None:
    group, other = (
        grouped(owner=cast.mei, visibility=here, flairs=["茶"]),
        grouped("bread", owner=cast.mei, visibility=there),
    )
    thread = threaded(group, cast.mei, slug="tea", flair="茶", pinned_at=now())
    old, mei = path(thread), Browser(app, cast.mei)
    page = base(thread, "/tending")
    token = mei.get(page).fields("/tending/split")
    done = mei.post(f"{page}/move", {**token, "group": str(other.id)})
    assert done.status == (303 if goes else 422)
    row = Thread.get_by_id(thread.id)
    assert row.group_id == (other.id if goes else group.id)
    counted()
    if goes:
        assert (row.flair, row.pinned_at) == ("", None)
        answer = mei.get(old)
        assert (answer.status, answer.location) == (301, path(thread))
        assert Browser(app).get(old).status == (301 if there == "public" else 404)
        assert (acts(), changes()) == (["thread.moved"], 1)


def test_merged_replies_stand_behind_and_old_addresses_lead_to_them(app: Any, cast: Cast) -> None:
    target = talked(cast, 3)
    group = Group.get()
    thread = threaded(group, cast.nina, "又問一次", slug="again", kind="question", accepted=1, accepted_at=now())
    replied(thread, cast.mei, "左邊", answers=0)
    replied(thread, cast.nina, "右邊", answers=1)
    replied(thread, cast.nina, "刪了", state="removed")
    liked(Reply.get(Reply.thread == thread.id, Reply.number == 0), cast.mei)
    polled(thread, "去", "不去")
    ThreadReader.create(thread=thread.id, member=cast.ruo.id, watching="watch")
    for member, here, there in ((cast.nina, 3, 2), (cast.tang, 1, 3)):
        ThreadReader.create(thread=target.id, member=member.id, seen=here)
        ThreadReader.create(thread=thread.id, member=member.id, seen=there)
    old, mei = path(thread), Browser(app, cast.mei)
    page = base(thread, "/tending")
    assert mei.send(page, "/tending/merge", f"{page}/merge", into="沒有這個").status == 422
    done = mei.send(page, "/tending/merge", f"{page}/merge", into=f"https://miquan.example{path(target, '?at=2')}")
    assert (done.status, done.location) == (303, path(target))
    # What was read stays read; who had something new keeps it.
    marks = ThreadReader.select(ThreadReader.member, ThreadReader.seen).where(ThreadReader.thread == target.id)
    assert dict(marks.tuples()) == {cast.ruo.id: 4, cast.nina.id: 6, cast.tang.id: 1}
    row = Thread.get_by_id(target.id)
    assert (row.replies, row.last_number) == (6, 7)
    said = Reply.select().where(Reply.thread == target.id, Reply.number > 3).order_by(Reply.number)
    assert [(r.number, r.answers, r.body) for r in said] == [
        (4, None, "又問一次"),
        (5, 4, "左邊"),
        (6, 5, "右邊"),
        (7, None, "刪了"),
    ]
    gone = Thread.get_by_id(thread.id)
    assert (gone.state, gone.merged_into_id, gone.replies, gone.likes, gone.accepted) == (
        "merged",
        target.id,
        0,
        0,
        None,
    )
    assert Poll.get().thread_id == target.id
    assert [
        r.member_id
        for r in ThreadReader.select().where(ThreadReader.thread == target.id, ThreadReader.watching == "watch")
    ] == [cast.ruo.id]
    counted()
    visitor = Browser(app)
    for address, leads_to in (
        (old, path(target)), (f"{old}?at=2", path(target, "?at=6#r6")), (base(thread, "/replies/1"), path(target, "?at=5#r5")),
    ):  # fmt: skip
        answer = visitor.get(address)
        assert (answer.status, answer.location) == (301, leads_to)
    assert numbers(visitor.get(path(target))) == list(range(8))
    assert (acts(), changes()) == (["thread.merged", "thread.joined"], 2)
    third = threaded(group, cast.mei, "第三個")
    actions.merge_thread(target.id, third.id, by=cast.mei.id)
    assert Thread.get_by_id(thread.id).merged_into_id == third.id
    assert place_of(thread.id, 2) == (third.id, 7)
    assert visitor.get(f"{old}?at=2").location == path(third, "?at=7#r7")
    Group.update(visibility="private").execute()
    assert visitor.get(old).status == 404
    counted()


def test_what_cannot_be_merged_says_why(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    polled(thread, "去", "不去")
    twin = threaded(Group.get(), cast.mei)
    polled(twin, "去", "不去")
    other = threaded(grouped("bread", owner=cast.mei), cast.mei)
    for into, code in ((thread.id, "same"), (other.id, "unknown"), (999, "unknown"), (twin.id, "polls")):
        with pytest.raises(rules.NotReady, match=f"into: {code}"):
            actions.merge_thread(thread.id, into, by=cast.mei.id)
    assert Thread.select().where(Thread.state == "merged").count() == 0


def test_from_a_reply_on_a_thread_of_its_own(app: Any, cast: Cast) -> None:
    thread = talked(cast, 4, kind="question", accepted=4, accepted_at=now())
    replied(thread, cast.nina, "說到麵包 #麵包", answers=2)
    replied(thread, cast.mei, "哪一家", answers=5)
    replied(thread, cast.nina, "藏起來", state="hidden")
    liked(Reply.get(Reply.number == 5), cast.mei)
    ThreadReader.create(thread=thread.id, member=cast.ruo.id, seen=5)
    mei, page = Browser(app, cast.mei), base(thread, "/tending")
    for wrong in ({"number": "9", "title": "麵包"}, {"number": "5", "title": ""}, {"number": "7", "title": "麵包"}):
        assert mei.send(page, "/tending/split", f"{page}/split", **wrong).status == 422
    done = mei.send(page, "/tending/split", f"{page}/split", number="#5", title="說麵包")
    new = Thread.select().order_by(Thread.id.desc()).get()
    assert (done.status, done.location) == (303, path(new))
    assert (new.author_id, new.replies, new.last_number, new.likes, new.title) == (cast.nina.id, 1, 2, 1, "說麵包")
    said = Reply.select().where(Reply.thread == new.id).order_by(Reply.number)
    assert [(r.number, r.answers) for r in said] == [(0, None), (1, 0), (2, None)]
    left = Thread.get_by_id(thread.id)
    assert (left.replies, left.last_number, left.accepted, left.last_by_id) == (4, 7, 4, cast.mei.id)
    marks = ThreadReader.select(ThreadReader.thread, ThreadReader.seen).where(ThreadReader.member == cast.ruo.id)
    assert dict(marks.tuples()) == {thread.id: 7, new.id: 0}, "what she had read is read in both"
    assert "分出去了" in mei.follow(done).text
    assert "從#5起的回覆搬到了「說麵包」" in Browser(app).get(path(thread)).text
    assert actions.write_reply(thread.id, rules.Said("回到茶"), by=cast.mei.id).number == 8
    counted()
    visitor = Browser(app)
    for address in (path(thread, "?at=6"), visitor.get(base(thread, "/replies/6")).location.partition("#")[0]):
        answer = visitor.get(address)
        assert (answer.status, answer.location) == (301, path(new, "?at=1#r1"))
    assert visitor.get(path(thread, "?at=99")).status == 404
    assert numbers(visitor.get(path(thread))) == [0, 1, 2, 3, 4, 8]
    assert numbers(visitor.get(path(new)))[:2] == [0, 1]
    assert acts() == ["thread.split", "thread.begun"]
    # Merged again, what was split off is found from where it stood first.
    actions.merge_thread(new.id, thread.id, by=cast.mei.id)
    assert place_of(thread.id, 6) == (thread.id, 10)
    counted()
