"""The studio's plain forms: a storefront, and what forms of the studio share."""

from collections.abc import Callable
from typing import Any

from wtforms.validators import Length, Optional, StopValidation

from miquan import places
from miquan.categories.tree import tree
from miquan.i18n import lazy
from miquan.viewer import viewer

LANGUAGES = (("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English"))


def at_most(limit: int, *more: Any) -> list[Any]:
    return [*more, Length(max=limit, message=lazy("最多%(limit)s個字", limit=f"{limit:,}"))]


def between(low: int, high: int) -> Callable[[Any, Any], None]:
    """As WTForms' NumberRange, which fails on numbers too long for a float."""

    def check(_form: Any, field: Any) -> None:
        if field.data is None or not low <= field.data <= high:
            raise StopValidation(lazy("要在%(low)s到%(high)s之間", low=f"{low:,}", high=f"{high:,}"))

    return check


def whole(low: int, high: int) -> list[Any]:
    return [
        Optional(),
        between(low, high),
    ]


def countries(blank: bool = True) -> list[tuple[str, str]]:
    """(code, name) sorted by name in the reader's language."""
    rows = sorted(((c, places.country_name(c, viewer().lang)) for c in places.COUNTRIES), key=lambda row: row[1])
    return [("", "—"), *rows] if blank else rows


def categories() -> list[tuple[str, str]]:
    """(slug, name) in the tree's order, indented by depth."""
    return [("", "—"), *((n.slug, "　" * n.depth + n.name(viewer().lang)) for n in tree().order)]
