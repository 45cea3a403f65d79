"""What a public page shows to every member alike, kept for a minute; the frame around it is made anew each time.

Members have menus, messages and tokens of their own, so their pages are not shared as visitors' are. But the middle
of a public page is the same for all who read it in one language, currency and time zone, except for its owner.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from miquan import versions
from miquan.hypermedia import is_partial, respond
from miquan.viewer import viewer

_START, _END = '<main id="main" tabindex="-1">', "</main>"
_OLDEST = 60.0
_NAMES = ("pages", "people", "rates", "catalogue")

Key = tuple[str, ...]
Stamp = tuple[int, ...]


@dataclass(frozen=True)
class Middle:
    """The inside of <main>. `owners`: members for whom the page asked whether it is their own; they get theirs fresh."""

    html: Markup
    seo: Any
    owners: frozenset[int]
    stamp: Stamp
    at: float


class MemberPages:
    """Kept middles, the least used ones first to go above `max_characters`."""

    def __init__(self, max_characters: int = 24_000_000) -> None:
        self._max = max_characters
        self._held: OrderedDict[Key, Middle] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Key, stamp: Stamp, reader: int | None) -> Middle | None:
        """What was kept, while nothing has changed since and the reader is not its owner."""
        with self._lock:
            found = self._held.get(key)
            if found is None or reader in found.owners:
                return None
            if found.stamp != stamp or time.monotonic() - found.at > _OLDEST:
                self._drop(key)
                return None
            self._held.move_to_end(key)
            return found

    def put(self, key: Key, middle: Middle) -> None:
        with self._lock:
            self._drop(key)
            self._held[key] = middle
            self._size += len(middle.html)
            while self._size > self._max:
                self._drop(next(iter(self._held)))

    def _drop(self, key: Key) -> None:
        gone = self._held.pop(key, None)
        self._size -= len(gone.html) if gone else 0


def through(view: Callable[..., ResponseReturnValue], *args: Any, **kwargs: Any) -> Response:
    """The view's answer; a member gets the middle that another member's request has made, where there is one."""
    if not _is_shared():
        return make_response(view(*args, **kwargs))
    pages: MemberPages = current_app.extensions["memberpages"]
    # Read before the view runs: what changes meanwhile makes the next reader's key differ.
    key, stamp = _key(), tuple(versions.snapshot().get(name, 0) for name in _NAMES)
    kept = pages.get(key, stamp, viewer().id)
    if kept is not None:
        return respond("layouts/kept.html", middle=kept.html, seo=kept.seo)
    answer = make_response(view(*args, **kwargs))
    middle = _middle(answer, stamp)
    if middle is not None:
        pages.put(key, middle)
    return answer


def _is_shared() -> bool:
    """Who is parted from somebody by a block sees pages of their own."""
    return viewer().signed_in and request.method == "GET" and not is_partial() and not viewer().parted


def _key() -> Key:
    who = viewer()
    return request.path, request.query_string.decode("latin-1"), who.lang, who.currency, who.zone


def _middle(answer: Response, stamp: Stamp) -> Middle | None:
    owners = frozenset(g.get("owners_asked", ()))
    if answer.status_code != 200 or answer.mimetype != "text/html" or viewer().id in owners or g.get("passing"):
        return None
    body = answer.get_data(as_text=True)
    start, end = body.find(_START), body.rfind(_END)
    if start < 0 or end < start:
        return None
    html = Markup(body[start + len(_START) : end])  # noqa: S704 (a template made it)
    return Middle(html, g.get("page_seo"), owners, stamp, time.monotonic())


def init_app(app: Flask) -> None:
    app.extensions["memberpages"] = MemberPages()
