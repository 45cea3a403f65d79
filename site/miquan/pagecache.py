"""Visitors' pages: the same bytes for everyone in one language, kept in memory and dropped by events.

A view says by `@cached` that visitors may share its answer. The server keeps such answers raw and compressed and
answers the next visitor without entering Flask. A kept page is used only while the versions of its tags stand still;
those are read at most once a second, so a visitor's page is at most a second old whoever changed the data.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode

import structlog
from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from miquan import memberpages, versions
from miquan.asgi.encoding import SMALLEST, compress, is_text, weak_etag
from miquan.asgi.types import Headers, Scope, header
from miquan.db import database

# Each browser keeps its copy and asks by ETag whether it still holds.
PUBLIC = "public, max-age=0, must-revalidate"
VARY = ("Cookie", "HX-Request", "HX-Request-Type")
EVERYTHING = ""
_LOOK_EVERY = 1.0
_OLDEST = 60.0
_LONGEST_QUERY = 1024

Versions = Mapping[str, int]
Key = tuple[str, ...]
Tags = Iterable[str] | Callable[..., Iterable[str]]

_log = structlog.get_logger("miquan.pagecache")
# Names of query parameters that any cached view reads. All others (utm_source, …) make no difference to a page.
_query_names: set[str] = set()


@dataclass(frozen=True)
class Plan:
    """What a view promised about its answer."""

    tags: frozenset[str]


@dataclass(frozen=True)
class Moment:
    """The versions as they were before a page was made."""

    shared: Versions
    own: Versions
    at: float

    def stamp(self, tags: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
        return tuple((tag, self.shared.get(tag, 0), self.own.get(tag, 0)) for tag in tags)


@dataclass(frozen=True)
class Page:
    """A kept answer, always 200. `bodies` is by encoding: ``, `br`, `gzip`."""

    headers: Headers
    bodies: dict[str, bytes]
    etag: bytes
    tags: frozenset[str]
    stamp: tuple[tuple[str, int, int], ...]
    at: float

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + 1000


# What belongs to the one request that made the page.
_OWN = frozenset({b"content-length", b"etag", b"x-request-id", b"date", b"retry-after"})


def make_page(headers: Headers, body: bytes, plan: Plan, moment: Moment) -> Page:
    """Compress an answer for keeping. `moment` is the one before the view ran."""
    kind = header(headers, b"content-type").decode("latin-1")
    encodings = ("br", "gzip") if is_text(kind) and len(body) >= SMALLEST else ()
    bodies = {"": body} | {encoding: compress(body, encoding) for encoding in encodings}
    kept = [pair for pair in headers if pair[0] not in _OWN and not pair[0].startswith(b"x-ratelimit-")]
    tags = plan.tags | {EVERYTHING}
    return Page(kept, bodies, weak_etag(body), tags, moment.stamp(tags), moment.at)


@dataclass
class PageCache:
    """Kept pages, least used ones first to go above `max_bytes`.

    `source` gives the version of each tag; it runs in a thread and closes what it opens. `` is the tag of every page.
    """

    source: Callable[[], Versions] | None = None
    max_bytes: int = 64 << 20
    clock: Callable[[], float] = time.monotonic
    _pages: OrderedDict[Key, Page] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _own: Versions = field(default_factory=dict)
    _shared: Versions = field(default_factory=dict)
    _looked_at: float = float("-inf")
    _looking: "asyncio.Task[None] | None" = None

    async def moment(self) -> Moment | None:
        """The versions, at most a second old; None when they cannot be read, so that nothing may be trusted."""
        if self.source is not None and self.clock() - self._looked_at >= _LOOK_EVERY:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look(self.source))
            try:
                await asyncio.shield(self._looking)
            except Exception:
                _log.exception("versions not read")
                return None
        return Moment(self._shared, self._own, self.clock())

    async def _look(self, source: Callable[[], Versions]) -> None:
        began = self.clock()
        self._shared = dict(await asyncio.to_thread(source))
        self._looked_at = began

    def find(self, key: Key, moment: Moment) -> Page | None:
        """The kept page, unless an event or a minute has gone by since it was made."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.stamp != moment.stamp(page.tags) or moment.at - page.at > _OLDEST:
                return None
            self._pages.move_to_end(key)
            return page

    def __contains__(self, key: Key) -> bool:
        """Whether a page is kept or was until something dropped it: then the next one will be kept too."""
        return key in self._pages

    def keep(self, key: Key, page: Page) -> None:
        """Keep a page, unless it alone would push out an eighth of the others."""
        if page.size > self.max_bytes // 8:
            return
        with self._lock:
            if key in self._pages:
                self._forget(key)
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self.max_bytes:
                self._forget(next(iter(self._pages)))

    def _forget(self, key: Key) -> None:
        self._bytes -= self._pages.pop(key).size

    def bump(self, tags: Iterable[str] = (EVERYTHING,)) -> None:
        """Drop the pages of these tags in this process at once; other processes learn it from `source`."""
        with self._lock:
            self._own = {**self._own, **{tag: self._own.get(tag, 0) + 1 for tag in tags}}


