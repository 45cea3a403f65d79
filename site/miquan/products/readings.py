"""How often product pages are read, a day and a product: counted in memory, written together every few seconds.

Visitors' pages are answered without entering Flask, so the server tells of every answer. Who read is known only until
the count is written, to leave out the owner; nothing of it is kept. Robots that say what they are do not count.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import structlog
from flask import Flask
from peewee import EXCLUDED, fn

from miquan.asgi.types import Headers, Scope, header
from miquan.counters import mended, still
from miquan.db import database, now, transaction
from miquan.outbox.timers import every
from miquan.products.models import Product, ProductDay, StorefrontDay
from miquan.storefronts.models import Storefront

EVERY = 5.0
_KEPT_DAYS = 400
VIEWED_DAYS = 30
WEEK = 7
_PAGE = re.compile(r"/(?:zh-hant|zh-hans|en)/@[a-z0-9_]{3,30}/p/(\d{1,9})-")
_ROBOT = re.compile(
    rb"bot|crawl|spider|slurp|archiver|scrap|preview|externalhit|fetch|monitor|headless|lighthouse|validator"
    rb"|^(?:curl|wget|python|go-http|java|okhttp|libwww|ruby|php|axios|node|httpx|apache)",
    re.IGNORECASE,
)
READ = (200, 304)
_log = structlog.get_logger("miquan.readings")

# Product, and the member who read it; 0 for visitors.
_Seen = tuple[int, int]


class Readings:
    """The count of one server process."""

    name = "readings"
    # What is noted: how often, or whatever else there is to say of it.
    notes: Callable[[], Any] = Counter

    def __init__(self, app: Flask, seconds: float = EVERY) -> None:
        self._app, self._seconds = app, seconds
        self.seen = self.notes()
        self.lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, scope: Scope, status: int) -> None:
        """An answer has gone out; cheap for all that is no product's page."""
        path: str = scope["path"]
        if "/p/" not in path or status not in READ or scope["method"] != "GET":
            return
        found = _PAGE.match(path)
        if found and is_reading(scope["headers"]):
            with self.lock:
                self.seen[int(found[1]), int(scope.get("miquan.member") or 0)] += 1
                self.begin()

    def begin(self) -> None:
        if self._thread is None and not self._ended.is_set():
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            self.flush()

    def flush(self) -> None:
        """Write what has been counted; what could not be written is tried again the next time."""
        with self.lock:
            seen, self.seen = self.seen, self.notes()
        if not seen:
            return
        try:
            with self._app.app_context():
                try:
                    self.keep(seen)
                finally:
                    if not database.is_closed():
                        database.close()
        except Exception:
            _log.exception("readings not written")
            with self.lock:
                self.seen.update(seen)

    def keep(self, seen: Any) -> None:
        """Write what was counted, inside an application context."""
        keep(seen)

    def close(self) -> None:
        """Write the rest; the server ends."""
        self._ended.set()
        self.flush()


def is_reading(headers: Headers) -> bool:
    """A person's browser opens the page itself: no part of it, and not before anybody asked for it."""
    agent = header(headers, b"user-agent")
    ahead = header(headers, b"sec-purpose") or header(headers, b"purpose") or header(headers, b"x-moz")
    part = header(headers, b"hx-request") == b"true" and header(headers, b"hx-request-type") != b"full"
    return bool(agent) and not _ROBOT.search(agent[:300]) and not ahead and not part


def keep(seen: Counter[_Seen]) -> None:
    """Add to the day's counts, without what owners read of their own goods."""
    ids = sorted({product for product, _member in seen})
    owners = Product.select(Product.id, Storefront.id, Storefront.owner).join(Storefront).where(Product.id.in_(ids))
    shops = {product: (shop, owner) for product, shop, owner in owners.tuples()}
    counted: Counter[int] = Counter()
    for (product, member), times in seen.items():
        if product in shops and shops[product][1] != member:
            counted[product] += times
    totals: Counter[int] = Counter()
    for product, times in counted.items():
        totals[shops[product][0]] += times
    if counted:
        with transaction():
            _add(ProductDay, ProductDay.product, counted)
            _add(StorefrontDay, StorefrontDay.storefront, totals)
            for product, times in sorted(counted.items()):
                Product.update(viewed=Product.viewed + times, viewed_week=Product.viewed_week + times).where(
                    Product.id == product
                ).execute()


