"""What the front pages of all members have in common, worked out once and kept for a minute."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app

from miquan import versions
from miquan.viewer import viewer

_OLDEST = 60.0
_NAMES = ("pages", "people")
T = TypeVar("T")


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` gave last in this language, while nothing that visitors see has changed and no minute has gone by."""
    if viewer().parted:
        # Blocks hide: what is in common is not common to these.
        return make()
    held: dict[tuple[str, str], Any] = current_app.extensions.setdefault("miquan.front", {})
    key, stamp = (name, viewer().lang), tuple(versions.snapshot().get(of, 0) for of in _NAMES)
    found = held.get(key)
    if found is None or found[0] != stamp or time.monotonic() - found[1] > _OLDEST:
        found = held[key] = (stamp, time.monotonic(), make())
    return found[2]  # type: ignore[no-any-return]
