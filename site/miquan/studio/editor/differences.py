"""What two versions of a product say differently, in words: for a history, and for choosing between two tabs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from miquan import places
from miquan.categories.tree import tree
from miquan.i18n import WRITTEN_IN, _
from miquan.products.facets import kind_name
from miquan.products.rules import KINDS
from miquan.studio.editor.parts import picture_key
from miquan.viewer import viewer

# Fields that are judged together, because one means nothing without the others.
TOGETHER: dict[str, tuple[str, ...]] = {
    "variants": ("option1", "option2", "option3", "values1", "values2", "values3", "variants"),
    "size": ("length_mm", "width_mm", "height_mm"),
}
_MISSING = "—"


@dataclass(frozen=True)
class Difference:
    """One part of a product in two versions. `part` names it in forms; texts may have several lines."""

    part: str
    label: str
    before: str
    after: str


def fields_of(part: str) -> tuple[str, ...]:
    """The names of a form's fields that belong to a part."""
    return TOGETHER.get(part, (part,))


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """The parts that are not the same; both in the shape of `drafting.form_values` and of a form's `data`."""
    old, new = dict(_told(before)), dict(_told(after))
    labels = _labels()
    return [
        Difference(part, labels[part], old[part] or _MISSING, new[part] or _MISSING)
        for part in labels
        if old[part] != new[part]
    ]


def _labels() -> dict[str, str]:
    """Part -> its name, in the order of the page."""
    written = {f"in_{lang.replace('-', '_')}": _("%(lang)s的文字", lang=name) for lang, name in WRITTEN_IN}
    return {
        "title": _("名字"), "story": _("來歷"), "lang": _("用什麼語言寫"), **written, "kind": _("怎麼買"),
        "variants": _("價格與款式"), "kept": _("照片"), "facts": _("自訂的資料"), "category": _("屬於哪一類"), "brand": _("品牌或工坊"),
        "tags": _("標籤"), "condition": _("狀況"), "shop": _("在哪家店"), "shop_city": _("店在哪個城市"),
        "shop_country": _("店在哪個國家"), "origin_country": _("產地"), "weight_g": _("重量（公克）"), "size": _("尺寸"),
        "hs_code": _("海關稅則號列"), "ships_within_days": _("幾天內寄出"), "lead_days": _("製作要幾天"),
        "ships_by": _("最晚寄出日"), "preorder_cap": _("最多收幾件"),
    }  # fmt: skip


def _told(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(part, what it says in words)."""
    plain = (
        "title", "story", "brand", "tags", "condition", "shop", "shop_city", "weight_g", "hs_code", "ships_within_days",
        "lead_days", "ships_by", "preorder_cap",
    )  # fmt: skip
    yield from ((name, _text(values.get(name))) for name in plain)
    for lang, _name in WRITTEN_IN:
        words = values.get(part := f"in_{lang.replace('-', '_')}") or {}
        yield part, "\n\n".join(filter(None, (_text(words.get("title")), _text(words.get("story")))))
    yield "lang", dict(WRITTEN_IN).get(str(values.get("lang")), "")
    yield "kind", kind_name(values["kind"]) if values.get("kind") in KINDS else ""
    node = tree().by_slug.get(values.get("category") or "")
    yield "category", node.name(viewer().lang) if node else ""
    for name in ("shop_country", "origin_country"):
        yield name, places.country_name(values[name], viewer().lang) if values.get(name) in places.COUNTRIES else ""
    yield "size", " × ".join(_text(values.get(n)) for n in TOGETHER["size"] if values.get(n))
    yield "facts", "\n".join(_fact(f) for f in values.get("facts") or [] if f.get("name") or f.get("value"))
    yield "kept", "\n".join(_picture(i, p) for i, p in enumerate(_in_order(values.get("kept") or [])))
    yield "variants", "\n".join(_variants(values))


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _fact(fact: dict[str, Any]) -> str:
    return _("%(name)s：%(value)s", name=_text(fact.get("name")), value=_text(fact.get("value")))


def _in_order(pictures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    there = [p for p in pictures if not p.get("remove") and (p.get("file_id") or p.get("source_url"))]
    return sorted(there, key=lambda p: p.get("place") or 999)


def _picture(index: int, picture: dict[str, Any]) -> str:
    """Its place, its file and its words, so that another picture at the same place is told apart."""
    which = picture.get("file_id") or _text(picture.get("source_url"))[-40:]
    return f"{index + 1}. {_text(picture.get('alt')) or _('還沒有描述')} ({which})"


def _variants(values: dict[str, Any]) -> Iterator[str]:
    names = [_text(values.get(f"option{i}")) for i in (1, 2, 3)]
    if any(names):
        yield _("、").join(filter(None, names))
    order = {_key(p): i + 1 for i, p in enumerate(_in_order(values.get("kept") or []))}
    for row in values.get("variants") or []:
        if not row.get("drop") and (line := "・".join(filter(None, _variant(row, order)))):
            yield line


def _key(picture: dict[str, Any]) -> str:
    return picture_key(picture.get("file_id"), picture.get("source_url"))


def _variant(row: dict[str, Any], pictures: dict[str, int]) -> Iterator[str]:
    yield from (_text(row.get(name)) for name in ("value1", "value2", "value3"))
    yield _text(row.get("price")).replace(",", "")
    if before := _text(row.get("compare_at")):
        yield _("原價%(price)s", price=before)
    if row.get("stock") is not None:
        yield _("數量%(num)s", num=row["stock"])
    yield _text(row.get("sku"))
    if row.get("weight_g") is not None:
        yield f"{row['weight_g']} g"
    yield _text(row.get("barcode"))
    if (place := pictures.get(row.get("picture") or "")) is not None:
        yield _("第%(n)s張照片", n=place)
