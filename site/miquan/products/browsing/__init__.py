"""Browsing: filters, facets, sorting and pages over all public products, held as numpy columns.

SQL facets over a large category cost tens of milliseconds a page, masks over columns well under one; so each
process keeps the few columns that browsing needs and brings them up to date at most once a second.
"""

from miquan.products.browsing.browse import SORTS, Filters, Page, Scope, browse, similar_ids
from miquan.products.browsing.columns import Columns, columns, init_app

__all__ = ["SORTS", "Columns", "Filters", "Page", "Scope", "browse", "columns", "init_app", "similar_ids"]
