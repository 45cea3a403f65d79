"""Where the bytes of files lie: one public and one private place behind one interface."""

from miquan.config import Settings, settings
from miquan.media.storage.bucket import Bucket, store_at
from miquan.media.storage.cache import Cache
from miquan.media.storage.folder import Folder
from miquan.media.storage.interface import CHUNK, Kept, Storage

__all__ = ["CHUNK", "Bucket", "Cache", "Folder", "Kept", "Storage", "cache_of", "private", "public", "public_of"]


def public() -> Storage:
    """What everybody may fetch: renditions of pictures."""
    return public_of(settings())


def private() -> Storage:
    """Originals, papers, exports, parts of uploads."""
    own = settings()
    if own.s3_url:
        return Bucket(store_at(own.s3_url, "private"))
    return Folder(own.media / "private", 0o600)


def public_of(own: Settings) -> Storage:
    """The public place of these settings, for code that runs without an application context."""
    if own.s3_url:
        return Bucket(store_at(own.s3_url, "public"), copies=own.media / "cache")
    return Folder(own.media / "public", 0o644)


def cache_of(own: Settings) -> Cache | None:
    """This machine's copies of public objects; None where the public folder itself is on this machine."""
    if not own.s3_url:
        return None
    return Cache(own.media / "cache", Bucket(store_at(own.s3_url, "public")))
