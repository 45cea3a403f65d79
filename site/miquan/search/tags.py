"""Tags by their names, from SQL: there are few, and a name is short."""

from functools import reduce
from operator import and_
from typing import Any

from peewee import Case

from miquan.products.models import Tag
from miquan.search.analysis import MAX_QUERY
from miquan.text import fold, to_script

MOST = 60
_MOST_WORDS = 4


def matching(query: str) -> list[Any]:
    """Tags in use that hold every word, in either Chinese script; the tag itself first, then the most used. At most `MOST`."""
    words = fold(query[:MAX_QUERY]).replace("#", " ").split()[:_MOST_WORDS]
    if not words:
        return []
    whole = _forms(" ".join(words))
    holds = reduce(and_, (reduce(_or, (Tag.slug.contains(form) for form in _forms(word))) for word in words))
    first = Case(None, [(Tag.slug.in_(whole), 0)], 1)
    used = (Tag.products > 0) | (Tag.posts > 0)
    order = (first, (Tag.products + Tag.posts).desc(), Tag.id)
    return list(Tag.select().where(holds, used).order_by(*order).limit(MOST))


def _or(one: Any, other: Any) -> Any:
    return one | other


def _forms(word: str) -> list[str]:
    return sorted({word, to_script(word, "zh-hant"), to_script(word, "zh-hans")})
