"""What an import refuses and what it only notes; amounts as an export writes them. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from miquan.i18n import lazy

HANDLE_LIMIT = 255
MOST_STOCK = 10_000_000
MOST_GRAMS = 1_000_000
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")

REASONS: dict[str, Any] = {
    "broken": lazy("這一列的引號或欄位數不對，讀不出來"),
    "cut": lazy("這一列不完整，後面的欄位不見了"),
    "shifted": lazy("這一列的內容比欄位往旁邊錯了一格，對不上"),
    "header_again": lazy("這一列又寫了一次欄位名稱，不是商品"),
    "heading": lazy("這一列只有一格有字，像是小標題，不是商品"),
    "handle_missing": lazy("這一列沒有商品代號"),
    "title_missing": lazy("先給它一個名字"),
    "handle_long": lazy("商品代號最多255個字"),
    "price_number": lazy("價格要是數字"),
    "price_yen": lazy("價格要寫成數字加ISO幣別，例如12000 JPY。不收「¥」，因為分不出日圓與人民幣"),
    "price_sign": lazy("看不出是哪一種錢，價格要寫成數字加ISO幣別，例如1280 TWD"),
    "currency_unknown": lazy("這種貨幣還不能用來標價"),
    "currency_mixed": lazy("同一件商品的價格要用同一種貨幣"),
    "options_broken": lazy("選項讀不出來"),
    "options_mixed": lazy("同一件商品的各列要寫同樣幾種選項，每種一個"),
    "kind_unknown": lazy("「怎麼買」只能是：單件、現貨、訂製、預購、現地代購"),
    "price_negative": lazy("價格不能是負數"),
    "price_absurd": lazy("價格大得離譜"),
    "price_decimals": lazy("價格的小數位數比這種貨幣能有的多"),
    "variants_many": lazy("款式最多100個"),
    "sibling": lazy("同一件商品的別列有問題"),
    "removed": lazy("這件商品已經從小店刪除了，不會再匯入"),
    "failed": lazy("存不進去，可以再試一次"),
    # From here on only noted: the row is used all the same.
    "encoding": lazy("這一行有不是這種編碼的字，已經盡量讀出來"),
    "price_zero": lazy("價格是零，先存成草稿"),
    "price_open": lazy("價格是一個範圍，先用最低的，存成草稿"),
    "price_far": lazy("價格和這個檔案裡的別件差很多，看看是不是多了或少了一個零"),
    "stock_shared": lazy("庫存是所有款式加起來的，分不出各有幾件，當作不計數"),
    "size": lazy("尺寸讀不出來，沒有存"),
    "country": lazy("看不出是哪一國，沒有存"),
    "option_values": lazy("選項的內容太長，後面的字沒有存"),
    "gift_card": lazy("禮物卡不是商品，先存成草稿"),
    "state_unknown": lazy("看不懂的上架狀態，先存成草稿"),
    "compare_at": lazy("原價讀不出來，沒有存"),
    "weight": lazy("重量讀不出來，沒有存"),
    "stock": lazy("庫存讀不出來，當作不計數"),
    "stock_negative": lazy("庫存是負數，當作零"),
    "sku_long": lazy("貨號太長，後面的字沒有存"),
    "picture_address": lazy("照片的網址不能用，沒有存"),
    "tags": lazy("標籤太多或太長，多的沒有存"),
    "facts": lazy("自訂的資料太多或太長，多的沒有存"),
}


@dataclass(frozen=True)
class Finding:
    """Something an import has to say about one line. `refused` False is a note: the row was used.

    `column` is what the file calls it, `place` where it stands (from 0); None where the whole line is meant.
    """

    line: int
    handle: str
    column: str
    code: str
    refused: bool = True
    value: str = ""
    text: Any = ""
    place: int | None = None

    @property
    def reason(self) -> str:
        """The sentence for people."""
        return str(self.text or REASONS[self.code])


class BadAmount(ValueError):
    """An amount that cannot be taken; `code` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def number(cell: str) -> Decimal:
    """A number as programs write it: a decimal point, perhaps thousands marks or an exponent. Raises BadAmount."""
    plain = unicodedata.normalize("NFKC", cell).strip().upper()
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if len(plain) > 60 or not _NUMBER.fullmatch(plain):
        raise BadAmount("price_number")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise BadAmount("price_number") from None


def whole(cell: str, most: int) -> int:
    """A whole number between -most and most; fractions are rounded. Raises BadAmount."""
    if cell.isascii() and cell.isdigit() and len(cell) < 9 and int(cell) <= most:
        return int(cell)
    amount = number(cell)
    if amount.adjusted() > 20 or abs(amount) > most:
        raise BadAmount("price_absurd")
    return int(amount.to_integral_value())
