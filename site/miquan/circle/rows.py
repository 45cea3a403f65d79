"""Rows of lists as they were rendered, kept by all that they say: rendering a page of them costs more than reading it.

As with cards, nothing of the reader is kept but what their language, their currency and their blocks make of a row.
"""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from markupsafe import Markup

from miquan.circle.cardcache import reader_around
from miquan.db import rendering
from miquan.products.cardcache import CardCache, with_tokens, without_token

_LIMIT = 8_000
_MOST_CHARACTERS = 24_000_000


def rows_html(template: str, macro: str, rows: Iterable[tuple[tuple[Any, ...], tuple[Any, ...]]]) -> list[Markup]:
    """Each row in its order. `rows` gives what it says, which is all that may make it another, and the macro's arguments."""
    cache: CardCache = current_app.extensions.setdefault("miquan.rows", CardCache(_LIMIT, _MOST_CHARACTERS))
    around, found = (template, *reader_around()), []
    for says, told in rows:
        html = cache.get((says, around))
        if html is None:
            macros: Any = current_app.jinja_env.get_template(template).module
            with rendering(template):
                html = without_token(str(getattr(macros, macro)(*told)))
            cache.put((says, around), html)
        found.append(html)
    return with_tokens(*found)
