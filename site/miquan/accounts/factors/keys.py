"""Keys derived from the installation's, one a purpose: what one has closed, none of the others opens."""

import base64
import hmac

from miquan.config import Settings


def derived(own: Settings, purpose: str) -> list[bytes]:
    """32 bytes for this purpose from each of the installation's keys, the one in use first."""
    return [hmac.digest(key.encode(), purpose.encode(), "sha256") for key in own.keys]


def totp_secrets(own: Settings) -> dict[str, str]:
    """What encrypts the secrets of authenticator apps, by a tag that stands beside what it has encrypted."""
    keys = [key.hex() for key in derived(own, "totp-secrets")]
    # The tag stays the key's own, wherever in the list it stands.
    return {hmac.digest(key.encode(), b"tag", "sha256").hex()[:8]: key for key in keys}


def code_keys(own: Settings) -> list[bytes]:
    """What encrypts recovery codes, as Fernet takes its keys."""
    return [base64.urlsafe_b64encode(key) for key in derived(own, "recovery-codes")]
