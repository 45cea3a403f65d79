"""Limits of files, what each purpose takes, and the renditions a picture has."""

from dataclasses import dataclass

WIDTHS = (320, 640, 1280)
QUALITY = 80
MEGABYTE = 1024 * 1024
# Bytes a file of each kind may have.
MAX_BYTES = {"image": 15 * MEGABYTE, "video": 500 * MEGABYTE, "document": 20 * MEGABYTE}
MAX_PIXELS = 60_000_000
# Formats that can only be decoded whole, unlike JPEG.
MAX_PIXELS_WHOLE = 36_000_000
MAX_SIDE = 30_000
MAX_FRAMES = 1_000
# Seconds that one file may be looked at; longer by the clock only while the machine has no processor to give.
SECONDS = 5
PATIENCE = 20
# A file that nobody could look at for so long is refused, so that it does not wait for ever.
OVERDUE_SECONDS = 1_800.0
RECEIPT_LIMIT = 64
FILENAME_LIMIT = 200


@dataclass(frozen=True)
class Purpose:
    """What files of one purpose may be. `sealed`: kept encrypted. `counted`: takes from the member's quota."""

    kinds: frozenset[str]
    visibility: str = "public"
    sealed: bool = False
    counted: bool = True


_PICTURES = frozenset({"image"})
_EVIDENCE = frozenset({"image", "video", "document"})
PURPOSES = {
    "product": Purpose(_PICTURES),
    "post": Purpose(_PICTURES),
    "avatar": Purpose(_PICTURES),
    "banner": Purpose(_PICTURES),
    "group": Purpose(_PICTURES),
    "paper": Purpose(_EVIDENCE, "private", sealed=True),
    "proof": Purpose(_EVIDENCE, "private"),
    # Made by the site itself, never received.
    "export": Purpose(frozenset(), "private", counted=False),
}
# Files that take nothing of their owner's quota.
UNCOUNTED = tuple(name for name, purpose in PURPOSES.items() if not purpose.counted)


def most_bytes(purpose: str) -> int:
    """The largest file that a purpose takes, for an upload that has not been looked at yet. Raises KeyError."""
    return max((MAX_BYTES[kind] for kind in PURPOSES[purpose].kinds), default=0)
