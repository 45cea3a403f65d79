"""Second factors and passkeys, put into Flask-Security: settings, forms, pages, limits."""

from typing import Any

from flask import Flask
from flask_security.signals import wan_registered

from miquan.accounts.factors import keys, passkeys, signing, views
from miquan.accounts.factors.codes import RecoveryCodes
from miquan.accounts.factors.forms import CodeForm, FreshForm, RecoveryForm, SelectForm
from miquan.accounts.factors.rules import CODES, PENDING
from miquan.accounts.factors.totp import Authenticator
from miquan.accounts.freshness import FRESH, GRACE, ask_again
from miquan.config import Settings
from miquan.limits import limiter, who

# What `Security(…)` is given.
PARTS: dict[str, Any] = {
    "two_factor_verify_code_form": CodeForm,
    "two_factor_select_form": SelectForm,
    "mf_recovery_form": RecoveryForm,
    "verify_form": FreshForm,
    "wan_register_form": passkeys.PasskeyForm,
    "wan_register_response_form": passkeys.PasskeyMadeForm,
    "wan_signin_form": passkeys.PasskeyAskForm,
    "wan_signin_response_form": passkeys.PasskeyAnswerForm,
    "wan_delete_form": passkeys.PasskeyRemovalForm,
    "totp_cls": Authenticator,
    "mf_recovery_codes_util_cls": RecoveryCodes,
    "webauthn_util_cls": passkeys.Site,
}
_OURS = {
    "two_factor_setup": views.totp,
    "two_factor_setup_validate": views.totp_proof,
    "two_factor_rescue": signing.rescue,
    "mf_recovery_codes": views.codes,
}
# For one address; wrong codes also count for the account (`rules.MOST_WRONG`).
_LIMITS = {
    "two_factor_token_validation": "30 per 5 minutes",
    "mf_recovery": "30 per 5 minutes",
    "two_factor_setup_validate": "30 per 5 minutes",
    "mf_recovery_codes": "20 per hour",
    "verify": "20 per 5 minutes",
    "wan_signin": "60 per 5 minutes",
    "wan_signin_response": "60 per 5 minutes",
    "wan_register": "30 per hour",
    "wan_register_response": "30 per hour",
    "wan_verify_response": "60 per 5 minutes",
}
_GUESSES = "10 per 5 minutes;100 per day"


def settings(own: Settings) -> dict[str, Any]:
    """Flask-Security's settings for second factors."""
    return {**_addresses(), **_pages(), **_times(), **_secrets(own)}


def _addresses() -> dict[str, Any]:
    return {
        "SECURITY_VERIFY_URL": "/verify",
        "SECURITY_TWO_FACTOR_SETUP_URL": "/me/security/totp",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in/factor",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/me/security/codes",
        "SECURITY_WAN_REGISTER_URL": "/me/security/passkeys",
        "SECURITY_WAN_DELETE_URL": "/me/security/passkeys/removal",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_VERIFY_URL": "/verify/passkey",
        "SECURITY_WAN_POST_REGISTER_VIEW": "factors.security",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "factors.security",
        "SECURITY_POST_VERIFY_VIEW": "factors.security",
    }


def _pages() -> dict[str, Any]:
    return {
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "accounts/two_factor_setup.html",
        "SECURITY_TWO_FACTOR_SELECT_TEMPLATE": "accounts/two_factor_select.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/two_factor_code.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "accounts/recovery.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "accounts/recovery_codes.html",
        "SECURITY_WAN_REGISTER_TEMPLATE": "accounts/passkeys.html",
        "SECURITY_WAN_SIGNIN_TEMPLATE": "accounts/passkey_sign_in.html",
        "SECURITY_WAN_VERIFY_TEMPLATE": "accounts/passkey_verify.html",
        "SECURITY_VERIFY_TEMPLATE": "accounts/verify.html",
    }


def _times() -> dict[str, Any]:
    return {
        "SECURITY_FRESHNESS": FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": GRACE,
        "SECURITY_FRESHNESS_ALLOW_AUTH_TOKEN": False,
        "SECURITY_TWO_FACTOR_SETUP_WITHIN": PENDING * 3,
        "SECURITY_WAN_REGISTER_WITHIN": PENDING,
        "SECURITY_WAN_SIGNIN_WITHIN": PENDING / 2,
        "SECURITY_WAN_REGISTER_TIMEOUT": 300_000,
        "SECURITY_WAN_SIGNIN_TIMEOUT": 300_000,
    }


def _secrets(own: Settings) -> dict[str, Any]:
    return {
        "SECURITY_TWO_FACTOR": True,
        # No code by mail or text message: both are read by whoever holds the mailbox or the number.
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TOTP_SECRETS": keys.totp_secrets(own),
        "SECURITY_TOTP_ISSUER": "Miquan",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": keys.code_keys(own),
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": "Miquan",
        # Nobody learns from an address whether it has an account with a passkey.
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
    }


def init_app(app: Flask, security: Any) -> None:
    """After Flask-Security: our own pages in the place of some of its, limits, and what it does not look at."""
    # Programs get no JSON: these addresses are for people, and what is shown once must not be read by another way.
    security.want_json(lambda _request: False)
    security.reauthn_handler(ask_again)
    security.wan_register_context_processor(lambda: {"factors": views.mine()})
    signing.init_app(app)
    app.before_request(passkeys.at_home)
    app.jinja_env.globals["passkey_origin"] = passkeys.origin
    wan_registered.connect(_passkey_added, app)
    for name, view in _OURS.items():
        app.view_functions[f"security.{name}"] = view
    for name, limit in _LIMITS.items():
        view = app.view_functions[f"security.{name}"]
        app.view_functions[f"security.{name}"] = limiter.limit(limit, methods=["POST"])(view)
    # Whoever holds a session must not guess the password from many addresses.
    verify = app.view_functions["security.verify"]
    app.view_functions["security.verify"] = limiter.limit(_GUESSES, key_func=who, methods=["POST"])(verify)
    app.register_blueprint(views.bp)


def _passkey_added(_app: Flask, user: Any, **_more: Any) -> None:
    views.first_codes()
