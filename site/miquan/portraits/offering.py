"""What the first questions offer: kinds of goods with a picture each, tags that are alive, places, languages, prices.

Alike for everyone in one language, so that it is put together every ten minutes and not for each member.
"""

import time
from dataclasses import dataclass

from flask import current_app
from peewee import fn

from miquan import places
from miquan.categories.tree import Node, tree
from miquan.i18n import language_name
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.portraits import words
from miquan.portraits.rules import BANDS
from miquan.products.browsing.columns import columns
from miquan.products.models import Product, Tag
from miquan.storefronts.models import PUBLIC, Expertise, Storefront
from miquan.storefronts.queries import BuyerCard, buyers
from miquan.viewer import viewer

TAGS, PEOPLE = 24, 4
_OLDEST = 600.0
_NEWEST = 4_000
# Where the readers of the site live or want things from; all others follow.
_FIRST = (
    "JP", "KR", "TW", "HK", "GB", "FR", "DE", "IT", "ES", "PT", "DK", "SE", "FI", "NL", "US", "CA", "AU", "MX", "TR", "TH",
)  # fmt: skip
LANGUAGES = ("zh-hant", "zh-hans", "en", "yue", "ja", "ko", "fr", "de", "es", "it", "pt")


@dataclass(frozen=True)
class Tile:
    """A kind of goods: its slug, and a picture of something of it where there is one."""

    slug: str
    icon: str
    names: dict[str, str]
    picture: Picture | None

    @property
    def name(self) -> str:
        return self.names[viewer().lang]


@dataclass(frozen=True)
class Met:
    """Somebody whom they will see first, and the choice that leads to them."""

    buyer: BuyerCard
    choice: str


@dataclass(frozen=True)
class _Offer:
    tiles: list[Tile]
    tags: list[tuple[str, str]]
    at: float


def tiles() -> list[Tile]:
    return _offer().tiles


def tags() -> list[tuple[str, str]]:
    """(slug, name) of the tags that most things carry."""
    return _offer().tags


def _offer() -> _Offer:
    held: dict[str, _Offer] = current_app.extensions.setdefault("miquan.welcome", {})
    found = held.get("offer")
    if found is None or time.monotonic() - found.at > _OLDEST:
        rows = (
            Tag.select(Tag.slug, Tag.name)
            .where(Tag.posts + Tag.products > 0)
            .order_by((Tag.posts * 2 + Tag.products).desc(), Tag.id)
        )
        found = held["offer"] = _Offer(_tiles(), list(rows.limit(TAGS).tuples()), time.monotonic())
    return found


def _tiles() -> list[Tile]:
    roots = columns().tree.children(None)
    newest = _newest_of(roots)
    covers = Product.select(Product.id, File.name, File.width, File.height).join(File, on=(Product.cover == File.id))
    rows = covers.where(Product.id.in_([*newest.values()] or [0]), File.state == "ready")
    pictures = {id_: shown(*picture) for id_, *picture in rows.tuples()}
    return [Tile(n.slug, n.icon, n.names, pictures.get(newest.get(n.id, 0))) for n in roots]


def _newest_of(roots: list[Node]) -> dict[int, int]:
    """Root -> its newest product that can be had."""
    cols = columns()
    found: dict[int, int] = {}
    rows = cols.newest[:_NEWEST]
    for place, id_, gone in zip(
        cols["category"][rows].tolist(), cols["id"][rows].tolist(), cols["sold_out"][rows].tolist(), strict=True
    ):
        root = next((node for node in roots if node.place <= place <= node.last), None)
        if root is not None and not gone:
            found.setdefault(root.id, id_)
    return found


def countries() -> list[tuple[str, str]]:
    """(code, name): those most asked for, then all others by name."""
    lang = viewer().lang
    rest = sorted((places.country_name(code, lang), code) for code in places.COUNTRIES if code not in _FIRST)
    return [*((code, places.country_name(code, lang)) for code in _FIRST), *((code, name) for name, code in rest)]


def first_countries() -> int:
    return len(_FIRST)


def languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGES]


def bands() -> list[tuple[str, str]]:
    return [(name, words.band(name)) for name, _top in BANDS]


def people_for(slugs: list[str]) -> list[Met]:
    """Buyers who know the chosen kinds of goods, each kind's turn by turn: three queries."""
    chosen = [node for slug in slugs if (node := tree().by_slug.get(slug))]
    ids = {one.id: node for node in chosen for one in tree().order[node.place : node.last + 1]}
    if not ids:
        return []
    rows = (
        Storefront.select(Storefront.id, fn.MIN(Expertise.category), Storefront.product_count)
        .join(Expertise)
        .where(Expertise.category.in_(list(ids)), Storefront.state.in_(PUBLIC))
        .group_by(Storefront.id, Storefront.product_count)
        .order_by(Storefront.product_count.desc(), Storefront.id)
        .limit(PEOPLE * 10)
    )
    led = {shop: ids[category] for shop, category, _count in rows.tuples()}
    order = _in_turn(led, chosen)[:PEOPLE]
    cards = {card.person.id: card for card in buyers(order)}
    owners = dict(Storefront.select(Storefront.id, Storefront.owner).where(Storefront.id.in_(order or [0])).tuples())
    return [Met(cards[owners[shop]], led[shop].name(viewer().lang)) for shop in order if owners[shop] in cards]


def _in_turn(led: dict[int, Node], chosen: list[Node]) -> list[int]:
    turns = {node.id: [shop for shop, by in led.items() if by.id == node.id] for node in chosen}
    return [shop for n in range(PEOPLE) for node in chosen for shop in turns[node.id][n : n + 1]]
