"""Rendered comments of a post, kept by what they depend on. Two hundred of them take ten times as long to render as to read."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import current_app
from markupsafe import Markup

from miquan.circle.cardcache import reader_around
from miquan.circle.queries.comments import CommentShown
from miquan.db import rendering
from miquan.products.cardcache import CardCache, with_tokens, without_token
from miquan.templating import when
from miquan.viewer import viewer

_TEMPLATE = "circle/_comment.html"
# Lists are large: of two hundred comments some 300 KB.
_LIMIT = 300


def comments_html(comments: Sequence[CommentShown], row: Any) -> Markup:
    """The comments as a list; `row` is their post."""
    cache: CardCache = current_app.extensions.setdefault("miquan.comments", CardCache(_LIMIT))
    key = ("comments", row.id, viewer().owns(row.author_id), tuple(_says(comments)), *reader_around())
    html = cache.get(key)
    if html is None:
        macros: Any = current_app.jinja_env.get_template(_TEMPLATE).module
        with rendering(_TEMPLATE):
            html = without_token(str(macros.comment_list(comments, row)))
        cache.put(key, html)
    return with_tokens(html)[0]


def _says(comments: Sequence[CommentShown]) -> Iterator[tuple[Any, ...]]:
    """All that may change about each: what it says, how long ago that was, and whether it is the reader's own."""
    me = viewer().id
    for one in comments:
        mine = me is not None and one.person is not None and one.person.id == me
        yield one.id, one.person is None, one.is_folded, one.edited_at, one.replies, when(one.at), mine
        yield from _says(one.answers)
