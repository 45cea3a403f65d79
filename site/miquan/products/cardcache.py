"""Rendered product cards, kept by what they depend on: product, its last change, language, currency and rates.

A page of 24 cards costs a query and 24 renderings when cold, and a dictionary look-up a card when warm.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from flask import current_app
from markupsafe import Markup

from miquan.db import rendering
from miquan.products.browsing import columns
from miquan.products.browsing.columns import versions_seen
from miquan.products.queries.cards import ProductCard, product_cards
from miquan.viewer import viewer

_Key = tuple[Any, ...]
_LIMIT = 20_000
# A card has a few thousand; the comments of a page may have a million.
_MOST_CHARACTERS = 64_000_000


class CardCache:
    """A map from key to HTML, or to what holds it as `html`: bounded in number and in characters, and thread-safe."""

    def __init__(self, limit: int = _LIMIT, max_characters: int = _MOST_CHARACTERS) -> None:
        self.limit = limit
        self.max_characters = max_characters
        self.held: OrderedDict[_Key, Any] = OrderedDict()
        self.characters = 0
        self.lock = Lock()

    def get(self, key: _Key) -> Any:
        with self.lock:
            found = self.held.get(key)
            if found is not None:
                self.held.move_to_end(key)
            return found

    def put(self, key: _Key, html: Any) -> None:
        with self.lock:
            self.characters += _length(html) - _length(self.held.pop(key, ""))
            self.held[key] = html
            while len(self.held) > self.limit or self.characters > self.max_characters:
                _key, gone = self.held.popitem(last=False)
                self.characters -= _length(gone)


def _length(html: Any) -> int:
    return len(getattr(html, "html", html))


def cards_html(ids: Sequence[int], *, with_person: bool = True) -> list[Markup]:
    """The cards of these products in order, as HTML."""
    return card_lists((ids, with_person))[0]


def card_lists(*lists: tuple[Sequence[int], bool]) -> list[list[Markup]]:
    """Several lists of cards, each of (ids, whether the person is shown), by one query for all that are not kept."""
    return [
        [html for i in ids if (html := held.get(i)) is not None]
        for (ids, _with_person), held in zip(lists, _held(lists), strict=True)
    ]


def cards_by_id(ids: Sequence[int]) -> dict[int, Markup]:
    """The cards of those of these products that can be seen."""
    return {i: html for i, html in _held([(ids, True)])[0].items() if html is not None}


def _held(lists: Sequence[tuple[Sequence[int], bool]]) -> list[dict[int, Markup | None]]:
    cache: CardCache = current_app.extensions.setdefault("miquan.cards", CardCache())
    wanted = [(_keys(ids, with_person), with_person) for ids, with_person in lists]
    found = [{i: cache.get(key) for i, key in keys.items()} for keys, _with_person in wanted]
    missing = list(dict.fromkeys(i for held in found for i, html in held.items() if html is None))
    cards = {card.id: card for card in product_cards(missing)}
    for (keys, with_person), held in zip(wanted, found, strict=True):
        for i in [i for i in keys if held[i] is None and i in cards]:
            held[i] = html = render_card(cards[i], with_person=with_person)
            cache.put(keys[i], html)
    return found


def render_card(card: ProductCard, *, with_person: bool = True) -> Markup:
    """One card as HTML."""
    macros = current_app.jinja_env.get_template("components/product_card.html").module
    with rendering("components/product_card.html"):
        return Markup(macros.product_card(card, show_person=with_person))  # type: ignore[attr-defined]  # noqa: S704


def _keys(ids: Sequence[int], with_person: bool) -> dict[int, _Key]:
    cols, seen, who = columns(), versions_seen(), viewer()
    rows = cols.positions(ids)
    stamps = zip(cols["id"][rows].tolist(), cols["updated"][rows].tolist(), strict=True)
    people, rates = seen.get("people", 0), seen.get("rates", 0)
    return {i: (i, updated, who.lang, who.currency, with_person, people, rates) for i, updated in stamps}
