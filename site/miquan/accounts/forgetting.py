"""Asking for a link to choose a new password. Answer and work are the same whether or not the address is known."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from miquan.accounts import mailbox
from miquan.accounts.forms import ForgotForm
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.viewer import viewer


def forgot_password() -> ResponseReturnValue | Any:
    """In the place of Flask-Security's own view, whose time told who has an account."""
    member = viewer().member
    form = ForgotForm(data={"email": member.mailbox if member else ""})
    if form.validate_on_submit():
        mailbox.ask_for_reset(form.email.data)
        flash(_("如果這個信箱有帳號，信已經寄出了"), "info")
        return redirect_to(f"{viewer().root}/reset")
    return respond("accounts/forgot.html", status=422 if form.errors else 200, forgot_password_form=form)
