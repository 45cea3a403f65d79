"""What a product's rows say beside title, story, prices and pictures: category, tags, free facts, size, kind. Pure."""

import re
from typing import Any

from miquan import places, text
from miquan.catalogue import measures, wording, words
from miquan.catalogue.choices import Unclear, literal, split_outside
from miquan.catalogue.grouping import Group, Record
from miquan.catalogue.notes import Notes
from miquan.catalogue.rules import BadAmount
from miquan.i18n import LANGS
from miquan.products.models import NAME_LIMIT, VALUE_LIMIT
from miquan.products.rules import KINDS, MAX_ATTRIBUTES, MAX_TAGS, TAG_LIMIT

# Values that programs wrote for programs: references, JSON, addresses.
_MACHINE = re.compile(r"[\[{]|gid:|https?://|shopify--", re.IGNORECASE)
_PAIR = re.compile(r"\s*(?P<name>[^=:：]{1,60}?)\s*[=:：]\s*(?P<value>.+?)\s*", re.DOTALL)
_PARTICULAR = {"condition", "shop", "shop_city", "origin", "hs_code", "length", "width", "height"}
_KINDS = {
    word: kind
    for kind, told in {
        "one_off": "單件 單品 孤品 独一件 单件 one-off one_off oneoff unique single",
        "stock": "現貨 库存 庫存 现货 stock in-stock in_stock",
        "made_to_order": "訂製 定製 客製 訂做 订制 定制 made-to-order made_to_order custom bespoke",
        "preorder": "預購 预购 預訂 pre-order preorder",
        "on_demand": "現地代購 代購 代买 代购 现地代购 on-demand on_demand",
    }.items()
    for word in told.split()
}  # fmt: skip


def category(group: Group, title: str, index: dict[str, str]) -> str:
    """The slug of the category that the file names, or that a title obviously ends in where the file has none."""
    header = group.records[0].header
    if header.format == "shopify":
        return words.category(group.first("type"), group.first("category"), index)
    told = group.records[0].all("category") or [group.first("type")]
    for cell in filter(None, told):
        path = ">".join(re.split(r"[>/|›»；;]", cell))
        if slug := words.category(cell, path, index):
            return slug
    return "" if any(told) else words.category_of_title(title, index)


def kind(notes: Notes) -> str:
    """One of the five ways to buy, "" where the file does not say."""
    if "kind" not in notes.group.records[0].header.places:
        return ""
    told = notes.group.first("kind")
    found = _KINDS.get(told.lower().replace(" ", "-"), told if told in KINDS else "")
    if told and not found:
        notes.refuse("kind", "kind_unknown", value=told)
    return found


def tags(notes: Notes) -> list[str]:
    """Each once, in the file's order."""
    record = notes.group.records[0]
    names = [wording.line(name, TAG_LIMIT + 1) for name in _told_tags(notes)]
    if record.header.format == "etsy":
        # Etsy's tags hold no spaces.
        names = [name.replace("_", " ") for name in names]
    wanted = list(dict.fromkeys(name for one in names if (name := one.lstrip("#＃").strip())))
    fitting = [name for name in wanted if len(name) <= TAG_LIMIT][:MAX_TAGS]
    if len(fitting) < len(wanted):
        notes.note("tags", "tags")
    return fitting


def _told_tags(notes: Notes) -> list[str]:
    if notes.group.records[0].header.format != "own":
        return notes.group.first("tags").split(",")
    cells = [cell for record in notes.group.records[:1] for cell in record.all("tags")]
    return [name for cell in cells or [notes.group.first("tags")] for name in _parts(cell)]


