"""What a member may bring files for: who may, how large, and what a chooser offers."""

from dataclasses import dataclass

from miquan.media import rules as media
from miquan.permissions import Permission

_PICTURES = "image/*,.heic,.heif,.avif"
_EVIDENCE = f"{_PICTURES},video/*,application/pdf"


@dataclass(frozen=True)
class Purpose:
    """`largest` in bytes; `accept` as of an input of type file: a hint for choosers, never trusted.

    `saved`: files are kept for good only once a form is saved that names them; it calls `media.actions.keep`.
    """

    permission: Permission
    largest: int
    accept: str
    saved: bool = False


PURPOSES: dict[str, Purpose] = {
    "product": Purpose(Permission.PRODUCT_EDIT, media.most_bytes("product"), _PICTURES, saved=True),
    "post": Purpose(Permission.POST_WRITE, media.most_bytes("post"), _PICTURES, saved=True),
    "avatar": Purpose(Permission.ME_SEE, media.most_bytes("avatar"), _PICTURES, saved=True),
    "banner": Purpose(Permission.STOREFRONT_OPEN, media.most_bytes("banner"), _PICTURES, saved=True),
    "group": Purpose(Permission.GROUP_START, media.most_bytes("group"), _PICTURES, saved=True),
    "proof": Purpose(Permission.ME_SEE, media.most_bytes("proof"), _EVIDENCE),
    "paper": Purpose(Permission.ME_SEE, media.most_bytes("paper"), _EVIDENCE),
}
