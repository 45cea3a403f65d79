"""Options of which one column tells the name and another the value, a row a variant. Pure."""

import re
from collections.abc import Iterable

from miquan import text
from miquan.catalogue.choices import Unclear, read_choices

_NUMBERS = {"1": 1, "2": 2, "3": 3, "一": 1, "二": 2, "三": 3}
_OF = ("option", "variation", "attribute", "選項", "选项", "規格", "规格", "屬性", "属性")
_NAMES = {f"{of}{end}" for of in _OF for end in ("name", "名稱", "名称")}
_VALUES = {f"{of}{end}" for of in _OF for end in ("value", "values", "值", "內容", "内容")} | {
    "規格選項", "规格选项", "variationoption",
}  # fmt: skip


def option_columns(names: list[str]) -> dict[int, str]:
    """Place -> target for pairs such as `規格名稱 1` and `規格選項 1`; a column without its fellow is none."""
    found: dict[int, dict[str, int]] = {}
    for place, name in enumerate(names):
        number, kind = _read(name)
        if number and kind:
            found.setdefault(number, {}).setdefault(kind, place)
    whole = {number: pair for number, pair in found.items() if len(pair) == 2}
    return {place: f"option{number}_{kind}" for number, pair in whole.items() for kind, place in pair.items()}


def _read(name: str) -> tuple[int, str]:
    """The number in a column's name, and whether it is one of names or of values."""
    folded = re.sub(r"[\s_\-()#:：]+", "", text.fold(name))
    digits = re.findall(r"[123]|[一二三](?=$|名|選|选|值|內|内)", folded)
    if len(digits) != 1:
        return 0, ""
    words = folded.replace(digits[0], "")
    return _NUMBERS[digits[0]], "name" if words in _NAMES else "value" if words in _VALUES else ""


def is_one_each(cells: Iterable[str]) -> bool:
    """Whether each cell names one value of its options, as where every row is a variant."""
    try:
        told = [read_choices(cell) for cell in cells]
    except Unclear:
        return False
    return any(told) and all(len(choice.values) == 1 for choices in told for choice in choices)
