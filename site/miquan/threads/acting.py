"""What is done to what was said: small forms, each undone by its opposite, and taking away."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, request

from miquan import urls
from miquan.circle.care import judged_at_once
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.rules import CannotDecide
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.states import NotAllowed
from miquan.text import clean_line
from miquan.threads import actions, rules
from miquan.threads.finding import numbered, seen_thread
from miquan.threads.forms import ReasonForm
from miquan.threads.models import REASON_LIMIT
from miquan.threads.queries.opening import Opened
from miquan.threads.queries.replies import one
from miquan.viewer import viewer

bp = Blueprint("thread_acting", __name__, url_prefix="/g")
_LIKING = "240 per minute"


@bp.post("/<slug>/t/<int:thread_id>/replies/<int:number>/likes")
@requires(Permission.POST_ANSWER)
@limiter.limit(_LIKING, key_func=who)
def like(slug: str, thread_id: int, number: int) -> Any:
    return _liked(thread_id, number, actions.like_reply)


@bp.post("/<slug>/t/<int:thread_id>/replies/<int:number>/likes/removal")
@requires(Permission.POST_ANSWER)
@limiter.limit(_LIKING, key_func=who)
def unlike(slug: str, thread_id: int, number: int) -> Any:
    return _liked(thread_id, number, actions.unlike_reply)


def _liked(thread_id: int, number: int, act: Callable[..., bool]) -> Any:
    """The button alone for htmx, else back to the reply."""
    thread = seen_thread(thread_id)
    _done(lambda: act(thread.id, numbered(number), by=viewer().id or 0))
    if is_partial():
        return respond("threads/_like.html", thread=thread, reply=one(thread.id, number))
    return redirect_to(thread.at_reply(number))


def _done(act: Callable[[], Any]) -> None:
    try:
        act()
    except rules.NotHere:
        abort(404)
    except (rules.NotTheirs, NotAllowed):
        abort(403)


@bp.post("/<slug>/t/<int:thread_id>/replies/<int:number>/acceptance")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def accept(slug: str, thread_id: int, number: int) -> Any:
    thread = seen_thread(thread_id)
    _done(lambda: actions.accept(thread.id, numbered(number), by=viewer().id or 0))
    flash(_("選成解答了"), "success")
    return redirect_to(thread.at_reply(number))


@bp.post("/<slug>/t/<int:thread_id>/replies/<int:number>/acceptance/removal")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def unaccept(slug: str, thread_id: int, number: int) -> Any:
    thread = seen_thread(thread_id)
    _done(lambda: actions.unaccept(thread.id, by=viewer().id or 0))
    flash(_("不當解答了"), "success")
    return redirect_to(thread.at_reply(numbered(number)))


@bp.route("/<slug>/t/<int:thread_id>/replies/<int:number>/removal", methods=["GET", "POST"])
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def remove_reply(slug: str, thread_id: int, number: int) -> Any:
    """By who wrote it; by those who look after the group or the site, who say why."""
    thread = seen_thread(thread_id)
    reply = one(thread.id, numbered(number)) or abort(404)
    if reply.person is None:
        abort(404)
    is_mine = viewer().id == reply.person.id
    if not (is_mine or thread.tends or can(viewer(), Permission.POST_HIDE)):
        abort(403)
    form = ReasonForm()
    if not (form.validate_on_submit() and _is_explained(form, is_mine)):
        address = f"{thread.base}/replies/{number}/removal"
        return _asked(form, thread, address, _("刪掉這則回覆") if number else _("刪掉開頭的話"), is_mine)
    if is_mine:
        _done(lambda: actions.remove_reply(thread.id, number, by=viewer().id or 0))
    if is_mine or _decided("reply", reply.id, thread, form):
        flash(_("刪掉了一則回覆"), "success")
    return redirect_to(thread.at_reply(number))


@bp.route("/<slug>/t/<int:thread_id>/removal", methods=["GET", "POST"])
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def remove_thread(slug: str, thread_id: int) -> Any:
    """The whole thread: its author while nobody else has spoken, and those who look after the group or the site."""
    thread = seen_thread(thread_id)
    is_mine = viewer().id == thread.author
    if not (is_mine or thread.tends or can(viewer(), Permission.POST_HIDE)):
        abort(403)
    form = ReasonForm()
    if not (form.validate_on_submit() and _is_explained(form, is_mine)):
        return _asked(form, thread, f"{thread.base}/removal", _("刪掉這個話題"), is_mine)
    if not (_gone(thread) if is_mine else _decided("thread", thread.id, thread, form)):
        return redirect_to(thread.url)
    flash(_("刪掉了"), "success")
    return redirect_to(urls.group(thread.group_slug))


def _gone(thread: Opened) -> bool:
    """Their own thread, while nobody else has spoken in it."""
    try:
        actions.remove_thread(thread.id, by=viewer().id or 0)
    except rules.NotHere:
        abort(404)
    except NotAllowed:
        abort(403)
    except rules.NotTheirs:
        flash(_("別人已經回覆了，只能刪掉你自己的話"), "error")
        return False
    return True


def _decided(kind: str, subject_id: int, thread: Opened, form: ReasonForm) -> bool:
    """Another's words go by a decision: whoever wrote them hears of it and may object, and it stands in the public log."""
    group = None if can(viewer(), Permission.POST_HIDE) else thread.group
    wish = Wish("remove", "other", form.reason.data or "")
    try:
        decide(kind, subject_id, wish, by=viewer().id or 0, group=group)
    except LookupError:
        abort(404)
    except CannotDecide as error:
        flash(str(error.message), "error")
        return False
    return True


def _is_explained(form: ReasonForm, is_mine: bool) -> bool:
    """Whoever takes away another's words says why, in words that may be said here."""
    reason = clean_line(form.reason.data or "", REASON_LIMIT)
    if not is_mine and not reason:
        form.reason.errors = [_("寫下原因")]
        return False
    try:
        # Moderators of the site name what they take away.
        judged_at_once(viewer().id or 0, "" if is_mine or can(viewer(), Permission.POST_HIDE) else reason, "reason")
    except rules.NotReady as error:
        form.reason.errors = [error.problems[0].text]
        return False
    return True


def _asked(form: ReasonForm, thread: Opened, address: str, title: str, is_mine: bool) -> Any:
    return respond(
        "threads/remove.html", block="form", status=422 if request.method == "POST" else 200, form=form, thread=thread, address=address,
        title=title, mine=is_mine, seo=seo(title, "", index=False),
    )  # fmt: skip
