"""Static files and public media, answered without a thread of Flask's."""

import asyncio
import os
import re
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from miquan.asgi import encoding
from miquan.asgi.answers import SAFETY
from miquan.asgi.types import Headers, Scope, header
from miquan.assets import Asset, Assets

_FOREVER = b"public, max-age=31536000, immutable"
_ASK_AGAIN = b"public, no-cache"
# Folders and a random name, one suffix: no dots, so nothing can climb.
_MEDIA = re.compile(r"/media/((?:[A-Za-z0-9_-]{1,64}/){0,4}[A-Za-z0-9_-]{1,100}\.webp)")
_LARGEST = 16 * 1024 * 1024


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


async def media(root: Path, scope: Scope) -> Found | None:
    """The answer for `/media/….webp` from the public folder; None for anything else."""
    named = _MEDIA.fullmatch(scope["path"])
    if named is None:
        return None
    asked = scope["headers"]
    return await asyncio.to_thread(
        _media, root, named.group(1), header(asked, b"if-none-match"), header(asked, b"if-modified-since")
    )


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
