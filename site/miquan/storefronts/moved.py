"""Where the pages of a person lead whose handle has changed or is spelt otherwise."""

from typing import Any

from flask import abort, redirect, url_for

from miquan.follows.queries.away import blocked_at
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.seo.page import seo
from miquan.storefronts.queries import member_at, moved_handle


def moved(handle: str, endpoint: str) -> Any:
    """Old handles and other spellings redirect; what never was is 404. Who was blocked by the reader is named, no more."""
    if found := blocked_at(handle):
        title = _("你封鎖了%(name)s", name=found.display_name)
        return respond("storefronts/blocked.html", status=404, member=found, seo=seo(title, "", index=False))
    lower = handle.lower()
    target = lower if lower != handle and member_at(lower) else moved_handle(handle)
    if target is None:
        abort(404)
    return redirect(url_for(endpoint, handle=target), 301)
