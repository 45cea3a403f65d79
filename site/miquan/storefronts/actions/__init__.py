"""Every way in which a storefront changes."""

from miquan.storefronts.actions.saving import AlreadyOpen, StorefrontDraft, edit_storefront, open_storefront
from miquan.storefronts.actions.standing import approve, close_storefront, refuse, reopen_storefront, resume, suspend

__all__ = [
    "AlreadyOpen", "StorefrontDraft", "approve", "close_storefront", "edit_storefront", "open_storefront", "refuse", "reopen_storefront", "resume", "suspend",
]  # fmt: skip
