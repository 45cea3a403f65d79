"""Between password and second factor: a sign-in that waits, for ten minutes at most, and what to do without the phone."""

import time
from typing import Any

from flask import Flask, flash, request, session
from flask_security.tf_plugin import tf_check_state, tf_clean_session, tf_illegal_state
from flask_security.utils import login_user

from miquan.accounts.factors import queries
from miquan.accounts.factors.rules import PENDING
from miquan.accounts.models import Member
from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _, ngettext
from miquan.viewer import viewer

_BEGUN = "tf_at"
# Pages for who has shown the password, and not yet the second factor.
WAITING = frozenset(
    f"security.{name}" for name in ("tf_select", "two_factor_token_validation", "two_factor_rescue", "mf_recovery")
)
_ALSO = WAITING | {"security.wan_signin", "security.wan_signin_response"}
_WAYS = {
    "security.two_factor_token_validation": "authenticator",
    "security.mf_recovery": "mf_recovery",
    "security.wan_signin_response": "webauthn",
}
_FOR_EVERY_FACTOR = frozenset({"security.two_factor_rescue", "security.mf_recovery"})


def init_app(app: Flask) -> None:
    _note_beginnings(app.extensions["security"].two_factor_plugins)
    app.before_request(_in_time)


def _note_beginnings(plugins: Any) -> None:
    """The library knows no time after which a password has to be typed again, and does not say which factor it was."""
    enter = plugins.tf_enter

    def entered(user: Any, remember_me: bool | None, primary_authn_via: str, next_loc: str | None) -> Any:
        # Without a wish of the reader's the library would come back to the sign-in page.
        answer = enter(user, remember_me, primary_authn_via, safe_next(next_loc, "") or None)
        if answer is not None:
            session[_BEGUN] = int(time.time())
        return answer

    complete = plugins.tf_complete

    def completed(user: Any, dologin: bool) -> Any:
        token = complete(user, False)
        session.pop(_BEGUN, None)
        if dologin:
            way = _WAYS[request.endpoint or ""]
            login_user(user, remember=False, authn_via=[way])
            if way == "mf_recovery":
                _tell_how_many_are_left(user)
        return token

    plugins.tf_enter, plugins.tf_complete = entered, completed


def _tell_how_many_are_left(member: Any) -> None:
    """Whoever has used a code up should not learn from a letter alone that it was one of the last."""
    left = len(Member.select(Member.mf_recovery_codes).where(Member.id == member.id).get().mf_recovery_codes or ())
    if left:
        flash(ngettext("用掉了一個備用碼，還剩%(num)s個", "用掉了一個備用碼，還剩%(num)s個", left), "info")
    else:
        flash(_("備用碼用完了。到「登入與安全」做一組新的"), "error")


def _in_time() -> Any:
    """Before every page between password and second factor."""
    if request.endpoint not in _ALSO:
        return None
    if viewer().signed_in:
        return redirect_to(f"{viewer().root}/") if request.endpoint in WAITING else None
    if "tf_user_id" in session and time.time() - session.get(_BEGUN, 0) > PENDING.total_seconds():
        tf_clean_session()
        session.pop(_BEGUN, None)
        flash(_("等太久了，再登入一次"), "info")
        return redirect_to(f"{viewer().root}/sign-in")
    if request.endpoint in _FOR_EVERY_FACTOR and "tf_select" in session:
        session.setdefault("tf_state", "ready")
    return None


def rescue() -> Any:
    """Without the phone: what else this member can sign in with."""
    user = tf_check_state(["ready"])
    if user is None:
        return tf_illegal_state(None, f"{viewer().root}/sign-in")
    return respond("accounts/rescue.html", factors=queries.factors(user), next=request.args.get("next", ""))
