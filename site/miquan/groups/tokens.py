"""The tokens of invitations. The table holds their hash alone; a token follows from the site's key and the row, so that
whoever tends the group can read the link again, while a copy of the database lets nobody in.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Any

from flask import current_app

LONGEST = 60


def token_of(invite: Any) -> str:
    """The token of an invitation as it is in the table; "" for one made under a key that the site no longer has."""
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    told = (_token(key, invite) for key in keys)
    return next((token for token in told if hash_of(token) == invite.token_hash), "")


def new_token(invite: Any) -> str:
    return _token(current_app.config["SECRET_KEY"], invite)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _token(key: str, invite: Any) -> str:
    told = f"group.invite:{invite.id}:{invite.group_id}:{invite.at.isoformat()}"
    return urlsafe_b64encode(hmac.digest(str(key).encode(), told.encode(), "sha256")[:24]).decode()
