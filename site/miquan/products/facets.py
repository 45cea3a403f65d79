"""From a query string to filters, and from a page of results to the facet groups that a template shows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from miquan import places
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.i18n import _, lazy
from miquan.money import in_euro_cents, parse_price
from miquan.products.browsing import SORTS, Filters, Page
from miquan.products.rules import KINDS
from miquan.viewer import viewer

_MOST = 30


@dataclass(frozen=True)
class FacetValue:
    """One box to tick: its value in the address, its words, how many it leads to."""

    value: str
    label: str
    count: int
    checked: bool
    label_lang: str = ""


@dataclass(frozen=True)
class FacetGroup:
    """A fieldset of boxes; `name` is the parameter in the address."""

    name: str
    title: str
    values: list[FacetValue] = field(default_factory=list)


@dataclass(frozen=True)
class Chosen:
    """What the reader asked for, as typed and as filters. `sort` and `after` are always safe."""

    filters: Filters
    sort: str
    after: str
    raw: dict[str, list[str]]
    price_from: str = ""
    price_to: str = ""
    path: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Nothing chosen at all: the clean address, the one that search engines keep."""
        return not self.filters.any and not self.after and not self.raw.get("sort")

    def address(self, without: tuple[str, str] | None = None, after: str = "") -> str:
        """This page's address with one choice taken away, or at another place of the list."""
        pairs = [*self.extra, *((name, value) for name, values in self.raw.items() for value in values)]
        pairs += [("min", self.price_from)] * bool(self.price_from) + [("max", self.price_to)] * bool(self.price_to)
        kept = [pair for pair in pairs if pair != without] + [("after", after)] * bool(after)
        return self.path + (f"?{urlencode(kept)}" if kept else "")

    def next_url(self, after: str) -> str | None:
        """The address of the next page; None at the end."""
        return self.address(after=after) if after else None

    def chips(self, groups: Iterable[FacetGroup]) -> list["Chip"]:
        """What is in force, each with the address that takes it away. Words come from the groups where they have them."""
        words = {(group.name, value.value): value.label for group in groups for value in group.values}
        named = [
            *(("kind", k, kind_name(k)) for k in KINDS if k in self.filters.kinds),
            *(("cat", c, tree().by_slug[c].name(viewer().lang)) for c in sorted(self.filters.categories)),
            *(("from", c, places.country_name(c, viewer().lang)) for c in sorted(self.filters.countries)),
            *(("brand", b, words.get(("brand", b), b)) for b in self.raw["brand"] if self.filters.brands),
            *(("a", f"{n}={v}", words.get(("a", f"{n}={v}"), v)) for n, v in sorted(self.filters.attributes)),
        ]
        return [Chip(text, self.address(without=(name, value))) for name, value, text in named] + self._price_chips()

    def _price_chips(self) -> list["Chip"]:
        """Only for a price that was understood: anything else filters nothing."""
        bounds = (
            ("min", self.price_from, self.filters.price_from, _("以上")),
            ("max", self.price_to, self.filters.price_to, _("以下")),
        )
        return [
            Chip(f"{viewer().currency} {typed} {words}", self.address(without=(name, typed)))
            for name, typed, understood, words in bounds
            if understood is not None
        ]


@dataclass(frozen=True)
class Chip:
    """A choice in force; pressing it takes it away."""

    text: str
    url: str


KIND_NAMES = {
    "on_demand": lazy("現地代購"),
    "one_off": lazy("單件"),
    "stock": lazy("現貨"),
    "made_to_order": lazy("訂製"),
    "preorder": lazy("預購"),
}


def kind_name(kind: str) -> str:
    """The kind of a product in the reader's language."""
    return str(KIND_NAMES[kind])


