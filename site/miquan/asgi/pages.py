"""Answers that Flask makes, and visitors' pages that need it no more."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from miquan.asgi import encoding
from miquan.asgi.answers import deliver, flow
from miquan.asgi.collector import Collector, Threads
from miquan.asgi.spool import Limits, Refused, Spool
from miquan.asgi.types import Receive, Scope, Send, header
from miquan.asgi.wsgi import Finished
from miquan.pagecache import Key, Moment, Page, PageCache, key_of, make_page

# Requests that wait for a thread; those beyond are told to come back, so that they do not pile up.
WAITING = 256
# Seconds that others wait for the one who makes a dropped page again.
_PATIENCE = 10.0


class Pages:
    """Everything that is not a file."""

    def __init__(self, app: Flask, threads: int, limits: Limits) -> None:
        self.cache: PageCache | None = app.extensions.get("pagecache")
        self._spool = Spool(limits, app.extensions.get("is_member"))
        self._flask = Threads(Finished(app), workers=threads)
        self._places = threads + WAITING
        self._running = 0
        self._making: dict[Key, asyncio.Future[None]] = {}

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Refused and Gone as the spool does, and Refused(503) when too many wait."""
        key = key_of(scope) if self.cache is not None else None
        moment = await self.cache.moment() if self.cache is not None and key is not None else None
        if self.cache is None or key is None or moment is None:
            await _pass_on(scope, receive, send, await self._run(scope, receive))
            return
        page = self.cache.find(key, moment)
        if page is None and key in self._making:
            await asyncio.wait([self._making[key]], timeout=_PATIENCE)
            page = self.cache.find(key, await self.cache.moment() or moment)
        if page is not None:
            await _send_page(scope, send, page)
            return
        page, answer = await self._make(self.cache, (key, moment), scope, receive)
        await (_send_page(scope, send, page) if page is not None else _pass_on(scope, receive, send, answer))

    async def _make(
        self, cache: PageCache, asked: tuple[Key, Moment], scope: Scope, receive: Receive
    ) -> tuple[Page | None, Collector]:
        """Flask's answer, and the page that was kept of it."""
        key, moment = asked
        scope["miquan.keeps"] = scope["method"] == "GET"
        with self._alone(cache, key):
            answer = await self._run(scope, receive)
            page = await _offered(scope, answer, moment)
            if page is not None:
                cache.keep(key, page)
                answer.close()
        return page, answer

    @contextmanager
    def _alone(self, cache: PageCache, key: Key) -> Iterator[None]:
        """One request makes a dropped page again; the others of that moment wait for it."""
        if key in self._making or key not in cache:
            yield
            return
        self._making[key] = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            self._making.pop(key).set_result(None)

    async def _run(self, scope: Scope, receive: Receive) -> Collector:
        body = await self._spool.take(scope, receive)
        answer = Collector()
        try:
            if self._running >= self._places:
                raise Refused(503, whole=True)
            scope["miquan.body"] = body
            self._running += 1
            try:
                await self._flask.answer(scope, receive, answer)
            finally:
                self._running -= 1
        except BaseException:
            answer.close()
            raise
        finally:
            body.file.close()
        return answer


async def _offered(scope: Scope, answer: Collector, moment: Moment) -> Page | None:
    """The page to keep, when the view offered its answer and nothing personal came into it."""
    plan = scope.get("miquan.plan")
    body = answer.body() if plan is not None else None
    if plan is None or not isinstance(body, bytes):
        return None
    return await asyncio.to_thread(make_page, answer.without_length(), body, plan, moment)


async def _pass_on(scope: Scope, receive: Receive, send: Send, answer: Collector) -> None:
    stream = scope.pop("miquan.stream", None)
    if stream is not None:
        answer.close()
        await flow(receive, send, answer.status, answer.headers_of_stream(), stream)
        return
    size = answer.declared() if scope["method"] == "HEAD" else answer.size
    try:
        await deliver(send, answer.status, answer.without_length(), answer.body(), size=size)
    finally:
        answer.close()


async def _send_page(scope: Scope, send: Send, page: Page) -> None:
    asked = scope["headers"]
    headers = [*page.headers, (b"etag", page.etag)]
    if encoding.matches(header(asked, b"if-none-match"), page.etag):
        headers = [pair for pair in headers if pair[0] != b"content-type"]
        await deliver(send, 304, headers, b"", size=0)
        return
    chosen = encoding.choose(header(asked, b"accept-encoding"))
    chosen = chosen if chosen in page.bodies else ""
    if chosen:
        headers.append((b"content-encoding", chosen.encode()))
    body = page.bodies[chosen]
    await deliver(send, 200, headers, body, size=len(body))
