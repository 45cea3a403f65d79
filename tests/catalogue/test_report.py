"""The report and the command: figures, reasons, and cells that no spreadsheet runs."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from miquan.catalogue.report import COLUMNS, safe
from miquan.products.models import Product
from tests.cast import Cast
from tests.catalogue.exports import CUP, JAR, export, row, saved

EVIL = '=HYPERLINK("https://evil.example","pay")'


@pytest.fixture
def command(app: Any, cast: Cast) -> Any:
    """Runs `flask catalogue import`; returns (exit code, figures by name, what was said on the error stream)."""
    assert cast.edinburgh

    def run(path: Path, *more: str, handle: str = "tang") -> tuple[int, dict[str, str], str]:
        result = app.test_cli_runner().invoke(args=["catalogue", "import", str(path), "--storefront", handle, *more])
        return result.exit_code, dict(line.split(" ", 1) for line in result.stdout.splitlines()), result.stderr

    return run


def rows_of(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_prints_its_figures_and_where_the_report_lies(command: Any, tmp_path: Path) -> None:
    code, said, _errors = command(saved(tmp_path, export(*CUP, JAR)))
    assert code == 0
    wanted = {
        "rows": "4",
        "used": "4",
        "refused": "0",
        "products": "2",
        "variants": "3",
        "created": "2",
        "changed": "0",
    }
    assert {name: said[name] for name in wanted} == wanted
    assert rows_of(said["report"]) == []


def test_refused_rows_stand_in_the_report_with_reasons(command: Any, tmp_path: Path) -> None:
    path = saved(tmp_path, export(CUP[0] | {"price": "2349.1e9"}, *CUP[1:], JAR) + 'torn,"cell\n')
    code, said, errors = command(path)
    assert code == 0
    assert (said["rows"], said["used"], said["refused"]) == ("5", "1", "4")
    found = rows_of(said["report"])
    assert [(r["line"], r["result"], r["handle"], r["code"]) for r in found] == [
        ("2", "refused", "moon-cup", "price_absurd"),
        ("3", "refused", "moon-cup", "sibling"),
        ("4", "refused", "moon-cup", "sibling"),
        ("6", "refused", "torn", "broken"),
    ]
    assert (found[0]["column"], found[0]["value"]) == ("Variant Price", "2349.1e9")
    assert all(r["reason"] for r in found)
    assert "Variant Price" in errors


def test_the_report_is_the_installations_own(command: Any, app: Any, tmp_path: Path) -> None:
    _code, said, _errors = command(saved(tmp_path, export(JAR)))
    path = Path(said["report"])
    assert path.parent == app.extensions["miquan"].data / "imports"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode())


def test_no_cell_of_the_report_is_a_formula(command: Any, tmp_path: Path) -> None:
    rows = [
        row(EVIL, title=EVIL, price="-1"),
        row("@SUM(1)", title="x", price=EVIL),
        row("ok", title="x", price="+1+1"),
    ]
    _code, said, _errors = command(saved(tmp_path, export(*rows) + '=cmd|" /C calc"!A0,"\n'))
    found = rows_of(said["report"])
    assert len(found) == 4
    for cell in (cell for one in found for cell in one.values()):
        assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell
    assert Product.select().count() == 0


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_cells_that_would_be_formulas_begin_with_an_apostrophe(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "12.50", "月白杯", "'=1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_a_dry_run_leaves_no_report(command: Any, tmp_path: Path) -> None:
    code, said, _errors = command(saved(tmp_path, export(*CUP)), "--dry-run")
    assert (code, said["products"], "report" in said) == (0, "1", False)
    assert Product.select().count() == 0


def test_the_currency_can_be_named(command: Any, tmp_path: Path) -> None:
    command(saved(tmp_path, export(JAR)), "--currency", "jpy")
    assert (Product.get().price, Product.get().currency) == (30, "JPY")


@pytest.mark.parametrize("handle", ["nobody", "nina", ""])
def test_without_a_storefront_nothing_runs(command: Any, cast: Cast, tmp_path: Path, handle: str) -> None:
    assert cast.nina
    assert command(saved(tmp_path, export(JAR)), handle=handle)[0] == 1


@pytest.mark.parametrize("content", ["", "Colour,Size\nred,M\n", "no header at all"])
def test_a_file_that_is_no_export_is_refused_as_a_whole(command: Any, tmp_path: Path, content: str) -> None:
    code, said, errors = command(saved(tmp_path, content))
    assert (code, said) == (1, {})
    assert errors


def test_a_missing_file_is_refused(command: Any, tmp_path: Path) -> None:
    assert command(tmp_path / "nowhere.csv")[0] == 1


def test_a_guess_is_printed_edited_and_used(command: Any, app: Any, tmp_path: Path) -> None:
    path = saved(tmp_path, "Thing,What it costs,Seen\nCup,¥1200,3\nJar,¥800,4\n")
    told = app.test_cli_runner().invoke(args=["catalogue", "guess", str(path)])
    assert told.exit_code == 0
    mapping = json.loads(told.stdout)
    assert (mapping["format"], mapping["names"]) == ("own", {"0": "Thing", "1": "What it costs", "2": "Seen"})
    assert mapping["columns"] == {"0": "title", "1": "price"}
    code, said, errors = command(path)
    assert (code, said["used"], said["refused"]) == (0, "0", "2")
    assert "¥" in errors
    mapping |= {"currency": "JPY", "columns": {"0": "title", "1": "price", "2": "quantity"}}
    chosen = saved(tmp_path, json.dumps(mapping), "map.json")
    code, said, _errors = command(path, "--map", str(chosen))
    assert (code, said["used"], said["created"]) == (0, "2", "2")
    assert {(p.title, p.price, p.currency, p.kind) for p in Product.select()} == {
        ("Cup", 1_200, "JPY", "stock"), ("Jar", 800, "JPY", "stock")
    }  # fmt: skip
    assert command(path, "--map", str(chosen))[1]["unchanged"] == "2"


@pytest.mark.parametrize("content", ["", "[]", "{}", "not json", '{"columns": {"0": "sku"}}', "[" * 100_000])
def test_a_mapping_that_is_none_is_said(command: Any, tmp_path: Path, content: str) -> None:
    path = saved(tmp_path, export(JAR))
    code, said, errors = command(path, "--map", str(saved(tmp_path, content, "map.json")))
    assert (code, said) == (1, {})
    assert errors.startswith("Error: ")
    assert Product.select().count() == 0
