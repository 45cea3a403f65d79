"""Variants with their prices in one cell: `[Size: S] -> Price: 300 | Stock: 2`, one a line, or a list of objects. Pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from miquan.catalogue.choices import Unclear, literal, split_outside

_MOST = 200
_BRACKETED = re.compile(r"\s*\[(?P<options>[^\]]*)\]\s*(?:->|=>|→|[:：=—-])?\s*(?P<facts>.*)", re.DOTALL)
_ARROWED = re.compile(r"\s*(?P<options>[^|]+?)\s*(?:->|=>|→|=)\s*(?P<facts>.*\d.*)", re.DOTALL)
_PLAIN = re.compile(r"\s*(?P<options>[^|:：]+?)\s*[:：]\s*(?P<facts>[^:：|]*\d[^:：|]*)", re.DOTALL)
_FACT = re.compile(r"\s*(?P<name>[^:：=\d]{1,30}?)\s*[:：=]\s*(?P<value>.*)", re.DOTALL)
_OF = {
    "price": (
        "price",
        "價格",
        "价格",
        "售價",
        "售价",
        "單價",
        "preis",
        "prix",
        "precio",
        "prezzo",
        "cena",
        "preço",
        "価格",
        "가격",
    ),
    "stock": ("stock", "qty", "quantity", "inventory", "庫存", "库存", "數量", "数量", "存貨", "在庫", "재고"),
    "sku": ("sku", "code", "貨號", "货号"),
}
_NAMES = {word: name for name, words in _OF.items() for word in words}
_STOCK_WORD = re.compile(
    r"available|in stock|out of stock|sold out|有貨|有货|現貨|现货|缺貨|缺货|售完|售罄|完售", re.IGNORECASE
)


@dataclass
class Line:
    """One variant as a cell tells it: options by name ("" where only values stand), and its cells."""

    options: list[tuple[str, str]] = field(default_factory=list)
    price: str = ""
    stock: str = ""
    sku: str = ""


def read_matrix(cell: str, names: list[str]) -> list[Line]:
    """The variants of a cell. `names` are the options' where another cell tells them. Raises Unclear."""
    told = cell.strip()
    if told[:1] in "[{" and told[-1:] in "]}" and "->" not in told:
        return _of_objects(literal(told))
    lines = [line for line in told.splitlines() if line.strip()]
    if len(lines) == 1 and not _BRACKETED.fullmatch(told):
        pieces = split_outside(told, ("；", ";"))
        lines = pieces if len(pieces) > 1 else lines
    if not lines or len(lines) > _MOST:
        raise Unclear
    return [_line(line, names) for line in lines]


def _line(line: str, names: list[str]) -> Line:
    found = _BRACKETED.fullmatch(line) or _ARROWED.fullmatch(line)
    if found is None and not any(_fact_name(piece) for piece in line.split("|")):
        found = _PLAIN.fullmatch(line)
    if found is None:
        # No options at all: the product has one variant, of which these are the facts.
        return _facts(Line(), line)
    return _facts(Line(_options(found["options"], names)), found["facts"])


def _options(told: str, names: list[str]) -> list[tuple[str, str]]:
    """`Size: S, Colour: red`; where the names are known, values may hold any mark."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    name = known or r"[^,:：]{1,60}"
    starts = list(re.finditer(rf"(?:^|[,，;；])\s*({name})\s*[:：=]\s*", told))
    if not starts:
        return [("", value) for value in split_outside(told, ("/", "、", "，", ","))]
    ends = [*(one.start() for one in starts[1:]), len(told)]
    return [(one[1].strip(), " ".join(told[one.end() : end].split())) for one, end in zip(starts, ends, strict=True)]


def _facts(line: Line, told: str) -> Line:
    pieces = split_outside(told, ("|", "；", ";"))
    for piece in pieces:
        if name := _fact_name(piece):
            setattr(line, name, _FACT.fullmatch(piece)["value"].strip())  # type: ignore[index]
        elif _STOCK_WORD.search(piece) and not line.stock:
            line.stock = piece
        elif not line.price and piece is pieces[0] and any(c.isdigit() for c in piece):
            line.price = piece
    return line


def _fact_name(piece: str) -> str:
    found = _FACT.fullmatch(piece)
    return _NAMES.get(found["name"].strip().lower(), "") if found else ""


def _of_objects(found: Any) -> list[Line]:
    if isinstance(found, dict):
        found = [{"": name, "price": price} for name, price in found.items()]
    if not isinstance(found, (list, tuple)) or not found or len(found) > _MOST:
        raise Unclear
    return [_of_object(one) for one in found]


def _of_object(one: Any) -> Line:
    if not isinstance(one, dict):
        raise Unclear
    line = Line()
    for key, value in one.items():
        name = _NAMES.get(str(key).lower(), "")
        if name and not isinstance(value, (dict, list)):
            setattr(line, name, "" if value is None else str(value))
        elif isinstance(value, dict) and str(key).lower() in ("options", "attributes", "選項"):
            line.options += [(str(n), str(v)) for n, v in value.items() if not isinstance(v, (dict, list))]
        elif isinstance(value, str) and not re.search(r"image|photo|pic|url|id|圖|图|barcode", str(key), re.IGNORECASE):
            line.options.append(("" if str(key).lower() in ("", "name", "title", "名稱") else str(key), value))
    return line