def key_of(scope: Scope) -> Key | None:
    """What a visitor's page is kept under; None when the request may not be answered from what is kept.

    Any cookie makes a request personal: visitors have none, so no list of names can be forgotten.
    """
    headers: Headers = scope["headers"]
    told = {name: value for name, value in headers if name in _TELLING}
    if scope["method"] not in ("GET", "HEAD") or b"cookie" in told or b"authorization" in told:
        return None
    query = _kept_query(scope["query_string"].decode("latin-1"))
    if query is None:
        return None
    htmx = (told.get(b"hx-request", b""), told.get(b"hx-request-type", b""), told.get(b"hx-target", b""))
    if sum(map(len, htmx)) > 200:
        return None
    host = told.get(b"host", b"").decode("latin-1").lower()
    return (scope.get("scheme", "http"), host, scope["path"], query, *(part.decode("latin-1") for part in htmx))


_TELLING = frozenset({b"cookie", b"authorization", b"host", b"hx-request", b"hx-request-type", b"hx-target"})


def _kept_query(query: str, names: Iterable[str] | None = None) -> str | None:
    """The parameters that matter, sorted by name, values of one name in their order; None for one that is too long."""
    if not query:
        return ""
    if len(query) > _LONGEST_QUERY:
        return None
    known = _query_names if names is None else names
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in known]
    return urlencode(sorted(kept, key=lambda pair: pair[0]))


def cached(
    query: Iterable[str] = (), tags: Tags = ()
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., Response]]:
    """Let visitors share this view's 200 answers.

    The view sees only the query parameters named here, for members too, so that nothing else can get into a kept page.
    `tags` name what the page shows (or a function of the view's arguments does); a change of their versions drops it.
    """
    names = frozenset(query)
    _query_names.update(names)

    def decorate(view: Callable[..., ResponseReturnValue]) -> Callable[..., Response]:
        @wraps(view)
        def run(*args: Any, **kwargs: Any) -> Response:
            _drop_other_parameters(names)
            through = memberpages.through if "memberpages" in current_app.extensions else _plainly
            answer = through(view, *args, **kwargs)
            if answer.status_code == 200 and request.method in ("GET", "HEAD"):
                _offer(answer, frozenset(tags(*args, **kwargs) if callable(tags) else tags))
            return answer

        return run

    return decorate


def _is_personal() -> bool:
    """A second wall: a member's answer is never offered, by whatever way they were recognised."""
    reader = g.get("viewer")
    return reader is not None and bool(reader.signed_in)


def not_kept() -> None:
    """This answer is only for now: nobody else gets it."""
    g.passing = True


def is_personal() -> bool:
    """Whether this answer is a member's alone, so that it may show what they did."""
    reader = g.get("viewer")
    return reader is not None and bool(reader.signed_in) and bool(g.get("passing"))


def _plainly(view: Callable[..., ResponseReturnValue], *args: Any, **kwargs: Any) -> Response:
    return make_response(view(*args, **kwargs))


def _offer(answer: Response, tags: frozenset[str]) -> None:
    if (
        "HTTP_COOKIE" in request.environ
        or "HTTP_AUTHORIZATION" in request.environ
        or g.get("passing")
        or _is_personal()
    ):
        return
    g.cacheable = True
    answer.headers["Cache-Control"] = PUBLIC
    answer.vary.update(VARY)
    scope = request.environ.get("asgi.scope")
    if scope is not None:
        scope["miquan.plan"] = Plan(tags)


def _drop_other_parameters(names: Iterable[str]) -> None:
    # Some clients send UTF-8 as it is instead of percent-encoded.
    told = request.environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")
    if not told:
        return
    pairs = [pair for pair in parse_qsl(told, keep_blank_values=True) if pair[0] in names]
    request.environ["QUERY_STRING"] = urlencode(pairs)
    request.query_string = request.environ["QUERY_STRING"].encode("latin-1")
    for computed in ("args", "values", "full_path", "url"):
        request.__dict__.pop(computed, None)


def init_app(app: Flask, source: Callable[[], Versions] | None = None, max_bytes: int = 64 << 20) -> PageCache:
    """Keep this app's visitors' pages in the server around it."""
    pages = PageCache(source, max_bytes)
    app.extensions["pagecache"] = pages
    return pages


def from_database() -> Versions:
    """A `source`: the counter `pages`, moved on in the transactions that change what visitors see."""
    with database.connection_context():
        return {EVERYTHING: versions.current("pages")}


def bump(*tags: str) -> None:
    """Drop pages of the running app in this process at once, all of them without `tags`; for after a commit."""
    found: PageCache | None = current_app.extensions.get("pagecache")
    if found is not None:
        found.bump(tags or (EVERYTHING,))
