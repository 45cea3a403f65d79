"""The import as a whole, on both engines: what is stored, that a second run writes nothing, that failures stay alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import peewee
import pytest

from miquan.catalogue import actions
from miquan.catalogue.actions import Outcome, import_file
from miquan.db import database, transaction
from miquan.outbox import Event, EventRow
from miquan.products.actions import New, archive, remove, save_product
from miquan.products.draft import ProductDraft, VariantDraft
from miquan.products.models import PriceChange, Product, ProductPicture, ProductRevision, ProductText, Variant
from tests.cast import Cast
from tests.catalogue.exports import CUP, GOODS, JAR, LATER, NEW, PICTURE, export, row, saved

WRITTEN = (Product, ProductRevision, ProductPicture, ProductText, Variant, PriceChange, EventRow)


@pytest.fixture
def bring(app: Any, cast: Cast, tmp_path: Path) -> Any:
    """Imports rows into the Edinburgh storefront."""
    assert cast.edinburgh

    def run(*rows: dict[str, str], dry_run: bool = False, currency: str = "", **more: Any) -> Outcome:
        path = saved(tmp_path, export(*rows, **more))
        return import_file(path, cast.edinburgh, dry_run=dry_run, currency=currency)

    return run


def held() -> list[int]:
    return [model.select().count() for model in WRITTEN]


def product(handle: str) -> Product:
    return Product.get(Product.import_key == handle)


def figures(outcome: Outcome) -> tuple[int, ...]:
    return (outcome.rows, outcome.used, outcome.refused, outcome.products, outcome.variants)


def test_goods_come_in_with_their_states(bring: Any) -> None:
    outcome = bring(*GOODS)
    assert figures(outcome) == (6, 6, 0, 4, 5)
    assert (outcome.created, outcome.changed, outcome.unchanged) == (4, 0, 0)
    states = {p.import_key: p.state for p in Product.select()}
    assert states == {"moon-cup": "published", "jar": "sold_out", "later": "draft", "past": "archived"}
    cup = product("moon-cup")
    assert (cup.title, cup.price, cup.price_to, cup.currency, cup.kind) == ("Moon cup", 1_250, 1_800, "GBP", "stock")
    first = ProductPicture.get(ProductPicture.position == 0)
    assert (first.source_url, first.alt, first.file_id) == (PICTURE.format("front"), "The front", None)
    assert cup.storefront.product_count == 2


def test_what_is_public_is_told_and_what_is_not_is_not(bring: Any) -> None:
    bring(*CUP, LATER)
    told = [(e.name, e.subject_id) for e in EventRow.select() if e.subject_kind == "product"]
    assert told == [(Event.PRODUCT_PUBLISHED, product("moon-cup").id)]


def test_a_second_run_writes_nothing(bring: Any) -> None:
    bring(*GOODS)
    before, times = held(), {p.id: p.updated_at for p in Product.select()}
    outcome = bring(*GOODS)
    assert (outcome.created, outcome.changed, outcome.unchanged) == (0, 0, 4)
    assert figures(outcome) == (6, 6, 0, 4, 5)
    assert held() == before
    assert {p.id: p.updated_at for p in Product.select()} == times


def test_the_new_header_is_the_same_goods(bring: Any) -> None:
    rows = [{k: v for k, v in r.items() if k in NEW} for r in GOODS]
    bring(*rows)
    before = held()
    assert bring(*[{k: v for k, v in r.items() if k != "rating"} for r in GOODS]).unchanged == 4
    assert held() == before


def test_a_dry_run_writes_nothing_and_says_the_same(bring: Any, app: Any) -> None:
    bad = row("bad", title="Bad", price="1e13")
    before = held()
    outcome = bring(*GOODS, bad, dry_run=True)
    assert held() == before
    assert outcome.report is None
    assert not (app.extensions["miquan"].data / "imports").exists()
    assert figures(outcome) == figures(bring(*GOODS, bad)) == (7, 6, 1, 4, 5)


def test_one_price_that_changes_changes_one_product(bring: Any) -> None:
    bring(*GOODS)
    outcome = bring(CUP[0] | {"price": "13.00"}, *CUP[1:], JAR)
    assert (outcome.changed, outcome.unchanged) == (1, 1)
    assert product("moon-cup").price == 1_300
    assert product("moon-cup").version == 2
    assert product("later").state == "draft"


def test_what_the_file_no_longer_names_is_left_alone(bring: Any) -> None:
    bring(*CUP, JAR)
    bring(JAR)
    assert product("moon-cup").state == "published"


def test_what_the_owner_changed_here_stays_until_the_file_says_something_new(bring: Any, cast: Cast) -> None:
    bring(*CUP, LATER)
    archive(product("moon-cup").id, by=cast.tang.id)
    draft = ProductDraft("Renamed here", "GBP", (VariantDraft(price=5),))
    save_product(cast.edinburgh, draft, by=cast.tang.id, product=product("later"))
    bring(*CUP, LATER)
    assert (product("moon-cup").state, product("later").title) == ("archived", "Renamed here")
    bring(*CUP, LATER | {"title": "Renamed there"})
    assert product("later").title == "Renamed there"


@pytest.mark.parametrize("first", ["active", "draft", "archived"])
@pytest.mark.parametrize("then", ["active", "draft", "archived"])
def test_a_status_that_changes_in_the_file_changes_here(bring: Any, first: str, then: str) -> None:
    states = {"active": "published", "draft": "draft", "archived": "archived"}
    bring(row(title="One", status=first))
    bring(row(title="One", status=then))
    assert product("moon-cup").state == states[then]
    assert product("moon-cup").storefront.product_count == (then == "active")


def test_stock_that_comes_back_is_on_sale_again(bring: Any) -> None:
    bring(JAR)
    bring(JAR | {"quantity": "2"})
    assert product("jar").state == "published"
    bring(JAR)
    assert product("jar").state == "sold_out"


def test_variants_keep_their_ids_when_options_change(bring: Any) -> None:
    bring(*CUP)
    ids = {v.sku: v.id for v in Variant.select()}
    bring(CUP[0] | {"option1_name": "Format", "option1_value": "Large"}, CUP[1] | {"option1_value": "Giant"}, CUP[2])
    assert {v.option1: v.id for v in Variant.select()} == {
        "Large": ids["CUP-L"],
        "Giant": Variant.get(option1="Giant").id,
    }
    bring(CUP[0] | {"option1_value": "Klein"}, CUP[1] | {"option1_value": "Groß"}, CUP[2])
    assert {v.sku: v.option1 for v in Variant.select()} == {"CUP-S": "Klein", "CUP-L": "Groß"}


def test_renamed_options_are_matched_by_sku(bring: Any) -> None:
    three = [row(title="Bowl", option1_name="Size", option1_value="S", sku="B1"), row(option1_value="M", sku="B2", price=1),
             row(option1_value="L", sku="B3", price=2)]  # fmt: skip
    bring(*three, JAR)  # the jar comes last, so that no id of a deleted row is given away again
    ids = {v.sku: v.id for v in Variant.select()}
    bring(*[r | {"option1_value": name} for r, name in zip(three, ("one", "M", "three"), strict=True)])
    assert {v.sku: v.id for v in Variant.select()} == ids
    assert {v.sku: v.option1 for v in Variant.select()} == {"B1": "one", "B2": "M", "B3": "three", "JAR": ""}


def test_a_sku_that_two_variants_share_matches_neither(bring: Any) -> None:
    two = [row(title="Bowl", option1_name="Size", option1_value="S", sku="B"), row(option1_value="M", sku="B", price=1)]
    bring(*two, JAR)
    ids = {v.id for v in Variant.select().where(Variant.sku == "B")}
    bring(*[r | {"option1_value": name} for r, name in zip(two, ("one", "two"), strict=True)])
    assert not ids & {v.id for v in Variant.select()}


def test_a_refused_product_refuses_all_of_its_rows(bring: Any) -> None:
    outcome = bring(CUP[0], CUP[1] | {"price": "1e13"}, CUP[2], JAR)
    assert figures(outcome) == (4, 1, 3, 1, 1)
    assert sorted((f.line, f.code) for f in outcome.findings) == [(2, "sibling"), (3, "price_absurd"), (4, "sibling")]
    assert Product.select().count() == 1


def test_a_refused_product_that_was_there_keeps_what_it_had(bring: Any) -> None:
    bring(*CUP)
    assert bring(CUP[0] | {"title": ""}, *CUP[1:]).refused == 3
    assert product("moon-cup").title == "Moon cup"


def test_what_was_removed_here_does_not_come_back(bring: Any, cast: Cast) -> None:
    bring(*CUP, JAR)
    remove(product("jar").id, by=cast.tang.id)
    outcome = bring(*CUP, JAR | {"price": "31"})
    assert [(f.handle, f.code) for f in outcome.findings] == [("jar", "removed")]
    assert product("jar").state == "removed"


def test_what_orders_hold_refuses_only_that_product(bring: Any) -> None:
    bring(*CUP, JAR | {"quantity": "5"})
    Variant.update(reserved=1).where(Variant.sku == "CUP-L").execute()
    outcome = bring(CUP[0], JAR | {"quantity": "4"})
    assert [(f.handle, f.code) for f in outcome.findings] == [("moon-cup", "variants_reserved")]
    assert (outcome.refused, outcome.changed) == (1, 1)
    assert Variant.select().count() == 3


def test_a_failure_in_one_product_keeps_nothing_of_it_and_stops_no_other(bring: Any, monkeypatch: Any) -> None:
    real = actions.create_many

    def fails(storefront: Any, wanted: Sequence[New], *, by: int | None) -> Any:
        made = real(storefront, wanted, by=by)
        if "jar" in made:
            raise peewee.OperationalError("the disk is full")
        return made

    def within(storefront: Any, wanted: Sequence[New], *, by: int | None) -> Any:
        with transaction():
            return fails(storefront, wanted, by=by)

    monkeypatch.setattr(actions, "create_many", within)
    outcome = bring(JAR, *CUP)
    assert [(f.handle, f.code) for f in outcome.findings] == [("jar", "failed")]
    assert [p.import_key for p in Product.select()] == ["moon-cup"]
    monkeypatch.undo()
    assert bring(JAR, *CUP).created == 1


def test_no_script_of_the_file_is_stored_anywhere(bring: Any) -> None:
    bring(row(title="One", story="<p>Kept</p><script>alert(1)</script><p onclick=x style='y'>z</p>"))
    stored = database.execute_sql("SELECT story, story_html FROM product").fetchall()
    stored += [(str(r.data), "") for r in ProductRevision.select()]
    for one in stored:
        assert "script" not in str(one)
        assert "onclick" not in str(one)
    assert "<p>Kept</p>" in product("moon-cup").story_html


def test_chinese_goods_are_kept_in_both_scripts(bring: Any) -> None:
    bring(row(title="手工陶碗，產於臺灣"))
    assert product("moon-cup").lang == "zh-hant"
    assert [t.lang for t in ProductText.select()] == ["zh-hans"]


def test_prices_are_in_the_storefronts_currency_or_the_one_that_is_named(bring: Any) -> None:
    bring(row("a", title="A", price="1200"))
    bring(row("b", title="B", price="1200"), currency="JPY")
    assert [(product(h).price, product(h).currency) for h in "ab"] == [(120_000, "GBP"), (1_200, "JPY")]


def test_the_same_handle_in_two_storefronts_is_two_products(bring: Any, cast: Cast, tmp_path: Path) -> None:
    bring(JAR)
    import_file(saved(tmp_path, export(JAR | {"price": "4000"})), cast.kyoto)
    assert {p.storefront_id: p.price for p in Product.select()} == {cast.edinburgh.id: 3_000, cast.kyoto.id: 4_000}


def test_words_of_any_kind_reach_the_database(bring: Any, tmp_path: Path, cast: Cast) -> None:
    text = export(row(title="Caf@ \x00 \ud83c", sku="a\x01b") | {"story": "x\x00y"}).encode("utf-8", "surrogatepass")
    outcome = import_file(saved(tmp_path, text.replace(b"@", b"\xe9")), cast.edinburgh)
    assert outcome.used == 1
    assert product("moon-cup").title.startswith("Café")
    assert Variant.get().sku == "ab"
