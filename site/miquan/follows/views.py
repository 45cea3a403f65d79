"""Following and letting go: small forms, each undone by its opposite."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.follows import actions, queries, rules
from miquan.hypermedia import is_partial, redirect_to, respond, safe_next
from miquan.limits import limiter, who
from miquan.permissions import Permission, requires
from miquan.viewer import viewer

bp = Blueprint("follows", __name__)
_OFTEN = "120 per minute;2000 per day"


@bp.post("/follows/<kind>/<int:target>")
@requires(Permission.FOLLOW_KEEP)
@limiter.limit(_OFTEN, key_func=who)
def follow(kind: str, target: int) -> Any:
    return _done(kind, target, actions.follow, is_on=True)


@bp.post("/follows/<kind>/<int:target>/removal")
@requires(Permission.FOLLOW_KEEP)
@limiter.limit(_OFTEN, key_func=who)
def unfollow(kind: str, target: int) -> Any:
    return _done(kind, target, actions.unfollow, is_on=False)


def _done(kind: str, target: int, act: Callable[..., bool], *, is_on: bool) -> Any:
    """The button and the counter for htmx, else back to where it was pressed."""
    if kind not in rules.FOLLOWED or target >= 2**31:
        abort(404)
    try:
        act(kind, target, by=viewer().id or 0)
    except rules.NotHere:
        abort(404)
    except rules.NotReady as error:
        flash(str(error), "error")
        return redirect_to(_back(f"{viewer().root}/"))
    thing = queries.thing(kind, target)
    if thing is None:
        return redirect_to(_back(f"{viewer().root}/"))
    if is_partial():
        return respond("follows/_button.html", thing=thing, is_on=is_on, look=_look(), back=_back(thing.url))
    return redirect_to(_back(thing.url))


def _back(fallback: str) -> str:
    return safe_next(request.form.get("next", "")[:300], fallback)


def _look() -> str:
    told = request.form.get("look", "")
    return told if told in ("small", "primary") else ""
