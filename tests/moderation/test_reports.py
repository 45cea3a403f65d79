"""Reporting: who may, what is kept, and that nobody else learns of it."""

from typing import Any

import pytest

from miquan.moderation.actions import CannotReport, file_report
from miquan.moderation.models import Report
from miquan.moderation.registry import REASONS, REPORTABLE
from tests.browsing import Browser
from tests.cast import Cast
from tests.mails import mails


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
    for path in ("/zh-hant/studio", f"/zh-hant/@mei/p/{product.id}-{product.slug}", "/zh-hant/me"):
        assert "秘密" not in Browser(app, cast.mei).get(path).text


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


def test_every_reason_has_words_in_the_form(app: Any, cast: Cast) -> None:
    page = Browser(app, cast.nina).get(f"/zh-hant/reports/member/{cast.mei.id}")
    assert {e.get("value") for e in page.all("input", name="reason")} == set(REASONS)
    for words in REASONS.values():
        assert str(words) in page.text
