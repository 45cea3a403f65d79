"""How often one address or one member may do a thing. Generous for reading, tight for what can hurt."""

import hashlib
from contextlib import suppress

from email_validator import EmailNotValidError, validate_email
from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from miquan.networks import network_of
from miquan.text import fold
from miquan.viewer import viewer


def who() -> str:
    """The member, or else the address, that a limit counts."""
    member_id = viewer().id
    return f"member:{member_id}" if member_id else f"address:{network_address()}"


def network_address() -> str:
    """Where a request comes from."""
    return network_of(str(get_remote_address()))


def typed_address() -> str:
    """The e-mail address that a form names, whether or not anybody has it."""
    return mailbox_of(request.form.get("email", "")[:400])


def mailbox_of(told: str) -> str:
    """What stands for an e-mail address, as a hash: limits need no addresses."""
    told = told.strip()
    with suppress(EmailNotValidError):
        # As forms read it: one domain can be written in many ways.
        told = validate_email(told, check_deliverability=False).normalized
    return f"typed:{hashlib.sha256(fold(told).encode(errors='replace')).hexdigest()[:32]}"


def everybody() -> str:
    """One count for all: what many addresses do together."""
    return "everybody"


limiter = Limiter(network_address, headers_enabled=True, strategy="moving-window", default_limits=[])

WRITING = "60 per minute;600 per hour"
# What a form asks by itself while somebody types.
LOOKING = "240 per minute;6000 per hour"
REPORTING = "20 per hour"


def init_app(app: Flask) -> None:
    settings = app.extensions["miquan"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    # Without Redis each process counts for itself: a limit must never stop a page.
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True
    app.config["RATELIMIT_ENABLED"] = not settings.testing
    limiter.init_app(app)
