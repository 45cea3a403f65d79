"""The member's address, password and handle."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_security import hash_password

from miquan.accounts import handles, mailbox, passwords, pretenders
from miquan.accounts.freshness import requires_fresh
from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _
from miquan.limits import everybody, limiter, typed_address, who
from miquan.me.forms import EmailForm, HandleForm, PasswordForm
from miquan.permissions import Permission, requires
from miquan.portraits.queries import was_asked
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("account", __name__)

_CHANGING = "20 per hour"
_MAILING = "5 per hour;20 per day"


@bp.route("/me/email", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit("500 per hour", key_func=everybody, methods=["POST"])
@limiter.limit(_MAILING, key_func=typed_address, methods=["POST"])
@limiter.limit(_MAILING, key_func=who, methods=["POST"])
@requires_fresh
def email() -> Any:
    """Ask for another address; it changes once that one is confirmed."""
    form = EmailForm()
    if form.validate_on_submit():
        mailbox.ask_for_change(viewer().member, form.email.data)
        flash(_("信寄到新的信箱了，打開裡面的連結就換好"), "success")
        return redirect_to(f"{viewer().root}/me/email")
    waiting = mailbox.pending(viewer().id or 0)
    return _page("me/email.html", _("換信箱"), form=form, waiting=waiting.data["new"] if waiting else "")


@bp.route("/email-change/<token>", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(_CHANGING, key_func=who, methods=["POST"])
def email_change(token: str) -> Any:
    """The link in the letter to the new address. A page asks first: programs that look at mail follow links, too."""
    found = mailbox.asked_by("email-change", token)
    good = found is not None and found[0].id == viewer().id
    if good and request.method == "POST" and mailbox.change(viewer().id or 0, token):
        flash(_("信箱換好了"), "success")
        return redirect_to(f"{viewer().root}/me")
    return _link(
        _("換信箱"),
        _("你的帳號以後用%(address)s登入和收信。", address=found[1]) if good and found else "",
        _("換成這個信箱"),
        f"{viewer().root}/me/email",
    )


@bp.route("/email-stop/<token>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
def email_stop(token: str) -> Any:
    """The link in the letter to the old address, for who did not ask for a change."""
    found = mailbox.asked_by("email-stop", token)
    if request.method == "POST" and mailbox.stop(token):
        flash(_("擋下來了，所有瀏覽器都登出了。接著換一個新密碼"), "success")
        return redirect_to(f"{viewer().root}/reset")
    return _link(
        _("不換信箱"),
        _("帳號留在原來的信箱，所有瀏覽器都會登出。") if found else "",
        _("擋下來"),
        f"{viewer().root}/reset",
    )


@bp.route("/me/confirmation", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit("500 per hour", key_func=everybody, methods=["POST"])
@limiter.limit(_MAILING, key_func=who, methods=["POST"])
def confirmation() -> Any:
    """The letter again, for whose address is not confirmed yet."""
    member = viewer().member
    if request.method == "POST" and member.confirmed_at is None:
        mailbox.ask_to_confirm(member)
        flash(_("信寄出了，看看%(address)s的信箱", address=member.mailbox), "success")
        return redirect_to(safe_next(request.form.get("next"), f"{viewer().root}/me/confirmation"))
    return respond("me/confirmation.html", seo=seo(_("確認你的信箱"), "", index=False))


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@limiter.limit("30 per hour", methods=["POST"])
def confirm(token: str) -> Any:
    """The link in the letter: anybody who has it has the mailbox, signed in or not."""
    member = mailbox.who_confirms(token)
    if request.method == "POST" and mailbox.confirm(token):
        flash(_("信箱確認好了"), "success")
        onward = f"{viewer().root}/" if member and was_asked(member.id) else f"{viewer().root}/me/welcome"
        return redirect_to(onward if viewer().signed_in else url_for("security.login", next=onward))
    lead = _("%(address)s是你的信箱，信都寄到這裡。", address=member.mailbox) if member else ""
    if member and viewer().id != member.id:
        # Anybody may have joined with this address, chosen a handle, and know the password.
        lead += _(
            "這個帳號叫@%(handle)s。不是你開的就別確認：用「忘記密碼」換一個密碼，帳號就只有你能用，名字也可以改。",
            handle=member.handle,
        )
    return _link(_("確認你的信箱"), lead, _("沒錯，是我的"), f"{viewer().root}/me/confirmation")


@bp.route("/me/password", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(_CHANGING, key_func=who, methods=["POST"])
@requires_fresh
def password() -> Any:
    form, member = PasswordForm(), viewer().member
    if form.validate_on_submit():
        chosen = form.password.data
        passwords.change_password(member, hash_password(chosen), pretenders.tag(member.mailbox, chosen))
        flash(_("密碼換好了，其他瀏覽器都登出了"), "success")
        return redirect_to(f"{viewer().root}/me")
    return _page("me/password.html", _("換密碼") if member.password else _("設一個密碼"), form=form)


@bp.route("/me/handle", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(_CHANGING, key_func=who, methods=["POST"])
def handle() -> Any:
    form = HandleForm(data={"handle": viewer().member.handle})
    if form.validate_on_submit():
        try:
            handles.change_handle(viewer().id or 0, form.handle.data)
        except handles.Refused as refused:
            form.handle.errors = [refused.message]
        else:
            flash(_("帳號換好了"), "success")
            return redirect_to(f"{viewer().root}/me")
    return _page("me/handle.html", _("換帳號"), form=form, left=handles.changes_left(viewer().id or 0))


def _page(template: str, title: str, form: Any, **more: Any) -> Any:
    status = 422 if form.errors else 200
    return respond(template, block="form", status=status, form=form, seo=seo(title, "", index=False), **more)


def _link(title: str, lead: str, act: str, again: str) -> Any:
    """What a mailed link opens. Without a `lead` the link is no good, and `again` is where to get another."""
    return respond("accounts/link.html", status=200 if lead else 410, title=title, lead=lead, act=act, again=again)
