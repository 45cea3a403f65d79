"""What members do in threads, by forms that work without scripts; and how far they have read."""

from datetime import timedelta
from typing import Any

from miquan.db import now
from miquan.groups.models import Group
from miquan.media.actions import store_picture
from miquan.moderation.deciding import remove_for_good
from miquan.moderation.models import Decision
from miquan.threads import actions, rules
from miquan.threads.models import Reply, ReplyPicture, ReplyProduct, Thread, ThreadReader
from tests.browsing import Browser
from tests.cast import Cast
from tests.site.world import picture_bytes
from tests.threads.filled import grouped, joined, replied
from tests.threads.test_pages import base, numbers, path, talked
from tests.threads.test_writing import words


def test_a_thread_is_started_and_answered_without_scripts(app: Any, cast: Cast) -> None:
    bowl = cast.product()
    picture = store_picture(picture_bytes(), owner=cast.mei.id, purpose="post")
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    mei, nina = Browser(app, cast.mei), Browser(app, cast.nina)
    new = f"/zh-hant/g/{group.slug}/t/new"
    assert mei.get(f"{new}?kind=question").fields()["kind"] == "question"
    refused = mei.send(new, title="", body="內容還在")
    assert refused.status == 422
    assert "內容還在" in refused.text
    tried = mei.send(new, title="碗", more=f"add:{bowl.id}")
    assert tried.status == 200
    assert tried.fields()["things-0-product"] == str(bowl.id)
    more = {"things-0-product": str(bowl.id), "kept-0-file_id": str(picture.id), "kept-0-alt": "一只碗"}
    done = mei.send(new, title="這只碗", body="可以泡茶嗎", kind="question", **more)
    thread = Thread.get()
    assert (done.status, done.location) == (303, path(thread))
    assert (ReplyProduct.select().count(), ReplyPicture.get().alt) == (1, "一只碗")
    page = nina.get(path(thread))
    assert "一只碗" in [e.get("alt") for e in page.all("img")]
    assert "JPY" in page.text
    fields = {**page.fields("/replies"), "body": "可以"}
    answers = [nina.post(base(thread, "/replies"), fields) for _n in range(2)]
    # Sent twice, said once.
    assert {a.location for a in answers} == {path(thread, "?at=1#r1")}
    quoting = mei.get(base(thread, "/replies?answers=1&quote=1"))
    assert quoting.fields()["body"].startswith("> **妮娜**\n>\n> 可以")
    said = mei.post(base(thread, "/replies"), {**quoting.fields(), "body": quoting.fields()["body"] + "謝謝"})
    assert said.location == path(thread, "?at=2#r2")
    assert Reply.get(Reply.number == 2).answers == 1
    page = nina.get(path(thread))
    assert "回覆#1 妮娜" in page.text
    assert page.all("blockquote")
    assert Thread.get().replies == 2


