"""Static files and public media, answered without a thread of Flask's."""

import asyncio
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

import structlog

from miquan.asgi import encoding
from miquan.asgi.answers import SAFETY
from miquan.asgi.spool import Refused
from miquan.asgi.types import Headers, Scope, header
from miquan.assets import Asset, Assets
from miquan.media.storage import Cache

_FOREVER = b"public, max-age=31536000, immutable"
_ASK_AGAIN = b"public, no-cache"
# Folders and a random name, one suffix: no dots, so nothing can climb.
_MEDIA = re.compile(r"/media/((?:[A-Za-z0-9_-]{1,64}/){0,4}[A-Za-z0-9_-]{1,100}\.webp)")
_LARGEST = 16 * 1024 * 1024
_fetchers = ThreadPoolExecutor(16, "bucket")
_MOST_ASKING = 512
_asking = 0

_log = structlog.get_logger("miquan.server")


@dataclass(frozen=True)
class Found:
    """A file's answer: 200, or 304 with an empty body."""

    status: int
    headers: Headers
    body: bytes


def static(assets: Assets | None, scope: Scope, path: str) -> Found | None:
    """The answer for `/static/…`; None when there is no such file or its hash is not the present one."""
    found = assets.find(path) if assets is not None else None
    if found is None:
        return None
    asset, hashed = found
    headers: Headers = [
        (b"etag", asset.etag),
        (b"cache-control", _FOREVER if hashed else _ASK_AGAIN),
        (b"cross-origin-resource-policy", b"same-origin"),
        *SAFETY,
    ]
    if asset.shrinks():
        headers.append((b"vary", b"Accept-Encoding"))
    if encoding.matches(header(scope["headers"], b"if-none-match"), asset.etag):
        return Found(304, headers, b"")
    return _asset(asset, headers, header(scope["headers"], b"accept-encoding"))


def _asset(asset: Asset, headers: Headers, accept: bytes) -> Found:
    headers.append((b"content-type", asset.content_type.encode()))
    chosen = encoding.choose(accept) if asset.shrinks() else ""
    if chosen:
        headers.append((b"content-encoding", chosen.encode()))
    return Found(200, headers, asset.bytes_in(chosen))


@dataclass(frozen=True)
class Pictures:
    """The folder of public pictures. With a `cache` it holds copies of a bucket's objects, brought when asked for."""

    root: Path
    cache: Cache | None = None


async def media(pictures: Pictures, scope: Scope) -> Found | None:
    """The answer for `/media/….webp` from the public pictures; None for anything else.

    Raises Refused(503) when the bucket cannot be reached, or too many wait for it.
    """
    named = _MEDIA.fullmatch(scope["path"])
    if named is None:
        return None
    if pictures.cache is not None and not await _brought(pictures.cache, named.group(1)):
        return None
    asked = scope["headers"]
    return await asyncio.to_thread(
        _media, pictures.root, named.group(1), header(asked, b"if-none-match"), header(asked, b"if-modified-since")
    )


async def _brought(cache: Cache, key: str) -> bool:
    """Whether there is a copy now. The bucket is asked by threads of its own: a slow one holds up nothing else."""
    global _asking
    if await asyncio.to_thread(cache.has, key):
        return True
    if _asking >= _MOST_ASKING:
        raise Refused(503, whole=True)
    _asking += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_fetchers, cache.bring, key)
    except OSError as error:
        _log.warning("bucket", error=str(error)[:200])
        raise Refused(503, whole=True) from None
    finally:
        _asking -= 1


def _media(root: Path, name: str, if_none_match: bytes, if_modified_since: bytes) -> Found | None:
    path = root / name
    # A link inside the folder could lead to the private one.
    if path.parent.resolve() != root.resolve() / Path(name).parent:
        return None
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(opened, "rb") as file:
        stat = os.fstat(opened)
        if not os.path.isfile(opened) or stat.st_size > _LARGEST:
            return None
        etag = b'"%x-%x"' % (stat.st_mtime_ns, stat.st_size)
        headers = _media_headers(etag, stat.st_mtime)
        if _not_modified(if_none_match, if_modified_since, etag, int(stat.st_mtime)):
            return Found(304, headers, b"")
        return Found(200, [*headers, (b"content-type", b"image/webp")], file.read())


def _media_headers(etag: bytes, modified: float) -> Headers:
    return [
        (b"etag", etag),
        (b"last-modified", formatdate(modified, usegmt=True).encode()),
        (b"cache-control", _FOREVER),
        # Feed readers and previews on other sites may show public pictures.
        (b"cross-origin-resource-policy", b"cross-origin"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
        (b"referrer-policy", b"no-referrer"),
    ]


def _not_modified(if_none_match: bytes, if_modified_since: bytes, etag: bytes, modified: int) -> bool:
    if if_none_match:
        return encoding.matches(if_none_match, etag)
    try:
        return bool(if_modified_since) and parsedate_to_datetime(if_modified_since.decode()).timestamp() >= modified
    except (ValueError, TypeError):
        return False
