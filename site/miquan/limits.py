"""How often one address or one member may do a thing. Generous for reading, tight for what can hurt."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from miquan.viewer import viewer


def who() -> str:
    """The member, or else the address, that a limit counts."""
    member_id = viewer().id
    return f"member:{member_id}" if member_id else f"address:{get_remote_address()}"


limiter = Limiter(get_remote_address, headers_enabled=True, strategy="moving-window", default_limits=[])

WRITING = "60 per minute;600 per hour"
REPORTING = "20 per hour"


def init_app(app: Flask) -> None:
    settings = app.extensions["miquan"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    # Without Redis each process counts for itself: a limit must never stop a page.
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_ENABLED"] = not settings.testing
    limiter.init_app(app)
