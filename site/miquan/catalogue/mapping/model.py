"""A mapping: which column means what. It is kept with a storefront and read from files, so it is never trusted."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from miquan.catalogue.mapping.targets import BY_NAME
from miquan.i18n import lazy
from miquan.money import CURRENCIES

FORMATS = ("shopify", "etsy", "own")
GROUPS = ("handle", "title", "row")
DECIMALS = ("", ".", ",")
STATES = ("published", "draft")
_WIDEST = 1_000


@dataclass(frozen=True)
class Mapping:
    """`columns`: place of a column (from 0) -> a name in TARGETS; the others are not read.

    `currency` is the one of prices that name none, "" for what the import says. `decimal` is the mark before the
    decimals, "" where each price tells by itself. `group` says which rows are one product: those of one handle, those
    of one title, or each row by itself. `state` is what a product becomes whose row does not say.
    """

    format: str = "own"
    columns: dict[int, str] = field(default_factory=dict)
    currency: str = ""
    decimal: str = ""
    group: str = "row"
    state: str = "published"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, as a storefront keeps them and `flask catalogue guess` prints them."""
        return {
            "format": self.format,
            "columns": {str(place): target for place, target in sorted(self.columns.items())},
            "currency": self.currency,
            "decimal": self.decimal,
            "group": self.group,
            "state": self.state,
        }

    @classmethod
    def from_json(cls, told: Any) -> "Mapping":
        """A mapping from any JSON at all; what is not understood is left out. Raises ValueError for no mapping."""
        if not isinstance(told, dict) or not isinstance(told.get("columns"), dict):
            raise ValueError("a mapping is an object with `columns`")
        return cls(
            format=_one_of(told.get("format"), FORMATS, "own"),
            columns=dict(_columns(told["columns"])),
            currency=_one_of(told.get("currency"), CURRENCIES, ""),
            decimal=_one_of(told.get("decimal"), DECIMALS, ""),
            group=_one_of(told.get("group"), GROUPS, "row"),
            state=_one_of(told.get("state"), STATES, "published"),
        )

    def places_of(self, target: str) -> list[int]:
        """The columns that mean this, from the left."""
        return sorted(place for place, name in self.columns.items() if name == target)


def _one_of(told: Any, known: tuple[str, ...], otherwise: str) -> str:
    return told if isinstance(told, str) and told in known else otherwise


def _columns(told: AnyMapping[Any, Any]) -> list[tuple[int, str]]:
    """At most one column for what only one can be: the first."""
    found: dict[int, str] = {}
    for key, target in list(told.items())[:_WIDEST]:
        place = int(key) if isinstance(key, (str, int)) and str(key).isascii() and str(key).isdigit() else -1
        known = BY_NAME.get(target) if isinstance(target, str) else None
        if known and 0 <= place < _WIDEST and len(str(key)) < 5 and (known.many or target not in found.values()):
            found[place] = target
    return sorted(found.items())


@dataclass(frozen=True)
class Problem:
    """Why a mapping cannot be used: the target it concerns, a code for tests, a sentence for people."""

    target: str
    code: str
    text: Any


def problems_with(mapping: Mapping) -> list[Problem]:
    """What keeps a mapping from being used; empty when nothing does."""
    found = []
    targets = list(mapping.columns.values())
    if "title" not in targets:
        found.append(Problem("title", "title_missing", lazy("選一欄當名稱，不然不知道賣的是什麼")))
    if "price" not in targets and "variants" not in targets:
        found.append(Problem("price", "price_missing", lazy("選一欄當價格")))
    for name in dict.fromkeys(targets):
        if name in BY_NAME and not BY_NAME[name].many and targets.count(name) > 1:
            found.append(Problem(name, "twice", lazy("有兩欄都選了「%(name)s」，只能留一欄", name=BY_NAME[name].label)))
    if mapping.group == "handle" and "handle" not in targets:
        found.append(Problem("handle", "handle_missing", lazy("選一欄當商品代號，才知道哪幾列是同一件")))
    return found
