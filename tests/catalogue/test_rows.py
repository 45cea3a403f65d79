"""Records, columns and groups: what broken quoting costs, and what it does not."""

import pytest

from miquan.catalogue.headers import read_header
from tests.catalogue.exports import NEW, OLD, export, grouped, row, table

HEAD = "Handle,Title,Variant Price\n"


def cells(text: str) -> list[list[str]]:
    return [row.cells for row in table(text).rows]


@pytest.mark.parametrize("names", [OLD, NEW])
def test_old_and_new_headers_are_the_same_columns(names: dict[str, str]) -> None:
    header = read_header(list(names.values()))
    known = [name for name in names if name not in ("glaze", "rating")]
    assert {name: header.places[name] for name in known} == {name: list(names).index(name) for name in known}
    assert [label for _place, label in header.facts] == ["Glaze"]


@pytest.mark.parametrize("name", ["Standardized Product Type", "Product Category", "PRODUCT CATEGORY "])
def test_older_names_and_case_make_no_difference(name: str) -> None:
    assert read_header(["Handle", "Title", name]).places["category"] == 2


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        ("Autumn 2026\n\nName,Price\na,1\n", 3, ["Name", "Price"]),
        ("Our shop,,\nas of 2026-10-01,,\nItem,Maker,Price\na,b,1\n", 3, ["Item", "Maker", "Price"]),
        ("cup,12.50\nbowl,13\n", 0, ["", ""]),
        ("品名；備註\n品名,售價\n碗,1\n", 2, ["品名", "售價"]),
    ],
)
def test_the_header_is_found_below_a_title_and_missed_where_there_is_none(
    text: str, line: int, names: list[str]
) -> None:
    found = table(text)
    assert (found.header_line, found.names) == (line, names)
    assert all(len(one.cells) == len(names) for one in found.rows)


def test_lines_are_counted_through_quoted_line_ends_and_blank_lines() -> None:
    found = table('\nHandle,Title,Variant Price\r\na,"two\r\nlines",1\r\n\r\n,,\r\nb,B,2\r\n')
    assert [(row.line, row.cells) for row in found.rows] == [(3, ["a", "two\nlines", "1"]), (7, ["b", "B", "2"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_delimiters_are_recognised(delimiter: str) -> None:
    found = table(export(row("a", title="A, B; C"), delimiter=delimiter))
    assert found.rows[0].cells[1] == "A, B; C"


def test_a_quote_that_never_ends_costs_its_own_line() -> None:
    found = table(HEAD + 'a,A,1\nb,"open,2\nc,C,3\nd,D,4\n')
    assert [(row.line, row.broken) for row in found.rows] == [(2, False), (3, True), (4, False), (5, False)]


def test_an_open_quote_does_not_swallow_a_quoted_row_below() -> None:
    found = table(HEAD + 'b,"open,2\nc,"C, quoted",3\nd,D,4\n')
    assert [(row.cells[0][:1], row.broken) for row in found.rows] == [("b", True), ("c", False), ("d", False)]


def test_an_open_quote_in_the_last_cell_does_not_take_the_rest_of_the_file() -> None:
    found = table(HEAD + 'b,B,"2\n' + "".join(f"c{i},C,3\n" for i in range(300)))
    assert [row.broken for row in found.rows] == [True] + [False] * 300


def test_inches_and_stray_quotes_inside_a_cell_are_read() -> None:
    assert cells(HEAD + 'a,12" bowl,1\nb,"say "hello" twice",2\n') == [
        ["a", '12" bowl', "1"],
        ["b", 'say hello" twice"', "2"],
    ]


def test_too_many_cells_are_broken_unless_they_are_empty() -> None:
    found = table(HEAD + "a,A,1,,\nb,B,2,more\n")
    assert [(row.broken, len(row.cells)) for row in found.rows] == [(False, 3), (True, 1)]


def test_many_open_quotes_cost_one_row_each() -> None:
    found = table(HEAD + 'a,"open,1\n' * 10_000)
    assert [row.broken for row in found.rows] == [True] * 10_000


def test_a_cell_of_megabytes_is_broken_and_the_next_row_is_not() -> None:
    found = table(HEAD + f'a,"{"x" * 1_100_000}",1\nb,B,2\n')
    assert [row.broken for row in found.rows] == [True, False]
    assert len(found.rows[0].cells[0]) <= 2_000


def test_rows_of_one_handle_belong_together_wherever_they_stand() -> None:
    groups, alone = grouped(export(row("a", title="A"), row("b", title="B"), row("A", image="https://x.example/1.jpg")))
    assert [(g.handle, g.rows) for g in groups] == [("a", 2), ("b", 1)]
    assert alone == []


def test_a_row_without_handle_concerns_itself_only() -> None:
    groups, alone = grouped(export(row("a", title="A"), row("", title="B")))
    assert [(f.line, f.code) for f in alone] == [(3, "handle_missing")]
    assert groups[0].spoilt == []


def test_a_broken_row_spoils_the_product_it_names() -> None:
    text = HEAD + "a,A,1\na,A,2,too,many\nb,B,1\n"
    groups, alone = grouped(text)
    assert [(g.handle, [f.code for f in g.spoilt], g.rows) for g in groups] == [("a", ["broken"], 2), ("b", [], 1)]
    assert alone == []


def test_a_row_cut_before_its_price_is_refused_and_a_picture_row_is_not() -> None:
    text = "Handle,Title,Image Src,Variant Price\na,A,,1\nb,B\na,,https://x.example/1.jpg\n"
    groups, alone = grouped(text)
    assert [(f.line, f.code) for f in alone] == [(3, "cut")]
    assert [(g.handle, g.rows) for g in groups] == [("a", 2)]


def test_a_row_that_says_the_same_again_is_counted_but_not_read_twice() -> None:
    (one,), _alone = grouped(export(row("a", title="A"), row("a", title="A")))
    assert (len(one.records), one.repeated, one.rows) == (1, [3], 2)