def chosen(args: "MultiDict[str, str]", sorts: Iterable[str] = SORTS, keep: Iterable[str] = ()) -> Chosen:
    """Read the address. Anything unknown is ignored, never an error. `keep` names parameters that links carry on."""
    raw = {name: args.getlist(name)[:_MOST] for name in ("kind", "cat", "from", "brand", "a", "sort")}
    low, high = args.get("min", "")[:20], args.get("max", "")[:20]
    sorts = tuple(sorts)
    sort = args.get("sort", sorts[0])
    return Chosen(
        filters=Filters(
            kinds=frozenset(k for k in raw["kind"] if k in KINDS),
            categories=frozenset(c for c in raw["cat"] if c in tree().by_slug),
            countries=frozenset(c for c in raw["from"] if c in places.COUNTRIES),
            brands=_brand_ids(raw["brand"]),
            price_from=_euro_cents(low),
            price_to=_euro_cents(high),
            attributes=frozenset(_pair(a) for a in raw["a"] if "=" in a),
        ),
        sort=sort if sort in sorts else sorts[0],
        after=args.get("after", "")[:40],
        raw=raw,
        price_from=low,
        price_to=high,
        path=request.script_root + request.path,
        extra=tuple((name, args.get(name, "")[:300]) for name in keep if args.get(name)),
    )


def sort_choices() -> list[tuple[str, str]]:
    """(value, words) of the orders that every list of goods offers."""
    return [("newest", _("最近上架")), ("cheapest", _("價格由低到高")), ("dearest", _("價格由高到低"))]


def _pair(text: str) -> tuple[str, str]:
    name, _sep, value = text.partition("=")
    return name[:60], value[:300]


def _brand_ids(slugs: list[str]) -> frozenset[int]:
    if not slugs:
        return frozenset()
    found = frozenset(row[0] for row in Brand.select(Brand.id).where(Brand.slug.in_([s[:80] for s in slugs])).tuples())
    return found or frozenset({-2})


def _euro_cents(typed: str) -> int | None:
    if not typed.strip():
        return None
    try:
        return in_euro_cents(parse_price(typed, viewer().currency), viewer().currency)
    except ValueError:
        return None


def groups(page: Page, wanted: Chosen, *, leave_out: Iterable[str] = ()) -> list[FacetGroup]:
    """The facet groups of a page of results, without those in which there is nothing to choose."""
    f = wanted.filters
    made = [
        _group("kind", _("怎麼買"), [(k, kind_name(k), n, "") for k, n in page.kinds.items()], f.kinds),
        _group(
            "cat",
            _("種類"),
            [
                (c, tree().by_slug[c].name(viewer().lang), n, "")
                for c, n in page.categories.items()
                if c in tree().by_slug
            ],
            f.categories,
        ),
        _group(
            "from",
            _("從哪裡來"),
            [(c, places.country_name(c, viewer().lang), n, "") for c, n in page.countries.items() if c],
            f.countries,
        ),
        _brand_group(page, f),
        *_attribute_groups(page, f),
    ]
    return [g for g in made if g.name not in leave_out and (len(g.values) > 1 or any(v.checked for v in g.values))]


def _group(name: str, title: str, rows: list[tuple[str, str, int, str]], ticked: Any) -> FacetGroup:
    rows = sorted(rows, key=lambda row: (-row[2], row[1]))
    return FacetGroup(name, title, [FacetValue(v, label, n, v in ticked, lang) for v, label, n, lang in rows])


def _brand_group(page: Page, filters: Filters) -> FacetGroup:
    ids = [*page.brands, *(b for b in filters.brands if b not in page.brands)]
    rows = {b.id: b for b in Brand.select().where(Brand.id.in_(ids))} if ids else {}
    values = [(rows[i].slug, rows[i].name, page.brands.get(i, 0), "") for i in ids if i in rows]
    return _group("brand", _("品牌"), values, {rows[i].slug for i in filters.brands if i in rows})


def _attribute_groups(page: Page, filters: Filters) -> list[FacetGroup]:
    found = []
    for (name_key, name), values in page.attributes.items():
        rows = [(f"{name_key}={value_key}", value, n, "und") for (value_key, value), n in values.items()]
        found.append(_group("a", name, rows, {f"{n}={v}" for n, v in filters.attributes}))
    return found
