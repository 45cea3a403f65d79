"""Compression and conditional answers: pure functions over header values."""

import gzip
import hashlib
from functools import lru_cache

import brotli

# Below this the header costs more than compression saves.
SMALLEST = 500
_TEXT = ("text/", "application/javascript", "application/json", "application/ld+json", "application/xml")
_TEXT_SUFFIXES = ("+xml", "+json")


def is_text(content_type: str) -> bool:
    """Whether bytes of this type shrink when compressed. Streams of events never count: they must not be held back."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind != "text/event-stream" and (kind.startswith(_TEXT) or kind.endswith(_TEXT_SUFFIXES))


@lru_cache(maxsize=512)
def choose(accept: bytes) -> str:
    """The best of `br`, `gzip` and `` (identity) for an Accept-Encoding header."""
    wanted: dict[str, float] = {}
    for part in accept[:300].decode("latin-1").lower().split(","):
        name, _semicolon, weight = part.partition(";")
        wanted[name.strip()] = _quality(weight)
    return next((name for name in ("br", "gzip") if wanted.get(name, wanted.get("*", 0.0)) > 0), "")


def _quality(weight: str) -> float:
    name, _equals, value = weight.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def compress(body: bytes, encoding: str, *, once: bool = False) -> bytes:
    """`body` in `br` or `gzip`; `once` spends more time, for what is sent many times."""
    if encoding == "br":
        found: bytes = brotli.compress(body, quality=11 if once else 4)
        return found
    # No time in the header, so that the same page is the same bytes.
    return gzip.compress(body, 9 if once else 5, mtime=0)


def weak_etag(body: bytes) -> bytes:
    """Weak, since one page has several encodings."""
    return b'W/"%s"' % hashlib.blake2b(body, digest_size=12).hexdigest().encode()


def weaken(etag: bytes) -> bytes:
    return etag if etag.startswith(b"W/") else b"W/" + etag


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Weak comparison, as If-None-Match asks for."""
    if not if_none_match or not etag:
        return False
    told = [part.strip().removeprefix(b"W/") for part in if_none_match.split(b",")]
    return b"*" in told or etag.removeprefix(b"W/") in told
