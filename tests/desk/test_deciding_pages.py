"""One thing at the desk: what stands around it, a reply put into the field, what comes next, and the menu's figures."""

import re
from datetime import timedelta
from typing import Any

from miquan.db import now, transaction
from miquan.media.actions import store_picture
from miquan.moderation.actions import file_report
from miquan.moderation.appealing import appeal as object_to
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.models import Appeal, CannedReply, Decision, Hold
from miquan.threads.models import ReplyPicture
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import commented, published
from tests.moderation.test_deciding import reported
from tests.site.world import picture_bytes
from tests.threads.filled import grouped, replied, threaded


def test_the_talk_and_the_pictures_stand_with_a_reply(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.mei, "哪一家的玄米茶")
    for n in range(3):
        replied(thread, cast.tang, f"第{n}則回覆")
    reply = replied(thread, cast.nina, "買這個")
    replied(thread, cast.tang, "後面的話")
    file = store_picture(picture_bytes("#123456"), owner=cast.nina.id, purpose="post")
    ReplyPicture.create(reply=reply.id, position=0, file=file.id, alt="一張廣告")
    Hold.create(subject_kind="reply", subject_id=reply.id, member=cast.nina.id, reasons=["host"])
    text = Browser(app, cast.mo).get(f"/zh-hant/desk/things/reply/{reply.id}").text
    assert "開頭" in text
    assert [one in text for one in ("第0則回覆", "第1則回覆", "第2則回覆", "後面的話")] == [False, True, True, False]
    assert 'alt="一張廣告"' in text
    assert "裡面有要先看過的網址" in text
    assert "大家看得到" in text
    assert (
        text.index('id="decide"')
        < text.index('id="talk"')
        < text.index('id="past"' if 'id="past"' in text else 'id="notes"')
    )
    post = published(cast.mei, "一篇帖")
    commented(post, cast.tang, "先說的話")
    comment = commented(post, cast.nina, "留言")
    said = Browser(app, cast.mo).get(f"/en/desk/things/comment/{comment.id}").text
    assert "先說的話" in said
    assert "published" not in re.sub(r"<[^>]*>", "", said)


def test_a_canned_reply_is_put_into_the_field_first(app: Any, cast: Cast) -> None:
    post = published(cast.mei, "一篇")
    reported(cast, "post", post.id)
    with transaction():
        row = CannedReply.create(
            title="洗版", words={"zh-hant": "說太多次了", "zh-hans": "说太多次了", "en": "Too often"}
        )
    browser, path = Browser(app, cast.mo), f"/en/desk/things/post/{post.id}"
    fields = browser.get(f"{path}?queue=reports").fields(f"/things/post/{post.id}")
    put = browser.post(path, {**fields, "put": "1", "reply": str(row.id), "verb": "warn", "words": "請注意。"})
    assert (put.status, Decision.select().count()) == (200, 0)
    held = put.fields(f"/things/post/{post.id}")
    assert held["words"].split() == ["請注意。", "說太多次了"]
    assert (held["reply"], held["verb"], held["queue"]) == ("", "warn", "reports")
    browser.post(path, {**held, "verb": "warn", "reason": "spam"})
    made = Decision.get()
    assert (made.words.split(), made.said or {}) == (["請注意。", "說太多次了"], {})


def test_a_refused_answer_to_an_objection_keeps_what_was_typed(app: Any, cast: Cast) -> None:
    posts = [published(cast.mei, f"第{n}篇") for n in range(2)]
    first, second = (decide("post", post.id, Wish("hide", "spam"), by=cast.mo.id) for post in posts)
    for made in (first, second):
        object_to(made.id, "不對", by=cast.mei.id)
    ou, queue = Browser(app, cast.ou), "/zh-hant/desk/queue/appeals"
    fields = ou.get(queue).fields("/answer")
    path = f"/zh-hant/desk/appeals/{Appeal.get(Appeal.decision == second.id).id}/answer"
    long = "想過了" * 400
    page = ou.post(path, {**fields, "outcome": "upheld", "words": long})
    assert page.status == 422
    boxes = {e.get("id"): "".join(e.itertext()).strip() for e in page.all("textarea", name="words")}
    assert sorted(boxes.values()) == ["", long]
    (box,) = [e for e in page.all("textarea") if e.get("aria-invalid")]
    assert boxes[box.get("id")] == long
    assert page.all("p", id=box.get("aria-describedby"))
    assert Appeal.get(Appeal.decision == second.id).outcome == ""
    # Somebody else was first: the objection waits no more, what was typed is still there.
    assert ou.post(path, {**fields, "outcome": "upheld", "words": "維持"}).status == 303
    late = ou.post(path, {**fields, "outcome": "overturned", "words": "晚了一步"})
    assert late.status == 422
    assert "晚了一步" in late.text
    assert "別人剛剛決定過了" in late.text


def test_what_comes_next_leads_on(app: Any, cast: Cast) -> None:
    first, second, third = (published(cast.mei, f"第{n}篇") for n in range(3))
    for post in (first, second, third):
        file_report(by=cast.nina.id, kind="post", subject_id=post.id, reason="spam")
    browser = Browser(app, cast.mo)

    def leads(post: Any) -> list[str]:
        page = browser.get(f"/zh-hant/desk/things/post/{post.id}?queue=reports")
        return [e.get("href") for e in page.all("a") if (e.text or "").strip() == "下一則"]

    address = "/zh-hant/desk/things/post/{}?queue=reports"
    assert address.format(first.id) in browser.get("/zh-hant/desk/queue/reports").text
    assert [leads(post) for post in (first, second, third)] == [
        [address.format(second.id)],
        [address.format(third.id)],
        [],
    ]
    path = f"/zh-hant/desk/things/post/{second.id}"
    page = browser.send(f"{path}?queue=reports", path, verb="discard", reason="other")
    assert page.location == address.format(second.id)
    assert leads(second) == [address.format(first.id)]


def test_lately_is_a_day(app: Any, cast: Cast) -> None:
    made = decide("post", published(cast.mei, "剛才的帖").id, Wish("hide", "spam"), by=cast.mo.id)
    browser = Browser(app, cast.mo)
    assert "帖「剛才的帖」" in browser.get("/zh-hant/desk/queue/reports").text
    Decision.update(at=now() - timedelta(hours=25)).where(Decision.id == made.id).execute()
    assert "剛才的帖" not in browser.get("/zh-hant/desk/queue/reports").text


def test_the_front_and_the_menu_say_what_the_tabs_say(app: Any, cast: Cast) -> None:
    reported(cast, "post", published(cast.mei, "一篇").id)
    Hold.create(subject_kind="member", subject_id=cast.nina.id, member=cast.nina.id, reasons=["word"])
    browser = Browser(app, cast.mo)
    queue = browser.get("/zh-hant/desk/queue/reports")
    (tabs,) = queue.all("nav", class_="tabs")
    total = sum(int(e.text or "0") for e in tabs.iter() if e.get("class") == "count")
    assert total >= 3
    front = browser.get("/zh-hant/desk")
    (menu,) = front.all("nav", class_="studio-nav")
    assert str(total) in [e.text for e in menu.iter() if e.get("class") == "count"]
    assert "/zh-hant/desk/components" not in front.text
    assert "/zh-hant/desk/components" in Browser(app, cast.ou).get("/zh-hant/desk").text
    assert "管理台" in browser.get("/zh-hant/brands").text
    assert "管理台" not in Browser(app, cast.nina).get("/zh-hant/brands").text