def _add(model: Any, whose: Any, counted: Counter[int]) -> None:
    today = now().date()
    rows = [{whose.name: id_, "day": today, "views": times} for id_, times in sorted(counted.items())]
    more = {model.views: model.views + EXCLUDED.views}
    model.insert_many(rows).on_conflict(conflict_target=[whose, model.day], update=more).execute()


def first_day(days: int) -> date:
    """The first of so many days, of which today is the last."""
    return (now() - timedelta(days=days - 1)).date()


def recount_viewed(read_on: Sequence[date] | None = None) -> int:
    """Bring products' sums to what their days say, of those read on these days; of all when None. Returns how many changed."""
    sums = {"viewed": _sum_since(first_day(VIEWED_DAYS)), "viewed_week": _sum_since(first_day(WEEK))}
    if read_on is None:
        return len(mended(Product, sums))
    read = Product.id.in_(ProductDay.select(ProductDay.product).where(ProductDay.day.in_(read_on)))
    return len(mended(Product, sums, (read,)))


def _sum_since(day: date) -> Any:
    views = fn.COALESCE(fn.SUM(ProductDay.views), 0)
    return ProductDay.select(views).where(ProductDay.product == Product.id, ProductDay.day >= day)


def recount_days() -> int:
    """Bring storefronts' days to the sum of their products'. Returns how many were wrong."""
    views = fn.SUM(ProductDay.views)
    query = ProductDay.select(Product.storefront, ProductDay.day, views).join(Product)
    true = {(shop, day): int(n) for shop, day, n in query.group_by(Product.storefront, ProductDay.day).tuples()}
    held = StorefrontDay.select(StorefrontDay.storefront, StorefrontDay.day, StorefrontDay.views)
    kept = {(shop, day): n for shop, day, n in held.tuples()}
    suspects = sorted(key for key in {*true, *kept} if true.get(key) != kept.get(key))
    return sum(_mended_day(shop, day) for shop, day in suspects)


def _mended_day(shop: int, day: date) -> bool:
    """Held first, as `counters.mended` does it, because it may be counted just now; a day without readings has no row."""
    one = (StorefrontDay.storefront == shop) & (StorefrontDay.day == day)
    with transaction():
        StorefrontDay.insert(storefront=shop, day=day, views=0).on_conflict_ignore().execute()
        (before,) = still(StorefrontDay.select(StorefrontDay.views).where(one)).tuples().get()
        views = fn.COALESCE(fn.SUM(ProductDay.views), 0)
        mine = ProductDay.select(views).join(Product).where(Product.storefront == shop, ProductDay.day == day)
        true = int(mine.scalar())
        if true:
            StorefrontDay.update(views=true).where(one).execute()
        else:
            StorefrontDay.delete().where(one).execute()
    return bool(before != true)


@every(3_600.0, name="products.viewed", lane="sweep")
def forget_old_days() -> int:
    """After midnight a day more lies too far back for a sum: what was read on it, or while no worker ran, is added anew."""
    firsts = [first_day(VIEWED_DAYS), first_day(WEEK)]
    return recount_viewed([first - timedelta(days=days) for first in firsts for days in range(1, 8)])


@every(86_400.0, name="products.days", lane="sweep")
def prune() -> int:
    """Forget days that no page shows any more."""
    oldest = first_day(_KEPT_DAYS)
    StorefrontDay.delete().where(StorefrontDay.day < oldest).execute()
    return int(ProductDay.delete().where(ProductDay.day < oldest).execute())


def init_app(app: Flask) -> Readings:
    """The server around this app counts with what lies here."""
    found = Readings(app)
    app.extensions["readings"] = found
    return found