def _parts(cell: str) -> list[str]:
    if cell[:1] == "[" and cell[-1:] == "]":
        try:
            found = literal(cell)
        except Unclear:
            return []
        return [str(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []
    if cell.startswith(("#", "＃")) and not re.search(r"[,，、;；|]", cell):
        return re.split(r"[#＃\s]+", cell)
    return split_outside(cell, ("|", "；", ";", "、", "，", ",", "\n"))


def attributes(notes: Notes, *, named: bool) -> list[tuple[str, str]]:
    """The free facts, each once. The type is one of them unless it already named a category."""
    record = notes.group.records[0]
    rows = [(label, record.cells[place].strip()) for place, label in record.header.facts]
    if not named:
        column = "type" if "type" in record.header.places or "category" not in record.header.places else "category"
        rows.insert(0, _kind_of_thing(record, column))
    if "parent" in record.header.places and not notes.group.has_head:
        # What would part variants is a fact of a product that has none.
        rows += [(record[f"option{n}_name"], record[f"option{n}_value"]) for n in (1, 2, 3)]
    rows += [pair for cell in record.all("attributes") for pair in _pairs(cell)]
    found: dict[str, str] = {}
    for label, value in rows:
        name, words_ = wording.line(label, NAME_LIMIT), wording.line(value.replace("; ", ", "), VALUE_LIMIT + 1)
        if not name or not words_ or _MACHINE.match(words_) or name in found:
            continue
        if len(words_) > VALUE_LIMIT or len(found) >= MAX_ATTRIBUTES:
            notes.note("handle", "facts", value=f"{name}: {words_}")
        else:
            found[name] = words_
    return list(found.items())


def _kind_of_thing(record: Record, column: str) -> tuple[str, str]:
    """The type or category that named none of ours, by the plainest of its columns."""
    header = record.header
    told = [(header.names[p], record.cells[p]) for p in header.many.get(column, ()) if record.cells[p]]
    if not told or (header.format == "shopify" and column != "type"):
        return "", ""
    return min(told, key=lambda pair: len(pair[0]))


def _pairs(cell: str) -> list[tuple[str, str]]:
    """`Kiln=Mino; Height=24 cm`, or an object as a program prints it."""
    if cell[:1] == "{" and cell[-1:] == "}":
        try:
            found = literal(cell)
        except Unclear:
            return []
        return [(str(k), str(v)) for k, v in found.items()] if isinstance(found, dict) else []
    parts = (_PAIR.fullmatch(part) for part in split_outside(cell, ("\n", "|", "；", ";", "，", "、", ",")))
    return [(part["name"], part["value"]) for part in parts if part]


def particulars(notes: Notes) -> dict[str, Any]:
    """Fields of a draft that only some files know, as far as this one tells them."""
    group = notes.group
    if not _PARTICULAR & group.records[0].header.places.keys():
        return {}
    found: dict[str, Any] = {
        "condition": wording.line(group.first("condition"), 200),
        "shop": wording.line(group.first("shop"), 120),
        "shop_city": wording.line(group.first("shop_city"), 80),
        "origin_country": country(notes, "origin"),
        "hs_code": re.sub(r"[^0-9]", "", group.first("hs_code"))[:12],
    }
    for name in ("length", "width", "height"):
        found[f"{name}_mm"] = _size(notes, name)
    return {name: value for name, value in found.items() if value}


def _size(notes: Notes, name: str) -> int | None:
    header = notes.group.records[0].header
    try:
        return measures.millimetres(notes.group.first(name), header.column(name))
    except BadAmount:
        notes.note(name, "size")
        return None


def country(notes: Notes, column: str) -> str:
    """The ISO code of a country that is named by code or in one of our languages."""
    told = notes.group.first(column)
    if not told:
        return ""
    if told.upper() in places.COUNTRIES:
        return told.upper()
    found = _countries().get(text.fold(told), "")
    if not found:
        notes.note(column, "country")
    return found


def _countries() -> dict[str, str]:
    if not _BY_NAME:
        _BY_NAME.update({text.fold(places.country_name(c, lang)): c for c in places.COUNTRIES for lang in LANGS})
        _BY_NAME.update(
            {"usa": "US", "uk": "GB", "england": "GB", "scotland": "GB", "臺灣": "TW", "korea": "KR", "大陸": "CN"}
        )
    return _BY_NAME


_BY_NAME: dict[str, str] = {}
