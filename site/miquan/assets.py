"""Static files: read once, named by what they hold, kept compressed.

A name with a hash never changes what it means, so browsers keep it for a year; the plain name is asked for again
each time. Stylesheets are put together and modules pointed at each other's hashed names here: there is no build step.
"""

import hashlib
import posixpath
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from flask import Flask, current_app

from miquan import paths
from miquan.asgi.encoding import SMALLEST, compress, is_text

URL = "/static/"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
_LOOK_EVERY = 1.0
_LAYER_ORDER = re.compile(r"@layer\s+[\w\s,.-]+;")
_IMPORT_CSS = re.compile(r"""@import\s+url\(\s*["']?([^"')]+)["']?\s*\)\s*(?:layer\(\s*([\w.-]+)\s*\))?\s*;""")
_URL_CSS = re.compile(r"""url\(\s*(["']?)([^"')\s]+)\1\s*\)""")
_IMPORT_JS = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+)\2""")


@dataclass(frozen=True)
class Asset:
    """One file as it is sent. `address` holds the hash of `body`."""

    name: str
    address: str
    content_type: str
    body: bytes
    encoded: dict[str, bytes] = field(default_factory=dict, compare=False)

    @property
    def etag(self) -> bytes:
        return b'W/"%s"' % self.address.rsplit(".", 2)[-2].encode()

    def shrinks(self) -> bool:
        return is_text(self.content_type) and len(self.body) >= SMALLEST

    def bytes_in(self, encoding: str) -> bytes:
        """The body in an encoding (`br`, `gzip`, ``), compressed the first time and kept."""
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = compress(self.body, encoding, once=True)
        return self.encoded[encoding]


class Assets:
    """What lies under static/. In development a changed file is seen within a second."""

    def __init__(self, root: Path, *, production: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.root = root
        self.production = production
        self._clock = clock
        self._lock = Lock()
        self._look_at = clock() + _LOOK_EVERY
        self._seen = _stamps(root)
        self._by_name, self._by_path = _read(root)

    def url(self, name: str) -> str:
        """The address of a file such as `css/app.css`. Raises LookupError for a file that is not there."""
        self._look()
        try:
            return self._by_name[name].address
        except KeyError:
            raise LookupError(f"no such static file: {name}") from None

    def icon_url(self, name: str) -> str:
        """The address of one symbol in the sprite."""
        return f"{self.url('icons.svg')}#{name}"

    def find(self, path: str) -> tuple[Asset, bool] | None:
        """The file for `/static/…`, and whether the address is the hashed one."""
        self._look()
        if (hashed := self._by_path.get(path)) is not None:
            return hashed, True
        plain = self._by_name.get(path.removeprefix(URL))
        return (plain, False) if plain is not None else None

    def warm(self) -> None:
        """Compress everything now, so that no reader waits for it."""
        for asset in self._by_name.values():
            if asset.shrinks():
                for encoding in ("br", "gzip"):
                    asset.bytes_in(encoding)

    def _look(self) -> None:
        if self.production or self._clock() < self._look_at:
            return
        with self._lock:
            if self._clock() < self._look_at:
                return
            self._look_at = self._clock() + _LOOK_EVERY
            stamps = _stamps(self.root)
            if stamps != self._seen:
                self._by_name, self._by_path = _read(self.root)
                self._seen = stamps


def init_app(app: Flask, root: Path | None = None) -> Assets:
    """Read static/ for this app, whose settings are there already."""
    assets = Assets(root or paths.STATIC, production=app.extensions["miquan"].production)
    app.extensions["assets"] = assets
    return assets


def static_url(name: str) -> str:
    """The address of a static file of the running app. Raises LookupError when it is not there."""
    found: Assets = current_app.extensions["assets"]
    return found.url(name)


def icon_url(name: str) -> str:
    """The address of a symbol in the running app's sprite."""
    found: Assets = current_app.extensions["assets"]
    return found.icon_url(name)


def _files(root: Path) -> list[Path]:
    """What may be served: known types, nothing hidden, no links that could lead out of the folder."""
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in TYPES
        and path.is_file()
        and path.resolve() == root.resolve() / path.relative_to(root)
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
    )


def _stamps(root: Path) -> dict[str, tuple[int, int]]:
    stats = ((path, path.stat()) for path in root.rglob("*") if path.suffix in TYPES)
    return {str(path): (stat.st_mtime_ns, stat.st_size) for path, stat in stats}


def _read(root: Path) -> tuple[dict[str, Asset], dict[str, Asset]]:
    reader = _Reader({path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)})
    by_name = {name: reader.asset(name) for name in reader.sources}
    return by_name, {asset.address: asset for asset in by_name.values()}


class _Reader:
    """Turns sources into assets; a file's hash covers the hashed names it points at."""

    def __init__(self, sources: dict[str, bytes]) -> None:
        self.sources = sources
        self._done: dict[str, Asset] = {}
        self._open: list[str] = []

    def asset(self, name: str) -> Asset:
        """Raises ValueError when files point at each other in a circle: none of them could be hashed first."""
        if name in self._done:
            return self._done[name]
        if name in self._open:
            raise ValueError("static files import each other in a circle: " + " -> ".join([*self._open, name]))
        self._open.append(name)
        body = self._body(name)
        self._open.pop()
        stem, suffix = posixpath.splitext(name)
        address = f"{URL}{stem}.{hashlib.sha256(body).hexdigest()[:8]}{suffix}"
        self._done[name] = Asset(name, address, TYPES[suffix], body)
        return self._done[name]

    def _body(self, name: str) -> bytes:
        source = self.sources[name]
        if name.endswith(".css"):
            return self._stylesheet(name, source.decode("utf-8")).encode()
        if name.endswith(".js"):
            return _IMPORT_JS.sub(lambda found: self._module(name, found), source.decode("utf-8")).encode()
        return source

    def _module(self, name: str, found: re.Match[str]) -> str:
        lead, quote, target = found.groups()
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        return f"{lead}{quote}{self.asset(wanted).address}{quote}" if wanted in self.sources else found.group()

    def _stylesheet(self, name: str, text: str) -> str:
        """The sheet with its imports put in: one file for the browser, each part in its layer, in their order."""
        imports = list(_IMPORT_CSS.finditer(text))
        own = self._addresses(name, _IMPORT_CSS.sub("", text))
        if not imports:
            return own
        order = "\n".join(_LAYER_ORDER.findall(own))
        parts = [self._part(name, found.group(1), found.group(2)) for found in imports]
        return "\n".join(part for part in [order, *parts, _LAYER_ORDER.sub("", own).strip()] if part) + "\n"

    def _part(self, name: str, target: str, layer: str | None) -> str:
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        if wanted not in self.sources:
            raise ValueError(f"{name} imports {target}, which is not there")
        text = self.sources[wanted].decode("utf-8")
        if _IMPORT_CSS.search(text):
            raise ValueError(f"{wanted} is imported and may not import")
        body = self._addresses(wanted, text).strip()
        return f"@layer {layer} {{\n{body}\n}}" if layer else body

    def _addresses(self, name: str, text: str) -> str:
        def hashed(found: re.Match[str]) -> str:
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), found.group(2)))
            return f'url("{self.asset(wanted).address}")' if wanted in self.sources else found.group()

        return _URL_CSS.sub(hashed, text)
