"""What handles and names may be."""

import re
import unicodedata

from miquan.accounts import names
from miquan.text import clean_line

HANDLE_LIMIT = 30
HANDLE = re.compile(r"[a-z0-9_]{3,30}")
# Handles of members who have been erased begin so; nobody can take one.
GONE = "gone_"
RESERVED = frozenset(
    [
        "about",
        "account",
        "accounts",
        "admin",
        "administrator",
        "api",
        "app",
        "brands",
        "buyer",
        "categories",
        "circle",
        "contact",
        "demo",
        "desk",
        "en",
        "events",
        "feed",
        "groups",
        "help",
        "home",
        "join",
        "legal",
        "login",
        "logout",
        "mail",
        "me",
        "media",
        "member",
        "members",
        "miquan",
        "moderator",
        "official",
        "operator",
        "orders",
        "places",
        "privacy",
        "root",
        "search",
        "security",
        "settings",
        "shop",
        "sign_in",
        "sign_out",
        "sitemap",
        "static",
        "storefront",
        "studio",
        "support",
        "system",
        "tags",
        "terms",
        "webmaster",
        "www",
        "zh_hans",
        "zh_hant",
        "mihuan",
        "null",
        "undefined",
        "none",
        "anonymous",
        "staff",
        "team",
    ]
)


def clean_handle(typed: str | None) -> str:
    """As it is stored: small letters, whatever the width and case of those that were typed, and no @ before them."""
    return unicodedata.normalize("NFKC", (typed or "")[:300]).strip().removeprefix("@").lower()


def handle_problem(handle: str) -> str:
    """ "" when it may be used, else one of shape, reserved."""
    if not HANDLE.fullmatch(handle):
        return "shape"
    return "reserved" if handle in RESERVED or handle.startswith(GONE) or names.passes_for_ours(handle) else ""


def clean_name(name: str) -> str:
    """A display name in any script: NFC, one line, without invisible or direction-turning characters."""
    return clean_line(name, 40)


def is_visible(name: str) -> bool:
    """Whether a name has at least one letter, digit or symbol that people can see."""
    return any(unicodedata.category(c)[0] in "LNS" for c in name)


def is_guessable(password: str, *about: str) -> bool:
    """Whether a password falls within a million guesses; `about` are words that people would try first.

    The estimate is zxcvbn's (Wheeler, USENIX Security 2016); its scores 0 and 1 are below 10^6 guesses.
    """
    from zxcvbn import zxcvbn

    return bool(zxcvbn(password[:72], user_inputs=[word for word in about if word])["score"] < 2)
