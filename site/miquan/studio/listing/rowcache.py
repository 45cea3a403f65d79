"""Rows of the list as HTML, kept by all that they show: fifty of them cost more than everything around them.

Only the two links of a row tell which list it stands in. They are put in afterwards.
"""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from miquan.db import rendering
from miquan.products.cardcache import CardCache
from miquan.studio.listing.rows import Links, Row
from miquan.viewer import viewer

_KEPT = 5_000
_TEMPLATE, _COMMON = "studio/products/_row.html", "studio/products/_ui.html"
# Stand for the links; neither text nor address can hold them.
_PAGE, _PART = "\x00p", "\x00q"


def rows_html(rows: Sequence[Row], links: Links) -> list[Markup]:
    """These rows in order, as they stand in the list with these links."""
    cache: CardCache = current_app.extensions.setdefault("miquan.rows", CardCache(_KEPT))
    lang, common, found = viewer().lang, None, []
    for row in rows:
        key = (row, row.is_late, row.changed_words, lang)
        html = cache.get(key)
        if html is None:
            common = common or _in_common()
            html = render_row(row, common, _PAGE, _PART)
            cache.put(key, html)
        found.append(_linked(html, row, links))
    return found


def _linked(html: Markup, row: Row, links: Links) -> Markup:
    page, part = str(escape(links.to_page(row))), str(escape(links.to_part(row)))
    return Markup(str(html).replace(_PAGE, page).replace(_PART, part))  # noqa: S704 (both are escaped)


def one_row_html(row: Row, links: Links, *, saved: bool) -> Markup:
    """A row by itself; `saved` says that it has just been changed."""
    return render_row(row, _in_common(), links.to_page(row), links.to_part(row), saved=saved)


def render_row(row: Row, common: Any, page: str, part: str, *, saved: bool = False) -> Markup:
    """The template's row. `common` is what all rows of a language share."""
    macros: Any = current_app.jinja_env.get_template(_TEMPLATE).module
    with rendering(_TEMPLATE):
        return Markup(macros.shown_row(row, common, page, part, saved))  # noqa: S704 (a template made it)


def _in_common() -> Any:
    with rendering(_COMMON):
        return current_app.jinja_env.get_template(_COMMON).make_module()
