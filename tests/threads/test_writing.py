"""Starting threads and answering in them: who may, what is counted, who is told."""

from typing import Any

import pytest

from miquan.boards import actions as boards
from miquan.circle import care as circle_care
from miquan.db import counting_queries, now
from miquan.groups.models import Group
from miquan.groups.recounting import recount as recount_groups
from miquan.outbox import Event, EventRow
from miquan.threads import actions, care, rules
from miquan.threads.models import Reply, ReplyMention, ReplyProduct, ReplyRevision, Thread, ThreadReader, ThreadTag
from miquan.threads.recounting import recount
from tests.cast import Cast
from tests.threads.filled import grouped, joined, threaded


def words(title: str = "哪一家的玄米茶", body: str = "想買來送人 #玄米茶", **more: Any) -> rules.ThreadWords:
    kind = more.pop("kind", "discussion")
    return rules.ThreadWords(kind, title, rules.Said(body, **more))


def counted() -> None:
    assert set(recount().values()) == {0}
    assert recount_groups() == 0


def names() -> list[str]:
    talk = ("thread.", "reply.", "member.mentioned")
    return [str(row.name) for row in EventRow.select().order_by(EventRow.id) if str(row.name).startswith(talk)]


def test_a_thread_has_an_opening_and_its_writer_has_read_it(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    thread = actions.start_thread(group.id, words(), by=cast.mei.id)
    opening = Reply.get(Reply.thread == thread.id)
    assert (opening.number, opening.author_id, opening.version) == (0, cast.mei.id, 1)
    assert 'href="/tags/' in opening.body_html
    assert ThreadTag.select().where(ThreadTag.thread == thread.id).count() == 1
    assert ReplyRevision.get().data["title"] == "哪一家的玄米茶"
    assert ThreadReader.get().seen == 0
    assert (Group.get_by_id(group.id).threads, thread.replies, thread.slug) == (1, 0, "na-yi-jia-de-xuan-mi-cha")
    assert names() == [Event.THREAD_STARTED]
    counted()


def test_replies_are_numbered_and_say_what_they_answer(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = actions.start_thread(group.id, words(), by=cast.mei.id)
    first = actions.write_reply(thread.id, rules.Said("左京的那家"), by=cast.nina.id)
    second = actions.write_reply(thread.id, rules.Said("哪一條路"), by=cast.mei.id, answers=1)
    assert [(r.number, r.answers) for r in (first, second)] == [(1, None), (2, 1)]
    row = Thread.get_by_id(thread.id)
    assert (row.replies, row.last_number, row.last_by_id, row.active_at) == (2, 2, cast.mei.id, second.created_at)
    assert row.hotness > thread.hotness
    told = EventRow.select().where(EventRow.name == Event.REPLY_WRITTEN).order_by(EventRow.id.desc()).get()
    assert (told.subject_id, told.data) == (thread.id, {"reply": second.id, "number": 2, "answers": 1})
    with pytest.raises(rules.NotHere):
        actions.write_reply(thread.id, rules.Said("什麼"), by=cast.mei.id, answers=9)
    counted()


@pytest.mark.parametrize("visibility", ["public", "unlisted", "members", "private"])
def test_only_who_is_inside_speaks_and_outsiders_learn_no_more_than_they_may(
    app: Any, cast: Cast, visibility: str
) -> None:
    group = grouped(owner=cast.mei, visibility=visibility)
    joined(group, cast.tang, "applicant")
    joined(group, cast.ruo, "banned")
    thread = threaded(group, cast.mei)
    reads = visibility in ("public", "unlisted")
    for outsider in (cast.nina, cast.tang, cast.ruo, cast.mo):
        for act in (
            lambda me: actions.start_thread(group.id, words(), by=me),
            lambda me: actions.write_reply(thread.id, rules.Said("在嗎"), by=me),
        ):
            with pytest.raises(rules.NotTheirs if reads else rules.NotHere):
                act(outsider.id)
        if reads:
            assert actions.like_reply(thread.id, 0, by=outsider.id)
        else:
            with pytest.raises(rules.NotHere):
                actions.like_reply(thread.id, 0, by=outsider.id)
            with pytest.raises(boards.NotHere):
                boards.save("thread", thread.id, by=outsider.id)
    assert Reply.select().count() == 1
    counted()


def test_what_rests_and_what_is_locked_takes_no_words(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei, locked_at=now(), locked_by=cast.mei.id)
    with pytest.raises(rules.NotReady, match="locked"):
        actions.write_reply(thread.id, rules.Said("還想說"), by=cast.nina.id)
    # Those who look after the group have the last word.
    assert actions.write_reply(thread.id, rules.Said("就到這裡"), by=cast.mei.id).number == 1
    Group.update(archived_at=now()).where(Group.id == group.id).execute()
    for act in (
        lambda: actions.write_reply(thread.id, rules.Said("還想說"), by=cast.mei.id),
        lambda: actions.start_thread(group.id, words(), by=cast.mei.id),
    ):
        with pytest.raises(rules.NotReady, match="archived"):
            act()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (words(title=" "), "title: missing"),
        (words(title="長" * 121), "title: long"),
        (words(body="  "), "body: missing"),
        (words(body="長" * 20_001), "body: long"),
        (words(kind="rumour"), "kind: unknown"),
        (words(products=tuple(range(1, 20))), "products: many"),
    ],
)
def test_what_is_wrong_is_said(app: Any, cast: Cast, wrong: rules.ThreadWords, code: str) -> None:
    with pytest.raises(rules.NotReady, match=code):
        actions.start_thread(grouped(owner=cast.mei).id, wrong, by=cast.mei.id)
    assert not Thread.select().exists()


