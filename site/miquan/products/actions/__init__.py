"""Every way in which a product can change."""

from miquan.products.actions.changing import Change, change_many
from miquan.products.actions.saving import save_product
from miquan.products.actions.states import archive, publish, remove, restore, sell_out_or_restock, take_down

__all__ = [
    "Change",
    "archive",
    "change_many",
    "publish",
    "remove",
    "restore",
    "save_product",
    "sell_out_or_restock",
    "take_down",
]
