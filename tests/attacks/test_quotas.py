"""What one member could make the database hold, or keep open, without end."""

from typing import Any

import pytest

from miquan.accounts import sessions
from miquan.accounts.models import MemberSession
from miquan.catalogue.models import ImportFix
from miquan.catalogue.runs import mending
from miquan.products.draft import VariantDraft
from miquan.studio.bulk import actions as bulk
from miquan.studio.editor import actions, guard
from miquan.studio.models import BulkChange, EditorDraft
from tests.browsing import Browser
from tests.cast import Cast
from tests.catalogue.exports import export, row
from tests.catalogue.runs.conftest import Importing
from tests.studio.test_bulk import begin
from tests.studio.test_drafts import KEEP, PART
from tests.studio.test_studio import GOOD, NEW


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def test_drafts_are_so_many_and_the_newest_stay(mei: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of a new product has a draft of its own; a script could make thousands an hour."""
    monkeypatch.setattr(actions, "MOST", 3)
    for n in range(5):
        assert mei.post(KEEP, {**mei.get(NEW).fields(), **GOOD, "title": f"碗{n}"}, headers=PART).status == 200
    fields = mei.get(NEW).fields()
    for n in range(3):
        # Each time as if from another tab: kept apart, under a key of its own.
        mei.post(KEEP, {**fields, **GOOD, "title": f"杯{n}", "nonce": f"tab{n}", "seq": "7"}, headers=PART)
    titles = [row.title for row in EditorDraft.select().order_by(EditorDraft.id)]
    assert len(titles) == 3
    assert titles[-1] == "杯2"


def test_a_draft_is_no_larger_than_a_product(mei: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_CHARS", 5_000)
    fields = {**mei.get(NEW).fields(), **GOOD}
    page = mei.post(KEEP, {**fields, "variants-0-none": "x" * 6_000}, headers=PART)
    assert page.status == 413
    assert mei.post(NEW, {**fields, "story": "長" * 6_000, "then": "draft"}).status == 413
    Browser(mei.app).post(KEEP, {**fields, "story": "長" * 6_000}, headers=PART)
    assert not EditorDraft.select().exists()


def test_cells_are_not_filled_without_end(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cast.kyoto.id
    monkeypatch.setattr(mending, "FIXED_CHARS", 100)
    mei = Importing(app, cast.mei)
    mei.preview(export(row("one", title="碗", price="twelve"), row("two", title="杯", price="twelve")))
    mei.mend(2, 2, "長" * 80)
    mei.mend(3, 2, "長" * 80)
    assert [fix.line for fix in ImportFix.select()] == [2]
    mei.mend(2, 2, "長" * 90)
    assert [len(fix.value) for fix in ImportFix.select()] == [90]


def test_previews_of_changes_are_so_many(mei: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    product = cast.product(variants=(VariantDraft(price=500),))
    monkeypatch.setattr(bulk, "MOST_PREVIEWS", 2)
    paths = [begin(mei, "archive", product.id) for _n in range(4)]
    assert BulkChange.select().count() == 2
    assert [mei.get(path).status for path in paths] == [404, 404, 200, 200]


def test_a_member_has_so_many_sessions_and_the_latest_stay(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "MOST", 3)
    other = Browser(app, cast.ruo)
    browsers = [Browser(app, cast.nina) for _n in range(5)]
    assert MemberSession.select().where(MemberSession.member == cast.nina.id).count() == 3
    assert [browser.get("/zh-hant/me").status for browser in browsers] == [303, 303, 200, 200, 200]
    assert other.get("/zh-hant/me").status == 200


def test_only_a_session_that_is_open_lets_large_bodies_in(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    is_member = app.extensions["is_member"]
    assert is_member(f"theme=dark; miquan={browser.cookie()}")
    for made_up in ("miquan=m.x", "miquan=", "", "miquan=m.", f"other={browser.cookie()}", "miquan=eyJh.bc.d"):
        assert not is_member(made_up)
    MemberSession.delete().execute()
    assert not is_member(f"miquan={browser.cookie()}")
