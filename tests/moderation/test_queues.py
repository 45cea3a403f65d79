"""The desk's queues: what stands in them, who may look, deciding in bulk, and how often the database is asked."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.circle.models import Post, PostNotice
from miquan.db import now
from miquan.moderation import queues
from miquan.moderation.actions import file_report
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.models import BlockEntry, CannedReply, Decision, Hold, Note, Report
from miquan.moderation.queues import PAGE
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import published as posted
from tests.moderation.test_deciding import everything, reported
from tests.site.test_queries import MOST, asked
from tests.threads.filled import grouped, joined, replied, threaded

QUEUES = ("reports", "holds", "first-posts", "media", "appeals")


@pytest.mark.parametrize("name", QUEUES)
def test_who_may_look(app: Any, cast: Cast, name: str) -> None:
    path = f"/en/desk/queue/{name}"
    answers = [Browser(app, who).get(path).status for who in (None, cast.nina, cast.mo, cast.ou)]
    assert answers == [303, 403, 200, 200]
    assert Browser(app, cast.mo).get("/en/desk/queue/none").status == 404


def test_reports_are_grouped_filtered_and_paged(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, id_ in everything(cast).items():
        reported(cast, kind, id_, cast.ruo, reason="stolen" if kind == "post" else "spam")
    file_report(by=cast.nina.id, kind="post", subject_id=Post.get().id, reason="spam")
    browser = Browser(app, cast.mo)
    page = browser.get("/zh-hant/desk/queue/reports")
    assert len(page.all("input", name="thing")) == 8
    assert "2個人檢舉" in page.text
    only = browser.get("/zh-hant/desk/queue/reports?kind=post&reason=stolen")
    assert [e.get("value") for e in only.all("input", name="thing")] == [f"post-{Post.get().id}-0"]
    assert not browser.get("/zh-hant/desk/queue/reports?age=week").all("input", name="thing")
    Report.update(created_at=now() - timedelta(days=8)).execute()
    assert len(browser.get("/zh-hant/desk/queue/reports?age=week").all("input", name="thing")) == 8
    browser.send(f"/zh-hant/desk/things/post/{Post.get().id}", f"/zh-hant/desk/things/post/{Post.get().id}/escalation")
    assert len(browser.get("/zh-hant/desk/queue/reports?state=escalated").all("input", name="thing")) == 1
    told = queues.counts()
    assert (told["appeals"], told["holds"], told["reports"]) == ("0", "0", "8")
    monkeypatch.setattr(queues, "MOST", 7)
    assert queues.counts()["reports"] == "7+"


def test_pages_follow_each_other(app: Any, cast: Cast) -> None:
    for number in range(PAGE + 1):
        reported(cast, "post", posted(cast.mei, f"第{number}篇").id)
    browser = Browser(app, cast.mo)
    first = browser.get("/zh-hant/desk/queue/reports")
    second = browser.get(first.all("a", rel="next")[0].get("href") or "")
    both = [[e.get("value") for e in page.all("input", name="thing")] for page in (first, second)]
    assert (len(both[0]), len(both[1]), len({*both[0], *both[1]})) == (PAGE, 1, PAGE + 1)


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_asks_a_fixed_number_of_times(app: Any, cast: Cast, name: str) -> None:
    browser, path = Browser(app, cast.mo), f"/zh-hant/desk/queue/{name}"
    for kind, id_ in everything(cast).items():
        reported(cast, kind, id_)
        Hold.create(subject_kind=kind, subject_id=id_, member=cast.mei.id, reasons=["word"])
    _one_more(cast, 0)
    one = asked(browser, path)
    for number in range(1, 20):
        _one_more(cast, number)
    assert asked(browser, path) == one <= MOST


def _one_more(cast: Cast, number: int) -> None:
    from miquan.moderation.appealing import appeal

    post = posted(cast.mei, f"第{number}篇")
    reported(cast, "post", post.id)
    PostNotice.create(post=post.id, kind="repeated_picture")
    Hold.create(subject_kind="post", subject_id=post.id, member=cast.mei.id, reasons=["word"])
    warned = decide("member", cast.mei.id, Wish("warn", "spam"), by=cast.ou.id)
    appeal(warned.id, "不對", by=cast.mei.id)


def test_many_are_decided_at_once_and_each_by_itself(app: Any, cast: Cast) -> None:
    mine, good, late = (posted(who, f"{who.handle}的帖") for who in (cast.mo, cast.mei, cast.tang))
    for post in (mine, good, late):
        reported(cast, "post", post.id)
    browser = Browser(app, cast.mo)
    page = browser.get("/zh-hant/desk/queue/reports")
    boxes = [e.get("value") for e in page.all("input", name="thing")]
    decide("post", late.id, Wish("discard", "other"), by=cast.ou.id)
    fields = {
        **page.fields("/queue/reports"),
        "verb": "hide",
        "reason": "spam",
        "thing": [*boxes, "post-x-0", "lamp-1-0"],
    }
    assert browser.post("/zh-hant/desk/queue/reports", fields).status == 303
    assert [Post.get_by_id(post.id).state for post in (mine, good, late)] == ["published", "hidden", "published"]
    told = browser.get("/zh-hant/desk/queue/reports").text
    assert "決定了1件" in told
    assert told.count("1件沒有決定") == 2


def test_what_is_missing_is_said_and_what_was_ticked_stays(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    reported(cast, "post", post.id)
    browser = Browser(app, cast.mo)
    page = browser.get("/zh-hant/desk/queue/reports")
    box = f"post-{post.id}-0"
    again = browser.post(
        "/zh-hant/desk/queue/reports",
        {**page.fields("/queue/reports"), "thing": box, "verb": "limit", "reason": "spam"},
    )
    assert again.status == 422
    assert "選多久" in again.text
    assert again.all("input", name="thing", value=box)[0].get("checked") is not None
    assert Decision.select().count() == 0


def test_the_last_decisions_can_be_taken_back(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    made = decide("post", post.id, Wish("hide", "spam"), by=cast.mo.id)
    browser = Browser(app, cast.mo)
    assert browser.send("/zh-hant/desk/queue/reports", f"/zh-hant/desk/decisions/{made.id}/removal").status == 303
    assert Post.get_by_id(post.id).state == "published"
    fields = browser.get(f"/zh-hant/desk/things/post/{post.id}").fields("/notes")
    assert browser.post("/zh-hant/desk/decisions/999/removal", {"csrf_token": fields["csrf_token"]}).status == 404


def test_notes_are_for_moderators(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    browser = Browser(app, cast.mo)
    assert (
        browser.send(
            f"/zh-hant/desk/things/post/{post.id}", f"/zh-hant/desk/things/post/{post.id}/notes", words="看過她的店"
        ).status
        == 303
    )
    assert Note.get().words == "看過她的店"
    assert (
        browser.send(
            f"/zh-hant/desk/things/post/{post.id}", f"/zh-hant/desk/things/post/{post.id}/notes", words=" "
        ).status
        == 422
    )
    assert "看過她的店" in Browser(app, cast.ou).get(f"/zh-hant/desk/things/post/{post.id}").text
    for path in ("/zh-hant/me/decisions", "/zh-hant/moderation", f"/zh-hant/c/{post.id}-{post.slug}"):
        assert "看過她的店" not in Browser(app, cast.mei).get(path).text


def test_canned_replies_are_kept_in_three_languages(app: Any, cast: Cast) -> None:
    before = CannedReply.select().count()
    assert before >= 3
    browser = Browser(app, cast.ou)
    words = {"zh_hant": "請說清楚", "zh_hans": "请说清楚", "en": "Please be clear"}
    assert browser.send("/zh-hant/desk/replies/new", title="說清楚", **words).status == 303
    assert browser.send("/zh-hant/desk/replies/new", title="少一種", zh_hant="只有一種").status == 422
    row = CannedReply.select().order_by(CannedReply.id.desc()).get()
    assert (CannedReply.select().count(), row.words["en"]) == (before + 1, "Please be clear")
    browser.send("/zh-hant/desk/replies", f"/zh-hant/desk/replies/{row.id}/removal")
    assert not CannedReply.get_by_id(row.id).active


@pytest.mark.parametrize(
    "path", ["/zh-hant/desk/replies", "/zh-hant/desk/blocklists", "/zh-hant/me/decisions", "/zh-hant/moderation"]
)
def test_the_other_pages_too(app: Any, cast: Cast, path: str) -> None:
    browser = Browser(app, cast.ou)
    one = asked(browser, path)
    for number in range(15):
        BlockEntry.create(kind="word", value=f"字{number}", action="note")
        CannedReply.create(title=f"第{number}則", words={"zh-hant": "話"})
        decide("post", posted(cast.mei, f"第{number}篇").id, Wish("hide", "spam"), by=cast.mo.id)
        decide("member", cast.ou.id, Wish("warn", "spam"), by=cast.mo.id)
    assert asked(browser, path) == one <= MOST


def test_who_tends_a_group_decides_within_it(app: Any, cast: Cast) -> None:
    group, other = grouped(owner=cast.mei), grouped("other", owner=cast.tang)
    for member in (cast.nina, cast.ruo):
        joined(group, member)
    thread = threaded(group, cast.nina)
    reply = replied(thread, cast.nina, "髒話")
    elsewhere = replied(threaded(other, cast.nina, "別的群"), cast.nina, "別處的話")
    for row in (reply, elsewhere):
        file_report(by=cast.ruo.id, kind="reply", subject_id=row.id, reason="offensive")
    path = f"/zh-hant/g/{group.slug}/reports"
    assert [Browser(app, who).get(path).status for who in (None, cast.ruo, cast.mei)] == [303, 403, 200]
    browser = Browser(app, cast.mei)
    page = browser.get(path)
    assert [e.get("value") for e in page.all("input", name="thing")] == [f"reply-{reply.id}-0"]
    assert "@ruo" not in page.text
    fields = {
        **page.fields(),
        "thing": [f"reply-{reply.id}-0", f"reply-{elsewhere.id}-0"],
        "verb": "ban",
        "reason": "offensive",
        "days": "7",
    }
    assert browser.post(path, fields).status == 303
    made = Decision.get()
    assert (made.group_id, made.member_id, made.until is not None, Decision.select().count()) == (
        group.id,
        cast.nina.id,
        True,
        1,
    )
    from miquan.groups.queries.roles import role_of

    assert (role_of(cast.nina.id, group.id), role_of(cast.nina.id, other.id)) == ("banned", "")
    assert "群的版主" in Browser(app).get("/zh-hant/moderation").text
    assert group.name not in Browser(app).get("/zh-hant/moderation").text
    browser.send(path, f"{path}/{made.id}/removal")
    assert role_of(cast.nina.id, group.id) != "banned"


def test_a_private_groups_reports_do_not_exist_for_others(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    assert Browser(app, cast.ruo).get(f"/zh-hant/g/{group.slug}/reports").status == 404
    reply = replied(threaded(group, cast.mei), cast.mei)
    assert Browser(app, cast.ruo).get(f"/zh-hant/reports/reply/{reply.id}").status == 404
