"""Where the pages of a person lead whose handle has changed or is spelt otherwise."""

from typing import Any

from flask import abort, redirect, url_for

from miquan.storefronts.queries import member_at, moved_handle


def moved(handle: str, endpoint: str) -> Any:
    """Old handles and other spellings redirect; what never was is 404."""
    lower = handle.lower()
    target = lower if lower != handle and member_at(lower) else moved_handle(handle)
    if target is None:
        abort(404)
    return redirect(url_for(endpoint, handle=target), 301)
