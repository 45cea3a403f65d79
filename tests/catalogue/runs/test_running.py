"""The worker's part: killed at any moment nothing is doubled or lost; stopped and taken back it is what it says."""

import json
import zipfile
from typing import Any

import pytest

from miquan.catalogue import personal
from miquan.catalogue.models import ImportedProduct, ImportRun
from miquan.catalogue.runs import actions, rules, running
from miquan.catalogue.runs.rules import NotNow
from miquan.catalogue.runs.subscribers import advance
from miquan.departures import packing
from miquan.departures.actions import ask_export
from miquan.departures.models import MemberExport
from miquan.media import storage
from miquan.media.models import File
from miquan.products.actions import archive, save_product
from miquan.products.actions.importing import attach_pictures
from miquan.products.draft import ProductDraft
from miquan.products.models import Product, ProductRevision
from miquan.studio.editor.queries import snapshot_of
from tests.cast import Cast
from tests.catalogue.exports import CUP, GOODS, JAR, export, row
from tests.catalogue.runs.conftest import Importing, figures

MANY = [row(f"jar-{n}", title=f"Jar {n}", price=str(n + 1)) for n in range(7)]


class Killed(BaseException):
    """As when the process ends: nothing catches it."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two products at a time, and a look at the clock after each of these."""
    monkeypatch.setattr(rules, "BATCH", 2)
    monkeypatch.setattr(rules, "SLICE", 0.0)
    running._last.clear()


def started(mei: Importing, *rows: dict[str, str]) -> ImportRun:
    mei.preview(export(*rows))
    mei.press("start")
    return mei.run


def titles() -> list[str]:
    return [title for (title,) in Product.select(Product.title).order_by(Product.id).tuples()]


