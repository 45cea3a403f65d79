"""Options that stand in one cell: `Size: S, M | Colour: red`, `紅|藍`, or a list as a program prints it. Pure."""

import ast
import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_LONGEST = 50_000
_NOTHING = frozenset(
    {"", "none", "no", "n/a", "na", "-", "null", "nan", "[]", "{}", "無", "无", "no options", "default title"}
)
_NAMED = re.compile(r"\s*(?P<name>[^:：=\[\]{}|;；]{1,60}?)\s*[:：=]\s*(?P<values>.+)", re.DOTALL)
# The mark that parts values is the first of these that stands outside brackets.
_MARKS = ("\n", "|", "；", ";", "、", "，", ",", "/")
_NAMES = ("name", "title", "option", "label", "選項", "选项", "規格", "规格", "名稱", "名称")
_VALUES = ("options", "values", "choices", "value", "內容", "内容", "選項值", "选项值")
_STOCKS = ("summed_stocks", "stocks", "stock", "quantities", "quantity", "庫存", "库存")


class Unclear(ValueError):
    """A cell of which nobody could say what options it means."""


@dataclass(frozen=True)
class Choice:
    """One option and its values; `stocks` of each where the cell tells them. `name` may be empty."""

    name: str
    values: tuple[str, ...]
    stocks: tuple[int, ...] = ()


def read_choices(cell: str) -> list[Choice]:
    """The options of a cell in its order; [] when it says that there are none. Raises Unclear."""
    told = cell.strip()
    if told.lower() in _NOTHING:
        return []
    if told[0] in "[{(" and told[-1] in "]})":
        return [choice for choice in _of_literal(literal(told)) if choice.values]
    if "\x00" in told or len(told) > _LONGEST:
        raise Unclear
    return _of_words(told)


def literal(told: str) -> Any:
    """A list or object in Python's or JSON's writing. Raises Unclear."""
    if len(told) > _LONGEST:
        raise Unclear
    try:
        return json.loads(told)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(told)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        raise Unclear from None


def _of_literal(found: Any) -> list[Choice]:
    if isinstance(found, dict):
        if any(key in found for key in (*_NAMES, *_VALUES)):
            return [_of_object(found)]
        return [Choice(str(name), _texts(values)) for name, values in found.items()]
    if not isinstance(found, (list, tuple)):
        raise Unclear
    if all(isinstance(one, dict) for one in found):
        return [_of_object(one) for one in found]
    if any(isinstance(one, (list, tuple, dict)) for one in found):
        raise Unclear
    return [Choice("", _texts(found))]


def _of_object(found: dict[Any, Any]) -> Choice:
    name = next((found[key] for key in _NAMES if isinstance(found.get(key), str)), "")
    values = next((found[key] for key in _VALUES if isinstance(found.get(key), (list, tuple))), None)
    if values is None:
        raise Unclear
    stocks = next((found[key] for key in _STOCKS if isinstance(found.get(key), (list, tuple))), ())
    told = _texts(values)
    whole = all(type(one) is int and 0 <= one < 10**7 for one in stocks) and len(stocks) == len(told)
    return Choice(name.strip(), told, tuple(stocks) if whole else ())


def _texts(values: Any) -> tuple[str, ...]:
    told = values if isinstance(values, (list, tuple)) else str(values).split(",")
    return tuple(word for one in told if (word := " ".join(str(one).split())))


def _of_words(told: str) -> list[Choice]:
    """Named options part by line, `|` or `;`; without names the cell is the values of one."""
    for mark in ("\n", "|", ";", "；"):
        pieces = [piece for piece in told.split(mark) if piece.strip()]
        named = [_NAMED.fullmatch(piece) for piece in pieces]
        if len(pieces) > 1 and all(named):
            return [Choice(one["name"], _unique(split_outside(one["values"]))) for one in named if one]
    if (one := _NAMED.fullmatch(told)) is not None:
        return [Choice(one["name"], _unique(split_outside(one["values"])))]
    return [Choice("", _unique(split_outside(told)))]


def split_outside(told: str, marks: tuple[str, ...] = _MARKS) -> list[str]:
    """Parts of a text, by the first of the marks that stands outside brackets."""
    seen: dict[str, list[int]] = {mark: [] for mark in marks}
    depth = 0
    for place, char in enumerate(told):
        if char in "([（【":
            depth += 1
        elif char in ")]）】":
            depth = max(0, depth - 1)
        elif not depth and char in seen:
            seen[char].append(place)
    places = next((seen[mark] for mark in marks if seen[mark]), [])
    edges = [-1, *places, len(told)]
    parts = [told[a + 1 : b] for a, b in pairwise(edges)]
    return [part for one in parts if (part := " ".join(one.split()))]


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
