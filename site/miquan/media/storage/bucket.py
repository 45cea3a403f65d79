"""A bucket behind the S3 API, reached by obstore."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from miquan.media.storage.interface import CHUNK, Kept, checked

_PART = 4 * 1024 * 1024
_FORM = "S3_URL must look like s3://key:secret@host:port/bucket?region=…&tls=0"


class Bucket:
    """Objects below the store's prefix. `copies`: where this machine keeps copies, which go with the object."""

    def __init__(self, store: S3Store, copies: Path | None = None) -> None:
        self.store = store
        self.copies = copies

    def put(self, key: str, data: bytes) -> None:
        with _told():
            obstore.put(self.store, checked(key), data)

    def put_file(self, key: str, path: Path) -> None:
        with _told():
            obstore.put(self.store, checked(key), path)

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """In parts of 5 MB, two at once; the object appears when the last one is there."""
        with _told():
            obstore.put(self.store, checked(key), iter(chunks), max_concurrency=2)

    def get(self, key: str) -> bytes:
        with _told():
            return bytes(obstore.get(self.store, checked(key)).bytes())

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        found = self.stat(key)
        if found is None:
            raise FileNotFoundError(key)
        stop = found.size if end is None else min(end, found.size)
        return self._pieces(key, start, stop)

    def _pieces(self, key: str, start: int, stop: int) -> Iterator[bytes]:
        """Asked for part by part: one request for all of it would run out of time with a slow reader."""
        for begin in range(start, stop, _PART):
            with _told():
                part = bytes(obstore.get_range(self.store, key, start=begin, end=min(begin + _PART, stop)))
            for at in range(0, len(part), CHUNK):
                yield part[at : at + CHUNK]

    def stat(self, key: str) -> Kept | None:
        try:
            with _told():
                found = obstore.head(self.store, checked(key))
        except FileNotFoundError:
            return None
        return Kept(found["size"], found["last_modified"])

    def delete(self, key: str) -> None:
        with _told():
            obstore.delete(self.store, checked(key))
        if self.copies is not None:
            (self.copies / key).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[tuple[str, datetime]]:
        with _told():
            for page in obstore.list(self.store, prefix=prefix or None):
                yield from ((found["path"], found["last_modified"]) for found in page)

    def tidy(self, before: datetime) -> int:
        """Nothing: parts of an upload that was cut off are not listed; a rule of the bucket's life cycle removes them."""
        return 0


@contextmanager
def _told() -> Iterator[None]:
    """Other troubles of the bucket are OSErrors too; only the first line, since the rest holds addresses."""
    try:
        yield
    except BaseError as error:
        raise OSError(f"bucket: {str(error).splitlines()[0][:200]}") from None


@lru_cache(maxsize=8)
def store_at(url: str, prefix: str) -> S3Store:
    """The client for `S3_URL`. Raises ValueError when that is not of the form that the README shows."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not parts.hostname or not parts.username or not bucket or "/" in bucket:
        raise ValueError(_FORM)
    tls = asked.get("tls", "1") != "0"
    return S3Store(
        bucket,
        prefix=prefix,
        endpoint=f"{'https' if tls else 'http'}://{_host(parts)}",
        region=asked.get("region", "us-east-1"),
        access_key_id=unquote(parts.username),
        secret_access_key=unquote(parts.password or ""),
        virtual_hosted_style_request=False,
        client_options={"allow_http": not tls, "connect_timeout": "3s", "timeout": "60s"},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
    )


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]
