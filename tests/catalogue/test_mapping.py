"""What columns are taken for: known exports by themselves, others by their words and their cells; mappings from anywhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from miquan.catalogue.draft import Context, Wanted
from miquan.catalogue.mapping import TARGETS, Guess, Mapping, problems_with, recognise
from miquan.catalogue.planning import Plan, plan
from miquan.catalogue.rules import Finding
from miquan.catalogue.sheets import Sheet, read_sheet
from tests.catalogue.exports import CUP, NEW, OLD, export, saved

CONTEXT = Context("TWD")


def sheet(folder: Path, text: str) -> Sheet:
    return read_sheet(saved(folder, text))


def guess(folder: Path, text: str) -> tuple[Guess, dict[str, str]]:
    """The guess, and the target by column name."""
    found = sheet(folder, text)
    one = recognise(found, CONTEXT)
    return one, {found.names[place]: target for place, target in one.mapping.columns.items()}


def planned(folder: Path, text: str, context: Context = CONTEXT, **more: Any) -> Plan:
    found = sheet(folder, text)
    return plan(found, recognise(found, context).mapping, context, **more)


def goods(folder: Path, text: str, context: Context = CONTEXT) -> list[Wanted]:
    """All products; none may be refused."""
    made = list(planned(folder, text, context))
    assert [some for _group, wanted, some in made if wanted is None] == []
    return [wanted for _group, wanted, _some in made if wanted is not None]


def findings(made: Plan) -> list[Finding]:
    return [*made.alone, *(finding for _group, _wanted, some in made for finding in some)]


@pytest.mark.parametrize("names", [OLD, NEW])
def test_shopifys_export_is_known(tmp_path: Path, names: dict[str, str]) -> None:
    rows = [{k: v for k, v in r.items() if k in names} for r in CUP]
    one, columns = guess(tmp_path, export(*rows, names=names))
    assert (one.known, one.look, one.mapping.format, one.mapping.group) == (True, False, "shopify", "handle")
    assert columns[names["price"]] == "price"


ETSY = (
    "{title},{story},{price},CURRENCY_CODE,{quantity},{tags},{materials},{pictures},{kind} 1,{name} 1,{values} 1,{kind} 2,{name} 2,"
    "{values} 2,SKU\n"
)
ENGLISH = {
    "title": "TITLE", "story": "DESCRIPTION", "price": "PRICE", "quantity": "QUANTITY", "tags": "TAGS", "materials": "MATERIALS",
    "pictures": ",".join(f"IMAGE{n}" for n in range(1, 11)), "kind": "VARIATION TYPE", "name": "VARIATION NAME", "values": "VARIATION VALUES",
}  # fmt: skip
GERMAN = {
    "title": "TITEL", "story": "BESCHREIBUNG", "price": "PREIS", "quantity": "ANZAHL", "tags": "TAGS", "materials": "MATERIALIEN",
    "pictures": ",".join(f"BILD {n}" for n in range(1, 11)), "kind": "VARIANTENTYP", "name": "VARIANTENNAME", "values": "VARIANTENWERTE",
}  # fmt: skip
LISTING = (
    '"Raku vase &amp; bowl with &quot;copper&quot;","One line.\n\nTwo & <b>three</b>",1.234,EUR,3,"raku_vase,gift",Clay,'
    'https://i.example/1.jpg,https://i.example/2.jpg,,,,,,,,,Custom,Glaze,"White,Black",,,,"A,B"\n'
)


@pytest.mark.parametrize("names", [ENGLISH, GERMAN])
def test_etsys_export_is_known_in_any_language(tmp_path: Path, names: dict[str, str]) -> None:
    text = ETSY.format(**names) + LISTING
    one, _columns = guess(tmp_path, text)
    assert (one.known, one.look, one.mapping.format) == (True, False, "etsy")
    (found,) = goods(tmp_path, text)
    draft = found.draft
    assert (draft.title, draft.currency, draft.tags, found.state) == (
        'Raku vase & bowl with "copper"', "EUR", ("raku vase", "gift"), "published"
    )  # fmt: skip
    assert [(v.options, v.price, v.stock, v.sku) for v in draft.variants] == [
        (("White",), 123_400, None, "A"), (("Black",), 123_400, None, "B")
    ]  # fmt: skip
    assert draft.options == ("Glaze",)
    assert draft.attributes == ((names["materials"].capitalize(), "Clay"),)
    assert [p.source_url[-5:] for p in draft.pictures] == ["1.jpg", "2.jpg"]
    assert "<b>three</b>" in draft.story


HEADERS = [
    "品名,售價,庫存,說明,圖片", "商品名称,价格,库存,描述,图片链接", "Product name,Unit price,Qty,Description,Image URL",
    "商品名,販売価格,在庫,商品説明,画像", "Artikelname,Preis,Bestand,Beschreibung,Bild", "Nom du produit,Prix,Quantité,Description,Image",
    "Nombre,Precio,Existencias,Descripción,Imagen", "Nome prodotto,Prezzo,Giacenza,Descrizione,Immagine", "Nazwa,Cena,Ilość,Opis,Zdjęcie",
    "ITEM NAME *,Price (NT$),Stock quantity,Product details,photo_url_1", "x1,x2,數量,x4,x5",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_headers_are_understood_in_many_languages_and_by_what_stands_below(tmp_path: Path, header: str) -> None:
    rows = "".join(
        f"Cup {n},$1{n}0,{n},Thrown by hand in a small workshop by the sea and fired in winter for three long days {n},"
        f"https://p.example/{n}.jpg\n"
        for n in range(1, 6)
    )
    one, columns = guess(tmp_path, f"{header}\n{rows}")
    assert list(columns.values()) == ["title", "price", "quantity", "story", "image"]
    assert (one.known, one.look, problems_with(one.mapping)) == (False, True, [])


def test_what_others_said_is_not_about_the_goods(tmp_path: Path) -> None:
    text = "商品ID,商品名稱,價格,評價數量,五星,歷史銷售量,賣家ID,是否可預購\n1,杯,100,94,92,171,14,FALSE\n2,碗,120,3,2,1,14,FALSE\n"
    _one, columns = guess(tmp_path, text)
    assert columns == {"商品ID": "handle", "商品名稱": "title", "價格": "price"}


def test_a_colour_is_an_option_where_rows_share_a_title_and_a_fact_where_not(tmp_path: Path) -> None:
    _one, columns = guess(tmp_path, "品名,顏色,尺寸,售價\n襯衫,白,S,500\n襯衫,白,M,500\n襯衫,藍,S,520\n")
    assert columns == {"品名": "title", "顏色": "option1", "尺寸": "option2", "售價": "price"}
    _one, columns = guess(tmp_path, "品名,顏色,售價\n襯衫,白,500\n褲子,藍,700\n")
    assert columns["顏色"] == "fact"


def test_rows_without_a_title_belong_to_the_one_above(tmp_path: Path) -> None:
    (shirt, sock) = goods(tmp_path, "品名,尺寸,售價,庫存\n襯衫,S,500,2\n,M,,1\n,L,550,0\n襪子,22,90,5\n襪子,24,90,5\n")
    assert [(v.options, v.price, v.stock) for v in shirt.draft.variants] == [
        (("S",), 50_000, 2), (("M",), 50_000, 1), (("L",), 55_000, 0)
    ]  # fmt: skip
    assert len(sock.draft.variants) == 2


def test_goods_without_an_id_keep_their_keys(tmp_path: Path) -> None:
    text = "品名,售價,貨號\n杯,100,\n杯,120,\n碗,90,B-1\n杯,100,\n"
    made = planned(tmp_path, text)
    assert [(one.handle, one.rows) for one in made.groups] == [("杯", 2), ("杯 #2", 1), ("b-1", 1)]
    again = planned(tmp_path, text + "盤,80,\n")
    assert [one.handle for one in again.groups][:3] == [one.handle for one in made.groups]


def test_what_is_no_product_is_refused_by_its_own_reason_and_every_row_is_counted(tmp_path: Path) -> None:
    text = "品名,售價,庫存,圖片\n茶具,,,\n杯,¥120,3,\n品名,售價,庫存,圖片\n碗,組合價,1,\n壺,NT$300,2,\n"
    made = planned(tmp_path, text)
    found = findings(made)
    refused = {f.line: f.code for f in found if f.refused}
    assert refused == {2: "heading", 3: "price_yen", 4: "header_again", 5: "price_number"}
    assert sum(group.rows for group, wanted, _f in made if wanted) + len(refused) == made.rows == 5
    assert [(f.column, f.place) for f in found if f.line == 3] == [("售價", 1)]


def test_a_mended_cell_is_read_instead(tmp_path: Path) -> None:
    text = "品名,售價\n杯,¥120\n"
    (_group, wanted, _f), *_rest = planned(tmp_path, text, fixes={(2, 1): "120 JPY"})
    assert wanted is not None
    assert (wanted.draft.variants[0].price, wanted.draft.currency) == (120, "JPY")


def test_shifted_rows_are_told_apart_and_cost_only_themselves(tmp_path: Path) -> None:
    head = "商品ID,商品名稱,品牌,庫存,價格,選項,可預購,照片\n"
    good = "".join(
        f"9{n}00,杯子{n},,{n},{n}00,\"[{{'name': '色', 'options': ['白', '藍']}}]\",FALSE,https://p.example/{n}.jpg\n"
        for n in range(1, 8)
    )
    bad = "".join(f"{n},9{n}01,碗{n},,5,120,\"[{{'name': '', 'options': ['']}}]\",FALSE\n" for n in range(3))
    made = planned(tmp_path, head + good + bad)
    assert [(f.line, f.code, f.refused) for f in made.alone] == [(n, "shifted", True) for n in (9, 10, 11)]
    assert [w is not None for _g, w, _f in made] == [True] * 7


def test_a_price_with_a_zero_too_many_is_noted(tmp_path: Path) -> None:
    rows = "".join(f"杯{n},{100 + n}\n" for n in range(12))
    found = findings(planned(tmp_path, f"品名,售價\n{rows}壺,98000\n"))
    assert [(f.line, f.code, f.refused, f.place) for f in found] == [(14, "price_far", False, 1)]


def test_prices_in_the_files_own_currency_are_not_far_from_themselves(tmp_path: Path) -> None:
    rows = "".join(f"杯{n},{40 + n},EUR\n" for n in range(12))
    assert findings(planned(tmp_path, f"品名,售價,幣別\n{rows}", Context("JPY"))) == []


OPTIONS = [
    ("尺寸：大、小", [("尺寸", "大"), ("尺寸", "小")]), ("紅|藍", [("選項", "紅"), ("選項", "藍")]), ("none", []),
    ("{'色': ['白', '藍']}", [("色", "白"), ("色", "藍")]), ('[{"name": "色", "values": ["白"]}]', [("色", "白")]),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "wanted"), OPTIONS)
def test_options_in_one_cell(tmp_path: Path, cell: str, wanted: list[tuple[str, str]]) -> None:
    quoted = cell.replace('"', '""')
    (one,) = goods(tmp_path, f'品名,售價,選項\n杯,100,"{quoted}"\n')
    assert [(one.draft.options[0], v.options[0]) for v in one.draft.variants if v.options] == wanted
    assert {v.price for v in one.draft.variants} == {10_000}


@pytest.mark.parametrize(
    "cell", ["[" * 5_000 + "]" * 5_000, "[{'name': 'x'}]", "[[1], [2]]", "[__import__('os')]", "{1: 2"]
)
def test_options_that_nobody_could_read_are_refused(tmp_path: Path, cell: str) -> None:
    ((_group, wanted, found),) = planned(tmp_path, f'品名,售價,選項\n杯,100,"{cell}"\n')
    assert wanted is None or cell == "{1: 2"
    assert [f.code for f in found] == (["options_broken"] if wanted is None else [])


def test_variants_with_prices_in_one_cell(tmp_path: Path) -> None:
    text = (
        "Name,Price,Options,Variants\n"
        'Frame,10,"Size: 8 inch (Thick), 9 × 11 | Stand: Oak, Ash","[Size: 8 inch (Thick), Stand: Oak] -> Price: ₹1,300 | Stock: 2\n'
        '[Size: 9 × 11, Stand: Ash] -> Price: ₹450 | Out of stock"\nJar,20,None,No options | Price: ₹199 | Stock: 39\n'
        'Mat,30,,"S: 100; M: 120"\n'
    )
    frame, jar, mat = goods(tmp_path, text, Context("INR"))
    assert frame.draft.options == ("Size", "Stand")
    assert [(v.options, v.price, v.stock) for v in frame.draft.variants] == [
        (("8 inch (Thick)", "Oak"), 130_000, 2), (("9 × 11", "Ash"), 45_000, 0)
    ]  # fmt: skip
    assert [(v.options, v.price, v.stock) for v in jar.draft.variants] == [((), 19_900, 39)]
    assert [(v.options, v.price) for v in mat.draft.variants] == [(("S",), 10_000), (("M",), 12_000)]


def test_lists_units_and_line_ends_in_cells(tmp_path: Path) -> None:
    text = (
        "品名,售價,庫存,重量,高,介紹,圖片,標籤,產地,屬性,怎麼買\n"
        "碗,100,售完,1.2 kg,24,第一行^n第二行\\n第三行<br>1 < 2 & <script>alert(1)</script>,"
        '"https://p.example/1.jpg | //p.example/2.jpg,https://p.example/3,4.jpg",#茶 #碗,日本,窯口=美濃；年代：大正,現地代購\n'
    )
    (one,) = goods(tmp_path, text)
    draft = one.draft
    assert (draft.variants[0].stock, draft.weight_g, draft.height_mm, draft.origin_country) == (0, 1_200, 240, "JP")
    assert [p.source_url for p in draft.pictures] == [
        "https://p.example/1.jpg", "https://p.example/2.jpg", "https://p.example/3,4.jpg"
    ]  # fmt: skip
    assert (draft.tags, draft.attributes, draft.kind) == (
        ("茶", "碗"),
        (("窯口", "美濃"), ("年代", "大正")),
        "on_demand",
    )
    assert "第一行<br>第二行<br>第三行<br>1 &lt; 2 &amp;" in draft.story
    assert "script" not in draft.story


HOSTILE: list[Any] = [
    None, [], "x", {"columns": []}, {"columns": {"0": "title"} | {str(n): "fact" for n in range(5_000)}}, {"columns": {"-1": "title"}},
    {"columns": {"0": {"a": 1}, "1": ["title"], "²": "title", "99999999": "price", "2": "drop table"}, "format": ["own"], "group": 7},
    {"columns": {"0": "title", "1": "title"}, "currency": "¥¥¥", "decimal": ";", "state": "removed"},
]  # fmt: skip


@pytest.mark.parametrize("told", HOSTILE)
def test_a_mapping_from_anywhere_is_one_of_ours_or_none(told: Any) -> None:
    try:
        found = Mapping.from_json(told)
    except ValueError:
        return
    known = {target.name for target in TARGETS}
    assert set(found.columns.values()) <= known
    assert all(0 <= place < 1_000 for place in found.columns)
    assert list(found.columns.values()).count("title") <= 1
    assert Mapping.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_what_a_mapping_lacks_is_said() -> None:
    assert [p.code for p in problems_with(Mapping())] == ["title_missing", "price_missing"]
    twice = Mapping(columns={0: "title", 1: "title", 2: "variants"}, group="handle")
    assert [p.code for p in problems_with(twice)] == ["twice", "handle_missing"]
    assert problems_with(Mapping(columns={0: "title", 1: "price", 2: "image", 3: "image"})) == []
