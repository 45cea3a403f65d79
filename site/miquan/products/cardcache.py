"""Rendered product cards, kept by what they depend on: product, its last change, language, currency and rates.

A page of 24 cards costs a query and 24 renderings when cold, and a dictionary look-up a card when warm.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from flask import current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from miquan.db import rendering
from miquan.pagecache import is_personal
from miquan.products.browsing import columns
from miquan.products.browsing.columns import versions_seen
from miquan.products.queries.cards import ProductCard, product_cards
from miquan.products.queries.saved import saved_of
from miquan.viewer import viewer

_Key = tuple[Any, ...]
_LIMIT = 20_000
# Where a reader's own token stands in a kept card. No text of a member holds this character.
_MARK = "\x00token\x00"
# As `components/form_token.html` writes it; in what members write a quotation mark never stands inside a tag.
_FIELD = 'name="csrf_token" value="%s"'
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


def without_token(html: str) -> str:
    """Only in forms: a member who writes a token that is theirs into a link must not find others' there afterwards."""
    # Plain: a Markup would escape the quotation marks.
    plain = str(html)
    return plain.replace(_FIELD % generate_csrf(), _FIELD % _MARK) if viewer().signed_in else plain


def with_tokens(*texts: str) -> list[Markup]:
    """Kept texts with the reader's own token in their forms."""
    token = generate_csrf() if viewer().signed_in else ""
    return [Markup(html.replace(_MARK, token)) for html in texts]  # noqa: S704  rendered by our templates


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
    return _held([(ids, True)])[0]


def _held(lists: Sequence[tuple[Sequence[int], bool]]) -> list[dict[int, Markup]]:
    cache: CardCache = current_app.extensions.setdefault("miquan.cards", CardCache())
    saved = saved_of([i for ids, _with_person in lists for i in ids]) if is_personal() else None
    wanted = [(_keys(ids, with_person, saved), with_person) for ids, with_person in lists]
    found = [{i: cache.get(key) for i, key in keys.items()} for keys, _with_person in wanted]
    missing = list(dict.fromkeys(i for held in found for i, html in held.items() if html is None))
    cards = {card.id: card for card in product_cards(missing)}
    for (keys, with_person), held in zip(wanted, found, strict=True):
        for i in [i for i in keys if held[i] is None and i in cards]:
            held[i] = html = without_token(render_card(cards[i], with_person=with_person, saved=_heart(i, saved)))
            cache.put(keys[i], html)
    return [{i: with_tokens(html)[0] for i, html in held.items() if html is not None} for held in found]


def _heart(item: int, saved: frozenset[int] | None) -> bool | None:
    """Pages that are the same for many have no hearts: what they would say is the reader's own."""
    return None if saved is None else item in saved


def render_card(card: ProductCard, *, with_person: bool = True, saved: bool | None = None) -> Markup:
    """One card as HTML."""
    macros = current_app.jinja_env.get_template("components/product_card.html").module
    with rendering("components/product_card.html"):
        return Markup(macros.product_card(card, show_person=with_person, saved=saved))  # type: ignore[attr-defined]  # noqa: S704


def _keys(ids: Sequence[int], with_person: bool, saved: frozenset[int] | None) -> dict[int, _Key]:
    cols, seen, who = columns(), versions_seen(), viewer()
    rows = cols.positions(ids)
    stamps = zip(cols["id"][rows].tolist(), cols["updated"][rows].tolist(), strict=True)
    people, rates = seen.get("people", 0), seen.get("rates", 0)
    return {
        i: (i, updated, who.lang, who.currency, with_person, _heart(i, saved), people, rates) for i, updated in stamps
    }
