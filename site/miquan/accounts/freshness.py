"""Before what touches an account's safety: a sign-in that is not long ago, else the password or a passkey once more."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import flash, request
from flask_security.utils import check_and_update_authn_fresh

from miquan.hypermedia import redirect_to
from miquan.i18n import _
from miquan.viewer import viewer

# How old a sign-in may be for what touches the account's safety.
FRESH = timedelta(minutes=15)
# Who is in the middle of something is not asked again.
GRACE = timedelta(minutes=10)


def is_fresh() -> bool:
    """Whether who is signed in showed who they are a short while ago."""
    return bool(check_and_update_authn_fresh(FRESH, GRACE, "session"))


def requires_fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view for members (put it under `requires`) who signed in or verified themselves lately.

    Others are sent to `/verify` and come back to the page, or from a form to the page that shows it.
    """

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if is_fresh() else ask_again()

    return run


def ask_again(*_within: Any) -> Any:
    """To the page that asks for the password or a passkey; afterwards back."""
    flash(_("這一步要先確認是你"), "info")
    return redirect_to(f"{viewer().root}/verify?{urlencode({'next': _way_back()})}")


def _way_back() -> str:
    """This page. An address that only takes forms is left for the settings."""
    rule = request.url_rule
    shows = rule is not None and rule.methods is not None and "GET" in rule.methods
    return request.script_root + request.path if shows else f"{viewer().root}/me/security"
