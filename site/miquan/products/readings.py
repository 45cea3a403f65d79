"""How often product pages are read, a day and a product: counted in memory, written together every few seconds.

Visitors' pages are answered without entering Flask, so the server tells of every answer. Who read is known only until
the count is written, to leave out the owner; nothing of it is kept. Robots that say what they are do not count.
"""

import re
import threading
from collections import Counter
from datetime import timedelta

import structlog
from flask import Flask
from peewee import EXCLUDED

from miquan.asgi.types import Headers, Scope, header
from miquan.db import database, now, transaction
from miquan.outbox.timers import every
from miquan.products.models import Product, ProductDay
from miquan.storefronts.models import Storefront

EVERY = 5.0
_KEPT_DAYS = 400
_PAGE = re.compile(r"/(?:zh-hant|zh-hans|en)/@[a-z0-9_]{3,30}/p/(\d{1,9})-")
_ROBOT = re.compile(
    rb"bot|crawl|spider|slurp|archiver|scrap|preview|externalhit|fetch|monitor|headless|lighthouse|validator"
    rb"|^(?:curl|wget|python|go-http|java|okhttp|libwww|ruby|php|axios|node|httpx|apache)",
    re.IGNORECASE,
)
_READ = (200, 304)
_log = structlog.get_logger("miquan.readings")

# Product, and the member who read it; 0 for visitors.
_Seen = tuple[int, int]


class Readings:
    """The count of one server process."""

    def __init__(self, app: Flask, seconds: float = EVERY) -> None:
        self._app, self._seconds = app, seconds
        self._seen: Counter[_Seen] = Counter()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, scope: Scope, status: int) -> None:
        """An answer has gone out; cheap for all that is no product's page."""
        path: str = scope["path"]
        if "/p/" not in path or status not in _READ or scope["method"] != "GET":
            return
        found = _PAGE.match(path)
        if found and _is_reading(scope["headers"]):
            with self._lock:
                self._seen[int(found[1]), int(scope.get("miquan.member") or 0)] += 1
                self._begin()

    def _begin(self) -> None:
        if self._thread is None and not self._ended.is_set():
            self._thread = threading.Thread(target=self._run, name="readings", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            self.flush()

    def flush(self) -> None:
        """Write what has been counted; what could not be written is tried again the next time."""
        with self._lock:
            seen, self._seen = self._seen, Counter()
        if not seen:
            return
        try:
            with self._app.app_context():
                try:
                    keep(seen)
                finally:
                    if not database.is_closed():
                        database.close()
        except Exception:
            _log.exception("readings not written")
            with self._lock:
                self._seen.update(seen)

    def close(self) -> None:
        """Write the rest; the server ends."""
        self._ended.set()
        self.flush()


def _is_reading(headers: Headers) -> bool:
    """A person's browser opens the page itself: no part of it, and not before anybody asked for it."""
    agent = header(headers, b"user-agent")
    ahead = header(headers, b"sec-purpose") or header(headers, b"purpose") or header(headers, b"x-moz")
    part = header(headers, b"hx-request") == b"true" and header(headers, b"hx-request-type") != b"full"
    return bool(agent) and not _ROBOT.search(agent[:300]) and not ahead and not part


def keep(seen: Counter[_Seen]) -> None:
    """Add to the day's counts, without what owners read of their own goods."""
    ids = sorted({product for product, _member in seen})
    owners = Product.select(Product.id, Storefront.owner).join(Storefront).where(Product.id.in_(ids))
    owner_of = dict(owners.tuples())
    counted: Counter[int] = Counter()
    for (product, member), times in seen.items():
        if product in owner_of and owner_of[product] != member:
            counted[product] += times
    today = now().date()
    rows = [{"product": product, "day": today, "views": times} for product, times in sorted(counted.items())]
    if rows:
        more = {ProductDay.views: ProductDay.views + EXCLUDED.views}
        with transaction():
            ProductDay.insert_many(rows).on_conflict(
                conflict_target=[ProductDay.product, ProductDay.day], update=more
            ).execute()


@every(86_400.0, name="products.days", lane="sweep")
def prune() -> int:
    """Forget days that no page shows any more."""
    return int(ProductDay.delete().where(ProductDay.day < (now() - timedelta(days=_KEPT_DAYS)).date()).execute())


def init_app(app: Flask) -> Readings:
    """The server around this app counts with what lies here."""
    found = Readings(app)
    app.extensions["readings"] = found
    return found
