"""Reporting: who may, what is kept, and that nobody else learns of it."""

from typing import Any

import pytest

from miquan.moderation.actions import CannotReport, file_report
from miquan.moderation.models import Report
from miquan.moderation.registry import REASONS, REPORTABLE
from tests.browsing import Browser
from tests.cast import Cast
from tests.mails import mails
from tests.threads.filled import grouped, replied, threaded
from tests.threads.test_pages import path


def test_a_member_reports_a_product(app: Any, cast: Cast) -> None:
    product = cast.product()
    browser = Browser(app, cast.nina)
    page = browser.send(
        f"/zh-hant/reports/product/{product.id}?next=/zh-hant/@mei", reason="counterfeit", note="印章不對"
    )
    assert (page.status, page.location) == (303, "/zh-hant/@mei")
    row = Report.get()
    assert (row.reporter_id, row.subject_kind, row.subject_id) == (cast.nina.id, "product", product.id)
    assert (row.reason, row.note, row.state) == ("counterfeit", "印章不對", "new")


def test_reporting_again_changes_the_first_report(app: Any, cast: Cast) -> None:
    product = cast.product()
    for reason in ("counterfeit", "stolen"):
        file_report(by=cast.nina.id, kind="product", subject_id=product.id, reason=reason)
    assert [row.reason for row in Report.select()] == ["stolen"]


def test_the_reported_person_is_told_nothing(app: Any, cast: Cast) -> None:
    product = cast.product()
    before = len(mails())
    file_report(by=cast.nina.id, kind="product", subject_id=product.id, reason="other", note="秘密")
    assert len(mails()) == before
    for place in ("/zh-hant/studio", f"/zh-hant/@mei/p/{product.id}-{product.slug}", "/zh-hant/me"):
        assert "秘密" not in Browser(app, cast.mei).get(place).text


@pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "because"}, {"reason": "other", "note": "長" * 1_001}])
def test_what_cannot_be_is_said(app: Any, cast: Cast, fields: dict[str, str]) -> None:
    product = cast.product()
    page = Browser(app, cast.nina).send(f"/zh-hant/reports/product/{product.id}", **fields)
    assert page.status == 422
    assert Report.select().count() == 0


@pytest.mark.parametrize("kind", REPORTABLE)
def test_what_does_not_exist_cannot_be_reported(app: Any, cast: Cast, kind: str) -> None:
    assert Browser(app, cast.nina).get(f"/en/reports/{kind}/999999").status == 404
    with pytest.raises(CannotReport):
        file_report(by=cast.nina.id, kind=kind, subject_id=999_999, reason="other")


def test_a_draft_is_not_there_to_be_reported(app: Any, cast: Cast) -> None:
    hidden = cast.product(state="draft")
    assert Browser(app, cast.nina).get(f"/en/reports/product/{hidden.id}").status == 404


def test_reasons_fit_what_is_reported_and_all_have_words(app: Any, cast: Cast) -> None:
    told: dict[str, list[str | None]] = {}
    for kind, id_ in (("member", cast.mei.id), ("product", cast.product().id)):
        page = Browser(app, cast.nina).get(f"/zh-hant/reports/{kind}/{id_}")
        told[kind] = [e.get("value") for e in page.all("input", name="reason")]
        assert all(str(REASONS[key or ""]) in page.text for key in told[kind])
    assert (told["member"][:2], told["product"][0]) == (["off_topic", "privacy"], "counterfeit")
    assert {*told["member"], *told["product"]} == set(REASONS)


def test_one_comes_back_to_what_was_reported_and_reports_nothing_of_ones_own(app: Any, cast: Cast) -> None:
    thread = threaded(grouped(owner=cast.mei), cast.nina, slug="tea")
    reply = replied(thread, cast.mei)
    place, nina = f"{path(thread)}?at=1#r1", Browser(app, cast.nina)
    (link,) = [
        e.get("href") or "" for e in nina.get(path(thread)).all("a") if "/reports/reply/" in (e.get("href") or "")
    ]
    first = nina.send(link, reason="privacy")
    assert (first.location, "收到了，會有人來看" in nina.follow(first).text) == (place, True)
    assert "你檢舉過了" in nina.get(f"/zh-hant/reports/reply/{reply.id}").text
    again = nina.send(f"/zh-hant/reports/reply/{reply.id}", reason="spam")
    assert (again.location, "你檢舉過了" in nina.follow(again).text) == (place, True)
    mei = Browser(app, cast.mei)
    assert [
        mei.get(f"/zh-hant/reports/{about}").status for about in (f"reply/{reply.id}", f"member/{cast.mei.id}")
    ] == [303, 303]
    with pytest.raises(CannotReport):
        file_report(by=cast.mei.id, kind="reply", subject_id=reply.id, reason="spam")
