"""How alike two texts are, and which of them an entry of the blocklists stands in. Pure functions."""

import re
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import urlsplit

import numpy as np

from miquan.text import addresses_in, bare, fold, to_script

# Shorter words are often said twice by honest people.
SHORTEST = 24
_SHINGLE, _BITS = 4, 63
# Texts whose likenesses differ in so many bits at most are the same for us; two unlike ones differ in about 31.
NEAR = 5
# Pictures: of 64 bits of a perceptual hash.
NEAR_PICTURE = 4
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\"'，。；、）】」]+", re.IGNORECASE)
_LATIN = re.compile(r"[a-z0-9][a-z0-9 '&-]*")


def likeness(words: str) -> int | None:
    """A simhash of four-letter shingles in 63 bits; None for what is too short to tell."""
    plain = re.sub(r"[\W_]+", "", fold(words))
    if len(plain) < SHORTEST:
        return None
    shingles = {plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1)}
    # All at once: the writer waits, and on SQLite everybody who writes waits with them.
    digests = b"".join(blake2b(shingle.encode(), digest_size=8).digest() for shingle in shingles)
    ones = np.unpackbits(np.frombuffer(digests, np.uint8).reshape(-1, 8), axis=1).sum(axis=0)
    return sum(1 << bit for bit in range(_BITS) if ones[63 - bit] * 2 > len(shingles))


def is_near(one: int, other: int, most: int = NEAR) -> bool:
    return (one ^ other).bit_count() <= most


def hosts_in(words: str) -> set[str]:
    """The hosts of all addresses in a text, in lower case."""
    found = set()
    for address in [*_ADDRESS.findall(words), *addresses_in(words)]:
        try:
            host = urlsplit(address if "://" in address else f"http://{address}").hostname
        except ValueError:
            continue
        if host:
            found.add(host.rstrip("."))
    return found


def holds_host(hosts: set[str], value: str) -> bool:
    """The host itself, or one below it."""
    return any(host == value or host.endswith(f".{value}") for host in hosts)


def forms_of(words: str) -> tuple[str, str]:
    """The words as entries of the blocklists are compared with them: folded, and that in one script."""
    folded = fold(bare(words))
    return folded, to_script(folded, "zh-hans")


def holds_in_any(forms: tuple[str, str], value: str) -> bool:
    """A word that is blocked in one Chinese script is in the other too."""
    return holds_word(forms[0], value) or holds_word(forms[1], _simple(value))


@lru_cache(maxsize=2_000)
def _simple(value: str) -> str:
    return to_script(value, "zh-hans")


def holds_word(folded: str, value: str) -> bool:
    """A Latin word counts as a whole only: `gin` is not in `ginger`."""
    if value not in folded:
        return False
    if not _LATIN.fullmatch(value):
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(value)}(?![a-z0-9])", folded) is not None


def host_of(told: str) -> str:
    """What an operator typed as the host that it means."""
    told = told.strip().lower()
    found = hosts_in(told if "://" in told else f"http://{told}")
    return next(iter(found), "").removeprefix("www.")
