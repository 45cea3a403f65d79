"""`/me/mutes`: whom and what a member does not want to read, whom they have blocked, and how each is taken back."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, request, url_for

from miquan.follows import actions, queries, rules
from miquan.follows.forms import SpanForm, WordForm
from miquan.follows.queries import away
from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("mutes", __name__, url_prefix="/me")


@bp.route("/mutes", methods=["GET", "POST"])
@requires(Permission.MUTE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def index() -> Any:
    me, form = viewer().id or 0, WordForm()
    if form.validate_on_submit():
        try:
            done = actions.mute("word", word=form.word.data or "", days=form.span, by=me)
            flash(_("不會再看到「%(word)s」", word=done.word), "success")
            return redirect_to(url_for("mutes.index"))
        except rules.NotReady as error:
            form.said(error.message)
    return respond(
        "me/mutes.html", block="form", status=422 if form.is_submitted() else 200, form=form,
        mutes=away.mutes_of(me, _key("before")), blocks=away.blocks_of(me, _key("blocked")), seo=seo(_("靜音和封鎖"), "", index=False),
    )  # fmt: skip


def _key(name: str) -> int:
    told = request.args.get(name, "")
    return int(told) if is_number(told, 9) else 0


@bp.route("/mutes/<kind>/<int:target>", methods=["GET", "POST"])
@requires(Permission.MUTE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def about(kind: str, target: int) -> Any:
    """One person or tag: what muting and blocking do, and the buttons for both."""
    thing = away.about(kind, target) if kind in ("member", "tag") and target < 2**31 else None
    if thing is None:
        abort(404)
    form = SpanForm(data={"next": request.args.get("next", "")[:300]})
    if form.validate_on_submit():
        return _done(
            lambda me: actions.mute(kind, target=target, days=form.span, by=me),
            _("靜音了%(name)s", name=thing.name),
            form,
        )
    return respond(
        "me/mute.html", block="form", status=422 if form.is_submitted() else 200, thing=thing, form=form,
        seo=seo(_("靜音%(name)s", name=thing.name), "", index=False),
    )  # fmt: skip


def _done(act: Callable[[int], Any], words: str, form: SpanForm) -> Any:
    try:
        act(viewer().id or 0)
    except rules.NotHere:
        abort(404)
    except rules.NotReady as error:
        flash(str(error), "error")
    else:
        flash(words, "success")
    return redirect_to(safe_next(form.next.data, url_for("mutes.index")))


@bp.post("/mutes/<int:mute_id>/removal")
@requires(Permission.MUTE_KEEP)
@limiter.limit(WRITING, key_func=who)
def unmute(mute_id: int) -> Any:
    form = SpanForm()
    if mute_id >= 2**31:
        abort(404)
    return _done(lambda me: actions.unmute(mute_id, by=me), _("又看得到了"), form)


@bp.post("/blocks/<int:member_id>")
@requires(Permission.MUTE_KEEP)
@limiter.limit(WRITING, key_func=who)
def block(member_id: int) -> Any:
    """Where it was pressed cannot be seen any more, so it goes on to the list where it can be taken back."""
    name = queries.name_of(member_id)
    if name is None:
        abort(404)
    return _parted(member_id, actions.block, _("封鎖了%(name)s，你們不會再看到彼此", name=name))


@bp.post("/blocks/<int:member_id>/removal")
@requires(Permission.MUTE_KEEP)
@limiter.limit(WRITING, key_func=who)
def unblock(member_id: int) -> Any:
    return _parted(member_id, actions.unblock, _("解除封鎖了"))


def _parted(member_id: int, act: Callable[..., bool], words: str) -> Any:
    if member_id >= 2**31:
        abort(404)
    try:
        act(member_id, by=viewer().id or 0)
        flash(words, "success")
    except rules.NotHere:
        abort(404)
    except rules.NotReady as error:
        flash(str(error), "error")
    return redirect_to(url_for("mutes.index"))
