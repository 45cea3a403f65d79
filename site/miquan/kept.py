"""What a process keeps in memory of tables that seldom change: read once, and again when their counter has moved on."""

import math
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from flask import current_app, has_request_context, request

from miquan import versions
from miquan.db import is_rendering

T = TypeVar("T")
# Between pages a process looks so often, in seconds: an import asks thousands of times.
EVERY = 1.0


class Kept(Generic[T]):
    """One such thing of each application. A page's is as new as the versions that it is judged by."""

    def __init__(self, name: str, read: Callable[[], T]) -> None:
        self.name, self._read = name, read

    def get(self) -> T:
        held = self._held()
        if "value" not in held or (_may_look(held) and versions.snapshot().get(self.name, 0) > held["version"]):
            return self.renew()
        found: T = held["value"]
        return found

    def renew(self) -> T:
        """Read it now. What others hold meanwhile stays whole: one of them may be rendering a page."""
        # The counter first: what is written meanwhile makes the next look read again.
        version = versions.snapshot().get(self.name, 0)
        value = self._read()
        self._held().update(value=value, version=version, looked=time.monotonic())
        return value

    def stale(self) -> None:
        """Look at the next use: what this process has just written holds for it at once."""
        self._held()["looked"] = -math.inf

    def set(self, value: T) -> None:
        """Have this from now on, until the counter moves on."""
        self._held().update(value=value, version=versions.current(self.name), looked=time.monotonic())

    def forget(self) -> None:
        """Read it again at the next use."""
        self._held().clear()

    def _held(self) -> dict[str, Any]:
        found: dict[str, Any] = current_app.extensions.setdefault(f"miquan.{self.name}", {})
        return found


def _may_look(held: dict[str, Any]) -> bool:
    if is_rendering():
        return False
    if has_request_context() and request.method in {"GET", "HEAD"}:
        return True
    if time.monotonic() - held["looked"] < EVERY:
        return False
    held["looked"] = time.monotonic()
    return True
