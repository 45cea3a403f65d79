"""Voting in a thread, and saying whether one wants to hear more of it: plain forms."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.hypermedia import redirect_to
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.text import is_number
from miquan.threads import actions, rules
from miquan.threads.finding import seen_thread
from miquan.viewer import viewer

bp = Blueprint("thread_voting", __name__, url_prefix="/g")


@bp.post("/<slug>/t/<int:thread_id>/vote")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def vote(slug: str, thread_id: int) -> Any:
    told = request.form.getlist("option")[: rules.MAX_OPTIONS]
    if not all(is_number(id_, 9) for id_ in told):
        abort(404)
    return _voted(thread_id, lambda by: actions.vote(thread_id, [int(id_) for id_ in told], by=by), _("投好了"))


@bp.post("/<slug>/t/<int:thread_id>/vote/removal")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def take_back(slug: str, thread_id: int) -> Any:
    return _voted(thread_id, lambda by: actions.take_vote_back(thread_id, by=by), _("收回了"))


@bp.post("/<slug>/t/<int:thread_id>/watching")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def watch(slug: str, thread_id: int) -> Any:
    """To hear of every reply, of none, or only of what concerns oneself."""
    thread, how = seen_thread(thread_id), request.form.get("how", "")
    if how not in rules.WATCHING:
        abort(404)
    try:
        actions.watch(thread.id, how, by=viewer().id or 0)
    except rules.NotHere:
        abort(404)
    done = {"watch": _("有新回覆會告訴你"), "mute": _("這個話題不會再吵你")}.get(how, _("只有和你有關的才會告訴你"))
    flash(done, "success")
    return redirect_to(thread.url)


def _voted(thread_id: int, act: Callable[[int], bool], done: str) -> Any:
    thread = seen_thread(thread_id)
    try:
        act(viewer().id or 0)
        flash(done, "success")
    except rules.NotHere:
        abort(404)
    except rules.NotTheirs:
        abort(403)
    except rules.NotReady as error:
        flash(" ".join(str(problem.text) for problem in error.problems), "error")
    return redirect_to(f"{thread.url}#poll")
