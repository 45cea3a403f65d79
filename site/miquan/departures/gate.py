"""During the time of grace a member who signs in finds one page: whether to stay."""

from typing import Any

from flask import Flask, request

from miquan.hypermedia import redirect_to
from miquan.viewer import viewer

# What stays open: leaving itself, taking one's data along, showing who one is, signing out.
_OPEN = ("departures.", "files.")
_OPEN_NAMES = frozenset({
    "security.logout", "security.verify", "security.wan_verify", "security.wan_verify_response", "security.login",
    "security.two_factor_token_validation", "security.two_factor_rescue", "security.mf_recovery",
})  # fmt: skip


def is_open(endpoint: str | None) -> bool:
    return endpoint is None or endpoint.startswith(_OPEN) or endpoint in _OPEN_NAMES


def init_app(app: Flask) -> None:
    @app.before_request
    def stay_here() -> Any:
        member = viewer().member
        # Addresses without a language are for machines; but forms sent there reach the same pages.
        is_page = "miquan.lang" in request.environ or request.method not in ("GET", "HEAD")
        if member is None or member.leaving_at is None or not is_page or is_open(request.endpoint):
            return None
        return redirect_to(f"{viewer().root}/me/departure")
