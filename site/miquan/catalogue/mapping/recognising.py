"""What a file's columns mean: a known export by its shape, anything else by its words and by what stands in its cells."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from miquan.catalogue.headers import read_header
from miquan.catalogue.mapping import cells as kinds
from miquan.catalogue.mapping.etsy import etsy_columns
from miquan.catalogue.mapping.model import Mapping
from miquan.catalogue.mapping.pairs import is_one_each, option_columns
from miquan.catalogue.mapping.prices import currency_of, decimal_of
from miquan.catalogue.mapping.targets import BY_NAME
from miquan.catalogue.mapping.vocabulary import is_known_word, meanings
from miquan.catalogue.mapping.woo import woo_columns

if TYPE_CHECKING:
    from miquan.catalogue.sheets import Sheet

_SURE = 0.7
_LOOKED_AT = 300
# Columns about what others did or said: of a shop's past, not of its goods.
_OF_OTHERS = re.compile(
    r"評價|评价|評論|评论|評分|评分|[一二三四五]星|銷售|销量|已售|喜愛|喜欢|收藏|瀏覽|浏览|review|rating|sold|sales|views|favou?rite|likes|"
    r"comment|賣家|卖家|商家|seller|shop name|shop_name|cost per item|cost price|成本|進價|进价|feedback|_count|_rate|seo|google",
    re.IGNORECASE,
)


class Known(Protocol):
    """What a guess needs to know of the import."""

    @property
    def currency(self) -> str: ...


@dataclass(frozen=True)
class Guess:
    """A mapping, and how sure each of its columns is (place -> 0 to 1).

    `known`: an export that is recognised as a whole. `look`: a person must look at the mapping before it is used.
    """

    mapping: Mapping
    sure: dict[int, float] = field(default_factory=dict)
    known: bool = False
    look: bool = True


def recognise(sheet: "Sheet", context: Known) -> Guess:
    """The best guess at what a sheet's columns mean."""
    header = read_header(sheet.names)
    if header.is_known and len(header.places) >= 3:
        columns = {place: target for target, place in header.places.items()}
        columns |= {place: "fact" for place, _label in header.facts}
        known = Mapping("shopify", columns, decimal=".", group="handle", state="draft")
        return Guess(known, known=True, look=False)
    if etsy := etsy_columns(sheet.names, sheet.column):
        return Guess(Mapping("etsy", etsy, group="row"), known=True, look=False)
    if woo := woo_columns(sheet.names):
        return Guess(Mapping("own", woo, decimal=".", group="handle"), known=True, look=False)
    return _guessed(sheet, context)


def _guessed(sheet: "Sheet", context: Known) -> Guess:
    told = {place: sheet.column(place, _LOOKED_AT) for place in range(len(sheet.names))}
    found = _by_words(sheet.names, told)
    _by_cells(sheet.names, told, found)
    columns = {place: target for place, (target, _sure) in sorted(found.items())}
    prices = [cell for place, target in columns.items() if target in ("price", "compare_at") for cell in told[place]]
    mapping = Mapping(
        "own",
        columns,
        currency=currency_of(
            prices, [n for p, n in enumerate(sheet.names) if columns.get(p) == "price"], context.currency
        ),
        decimal="." if sheet.format == "xlsx" and not decimal_of(prices) else decimal_of(prices),
        group=_group(columns, told),
    )
    return Guess(mapping, {place: round(sure, 2) for place, (_target, sure) in sorted(found.items())})


Found = dict[int, tuple[str, float]]


def _by_words(names: list[str], told: dict[int, list[str]]) -> Found:
    """The columns whose names say what they are; where several say the same, the surest one is it."""
    claims = sorted(
        (
            (sure * _fits(target, told[place], name), -place, place, target)
            for place, name in enumerate(names)
            if is_known_word(name) or not _OF_OTHERS.search(name)
            for target, sure in meanings(name).items()
        ),
        reverse=True,
    )
    found: Found = {place: (target, 1.0) for place, target in option_columns(names).items()}
    options = 0
    for sure, _order, place, target in claims:
        if sure < 0.35 or place in found:
            continue
        meant = target
        if target == "option":
            varies = _repeats(names, told, found)
            meant, options = (f"option{options + 1}", options + 1) if varies and options < 3 else ("fact", options)
        taken = any(meant == other for other, _sure in found.values())
        if not taken or BY_NAME[meant].many:
            found[place] = (meant, sure)
    return found


