"""After an objection was won, whoever had decided does not decide the same again: another does, or something new comes in."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.moderation import rules
from miquan.moderation.appealing import appeal
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.hearing import answer
from miquan.moderation.models import Decision, Report
from miquan.threads.models import Thread
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.moderation.test_deciding import reported
from tests.threads.filled import grouped, joined, replied, threaded


def overturned(kind: str, subject_id: int, cast: Cast, by: int, group: int | None = None) -> None:
    made = decide(kind, subject_id, Wish("hide", "spam"), by=by, group=group)
    answer(appeal(made.id, "不對", by=made.member_id).id, by=cast.ou.id, overturn=True)


def test_the_same_moderator_needs_something_new(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    reported(cast, "post", post.id, cast.nina)
    note = str(rules.WasOverturned.message)
    path = f"/zh-hant/desk/things/post/{post.id}"
    overturned("post", post.id, cast, cast.mo.id)
    for verb in ("hide", "remove", "warn"):
        with pytest.raises(rules.WasOverturned):
            decide("post", post.id, Wish(verb, "offensive"), by=cast.mo.id)
    assert note in Browser(app, cast.mo).get(path).text
    assert note not in Browser(app, cast.ou).get(path).text
    assert Browser(app, cast.mo).send(path, path, verb="hide", reason="spam").status == 303
    page = Browser(app, cast.mo)
    own = f"/zh-hant/c/{post.id}-{post.slug}"
    assert page.send(own, f"/zh-hant/c/{post.id}/hiding", reason="再收一次").status == 303
    assert note in page.get(own).text
    assert Decision.select().count() == 1
    # That nothing is wrong with it may be said, and another may see it otherwise.
    decide("post", post.id, Wish("discard", "other"), by=cast.mo.id)
    Report.create(reporter=cast.ruo.id, subject_kind="post", subject_id=post.id, reason="spam", created_at=now() + timedelta(seconds=1))  # fmt: skip
    assert note not in Browser(app, cast.mo).get(path).text
    assert decide("post", post.id, Wish("hide", "spam"), by=cast.mo.id).verb == "hide"


def test_another_decides_and_so_it_is_within_a_group(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.tang, "moderator")
    joined(group, cast.nina)
    thread = threaded(group, cast.nina)
    overturned("thread", thread.id, cast, cast.tang.id, group.id)
    assert Thread.get_by_id(thread.id).state == "published"
    with pytest.raises(rules.WasOverturned):
        decide("thread", thread.id, Wish("hide", "spam"), by=cast.tang.id, group=group.id)
    assert decide("thread", thread.id, Wish("hide", "spam"), by=cast.mei.id, group=group.id).by_id == cast.mei.id


@pytest.mark.parametrize("who", ["the decider", "somebody else"])
def test_a_report_that_was_discarded_lifts_nothing(app: Any, cast: Cast, who: str) -> None:
    post = posted(cast.mei, "一篇")
    overturned("post", post.id, cast, cast.mo.id)
    reporter = cast.mo if who == "the decider" else cast.ruo
    report = Report.create(reporter=reporter.id, subject_kind="post", subject_id=post.id, reason="spam", created_at=now() + timedelta(seconds=1))  # fmt: skip
    decide("post", post.id, Wish("discard", "other"), by=cast.ou.id)
    assert Report.get_by_id(report.id).state == "discarded"
    with pytest.raises(rules.WasOverturned):
        decide("post", post.id, Wish("hide", "spam"), by=cast.mo.id)


def test_a_decision_about_a_reply_tells_its_writer_nothing_of_the_title_above_it(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    inside = joined(group, cast.nina)
    thread = threaded(group, cast.mei)
    reply = replied(thread, cast.nina, "妮娜的話")
    inside.delete_instance()
    Thread.update(title="內部的計畫").where(Thread.id == thread.id).execute()
    made = decide("reply", reply.id, Wish("hide", "spam"), by=cast.mei.id, group=group.id)
    assert made.thing == "妮娜的話"
    page = Browser(app, cast.nina).get("/zh-hant/me/decisions").text
    assert ("妮娜的話" in page, "內部的計畫" in page) == (True, False)
