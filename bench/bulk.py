"""A price change of 5,000 goods of one storefront: how soon its preview is there, and how soon after the word all of it is sorted by."""

import time
from collections.abc import Iterator

import numpy as np

from bench.report import Line
from bench.seeded import Installation
from miquan.once import fresh
from miquan.products.browsing import Filters, Scope, browse, columns
from miquan.products.models import Product
from miquan.storefronts.models import Storefront
from miquan.studio.bulk import actions
from miquan.studio.models import BulkChange, BulkItem

GOODS = 5_000
_DEARER = {"way": "up", "mode": "percent", "by": 1_000, "round": ""}


def budgets(installation: Installation) -> Iterator[Line]:
    """Seconds. The storefront is the one that the imports filled; its worker has nothing else to do."""
    with installation.use().app_context():
        shop = Storefront.select().order_by(Storefront.id.desc()).get()
        ids = _ids(shop)
        began = time.perf_counter()
        change = actions.create(shop, "price", ids, by=shop.owner_id, nonce=fresh())
        actions.look(BulkChange.get_by_id(change), {**_DEARER, "currency": shop.currency})
        looked = time.perf_counter()
        before = _dearest(ids)
        actions.start(change, by=shop.owner_id)
        told = time.perf_counter()
        while actions.go_on(change):
            pass
        while _dearest(ids) <= before and time.perf_counter() - told < 60:
            time.sleep(0.02)
        seen = time.perf_counter()
        done = BulkItem.select().where(BulkItem.change == change, BulkItem.outcome == "done").count()
        assert done == GOODS, done
    yield Line(f"bulk.{GOODS}.preview.seconds", looked - began, 5, " s")
    yield Line(f"bulk.{GOODS}.seconds", seen - told, 5, " s")


def _dearest(ids: list[int]) -> int:
    """Euro cents of the first where the dearest come first, as search and filters have it."""
    cols = columns()
    first = browse(Scope(ids=np.array(ids)), Filters(), "dearest", size=1).ids[0]
    return int(cols["price_eur"][cols.positions([first])][0])


def _ids(shop: Storefront) -> list[int]:
    """The newest: what the imports have brought, each with its history."""
    mine = (Product.storefront == shop.id) & (Product.state == "published")
    return [row[0] for row in Product.select(Product.id).where(mine).order_by(Product.id.desc()).limit(GOODS).tuples()]
