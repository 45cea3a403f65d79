"""How far members have read: a page says what it has shown, and what moved is written together every few seconds.

The page itself waits for nothing and writes nothing.
"""

from collections import Counter
from contextlib import suppress

from flask import Flask, current_app, request
from peewee import IntegrityError

from miquan.asgi.types import Scope
from miquan.products.readings import Readings
from miquan.threads.actions.reading import read_through

_SECONDS = 2.0
# What one flush takes: a flood is cut off, not queued.
_MOST = 20_000


class Marks(Readings):
    """The marks of one server process that are still to be written: (member, thread, highest number)."""

    name = "thread-marks"

    def note(self, scope: Scope, status: int) -> None:
        """An address does not tell what its page has shown: `mark` does."""

    def mark(self, member_id: int, thread_id: int, number: int) -> None:
        with self.lock:
            if len(self.seen) < _MOST:
                self.seen[member_id, thread_id, number] += 1
                # Tests write by themselves: a thread would outlive their database.
                if not self._app.testing:
                    self.begin()

    def keep(self, seen: Counter[tuple[int, int, int]]) -> None:
        furthest: dict[tuple[int, int], int] = {}
        for member, thread, number in seen:
            furthest[member, thread] = max(number, furthest.get((member, thread), 0))
        for (member, thread), number in sorted(furthest.items()):
            # What was erased since has no marks any more.
            with suppress(IntegrityError):
                read_through(thread, number, by=member)


def mark(member_id: int, thread_id: int, number: int, *, seen: int | None) -> None:
    """A page has shown a member all up to this number; `seen` is how far they were. Nothing new, nothing to write.

    What a browser fetches before anybody asked for it has not been read.
    """
    is_ahead = any(request.headers.get(name) for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    if request.method == "GET" and not is_ahead and (seen is None or number > seen):
        marks: Marks = current_app.extensions["thread_marks"]
        marks.mark(member_id, thread_id, number)


def init_app(app: Flask) -> Marks:
    found = Marks(app, _SECONDS)
    app.extensions["thread_marks"] = found
    return found
