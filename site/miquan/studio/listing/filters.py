"""Which of a storefront's products the list shows, and in what order: read from an address, written into one. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from miquan.products.rules import KINDS
from miquan.studio.models import VIEW_QUERY_LIMIT
from miquan.text import clean_line

STATES = ("published", "draft", "sold_out", "archived")
# What asks for somebody's hand.
NEEDS = ("problems", "low", "no_picture", "old", "unsaved")
SORTS = ("changed", "oldest", "title", "price", "price_down", "stock", "stock_down", "views", "views_up")
QUERY_LIMIT = 80
SLUG_LIMIT = 80

# From when on a draft is old, and from how many left on there is little.
OLD_DRAFT_DAYS = 7
LOW = 3


@dataclass(frozen=True)
class Filters:
    """All empty: everything, last changed first. `category`, `brand` and `tag` are slugs."""

    q: str = ""
    state: str = ""
    need: str = ""
    kind: str = ""
    category: str = ""
    brand: str = ""
    tag: str = ""
    sort: str = ""

    def told(self) -> dict[str, str]:
        """What is not empty, by its name in the address."""
        return {name: value for name in _NAMES if (value := getattr(self, name))}

    def address(self) -> str:
        """As the query of an address."""
        return urlencode(self.told())

    def kept(self) -> str:
        """As a saved view keeps it: Chinese stays as it is, so that it fits its column."""
        return "&".join(f"{name}={_quoted(value)}" for name, value in self.told().items())[:VIEW_QUERY_LIMIT]

    def without(self, *names: str) -> "Filters":
        return replace(self, **dict.fromkeys(names, ""))

    def but(self, **changes: str) -> "Filters":
        return replace(self, **changes)

    @property
    def narrows(self) -> bool:
        """Whether something is left out for another reason than its state."""
        return bool(self.without("state", "sort").told())


_NAMES = tuple(field.name for field in fields(Filters))


def _quoted(text: str) -> str:
    for mark in "%&=+;#":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


def read(args: Mapping[str, str]) -> Filters:
    """What an address says; what it cannot mean is left out."""
    return Filters(
        q=clean_line(args.get("q", ""), QUERY_LIMIT),
        **{name: _known(args.get(name, ""), values) for name, values in _KNOWN.items()},
        **{name: clean_line(args.get(name, ""), SLUG_LIMIT) for name in ("category", "brand", "tag")},
    )


def _known(value: str, values: tuple[str, ...]) -> str:
    return value if value in values else ""


_KNOWN: dict[str, tuple[str, ...]] = {"state": STATES, "need": NEEDS, "kind": KINDS, "sort": SORTS[1:]}


def read_kept(query: str) -> Filters:
    """A saved view's filters."""
    return read(dict(parse_qsl(query)))


@dataclass(frozen=True)
class Order:
    """A sort: the column it goes by, which way, and how its key is read from an address (ValueError: not at all)."""

    column: str
    down: bool
    read: Callable[[str], int | str]


def _whole(told: str) -> int:
    if not told.lstrip("-").isascii() or not told.lstrip("-").isdigit() or len(told) > 18:
        raise ValueError(told)
    return int(told)


def _moment(told: str) -> int:
    """Microseconds since 1970 that a calendar has."""
    found = _whole(told)
    if not 0 <= found < 10**17:
        raise ValueError(told)
    return found


_ORDERS = {
    "": Order("changed", True, _moment),
    "oldest": Order("changed", False, _moment),
    "title": Order("title", False, str),
    "price": Order("price", False, _whole),
    "price_down": Order("price", True, _whole),
    "stock": Order("stock", False, _whole),
    "stock_down": Order("stock", True, _whole),
    "views": Order("views", True, _whole),
    "views_up": Order("views", False, _whole),
}


def order_of(filters: Filters) -> Order:
    return _ORDERS[filters.sort]


@dataclass(frozen=True)
class Key:
    """Where a page begins: after this product, whose sort column holds `value`."""

    id: int
    value: int | str

    def __str__(self) -> str:
        return f"{self.id}.{self.value}"


def read_key(told: str, order: Order) -> Key | None:
    """None for no key, and for one that no page has given."""
    id_, dot, value = told[:260].partition(".")
    try:
        return Key(_whole(id_), order.read(value)) if dot else None
    except ValueError:
        return None
