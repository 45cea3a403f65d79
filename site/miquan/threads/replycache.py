"""Rendered replies, kept by what they depend on: a page of twenty costs far more to render than to read.

Of the reader themselves nothing is kept.
"""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from markupsafe import Markup

from miquan.circle.cardcache import reader_around
from miquan.db import rendering
from miquan.products.cardcache import CardCache, with_tokens, without_token
from miquan.templating import when
from miquan.threads.queries.opening import Opened
from miquan.threads.queries.replies import ReplyShown, Thing
from miquan.viewer import viewer

_TEMPLATE = "threads/_reply.html"
_LIMIT = 4_000
_MOST_CHARACTERS = 32_000_000


def replies_html(rows: Sequence[ReplyShown], thread: Opened) -> list[Markup]:
    """Each of these replies, in order."""
    cache: CardCache = current_app.extensions.setdefault("miquan.replies", CardCache(_LIMIT, _MOST_CHARACTERS))
    around = (
        thread.url, thread.author, thread.kind, thread.accepted, thread.may_answer, thread.may_accept, thread.tends, *reader_around(),
    )  # fmt: skip
    found = []
    for row in rows:
        key = (thread.id, row.number, _says(row), around)
        html = cache.get(key)
        if html is None:
            macros: Any = current_app.jinja_env.get_template(_TEMPLATE).module
            with rendering(_TEMPLATE):
                html = without_token(str(macros.reply_item(row, thread)))
            cache.put(key, html)
        found.append(html)
    return with_tokens(*found)


def _says(row: ReplyShown) -> tuple[Any, ...]:
    """All that may change about it."""
    mine = row.person is not None and row.person.id == viewer().id
    things = tuple(_thing(thing) for thing in row.things)
    answers = row.answers
    return (
        row.version, row.lang, row.person is None, row.waits, row.reason, row.likes, row.is_liked, when(row.at), mine, answers, len(row.pictures), things,
    )  # fmt: skip


def _thing(thing: Thing) -> tuple[Any, ...]:
    card = thing.card
    return (
        thing.id,
        thing.then.number,
        card and (card.title, card.price.code, card.price.number, card.kind, card.picture),
    )