def test_a_kill_in_the_middle_neither_doubles_nor_loses(
    mei: Importing, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(mei, *MANY[:4], row("bad", title="Bad", price="x"), *MANY[4:])
    real, calls = running._note, iter(range(100))

    def dies(findings: list[Any], of: ImportRun) -> None:
        if next(calls) in (1, 3):
            raise Killed
        real(findings, of)

    monkeypatch.setattr(running, "_note", dies)
    seen = []
    for _attempt in range(20):
        try:
            advance(run.id)
        except Killed:
            # A new process knows nothing of what the last one had read.
            running._last.clear()
        seen.append((mei.run.position, mei.run.created + mei.run.refused, Product.select().count()))
        if mei.run.state == "done":
            break
    assert all(position == counted == products + (position > 4) for position, counted, products in seen), seen
    assert figures(mei.run) == ("done", 8, 7, 1, 7, 0, 0)
    assert titles() == [f"Jar {n}" for n in range(7)]
    assert ImportedProduct.select().count() == 7


def test_two_processes_at_one_run_write_it_once(mei: Importing, small: None) -> None:
    run = started(mei, *MANY)
    advance(run.id)
    behind = ImportRun.get_by_id(run.id)
    late = running._Going(behind)
    advance(run.id)
    running._last[run.id] = late
    assert running.write_some(behind) is False
    mei.work()
    assert figures(mei.run) == ("done", 7, 7, 0, 7, 0, 0)
    assert len(titles()) == len(set(titles())) == 7


def test_one_that_cannot_be_stored_stops_no_other(mei: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    real = running._store

    def fails(one: Any, *more: Any) -> Any:
        if one.wanted and one.wanted.draft.title == "Jar 3":
            raise ValueError("no")
        return real(one, *more)

    monkeypatch.setattr(running, "_store", fails)
    run = started(mei, *MANY)
    mei.work()
    assert figures(mei.run) == ("done", 7, 6, 1, 6, 0, 0)
    assert "Jar 3" not in titles()
    assert "存不進去" in mei.report()
    assert run.id


def test_stopped_in_the_middle_what_is_in_stays(mei: Importing, small: None) -> None:
    run = started(mei, *MANY)
    advance(run.id)
    page = mei.page()
    assert "第2件，共7件" in page.text
    assert page.all("div", hx_trigger="every 1s")
    mei.press("cancellation")
    assert mei.work() >= 0
    assert figures(mei.run) == ("cancelled", 7, 2, 0, 2, 0, 0)
    assert len(titles()) == 2
    page = mei.page()
    assert "停在第2件，共7件" in page.text
    assert not page.all("div", hx_trigger="every 1s")
    mei.press("undoing")
    mei.work()
    assert mei.run.state == "undone"
    assert {p.state for p in Product.select()} == {"removed"}


def test_pressed_twice_it_starts_once_and_only_one_runs_at_a_time(mei: Importing, small: None) -> None:
    run = started(mei, *MANY)
    assert mei.browser.post(f"{mei.path}/start", mei.page().fields()).location == mei.path
    mei.preview(export(JAR))
    assert "另一個匯入正在進行" in mei.page().text
    assert "等它好了再來" in mei.browser.follow(mei.press("start")).text
    assert (mei.run.state, ImportRun.get_by_id(run.id).state) == ("preview", "waiting")
    mei.work()
    assert ImportRun.get_by_id(run.id).created == 7
    mei.press("start")
    mei.work()
    assert mei.run.state == "done"


def test_undo_takes_back_what_came_and_what_changed_but_no_ones_own_work(cast: Cast, mei: Importing) -> None:
    mei.bring(export(*CUP, JAR, row("touched", title="Touched", price="5")))
    before = snapshot_of(Product.get(Product.import_key == "moon-cup"))
    changed = [{**CUP[0], "title": "Sun cup", "status": "draft"}, *CUP[1:]]
    more = [row("touched", title="Touched again", price="6"), *MANY]
    mei.bring(export(*changed, *more))
    assert figures(mei.run)[4:] == (7, 2, 0)
    touched = Product.get(Product.import_key == "touched")
    draft = ProductDraft.of_snapshot({**snapshot_of(touched), "title": "My own words"})
    save_product(cast.kyoto, draft, by=cast.mei.id, product=touched)
    archive(Product.get(Product.import_key == "jar-0").id, by=cast.mei.id)
    mei.press("undoing")
    mei.work()
    assert mei.run.state == "undone"
    page = mei.page()
    assert "復原了" in page.text
    assert "My own words" in page.text
    assert "Jar 0" in page.text
    cup = Product.get(Product.import_key == "moon-cup")
    assert (cup.title, cup.state, snapshot_of(cup)) == ("Moon cup", "published", before)
    assert Product.get_by_id(touched.id).title == "My own words"
    assert {p.state for p in Product.select().where(Product.title.in_([f"Jar {n}" for n in range(1, 7)]))} == {
        "removed"
    }
    assert cast.kyoto.__class__.get_by_id(cast.kyoto.id).product_count == 3
    again = mei.bring(export(*changed, *more, row("new", title="New")))
    assert (again.created, again.changed) == (7, 1)


def test_fetched_pictures_are_no_ones_own_work(mei: Importing, cast: Cast) -> None:
    run = mei.bring(export(*CUP))
    product = Product.get()
    file = File.create(
        owner=cast.mei.id, name="f" * 32, kind="image", purpose="product", visibility="public", mime="image/webp", bytes=1,
        sha256="", original="",
    )  # fmt: skip
    assert attach_pictures(product.id, {snapshot_of(product)["pictures"][0]["source_url"]: file.id}) == 1
    mei.press("undoing")
    mei.work()
    assert (mei.run.state, Product.get().state, mei.run.id) == ("undone", "removed", run.id)


def test_a_draft_and_its_revision_are_the_same(mei: Importing) -> None:
    mei.bring(export(*GOODS))
    revisions = [row.data for row in ProductRevision.select()]
    assert len(revisions) == 4
    assert [ProductDraft.of_snapshot(data).snapshot() for data in revisions] == revisions


def test_a_file_that_is_gone_ends_the_run_with_a_reason(mei: Importing) -> None:
    run = started(mei, JAR)
    storage.private().delete(run.stored)
    mei.work()
    assert (mei.run.state, titles()) == ("failed", [])
    with pytest.raises(NotNow):
        actions.undo(mei.run, by=run.by_id)


def test_imports_are_taken_along_and_erased_with_the_member(app: Any, cast: Cast, mei: Importing) -> None:
    mei.bring(export(JAR, row("bad", title="Bad", price="x")), "賬.csv")
    export_ = ask_export(cast.mei.id)
    assert export_ is not None
    packing.build(export_.id)
    ready = MemberExport.get_by_id(export_.id)
    path = app.extensions["miquan"].media / "private" / ready.file.original
    with zipfile.ZipFile(path) as packed:
        (row_,) = json.loads(packed.read("data/imports.json"))
        assert (row_["used"], row_["findings"][0]["code"], len(row_["brought"])) == (1, "price_number", 1)
        assert b"Salt jar" in packed.read(f"files/imports/{row_['id']}-賬.csv")
    for section in personal.SECTIONS:
        section.erase(cast.mei.id, False)
    assert (ImportRun.select().count(), list(storage.private().keys("imports/"))) == (0, [])
