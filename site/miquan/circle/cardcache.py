"""Rendered posts for streams, kept by what they depend on: the words, the counters, the people, the goods, the reader's
language and currency, and what the reader has done with them. Of the reader themselves nothing is kept.

A page of twenty posts costs six queries and twenty renderings when cold, and a dictionary look-up a post when warm.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from markupsafe import Markup

from miquan.circle import words
from miquan.circle.queries.cards import PICTURES, PostCard, post_cards
from miquan.circle.queries.stamps import Stamp
from miquan.db import rendering
from miquan.products.browsing.columns import columns, versions_seen
from miquan.products.cardcache import CardCache, with_tokens, without_token
from miquan.templating import when
from miquan.viewer import viewer

_LIMIT = 20_000
_OLDEST = 60.0
_TEMPLATE = "components/post.html"


@dataclass(frozen=True)
class Kept:
    """A card, and the goods in it as they were; it is not looked at again for a minute."""

    html: str
    products: tuple[int, ...]
    updated: tuple[int, ...]
    at: float


def kept_cards() -> CardCache:
    found: CardCache = current_app.extensions.setdefault("miquan.posts", CardCache(_LIMIT))
    return found


def reader_around() -> tuple[Any, ...]:
    """What of the reader and the site makes a card another."""
    who, seen = viewer(), versions_seen()
    return who.lang, who.currency, who.signed_in, who.parted, seen.get("people", 0), seen.get("rates", 0)


def posts_html(wanted: Sequence[Stamp]) -> dict[int, Markup]:
    """The posts' cards by id; what has gone since it was found is left out."""
    cache, keys = kept_cards(), _keys(wanted)
    held = {id_: _true(cache.get(key)) for id_, key in keys.items()}
    fresh = {card.id: card for card in post_cards([id_ for id_, kept in held.items() if kept is None])}
    for id_, card in fresh.items():
        held[id_] = kept = _rendered(card)
        if _is_whole(card):
            cache.put(keys[id_], kept)
    there = {id_: kept.html for id_, kept in held.items() if kept is not None}
    return dict(zip(there, with_tokens(*there.values()), strict=True))


def _keys(wanted: Sequence[Stamp]) -> dict[int, tuple[Any, ...]]:
    who, around = viewer(), reader_around()
    return {
        one.id: (
            one.id,
            one.says,
            one.done,
            who.owns(one.shown_author),
            when(one.says[0]),
            when(one.published_at),
            around,
        )
        for one in wanted
    }


def _true(kept: Kept | None) -> Kept | None:
    if kept is None or time.monotonic() - kept.at > _OLDEST or _updated(kept.products) != kept.updated:
        return None
    return kept


def _updated(products: Iterable[int]) -> tuple[int, ...]:
    ids = list(products)
    if not ids:
        return ()
    cols = columns()
    return tuple(cols["updated"][cols.positions(ids)].tolist())


def _rendered(card: PostCard) -> Kept:
    macros: Any = current_app.jinja_env.get_template(_TEMPLATE).module
    with rendering(_TEMPLATE):
        html = str(macros.post_card(card, words))
    ids = tuple(product.id for one in (card, card.original) if one for product in one.products)
    return Kept(without_token(html), ids, _updated(ids), time.monotonic())


def _is_whole(card: PostCard) -> bool:
    """Whether all of its pictures are ready to be seen; the others come in a moment."""
    shown = [one for one in (card, card.original) if one]
    return all(len(one.pictures) == min(one.picture_count, PICTURES) for one in shown)
