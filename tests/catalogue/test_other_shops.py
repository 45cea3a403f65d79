"""Lists of shops that nobody has described to us: options row by row, names above names, marks of many countries."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from miquan.catalogue.draft import Context
from miquan.catalogue.mapping import recognise
from miquan.catalogue.mapping.pairs import is_one_each, option_columns
from miquan.catalogue.planning import plan
from miquan.catalogue.sheets import read_sheet
from miquan.products.draft import ProductDraft
from tests.catalogue.exports import saved
from tests.catalogue.test_mapping import CONTEXT, goods


def drafts(folder: Path, text: str, context: Context = CONTEXT) -> list[ProductDraft]:
    return [wanted.draft for wanted in goods(folder, text, context)]


def told(folder: Path, text: str, context: Context = CONTEXT) -> list[Any]:
    """Of each product its title and its variants as (options, price, stock, code)."""
    return [
        (d.title, [(*v.options, v.price, v.stock, v.sku) for v in d.variants]) for d in drafts(folder, text, context)
    ]


def test_options_in_a_cell_of_each_row_are_variants(tmp_path: Path) -> None:
    text = "商品名稱,規格,價格,庫存\n帆布鞋,顏色:紅;尺寸:M,990,3\n帆布鞋,顏色:紅;尺寸:L,990,1\n帆布鞋,顏色:藍;尺寸:M,1090,0\n帽子,顏色：黑；尺寸：F,590,8\n"
    shoe, hat = drafts(tmp_path, text)
    assert shoe.options == ("顏色", "尺寸")
    assert [(v.options, v.stock) for v in shoe.variants] == [(("紅", "M"), 3), (("紅", "L"), 1), (("藍", "M"), 0)]
    assert [v.options for v in hat.variants] == [("黑", "F")]


def test_rows_of_one_code_lose_no_option(tmp_path: Path) -> None:
    text = "商品編號,品名,規格,價格,庫存\nA,壺,紅,900,3\nA,壺,白,950,0\nB,匙,,80,\n"
    pot, spoon = told(tmp_path, text)
    assert pot == ("壺", [("紅", 90_000, 3, ""), ("白", 95_000, 0, "")])
    assert spoon == ("匙", [(8_000, None, "")])


def test_rows_that_name_other_options_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "商品編號,品名,選項,價格\nA,壺,色:紅,900\nA,壺,寸:大,950\n")
    sheet = read_sheet(path)
    ((_group, wanted, findings),) = plan(sheet, recognise(sheet, CONTEXT).mapping, CONTEXT)
    assert wanted is None
    assert {(f.line, f.code) for f in findings} == {(2, "sibling"), (3, "options_mixed")}


def test_names_and_values_of_options_stand_in_pairs(tmp_path: Path) -> None:
    assert option_columns(["規格名稱 1", "規格選項 1", "Option2 name", "Attribute 3 value(s)", "選項一內容"]) == {
        0: "option1_name", 1: "option1_value"
    }  # fmt: skip
    text = "商品ID,商品名稱,主商品貨號,規格名稱 1,規格選項 1,商品選項貨號,價格,庫存\n7,壺,P,顏色,紅,P-R,NT$1280,3\n7,壺,P,顏色,白,P-W,NT$1380,0\n8,匙,S,,,S,$80,5\n"
    assert told(tmp_path, text) == [
        ("壺", [("紅", 128_000, 3, "P-R"), ("白", 138_000, 0, "P-W")]), ("匙", [(8_000, 5, "S")])
    ]  # fmt: skip
    other = "Reference Handle,Item Name,Variation Name,SKU,Price,Option Name 1,Option Value 1\nm,Mug,Small,M-S,12,Size,Small\nm,Mug,Large,M-L,15,Size,Large\n"
    assert told(tmp_path, other) == [("Mug", [("Small", 1_200, None, "M-S"), ("Large", 1_500, None, "M-L")])]


def test_one_value_each() -> None:
    assert is_one_each(["色:紅", "色:白"])
    assert not is_one_each(["色:紅、白", "色:白"])
    assert not is_one_each([])


def test_names_below_a_title_and_a_merged_heading(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["秋冬一覽"],
        [],
        ["", "基本資料", "", "價格", "", "庫存"],
        ["編號", "品名", "說明", "售價", "原價", "數量"],
        [1, "毛帽", "羊毛", 1280, 1500, 5],
    ):
        sheet.append(row)
    sheet.merge_cells("D3:E3")
    book.save(tmp_path / "a.xlsx")
    found = read_sheet(tmp_path / "a.xlsx")
    assert (found.header_line, found.names[1], len(found.rows)) == (4, "品名", 1)


def test_names_in_two_languages_are_read_in_the_fuller_one(tmp_path: Path) -> None:
    text = "version 1.00\ntitle\tcid\tprice\tnum\tdescription\tpicture\n宝贝名称\t宝贝类目\t宝贝价格\t宝贝数量\t宝贝描述\t新图片\n茶杯\t5\t128.00\t5\t手工\thttps://p.example/t.jpg\n"
    found = read_sheet(saved(tmp_path, text.encode("utf-16"), "goods.csv"))
    assert (found.encoding, found.header_line, len(found.rows)) == ("UTF-16", 3, 1)
    assert found.names[2] == "宝贝价格"


def test_words_of_shops_in_taiwan_and_poland(tmp_path: Path) -> None:
    (pot,) = drafts(
        tmp_path, '品號,品名,市價,售價,商品特色,圖檔網址\n1001,壺,"1,980","1,580",細口,https://p.example/k.jpg\n'
    )
    assert (pot.variants[0].sku, pot.variants[0].price, pot.variants[0].compare_at) == ("1001", 158_000, 198_000)
    assert ("細口" in pot.story, len(pot.pictures)) == (True, 1)
    (bead,) = drafts(tmp_path, 'Nazwa;Opis;Cena;Kod producenta\nBursztyn;Naszyjnik;"1 234,50 zł";BUR-1\n')
    assert (bead.currency, bead.variants[0].price, bead.variants[0].sku) == ("PLN", 123_450, "BUR-1")


WOO = """ID,Type,SKU,Name,Published,Description,Stock,Sale price,Regular price,Tax status,Images,Parent,Attribute 1 name,Attribute 1 value(s)
44,variable,hood,Hoodie,1,<p>Warm</p>,,,,taxable,"https://p.example/a.jpg, https://p.example/b.jpg",,Colour,"Blue, Red"
45,variation,hood-b,"Hoodie - Blue",1,,3,42,45,taxable,,hood,Colour,Blue
46,variation,hood-r,"Hoodie - Red",1,,0,,45,taxable,,id:44,Colour,Red
50,simple,mug,Mug,-1,,,,12.5,taxable,,,Material,Stoneware
"""


def test_variations_join_the_product_that_they_name(tmp_path: Path) -> None:
    found = read_sheet(saved(tmp_path, WOO))
    assert recognise(found, CONTEXT).known
    hood, mug = goods(tmp_path, WOO)
    assert (hood.draft.title, hood.draft.options, len(hood.draft.pictures)) == ("Hoodie", ("Colour",), 2)
    assert [(v.options, v.price, v.compare_at, v.stock, v.sku) for v in hood.draft.variants] == [
        (("Blue",), 4_200, 4_500, 3, "hood-b"), (("Red",), 4_500, None, 0, "hood-r")
    ]  # fmt: skip
    assert (hood.state, mug.state) == ("published", "draft")
    assert (mug.draft.options, mug.draft.attributes) == ((), (("Material", "Stoneware"),))
