"""Answers from SQL LIKE while an index is away: titles only, newest first."""

from functools import reduce
from operator import and_, or_
from typing import Any

import numpy as np

from miquan.accounts.models import Member
from miquan.products.models import Product, ProductText
from miquan.products.rules import PUBLIC_STATES
from miquan.search.engine import Hits
from miquan.search.models import QUERY_LIMIT
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.text import clean_line, to_script

_MOST_WORDS = 4
_MOST = 500


def find_by_title(query: str) -> Hits:
    """Public products whose title, in any of its languages, holds every word of the query."""
    words = clean_line(query, QUERY_LIMIT).split()[:_MOST_WORDS]
    if not words:
        return Hits()
    here = reduce(and_, (_holds(Product.title, word) for word in words))
    other = ProductText.select(ProductText.product).where(reduce(and_, (_holds(ProductText.title, w) for w in words)))
    public = Product.state.in_(PUBLIC_STATES) & Storefront.state.in_(PUBLIC) & Member.active
    found = Product.select(Product.id).join(Storefront).join(Member).where(public, here | Product.id.in_(other))
    ids = [row[0] for row in found.order_by(Product.published_at.desc(), Product.id.desc()).limit(_MOST).tuples()]
    return Hits(np.array(ids, np.int64))


def _holds(column: Any, word: str) -> Any:
    """The word as typed or in the other Chinese script; `contains` escapes LIKE's own signs."""
    return reduce(
        or_, (column.contains(form) for form in {word, to_script(word, "zh-hant"), to_script(word, "zh-hans")})
    )
