"""The member's own pages of their account's safety: what guards it, the authenticator app, the recovery codes."""

from typing import Any

from flask import Blueprint, current_app, flash, session
from flask_security import current_user
from flask_security.utils import check_and_get_token_status, url_for_security
from flask_wtf import FlaskForm

from miquan.accounts.factors import actions, queries
from miquan.accounts.factors.forms import ProofForm
from miquan.accounts.factors.queries import Factors
from miquan.accounts.factors.rules import PENDING
from miquan.accounts.factors.using import authenticator, recovery_codes
from miquan.accounts.freshness import requires_fresh
from miquan.accounts.models import Member
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("factors", __name__)
# In the session while new codes wait to be shown, once.
_SHOW = "codes_to_show"


def mine() -> Factors:
    """The factors of whoever asks, as the database has them now."""
    return queries.factors(Member.get_by_id(viewer().id))


@bp.get("/me/security")
@requires(Permission.ME_SEE)
def security() -> Any:
    if session.get(_SHOW):
        return redirect_to(url_for_security("mf_recovery_codes"))
    return respond("me/security.html", factors=mine(), form=FlaskForm(), seo=seo(_("登入與安全"), "", index=False))


@requires(Permission.ME_SEE)
@requires_fresh
def totp() -> Any:
    """A new authenticator app: its secret goes to and fro, encrypted and signed, until a code proves that it arrived."""
    return _totp_page(authenticator().generate_totp_secret(), 200)


@requires(Permission.ME_SEE)
def totp_proof(token: str) -> Any:
    expired, invalid, state = check_and_get_token_status(token, "tf_setup", PENDING * 3)
    if expired or invalid or state.get("member") != current_user.fs_uniquifier:
        flash(_("這一頁放太久了，再掃一次新的"), "error")
        return redirect_to(url_for_security("two_factor_setup"))
    form = ProofForm(secret=state["secret"])
    if not form.validate():
        return _totp_page(state["secret"], 422, form)
    actions.set_totp(current_user.id, state["secret"], form.counter)
    flash(_("兩步驟登入打開了"), "success")
    first_codes()
    return redirect_to(f"{viewer().root}/me/security")


def _totp_page(secret: str, status: int, form: ProofForm | None = None) -> Any:
    state = {"secret": secret, "member": current_user.fs_uniquifier}
    token = current_app.extensions["security"].tf_setup_serializer.dumps(state)
    return respond(
        "accounts/two_factor_setup.html",
        status=status,
        form=form or ProofForm(),
        action=url_for_security("two_factor_setup_validate", token=token),
        app=authenticator().fetch_setup_values(secret, current_user),
        has_one=bool(current_user.tf_totp_secret),
        seo=seo(_("驗證器App"), "", index=False),
    )


@bp.post("/me/security/totp/removal")
@requires(Permission.ME_SEE)
@requires_fresh
def totp_removal() -> Any:
    if actions.remove_totp(current_user.id):
        flash(_("驗證器拿掉了，以後登入不再問驗證碼"), "success")
    return redirect_to(f"{viewer().root}/me/security")


@requires(Permission.ME_SEE)
@requires_fresh
def codes() -> Any:
    """How many recovery codes are left; new ones are shown once, right after they were made."""
    form, held = FlaskForm(), mine()
    if form.validate_on_submit():
        if held.second:
            make_codes()
        return redirect_to(url_for_security("mf_recovery_codes"))
    shown = recovery_codes().get_recovery_codes(current_user) if session.pop(_SHOW, False) else []
    return respond(
        "accounts/recovery_codes.html",
        form=form,
        factors=held,
        codes=shown,
        seo=seo(_("備用碼"), "", index=False),
    )


def make_codes() -> None:
    """New recovery codes; the next page shows them."""
    recovery_codes().create_recovery_codes(current_user)
    session[_SHOW] = True


def first_codes() -> None:
    """After a second factor was added: who has no recovery codes gets some, shown on the next page."""
    held = mine()
    if held.second and held.codes_left == 0:
        make_codes()