def test_only_who_may_read_there_is_named(app: Any, cast: Cast) -> None:
    for visibility, told in (("public", {cast.nina.id, cast.tang.id}), ("private", {cast.nina.id})):
        group = grouped(f"g-{visibility}", owner=cast.mei, visibility=visibility)
        joined(group, cast.nina)
        thread = actions.start_thread(group.id, words(body="@nina 和 @tang 來看"), by=cast.mei.id)
        opening = Reply.get(Reply.thread == thread.id)
        rows = ReplyMention.select(ReplyMention.member).where(ReplyMention.reply == opening.id).tuples()
        assert {row[0] for row in rows} == told
        assert ('href="/@tang"' in opening.body_html) == (visibility == "public")
    # Named again, nobody is told again.
    actions.edit_thread(thread.id, words(body="@nina 再來看"), by=cast.mei.id)
    assert names().count(Event.MEMBER_MENTIONED) == 3


def test_goods_keep_the_price_of_their_time(app: Any, cast: Cast) -> None:
    bowl = cast.product()
    group = grouped(owner=cast.mei)
    thread = actions.start_thread(group.id, words(products=(bowl.id, 999)), by=cast.mei.id)
    kept = ReplyProduct.get()
    assert (kept.product_id, kept.price, kept.currency) == (bowl.id, 18_500, "JPY")
    type(bowl).update(price=20_000, price_to=20_000).where(type(bowl).id == bowl.id).execute()
    actions.edit_thread(thread.id, words(products=(bowl.id,)), by=cast.mei.id)
    assert ReplyProduct.get().price == 18_500


def test_whoever_is_new_says_less(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    group = grouped(owner=cast.mei)
    thread = threaded(group, cast.mei)
    links = "https://a.example https://b.example https://c.example"
    with pytest.raises(rules.NotReady, match="links"):
        actions.write_reply(thread.id, rules.Said(links), by=cast.mei.id)
    # The opening counts as well.
    for number in range(1, care.OFTEN):
        actions.write_reply(thread.id, rules.Said(f"第{number}句"), by=cast.mei.id)
    with pytest.raises(rules.NotReady, match="often"):
        actions.write_reply(thread.id, rules.Said("又一句"), by=cast.mei.id)
    monkeypatch.setattr(circle_care, "is_new", lambda _member: False)
    assert actions.write_reply(thread.id, rules.Said(links), by=cast.mei.id).number == care.OFTEN
    monkeypatch.setattr(care, "MANY", care.OFTEN)
    with pytest.raises(rules.NotReady, match="often"):
        actions.write_reply(thread.id, rules.Said("再一句"), by=cast.mei.id)


def test_threads_of_one_day_are_bounded(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for number in range(care.NEW_A_DAY):
        actions.start_thread(group.id, words(f"第{number}個"), by=cast.mei.id)
    with pytest.raises(rules.NotReady, match="often"):
        actions.start_thread(group.id, words(), by=cast.mei.id)


def test_a_reply_costs_the_same_however_many_are_in_the_group(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    thread = threaded(group, cast.mei)

    def asked(body: str) -> int:
        with counting_queries() as seen:
            actions.write_reply(thread.id, rules.Said(body), by=cast.mei.id)
        return len(seen)

    asked("第一句")
    one = asked("第二句")
    for number in range(40):
        joined(group, cast.member(f"member_{number}", f"會員{number}"))
    assert asked("第三句") == one
