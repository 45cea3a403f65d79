"""A sign-in that is fresh enough for what touches the account's safety; others show once more who they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import flash, request
from flask_security.utils import check_and_update_authn_fresh

from miquan.accounts.factors.rules import FRESH, PENDING
from miquan.hypermedia import redirect_to
from miquan.i18n import _
from miquan.viewer import viewer


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view for members who signed in, or showed who they are, a short while ago."""

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        if check_and_update_authn_fresh(FRESH, PENDING, "session"):
            return view(*args, **kwargs)
        return ask_again()

    return run


def ask_again(*_within: Any) -> Any:
    """To the page that asks for the password or a passkey; afterwards back, but never to a form's address."""
    flash(_("這一步要先確認是你"), "info")
    back = request.script_root + request.path if request.method == "GET" else f"{viewer().root}/me/security"
    return redirect_to(f"{viewer().root}/verify?{urlencode({'next': back})}")
