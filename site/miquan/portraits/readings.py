"""What members read and search for: noted in memory, learnt from together every few seconds, once a thing and day.

The page itself waits for nothing and writes nothing. Robots, what is fetched ahead of being asked for, and parts of
pages do not count; neither do visitors, of whom there is no portrait.
"""

import re
from datetime import datetime
from urllib.parse import parse_qs

from flask import Flask

from miquan import text
from miquan.asgi.types import Scope
from miquan.db import now
from miquan.portraits.learning import Done, learn
from miquan.portraits.meaning import things_called
from miquan.products.readings import READ, Readings, is_reading

_THING = re.compile(r"/(?:zh-hant|zh-hans|en)/(?:c/(?P<post>\d{1,9})-|@[a-z0-9_]{3,30}/p/(?P<product>\d{1,9})-)")
_SEARCH = re.compile(r"/(?:zh-hant|zh-hans|en)/search")
_LONGEST_QUERY = 2_000
_LONGEST_WORDS = 60
# What one flush takes: a flood is cut off, not queued.
_MOST = 20_000

_Note = tuple[int, str, int | str]


class Noted(Readings):
    """The notes of one server process: (member, kind, item) for reading, (member, "words", what was typed) for searching."""

    name = "portrait-readings"
    notes = dict

    def note(self, scope: Scope, status: int) -> None:
        """An answer has gone out; cheap for all that is neither a post, a product nor a search."""
        member = int(scope.get("miquan.member") or 0)
        if not member or status not in READ or scope["method"] != "GET":
            return
        told = _what(scope)
        if told is None or not is_reading(scope["headers"]):
            return
        with self.lock:
            if len(self.seen) < _MOST:
                # When they did it counts, not when it is learnt from: they may have paused in between.
                self.seen.setdefault((member, *told), now())
                self.begin()

    def keep(self, seen: dict[_Note, datetime]) -> None:
        learn(_done(seen))


def _what(scope: Scope) -> tuple[str, int | str] | None:
    path: str = scope["path"]
    if found := _THING.match(path):
        kind = found.lastgroup or ""
        return kind, int(found[kind])
    if not _SEARCH.fullmatch(path):
        return None
    query = scope.get("query_string", b"")[:_LONGEST_QUERY].decode("latin-1")
    words = text.clean_line(next(iter(parse_qs(query).get("q", [])), ""), _LONGEST_WORDS)
    return ("words", words) if words else None


def _done(seen: dict[_Note, datetime]) -> list[Done]:
    found = [Done(member, "view", kind, int(item), at) for (member, kind, item), at in seen.items() if kind != "words"]
    searched = sorted({str(item) for _member, kind, item in seen if kind == "words"})
    meant = {words: things_called(words) for words in searched}
    for (member, kind, item), at in seen.items():
        if kind == "words":
            found += [Done(member, "search", *thing, at) for thing in meant[str(item)]]
    return found


def init_app(app: Flask) -> Noted:
    """The server around this app notes here what members read."""
    found = Noted(app)
    app.extensions["portrait_readings"] = found
    return found
