"""From a report to a decision, its notice, an objection and its reversal; what each verb does, and who may not."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle.models import Comment, Post
from miquan.db import database, now, transaction
from miquan.moderation import rules
from miquan.moderation.actions import file_report
from miquan.moderation.acts import ACTS
from miquan.moderation.appealing import appeal
from miquan.moderation.audit import verify
from miquan.moderation.deciding import Wish, decide, lift_what_is_over, remove_for_good, undo
from miquan.moderation.hearing import answer
from miquan.moderation.models import Appeal, AuditEntry, CannedReply, Decision, Report, Suspension
from miquan.moderation.registry import KINDS, REASONS, REPORTABLE, thing, things
from miquan.outbox import EventRow
from miquan.products.models import Product
from miquan.storefronts.models import Storefront
from miquan.threads.models import Reply, Thread
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import commented
from tests.circle.test_posts import posted
from tests.threads.filled import grouped, replied, threaded


def reported(cast: Cast, kind: str, subject_id: int, *by: Member, reason: str = "spam") -> None:
    for member in by or (cast.nina,):
        file_report(by=member.id, kind=kind, subject_id=subject_id, reason=reason)


def everything(cast: Cast) -> dict[str, int]:
    """One thing of each kind, all of them made by others than moderators."""
    post = posted(cast.mei, "去了河邊")
    group = grouped(owner=cast.mei, created_by=cast.mei.id)
    thread = threaded(group, cast.mei)
    return {
        "product": cast.product().id, "post": post.id, "comment": commented(post, cast.mei, "第一則").id, "member": cast.mei.id,
        "storefront": cast.kyoto.id, "group": group.id, "thread": thread.id, "reply": replied(thread, cast.mei).id,
    }  # fmt: skip


def test_every_kind_can_be_found_shown_and_reported(app: Any, cast: Cast) -> None:
    found = everything(cast)
    assert set(found) == set(KINDS) == set(ACTS) == set(REPORTABLE)
    shown = things(list(found.items()))
    assert set(shown) == set(found.items())
    with app.test_request_context("/zh-hant/"):
        for (kind, id_), one in shown.items():
            assert (one.kind, one.id, one.handle, one.author) == (kind, id_, "mei", cast.mei.id)
            assert one.called
            assert one.url.startswith("/")
            assert KINDS[kind].open(id_, cast.nina.id)
            for verb in KINDS[kind].verbs:
                assert getattr(ACTS[kind], "hide" if verb == "remove" else verb), (kind, verb)
    assert thing("post", 999_999) is None


def test_the_whole_way(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "祕密的內容")
    reported(cast, "post", post.id, cast.nina, cast.ruo)
    queue = Browser(app, cast.mo).get("/zh-hant/desk/queue/reports")
    assert "2個人檢舉" in queue.text
    done = Browser(app, cast.mo).send(
        f"/zh-hant/desk/things/post/{post.id}",
        f"/zh-hant/desk/things/post/{post.id}",
        verb="hide",
        reason="spam",
        words="同樣的話說了十次",
    )
    assert done.status == 303
    decision = Decision.get()
    assert Post.get_by_id(post.id).state == "hidden"
    assert {row.state for row in Report.select()} == {"resolved"}
    page = Browser(app, cast.mei).get("/zh-hant/me/decisions")
    assert "同樣的話說了十次" in page.text
    assert "阿莫" not in page.text
    assert "mo_mod" not in page.text
    Browser(app, cast.mei).send(
        "/zh-hant/me/decisions", f"/zh-hant/me/decisions/{decision.id}/appeal", words="我只說了一次"
    )
    assert Appeal.get().words == "我只說了一次"
    own = Browser(app, cast.mo).get("/zh-hant/desk/queue/appeals")
    assert "我只說了一次" in own.text
    assert "/answer" not in own.text
    heard = Browser(app, cast.ou)
    fields = heard.get("/zh-hant/desk/queue/appeals").fields("/answer")
    assert (
        heard.post(f"/zh-hant/desk/appeals/{Appeal.get().id}/answer", {**fields, "outcome": "overturned"}).status == 303
    )
    assert Post.get_by_id(post.id).state == "published"
    assert "重新看過，收回了" in Browser(app, cast.mei).get("/zh-hant/me/decisions").text
    log = Browser(app).get("/zh-hant/moderation")
    assert "申訴後收回" in log.text
    assert str(REASONS["spam"]) in log.text
    for private in ("祕密的內容", "同樣的話說了十次", "我只說了一次", "阿莫", "mo_mod", "妮娜", "林美", "@mei"):
        assert private not in log.text
    names = [row.action for row in AuditEntry.select().order_by(AuditEntry.id)]
    assert [n for n in names if n.split(".")[0] in ("decision", "appeal")] == [
        "decision.made", "decision.taken_back", "appeal.decided",
    ]  # fmt: skip
    assert verify().bad is None
    told = [row.name for row in EventRow.select().where(EventRow.subject_kind == "decision").order_by(EventRow.id)]
    assert told == ["decision.made", "appeal.filed", "decision.taken_back", "appeal.decided"]


def test_nobody_decides_about_themselves(app: Any, cast: Cast) -> None:
    post = posted(cast.mo, "版主的帖")
    reported(cast, "post", post.id)
    with pytest.raises(rules.NotYours):
        decide("post", post.id, Wish("discard", "other"), by=cast.mo.id)
    with pytest.raises(rules.NotYours):
        decide("member", cast.mo.id, Wish("discard", "other"), by=cast.mo.id)
    reported(cast, "member", cast.mei.id, cast.mo)
    with pytest.raises(rules.NotYours):
        decide("member", cast.mei.id, Wish("warn", "other"), by=cast.mo.id)
    warned = decide("post", post.id, Wish("warn", "other"), by=cast.ou.id)
    with pytest.raises(rules.NotYours):
        undo(warned.id, by=cast.mo.id)
    objection = appeal(warned.id, "不對", by=cast.mo.id)
    for one in (cast.mo, cast.ou):
        with pytest.raises(rules.NotYours):
            answer(objection.id, by=one.id, overturn=True)
    assert (Decision.get().undone_at, Appeal.get().outcome) == (None, "")


def test_nobody_reads_who_reported_them(app: Any, cast: Cast) -> None:
    reported(cast, "member", cast.mo.id)
    page = Browser(app, cast.mo).get(f"/zh-hant/desk/things/member/{cast.mo.id}")
    assert (page.status, "@nina" in page.text) == (200, False)
    assert "@nina" in Browser(app, cast.ou).get(f"/zh-hant/desk/things/member/{cast.mo.id}").text


@pytest.mark.parametrize("verb", ["hide", "remove"])
@pytest.mark.parametrize("kind", ["product", "post", "comment", "storefront", "thread", "reply"])
def test_things_go_and_come_back(app: Any, cast: Cast, kind: str, verb: str) -> None:
    if verb not in KINDS[kind].verbs:
        with pytest.raises(rules.CannotDecide):
            decide(kind, everything(cast)[kind], Wish(verb, "spam"), by=cast.ou.id)
        return
    id_ = everything(cast)[kind]
    model: Any = {
        "product": Product,
        "post": Post,
        "comment": Comment,
        "storefront": Storefront,
        "thread": Thread,
        "reply": Reply,
    }[kind]
    before, comments = model.get_by_id(id_), Post.get().comments
    made = decide(kind, id_, Wish(verb, "counterfeit"), by=cast.mo.id)
    assert model.get_by_id(id_).state not in ("published", "open")
    undo(made.id, by=cast.ou.id)
    after = model.get_by_id(id_)
    assert after.state == before.state
    assert getattr(after, "body", "") == getattr(before, "body", "")
    assert Post.get().comments == comments
    with pytest.raises(rules.AlreadyDecided):
        undo(made.id, by=cast.ou.id)


def test_a_thread_is_locked_and_opened_again(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei)
    made = decide("thread", thread.id, Wish("lock", "offensive", "你罵人了"), by=cast.mo.id)
    locked = Thread.get_by_id(thread.id)
    assert locked.locked_at
    assert locked.state_reason == str(REASONS["offensive"])
    with pytest.raises(rules.CannotDecide):
        decide("thread", thread.id, Wish("lock", "offensive"), by=cast.mo.id)
    undo(made.id, by=cast.mo.id)
    assert Thread.get_by_id(thread.id).locked_at is None


def test_what_was_removed_goes_for_good_when_nobody_can_object_any_more(app: Any, cast: Cast) -> None:
    first, second = posted(cast.mei, "第一篇"), posted(cast.mei, "第二篇")
    for post in (first, second):
        decide("post", post.id, Wish("remove", "spam"), by=cast.mo.id)
    appeal(Decision.get(Decision.subject_id == second.id).id, "不對", by=cast.mei.id)
    assert remove_for_good() == 0
    Decision.update(at=now() - rules.OBJECTING - timedelta(hours=1)).execute()
    assert remove_for_good() == 1
    assert [Post.get_by_id(post.id).state for post in (first, second)] == ["removed", "hidden"]
    with pytest.raises(rules.AlreadyDecided):
        undo(Decision.get(Decision.subject_id == first.id).id, by=cast.mo.id)


def test_shutting_out_needs_an_operator_and_ends_by_itself(app: Any, cast: Cast) -> None:
    with pytest.raises(rules.NotEnough):
        decide("member", cast.mei.id, Wish("suspend", "offensive", days=7), by=cast.mo.id)
    made = decide("member", cast.mei.id, Wish("suspend", "offensive", days=7), by=cast.ou.id)
    assert Suspension.get().until == made.until
    assert Member.get_by_id(cast.mei.id).suspended_at
    assert lift_what_is_over() == 0
    Suspension.update(until=now() - timedelta(seconds=1)).execute()
    assert lift_what_is_over() == 1
    assert Member.get_by_id(cast.mei.id).suspended_at is None
    banned = decide("member", cast.mei.id, Wish("ban", "offensive"), by=cast.ou.id)
    assert (banned.until, Suspension.select().where(Suspension.lifted_at.is_null()).get().until) == (None, None)
    with pytest.raises(rules.NotEnough):
        undo(banned.id, by=cast.mo.id)
    undo(banned.id, by=cast.ou.id)
    assert Member.get_by_id(cast.mei.id).suspended_at is None


@pytest.mark.parametrize(
    "wish", [Wish("eat", "spam"), Wish("hide", "because"), Wish("limit", "spam"), Wish("suspend", "spam", days=4), Wish("lock", "spam")]
)  # fmt: skip
def test_what_cannot_be_decided_is_not(app: Any, cast: Cast, wish: Wish) -> None:
    post = posted(cast.mei, "一篇")
    with pytest.raises(rules.CannotDecide):
        decide("post", post.id, wish, by=cast.ou.id)
    assert (Decision.select().count(), AuditEntry.select().count()) == (0, 0)


def test_discarding_closes_and_undoing_opens_again(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    reported(cast, "post", post.id)
    made = decide("post", post.id, Wish("discard", "other"), by=cast.mo.id)
    assert Report.get().state == "discarded"
    assert "沒有問題" not in Browser(app).get("/zh-hant/moderation").text.split("<table", 1)[-1]
    assert "沒有關於你的決定" in Browser(app, cast.mei).get("/zh-hant/me/decisions").text
    undo(made.id, by=cast.mo.id)
    assert (Report.get().state, Report.get().decision_id) == ("new", None)


def test_the_second_of_two_is_told(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    reported(cast, "post", post.id)
    late = Browser(app, cast.ou)
    fields = late.get(f"/zh-hant/desk/things/post/{post.id}").fields(f"/things/post/{post.id}")
    decide("post", post.id, Wish("warn", "spam"), by=cast.mo.id)
    late.post(f"/zh-hant/desk/things/post/{post.id}", {**fields, "verb": "hide", "reason": "spam"})
    assert Post.get_by_id(post.id).state == "published"
    assert "別人剛剛決定過了" in late.get(f"/zh-hant/desk/things/post/{post.id}").text


def test_two_who_press_at_once_make_one_decision(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    reported(cast, "post", post.id)
    said: list[str] = []

    def press(by: int) -> None:
        try:
            decide("post", post.id, Wish("warn", "spam", seen=0), by=by)
            said.append("done")
        except rules.AlreadyDecided:
            said.append("late")
        database.close()

    threads = [threading.Thread(target=press, args=(one.id,)) for one in (cast.mo, cast.ou)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "late"]
    assert Decision.select().count() == 1


def test_one_objection_and_only_by_whom_it_is_about(app: Any, cast: Cast) -> None:
    made = decide("post", posted(cast.mei, "一篇").id, Wish("hide", "spam"), by=cast.mo.id)
    with pytest.raises(LookupError):
        appeal(made.id, "不對", by=cast.nina.id)
    assert Browser(app, cast.nina).get("/zh-hant/me/decisions").text.count("收起來了") == 0
    objection = appeal(made.id, "不對", by=cast.mei.id)
    with pytest.raises(rules.AlreadyDecided):
        appeal(made.id, "還是不對", by=cast.mei.id)
    answer(objection.id, by=cast.ou.id, overturn=False, words="看過了")
    with pytest.raises(rules.AlreadyDecided):
        answer(objection.id, by=cast.ou.id, overturn=True)
    assert "看過了" in Browser(app, cast.mei).get("/zh-hant/me/decisions").text
    late = decide("post", posted(cast.mei, "另一篇").id, Wish("hide", "spam"), by=cast.mo.id)
    Decision.update(at=now() - rules.OBJECTING).where(Decision.id == late.id).execute()
    with pytest.raises(rules.CannotDecide):
        appeal(late.id, "太晚了", by=cast.mei.id)


def test_canned_words_are_told_in_the_readers_language(app: Any, cast: Cast) -> None:
    with transaction():
        row = CannedReply.create(
            title="洗版", reason="spam", words={"zh-hant": "說太多次了", "zh-hans": "说太多次了", "en": "Too often"}
        )
    decide("post", posted(cast.mei, "一篇").id, Wish("warn", "spam", reply=row.id), by=cast.mo.id)
    CannedReply.update(words={"zh-hant": "改過", "zh-hans": "改过", "en": "Changed"}).execute()
    assert "說太多次了" in Browser(app, cast.mei).get("/zh-hant/me/decisions").text
    assert "Too often" in Browser(app, cast.mei).get("/en/me/decisions").text