def test_own_words_are_changed_and_what_was_before_can_be_read(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = actions.start_thread(group.id, words("問茶", "想買"), by=cast.mei.id)
    actions.write_reply(thread.id, rules.Said("左京"), by=cast.nina.id)
    mei, nina = Browser(app, cast.mei), Browser(app, cast.nina)
    assert mei.send(base(thread, "/edit"), title="問抹茶", body="想買抹茶").location.endswith("wen-mo-cha")
    assert nina.send(base(thread, "/replies/1/edit"), body="右京").location == path(thread, "?at=1#r1")
    assert mei.get(base(thread, "/replies/0/edit")).location == base(thread, "/edit")
    page = Browser(app).get(path(thread))
    assert page.text.count("改過") == 2
    assert "右京" in page.text
    for way, before in (("/replies/0/history", "問茶"), ("/replies/1/history", "左京")):
        assert before in Browser(app).get(base(thread, way)).text
    stale = {**nina.get(base(thread, "/replies/1/edit")).fields(), "version": "1", "body": "上京"}
    late = nina.post(base(thread, "/replies/1/edit"), stale)
    assert late.status == 422
    assert "上京" in late.text
    assert mei.get(base(thread, "/replies/1/edit")).status == 404


def test_likes_answers_and_taking_away_are_plain_forms(app: Any, cast: Cast) -> None:
    thread = talked(cast, 3, kind="question")
    ruo, mei, nina = (Browser(app, who) for who in (cast.ruo, cast.mei, cast.nina))
    assert ruo.send(path(thread), "/replies/1/likes", base(thread, "/replies/1/likes")).status == 303
    assert Reply.get(Reply.number == 1).likes == 1
    button = ruo.post(
        base(thread, "/replies/1/likes/removal"), ruo.get(path(thread)).fields("/replies/1/likes/removal"),
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )  # fmt: skip
    assert button.status == 200
    assert "/replies/1/likes" in button.text
    assert mei.send(path(thread), "/replies/1/acceptance", base(thread, "/replies/1/acceptance")).status == 303
    assert Thread.get_by_id(thread.id).accepted == 1
    away = base(thread, "/replies/1/acceptance/removal")
    assert mei.send(path(thread), "/replies/1/acceptance/removal", away).status == 303
    token = {"csrf_token": nina.get(path(thread)).fields("/replies")["csrf_token"]}
    assert nina.post(base(thread, "/replies/3/acceptance"), token).status == 403
    assert nina.post(base(thread, "/replies/2/removal"), token).status == 403
    # Others have spoken: the thread is no longer its author's alone.
    assert mei.send(base(thread, "/removal")).location == path(thread)
    assert Thread.get_by_id(thread.id).state == "published"
    assert nina.send(base(thread, "/replies/1/removal")).location == path(thread, "?at=1#r1")
    # Whoever takes away another's words says why.
    assert mei.send(base(thread, "/replies/3/removal")).status == 422
    assert mei.send(base(thread, "/replies/3/removal"), reason="廣告").status == 303
    assert Thread.get_by_id(thread.id).replies == 1
    decision = Decision.get()
    assert (decision.verb, decision.words, decision.member_id, decision.group_id) == (
        "remove",
        "廣告",
        cast.nina.id,
        Group.get().id,
    )
    told = nina.get("/zh-hant/me/decisions").text
    assert all(words in told for words in ("廣告", "第3句")), "they hear of it, see what it was, and may object"
    # What is out of sight may come back; a month later it does not.
    assert mei.send(base(thread, "/removal")).location == path(thread)
    Decision.update(at=now() - timedelta(days=31)).execute()
    remove_for_good()
    assert mei.send(base(thread, "/removal")).location == f"/zh-hant/g/{Group.get().slug}"
    assert Browser(app).get(base(thread)).status == 410


def test_slow_groups_say_so_before_and_nothing_typed_is_lost(app: Any, cast: Cast) -> None:
    thread = talked(cast, 0)
    Group.update(slow_seconds=120).execute()
    nina, mei = Browser(app, cast.nina), Browser(app, cast.mei)
    before = nina.get(path(thread)).text
    assert ("這個群慢慢說：每則隔2分鐘" in before, "。再等" in before) == (True, False)
    assert "慢慢說" not in mei.get(path(thread)).text + Browser(app).get(path(thread)).text
    assert nina.send(path(thread), "/replies", base(thread, "/replies"), body="左京").status == 303
    assert "每則隔2分鐘。再等" in nina.get(path(thread)).text
    late = nina.send(path(thread), "/replies", base(thread, "/replies"), body="還有右京")
    assert (late.status, numbers(late), late.fields("/replies")["body"]) == (422, [0, 1], "還有右京")
    assert "這個群說話要隔一會兒" in late.text
    Reply.update(created_at=now() - timedelta(minutes=3)).execute()
    sent = nina.post(base(thread, "/replies"), {**late.fields("/replies"), "body": "還有右京"})
    assert sent.location == path(thread, "?at=2#r2")


def test_whoever_may_not_speak_is_told_why(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    assert "登入以後可以回覆" in Browser(app).get(path(thread)).text
    assert "加入京都喝茶就能回覆" in Browser(app, cast.ruo).get(path(thread)).text
    nina = Browser(app, cast.nina)
    fields = {**nina.get(path(thread)).fields("/replies"), "body": "我還沒說完"}
    Thread.update(locked_at=now(), locked_by=cast.mei.id).where(Thread.id == thread.id).execute()
    assert "鎖上了" in nina.get(path(thread)).text
    late = nina.post(base(thread, "/replies"), fields)
    assert late.status == 422
    assert "我還沒說完" in late.text
    type(cast.nina).update(confirmed_at=None).where(type(cast.nina).id == cast.nina.id).execute()
    assert nina.post(base(thread, "/replies"), fields).location.endswith("/me/confirmation")


def test_reading_moves_the_mark_and_says_what_is_new(app: Any, cast: Cast) -> None:
    thread = talked(cast, 25)
    ruo, marks = Browser(app, cast.ruo), app.extensions["thread_marks"]
    ruo.get(path(thread))
    marks.flush()
    assert [row.seen for row in ThreadReader.select().where(ThreadReader.member == cast.ruo.id)] == [20]
    page = ruo.get(path(thread))
    assert "5則新回覆" in " ".join(page.words("a"))
    ruo.get(path(thread, "?at=25"), headers={"Sec-Purpose": "prefetch"})
    marks.flush()
    assert ThreadReader.get().seen == 20
    ruo.get(path(thread, "?at=21"))
    marks.flush()
    assert ThreadReader.get().seen == 25
    replied(thread, cast.mei, "又來了")
    page = ruo.get(path(thread, "?at=26"))
    (line,) = page.all("p", id="new")
    assert "新的" in "".join(line.itertext())
    # What is gone meanwhile takes nothing of the others' with it.
    app.extensions["thread_marks"].mark(cast.ruo.id, 99, 1)
    marks.flush()
    assert not marks.seen
    # What has not moved is not written again.
    marks.flush()
    ruo.get(path(thread))
    assert not marks.seen


def test_new_replies_are_told_and_fetched_without_moving_the_page(app: Any, cast: Cast) -> None:
    thread = talked(cast, 2)
    nina, part = Browser(app, cast.nina), {"headers": {"HX-Request": "true", "HX-Request-Type": "partial"}}
    assert "則新回覆" not in nina.get(base(thread, "/fresh?since=2"), **part).text
    for number in range(3):
        replied(thread, cast.mei, f"新的{number}")
    replied(thread, cast.nina, "自己的不算")
    told_of = nina.get(base(thread, "/fresh?since=2"), **part).text
    assert "3則新回覆" in told_of
    assert "新的0" not in told_of
    shown = nina.get(base(thread, "/fresh?since=2&show=1"), **part).text
    assert all(f"新的{number}" in shown for number in range(3))
    assert "since=6" in shown
    assert "第1句" not in shown
