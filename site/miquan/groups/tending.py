"""For those who look after a group: who asks to come in, links that let people in, members who rise, fall or have to go."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.db import now
from miquan.groups import actions, rules, words
from miquan.groups.forms import BanForm, InviteForm, NoteForm, said
from miquan.groups.frame import before, found_for, frame, onward, told
from miquan.groups.queries.finding import GroupPage
from miquan.groups.queries.invites import invites_of
from miquan.groups.queries.members import InGroup, applicants_of, one_of
from miquan.groups.rules import NotAllowed, NotHere, NotReady, Verb
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import absolute
from miquan.viewer import viewer

bp = Blueprint("group_tending", __name__, url_prefix="/g/<slug>")


@bp.get("/applications")
@requires(Permission.GROUP_JOIN)
def applications(slug: str) -> Any:
    return _applications(found_for(Verb.TEND, slug), NoteForm())


def _applications(page: GroupPage, form: NoteForm, at: int = 0) -> Any:
    """Who waits. `at`: to whom the note was that may not be said so."""
    some = applicants_of(page.id, before())
    here = f"{page.url}/applications"
    return respond(
        "groups/applications.html", block="results", status=422 if at else 200,
        **frame(
            page, "applications", rows=some.rows, form=form, at=at, next=onward(here, some.next),
            # A note that is refused is shown where it was written.
            this=onward("", before()), seo=told(page, _("申請"), "/applications"),
        ),
    )  # fmt: skip


@bp.post("/applications/<int:member_id>")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def accept(slug: str, member_id: int) -> Any:
    page = found_for(Verb.TEND, slug)
    try:
        done = actions.accept(page.id, _fitting(member_id), by=viewer().id or 0)
        flash(*(_("讓新成員進來了"), "success") if done else (_("這個申請已經處理過了"), "error"))
    except NotAllowed as error:
        flash(str(error), "error")
    return redirect_to(f"{page.url}/applications")


@bp.post("/applications/<int:member_id>/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def refuse(slug: str, member_id: int) -> Any:
    page = found_for(Verb.TEND, slug)
    form = NoteForm()
    if not form.validate():
        return _applications(page, form, member_id)
    try:
        done = actions.refuse(page.id, _fitting(member_id), form.note.data or "", by=viewer().id or 0)
        flash(*(_("這次沒有讓人進來"), "success") if done else (_("這個申請已經處理過了"), "error"))
    except NotReady as error:
        said(form, error)
        return _applications(page, form, member_id)
    return redirect_to(f"{page.url}/applications")


@bp.route("/invites", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.GROUP_JOIN)
def invites(slug: str) -> Any:
    page = found_for(Verb.TEND, slug)
    form = InviteForm(data={"nonce": fresh(), "days": 7, "most": 10})
    if form.validate_on_submit():
        try:
            sent = once(form.nonce.data or fresh(), viewer().id or 0, lambda: _invited(page, form))
            flash(_("連結做好了"), "success")
            return redirect_to(sent)
        except NotReady as error:
            said(form, error)
        except NotAllowed as error:
            form.days.errors = [str(error)]
    status = 422 if form.is_submitted() else 200
    return respond(
        "groups/invites.html", block="form", status=status,
        **frame(page, "invites", form=form, invites=invites_of(page.id), absolute=absolute, seo=told(page, _("邀請連結"), "/invites")),
    )  # fmt: skip


def _invited(page: GroupPage, form: InviteForm) -> str:
    until = now() + timedelta(days=form.days.data) if form.days.data else None
    actions.invite(page.id, by=viewer().id or 0, until=until, most=form.most.data)
    return f"{page.url}/invites"


@bp.post("/invites/<int:invite_id>/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def revoke(slug: str, invite_id: int) -> Any:
    page = found_for(Verb.TEND, slug)
    if not actions.revoke(page.id, _fitting(invite_id), by=viewer().id or 0):
        abort(404)
    flash(_("連結收回了"), "success")
    return redirect_to(f"{page.url}/invites")


@bp.get("/members/<int:member_id>")
@requires(Permission.GROUP_JOIN)
def member(slug: str, member_id: int) -> Any:
    page = found_for(Verb.TEND, slug)
    return _member(page, _one(page, member_id), BanForm(data={"days": 7}))


def _member(page: GroupPage, one: InGroup, form: BanForm) -> Any:
    owns = page.may(Verb.CHANGE) and one.role in rules.INSIDE
    mine = one.person.id == viewer().id
    return respond(
        "groups/member.html", block="form", status=422 if form.errors else 200,
        **frame(
            page, "members", one=one, form=form, appoints=owns and (one.role != "owner" or mine), hands_over=owns and not mine,
            puts_out=rules.outranks(page.role, one.role), lifts=one.role == "banned",
            seo=told(page, one.person.name, f"/members/{one.person.id}"),
        ),
    )  # fmt: skip


def _one(page: GroupPage, member_id: int) -> InGroup:
    return one_of(page.id, _fitting(member_id)) or abort(404)


def _fitting(id_: int) -> int:
    return id_ if id_ < 2**31 else abort(404)


@bp.post("/members/<int:member_id>/role")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def role(slug: str, member_id: int) -> Any:
    page = found_for(Verb.CHANGE, slug)
    told_ = request.form.get("role", "")[:10]
    return _done(
        page,
        member_id,
        lambda id_, by: actions.set_role(page.id, id_, told_, by=by),
        _("現在是%(role)s", role=words.ROLES.get(told_, "")),
    )


@bp.post("/members/<int:member_id>/ownership")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def hand_over(slug: str, member_id: int) -> Any:
    page = found_for(Verb.CHANGE, slug)
    return _done(page, member_id, lambda id_, by: actions.hand_over(page.id, id_, by=by), _("群交出去了"))


@bp.post("/members/<int:member_id>/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def put_out(slug: str, member_id: int) -> Any:
    """Out, and with `days` (0: for good) kept out: both with the reason that they are told."""
    page = found_for(Verb.TEND, slug)
    one, form = _one(page, member_id), BanForm()
    if not form.validate():
        return _member(page, one, form)
    note, days = form.note.data or "", form.days.data
    if request.form.get("then") == "out":
        return _done(page, member_id, lambda id_, by: actions.put_out(page.id, id_, note, by=by), _("請出去了"), form)
    until = now() + timedelta(days=days) if days else None
    return _done(page, member_id, lambda id_, by: actions.ban(page.id, id_, note, until, by=by), _("請出去了"), form)


@bp.post("/members/<int:member_id>/ban/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def lift(slug: str, member_id: int) -> Any:
    page = found_for(Verb.TEND, slug)
    return _done(page, member_id, lambda id_, by: actions.lift_ban(page.id, id_, by=by), _("可以再加入了"))


def _done(page: GroupPage, member_id: int, act: Any, done: str, form: BanForm | None = None) -> Any:
    try:
        act(_fitting(member_id), viewer().id or 0)
        flash(done, "success")
    except NotHere:
        abort(404)
    except NotAllowed:
        abort(403)
    except NotReady as error:
        if form is not None:
            said(form, error)
            return _member(page, _one(page, member_id), form)
        flash(str(error.problems[0].text), "error")
    return redirect_to(f"{page.url}/members")