def _repeats(names: list[str], told: dict[int, list[str]], found: Found) -> bool:
    """Whether rows of one product stand below each other, so that a colour tells its variants apart."""
    by = {target: place for place, (target, _sure) in found.items()}
    place = by.get("handle", by.get("title"))
    cells = told.get(place, []) if place is not None else []
    return len(cells) > 1 and len(set(cells)) <= 0.9 * len(cells)


def _fits(target: str, cells: list[str], name: str) -> float:
    """How well the cells of a column agree with a meaning; 1 where they say nothing against it."""
    test = _TESTS.get(target)
    if not cells or test is None:
        return 1.0
    return 0.2 + 0.8 * kinds.share(cells, test)


def _is_title(cell: str) -> bool:
    return not kinds.is_address(cell) and not kinds.is_flag(cell) and not kinds.is_list(cell) and len(cell) < 400


def _has_price(cell: str) -> bool:
    return any(c.isdigit() for c in cell) and bool(
        re.search(r"price|價|价|->|=>|[:=：]\s*\W?\s*\d", cell, re.IGNORECASE)
    )


_TESTS: dict[str, Callable[[str], bool]] = {
    "title": _is_title,
    "price": kinds.is_amount,
    "compare_at": kinds.is_amount,
    "quantity": lambda cell: len(cell) < 30 and not kinds.is_list(cell),
    "image": lambda cell: kinds.is_address(cell) or kinds.is_list(cell),
    "currency": lambda cell: len(cell) <= 5,
    "weight": lambda cell: any(c.isdigit() for c in cell) and len(cell) < 30,
    "length": lambda cell: any(c.isdigit() for c in cell) and len(cell) < 30,
    "width": lambda cell: any(c.isdigit() for c in cell) and len(cell) < 30,
    "height": lambda cell: any(c.isdigit() for c in cell) and len(cell) < 30,
    "variants": _has_price,
    "story": lambda cell: not kinds.is_number(cell) and not kinds.is_address(cell),
    "vendor": lambda cell: len(cell) < 100 and not kinds.is_flag(cell) and not kinds.is_address(cell),
    "status": lambda cell: len(cell) < 20 and not cell.isdigit(),
    "origin": lambda cell: len(cell) < 60 and not kinds.is_number(cell),
    "option": lambda cell: len(cell) < 100 and not kinds.is_address(cell),
    "fact": lambda cell: len(cell) <= 300 and not kinds.is_flag(cell) and not kinds.is_address(cell),
}


def _by_cells(names: list[str], told: dict[int, list[str]], found: Found) -> None:
    """What no name said: pictures by their addresses, a title by being words that differ, a price by its sign."""
    held = {target for target, _sure in found.values()}
    free = {p: told[p] for p in told if p not in found and told[p] and not _OF_OTHERS.search(names[p])}
    for place, cells in free.items():
        if kinds.share(cells, kinds.is_picture) > 0.6:
            found[place] = ("image", 0.6)
    _claim("title", free, found, _titleness, unless=held & {"title"})
    _claim("price", free, found, _priceness, unless=held & {"price", "variants"})
    _claim("story", free, found, _storyness, unless=held & {"story"})


def _claim(
    target: str, free: dict[int, list[str]], found: Found, how: Callable[[list[str]], float], *, unless: set[str]
) -> None:
    """The free column that is most like this target, if one is and none is known."""
    left = [place for place in free if place not in found]
    best = max(left, key=lambda place: how(free[place]), default=None)
    if best is not None and not unless and how(free[best]) > 0.5:
        found[best] = (target, 0.4)


def _titleness(cells: list[str]) -> float:
    words = kinds.share(cells, lambda c: kinds.kind_of(c) == "words" and 1 < len(c) <= 200)
    return words * len(set(cells)) / len(cells)


def _priceness(cells: list[str]) -> float:
    signed = kinds.share(cells, kinds.has_sign)
    return max(signed, 0.9 * kinds.share(cells, lambda c: kinds.is_number(c) and len(c) < 10))


def _storyness(cells: list[str]) -> float:
    return kinds.share(cells, lambda c: not kinds.is_address(c) and (len(c) > 80 or kinds.is_html(c)))


def _group(columns: dict[int, str], told: dict[int, list[str]]) -> str:
    if "handle" in columns.values():
        return "handle"
    by = {target: place for place, target in columns.items()}
    if any(target in by for target in ("option1", "option2", "option3")):
        return "title"
    cells = told.get(by.get("title", -1), [])
    if len(set(cells)) > 0.9 * len(cells):
        return "row"
    apart = "option1_value" in by or ("options" in by and is_one_each(told[by["options"]]))
    return "title" if apart else "row"
