"""Sending answers, and the small pages that the server says by itself."""

import asyncio
import contextlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from html import escape

from miquan.asgi.types import Headers, Receive, Send
from miquan.streams import Stream

# Slower readers than this are cut off: they hold the answer in memory.
_SLOWEST = 4 * 1024
_PATIENCE = 60.0
_CHUNK = 64 * 1024
_readers = ThreadPoolExecutor(8, "stream")

SAFETY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")

# Said without Flask and without the catalogues, since they are said when those cannot be reached.
_WORDS: dict[int, tuple[str, str, str]] = {
    400: ("這個網址不完整", "这个网址不完整", "This address is not complete"),
    404: ("找不到這個檔案", "找不到这个文件", "There is no such file"),
    405: ("這裡不能這樣做", "这里不能这样做", "That cannot be done here"),
    408: ("傳送太慢，已中斷，請再試一次", "传送太慢，已中断，请再试一次", "Sending took too long. Please try again"),
    413: ("檔案太大", "文件太大", "This is too large to send"),
    414: ("網址太長", "网址太长", "This address is too long"),
    500: ("出了點問題，請稍後再試", "出了点问题，请稍后再试", "Something went wrong. Please try again later"),
    503: ("現在太多人了，請稍後再試", "现在人太多了，请稍后再试", "Too busy right now. Please try again in a moment"),
}
_LANGS = {"zh-hant": ("zh-Hant", 0), "zh-hans": ("zh-Hans", 1), "en": ("en", 2)}


def plain_page(status: int, path: str, request_id: str, accept_language: str = "") -> tuple[Headers, bytes]:
    """A small page in the language of the path, with the request's id. Never cacheable."""
    first = path.lstrip("/").partition("/")[0]
    lang, column = _LANGS.get(first) or _LANGS["en" if accept_language.lower().startswith("en") else "zh-hant"]
    words = _WORDS[status][column]
    page = (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{status} {words}</title>'
        f"<h1>{words}</h1><p><small>{status} · {escape(request_id)}</small></p>"
    )
    headers: Headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-robots-tag", b"noindex"),
        *SAFETY,
    ]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    return headers, page.encode()


async def deliver(
    send: Send, status: int, headers: Headers, body: bytes | Iterable[bytes], *, size: int, more: bool = False
) -> None:
    """Send a whole answer. `size` is its length in bytes; `more` leaves it open, so that the caller can end it.

    Raises TimeoutError for a reader that does not read.
    """
    bodiless = status in (204, 304)
    told = headers if bodiless else [*headers, (b"content-length", str(size).encode())]
    async with asyncio.timeout(_PATIENCE + size / _SLOWEST):
        await send({"type": "http.response.start", "status": status, "headers": told})
        if isinstance(body, bytes):
            await send({"type": "http.response.body", "body": b"" if bodiless else body, "more_body": more})
            return
        for chunk in body:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": more})


async def flow(receive: Receive, send: Send, status: int, headers: Headers, stream: Stream) -> None:
    """Send a stream as fast as it is read; it is read by threads of its own, a piece at a time.

    Raises what the stream raises, and TimeoutError for a reader that does not read: half an answer is then cut off.
    """
    hung_up = asyncio.ensure_future(_hung_up(receive))
    loop = asyncio.get_running_loop()
    try:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        while piece := await loop.run_in_executor(_readers, next, stream, b""):
            if hung_up.done():
                return
            async with asyncio.timeout(_PATIENCE + len(piece) / _SLOWEST):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hung_up.cancel()
        with contextlib.suppress(ValueError):
            # A piece may still be on its way in a thread; the stream is then closed with its last reference.
            stream.close()


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
