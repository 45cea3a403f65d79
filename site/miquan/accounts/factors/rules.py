"""What codes look like, how many wrong ones are borne, and where passkeys belong. Pure."""

import ipaddress
import re
import unicodedata
from datetime import timedelta
from urllib.parse import urlsplit

CODES = 10
# Ten guesses in a quarter of an hour: with three codes good at a time, a month of guessing finds one in 12 times.
MOST_WRONG = 10
WRONG_WITHIN = timedelta(minutes=15)
# How long a sign-in waits for its second factor.
PENDING = timedelta(minutes=10)
MOST_PASSKEYS = 20

_TOTP = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(r"[0-9a-f]{12}")


def totp_code(typed: str | None) -> str:
    """Six digits, however they were typed; "" for anything else."""
    found = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", (typed or "")[:40]))
    return found if _TOTP.fullmatch(found) else ""


def recovery_code(typed: str | None) -> str:
    """A recovery code as it was given out, `1a2b-3c4d-5e6f`, however it was typed; "" for anything else."""
    found = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", (typed or "")[:60])).lower()
    return "-".join((found[:4], found[4:8], found[8:])) if _RECOVERY.fullmatch(found) else ""


def passkey_site(url: str) -> tuple[str, str]:
    """(host with port, origin) that passkeys of this installation belong to.

    Browsers take no IP address for it (WebAuthn level 2, 5.1.2), so this machine is called localhost.
    """
    parts = urlsplit(url)
    host = "localhost" if _is_loopback(parts.hostname or "") else parts.hostname or "localhost"
    named = f"{host}:{parts.port}" if parts.port else host
    return named, f"{parts.scheme}://{named}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
