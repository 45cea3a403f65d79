"""Flask-Security, set up for Miquan: sign up, sign in and out, reset by mail."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import Flask, abort, current_app, request, session
from flask_security import Security, password_reset, user_authenticated
from flask_security.utils import set_request_attr
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from miquan.accounts import arrivals, forgetting, gates, passwords, queries
from miquan.accounts.datastore import Datastore
from miquan.accounts.factors import setup as factors
from miquan.accounts.factors.passkeys import ANSWER_LIMIT
from miquan.accounts.forms import JoinForm, ResetForm, SignInForm
from miquan.accounts.hashing import Hashing
from miquan.accounts.messages import MESSAGES
from miquan.accounts.sessions import MemberSessions
from miquan.config import Settings
from miquan.hypermedia import render_page, safe_next
from miquan.mail.security import NoMail

csrf = CSRFProtect()
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_LONGEST = 400
_HASHES = frozenset({"security.login", "security.register", "security.reset_password", "security.verify"})
# A passkey's answer is JSON in ASCII; nothing normalises it.
_LONGER = {"credential": ANSWER_LIMIT}

# Letters are asked for by `mailbox.py` and `security.py`; Flask-Security sends none.
_LETTERS = {
    "SECURITY_EMAIL_SENDER": "no-reply@localhost",
    "SECURITY_EMAIL_PLAINTEXT": False,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
}


def init_app(app: Flask) -> None:
    app.session_interface = sessions = MemberSessions(app)
    app.extensions["is_member"] = sessions.is_member
    app.config.update(_settings(app))
    app.before_request(_turn_away)
    csrf.init_app(app)
    security = Security(
        app,
        Datastore(),
        login_form=SignInForm,
        register_form=JoinForm,
        reset_password_form=ResetForm,
        mail_util_cls=NoMail,
        render_template=_page,
        **factors.PARTS,
    )
    security.pwd_context = Hashing(security.pwd_context)
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    user_authenticated.connect(arrivals.authenticated, app)
    factors.init_app(app, security)
    password_reset.connect(passwords.was_reset, app)
    security.register_context_processor(_inviter)
    # Only the session's cookie signs in. Flask-Security would also take tokens, even from the address, and Flask-Login
    # a cookie of its own that is good for a year, whatever sessions were ended.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    app.login_manager._load_user_from_remember_cookie = lambda _cookie: None  # type: ignore[attr-defined]
    app.before_request(_stay_here)
    app.view_functions["security.forgot_password"] = forgetting.forgot_password
    gates.init_app(app)


def _page(template: str, **context: Any) -> Any:
    """A page of Flask-Security's; with 422 where something has to be typed again."""
    page = render_page(template, **context)
    return (page, 422) if any(isinstance(form, FlaskForm) and form.errors for form in context.values()) else page


def _settings(app: Flask) -> dict[str, Any]:
    own = app.extensions["miquan"]
    found: dict[str, Any] = {
        "SECURITY_PASSWORD_SALT": _password_salt(own),
        "SECURITY_URL_PREFIX": None,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_REGISTER_URL": "/join",
        "SECURITY_RESET_URL": "/reset",
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_POST_LOGIN_VIEW": "front.index",
        "SECURITY_POST_LOGOUT_VIEW": "front.index",
        "SECURITY_POST_REGISTER_VIEW": "welcome.begin",
        "SECURITY_POST_RESET_VIEW": "security.login",
        "SECURITY_REGISTERABLE": True,
        "SECURITY_USE_REGISTER_V2": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_PASSWORD_LENGTH_MIN": 8,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": _as_email, "case_insensitive": True}}],
        **_LETTERS,
        "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
        "SECURITY_REGISTER_USER_TEMPLATE": "accounts/join.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "accounts/forgot.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "accounts/reset.html",
    }
    if own.testing:
        # Tests hash passwords by the thousand; how strong a real hash is does not concern them.
        found["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = {
            "argon2__time_cost": 1, "argon2__memory_cost": 1024, "argon2__parallelism": 1,
        }  # fmt: skip
    return {
        **found,
        **factors.settings(own),
        **{f"SECURITY_MSG_{name}": (text, kind) for name, (text, kind) in MESSAGES.items()},
    }


def _password_salt(own: Settings) -> str:
    """Each purpose has a key of its own, derived from the installation's. Passwords need its first one for ever."""
    return hashlib.sha256(b"password-salt:" + own.keys[-1].encode()).hexdigest()


def _inviter() -> dict[str, str]:
    """Who asked the reader to join, for the page."""
    found = queries.by_handle(request.values.get("ref", "")[:30])
    return {"inviter": found.display_name if found and found.active else ""}


def _turn_away() -> None:
    """A flood is answered before any work is done for it."""
    hashes = request.method == "POST" and request.endpoint in _HASHES
    if hashes and current_app.extensions["security"].pwd_context.is_full:
        abort(503)


def _as_email(identity: str) -> str | None:
    return identity.strip().lower() if "@" in identity else None


def _stay_here() -> None:
    """Drop a `next` that could lead away from the site before Flask-Security looks at it."""
    if request.endpoint and request.endpoint.startswith("security."):
        if request.method == "POST" and request.mimetype not in _FORMS:
            abort(400)
        request.args, request.form = _staying(request.args), _staying(request.form)  # type: ignore[misc]


def _staying(told: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    """Without a bad `next`, and each value cut where it is far too long: normalising it takes quadratic time."""
    kept = [(k, v[: _LONGER.get(k, _LONGEST)]) for k, v in told.items(multi=True) if k != "next" or safe_next(v, "")]
    return ImmutableMultiDict(kept)


def _load(uniquifier: str) -> Any:
    """Whose session this is. Flask-Security's own would shut out who is leaving and may still come back."""
    member = current_app.extensions["security"].datastore.find_user(fs_uniquifier=str(uniquifier or ""))
    if member is None or not member.is_active:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return member
