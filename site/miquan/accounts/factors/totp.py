"""Codes of authenticator apps (RFC 6238): secrets encrypted at rest, each code good once."""

import base64
import io
from typing import Any

import qrcode
from flask_security.totp import TokenError, Totp
from qrcode.image.svg import SvgPathImage

from miquan.accounts.factors import actions
from miquan.accounts.factors.rules import totp_code

# Seconds that a phone's clock may be off.
WINDOW = 45


class Authenticator(Totp):  # type: ignore[misc]
    """Flask-Security's, with a key of ours to encrypt by and a memory of the last code."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        # Of several keys the first encrypts; the library would take the last by name.
        self._totp.wallet.default_tag = next(iter(secrets))

    def counter_of(self, code: str, secret: str) -> int | None:
        """Which half minute's code this is; None when it is none of the present ones."""
        try:
            return int(self._totp.verify(code, secret, window=WINDOW).counter) if code else None
        except (TokenError, KeyError, ValueError):  # also a secret whose key is lost
            return None

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether a code is right and was not used before; it is used now."""
        # Opening the secret takes 40 ms, which nobody's transaction waits for.
        counter = self.counter_of(totp_code(token), totp_secret)
        return counter is not None and actions.spend_counter(user.id, counter)

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The QR code as an address of an image."""
        made = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathImage, border=2)
        with io.BytesIO() as out:
            made.save(out)
            return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode("ascii")
