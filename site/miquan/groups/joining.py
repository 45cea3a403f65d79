"""Coming into a group: at once, by an application, by a link; and leaving it."""

from typing import Any

from flask import Blueprint, abort, flash, url_for

from miquan.groups import actions, rules, tokens
from miquan.groups.forms import ApplyForm
from miquan.groups.frame import found, frame, told
from miquan.groups.queries.invites import front_of, invited_to
from miquan.groups.queries.members import faces_of
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import NotAllowed, NotHere, NotReady
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, network_address, who
from miquan.once import fresh, once
from miquan.permissions import Permission, requires, sign_in_address
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("group_joining", __name__)


@bp.post("/g/<slug>/membership")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def join(slug: str) -> Any:
    page = found(slug)
    try:
        if actions.join(page.id, by=viewer().id or 0):
            flash(_("歡迎加入%(name)s", name=page.name), "success")
    except NotHere:
        abort(404)
    except NotAllowed as error:
        _refused(error)
    return redirect_to(page.url)


@bp.post("/g/<slug>/membership/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.ME_SEE)
def leave(slug: str) -> Any:
    """Out of the group, or an application taken back."""
    page, me = found(slug), viewer().id or 0
    try:
        if actions.leave(page.id, by=me):
            flash(_("離開了%(name)s", name=page.name), "success")
        elif actions.withdraw(page.id, by=me):
            flash(_("申請收回了"), "success")
    except NotReady as error:
        flash(str(error.problems[0].text), "error")
        return redirect_to(f"{page.url}/members")
    return redirect_to(f"{viewer().root}/groups" if page.row.visibility == "private" else page.url)


@bp.route("/g/<slug>/application", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.GROUP_JOIN)
def apply(slug: str) -> Any:
    page = found(slug)
    if page.is_inside:
        return redirect_to(page.url)
    if page.row.joining != "apply" or page.is_archived:
        abort(404)
    form = ApplyForm(questions=page.row.questions, data={"nonce": fresh()})
    if form.validate_on_submit():
        try:
            sent = once(form.nonce.data or fresh(), viewer().id or 0, lambda: _applied(page, form.answers))
            flash(_("送出了，管理的人看過會告訴你"), "success")
            return redirect_to(sent)
        except NotAllowed as error:
            _refused(error)
            return redirect_to(page.url)
        except NotReady as error:
            for field in form.asked:
                if error.problems[0].code != "missing" or not (field.data or "").strip():
                    field.errors = [*field.errors, error.problems[0].text]
    status = 422 if form.is_submitted() else 200
    return respond(
        "groups/apply.html", block="form", status=status, **frame(page, "apply", form=form, seo=told(page, _("申請加入"), "/application"))
    )  # fmt: skip


def _applied(page: Any, answers: list[str]) -> str:
    actions.apply(page.id, answers, by=viewer().id or 0)
    return str(page.url)


@bp.get("/join/<token>")
@limiter.limit("60 per minute", key_func=network_address)
def by_link(token: str) -> Any:
    """Whoever has the link sees what it leads to: of a private group a name, a sentence and a button."""
    line = invited_to(token)
    if line is None:
        return _over()
    me = viewer().id
    if me and role_of(me, line.id) in rules.INSIDE:
        return redirect_to(line.url)
    then = f"{viewer().root}/join/{token}"
    told = seo(_("請你進群"), "", index=False, shared=False)
    front = front_of(token)
    answer = respond(
        "groups/invitation.html", line=line, front=front, faces=faces_of(line.id) if front.reads else [], then=then,
        sign_in=sign_in_address(viewer(), then), register=url_for("security.register", next=then), seo=told,
    )  # fmt: skip
    # The address lets people in: no other site is told of it.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.post("/join/<token>")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def come_in(token: str) -> Any:
    try:
        group = actions.come_in(token[: tokens.LONGEST], by=viewer().id or 0)
    except NotHere:
        return _over()
    except NotAllowed as error:
        _refused(error)
        return redirect_to(f"{viewer().root}/groups")
    return redirect_to(f"{viewer().root}/g/{group.slug}")


def _over() -> Any:
    """Never was, used up, taken back: all the same."""
    return respond("groups/over.html", status=404, seo=seo(_("這個連結不能用了"), "", index=False, shared=False))


def _refused(error: NotAllowed) -> None:
    flash(str(error) or _("這個群不是這樣加入的"), "error")
