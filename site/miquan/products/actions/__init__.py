"""Every way in which a product can change."""

from miquan.products.actions.changing import Change, change_many
from miquan.products.actions.counting import recount_goods
from miquan.products.actions.creating import Made, New, create_many
from miquan.products.actions.renewing import Renewal, Renewed, renew_many
from miquan.products.actions.saving import save_product
from miquan.products.actions.states import archive, publish, put_back, remove, restore, sell_out_or_restock, take_down

__all__ = [
    "Change",
    "Made",
    "New",
    "Renewal",
    "Renewed",
    "archive",
    "change_many",
    "create_many",
    "publish",
    "put_back",
    "recount_goods",
    "remove",
    "renew_many",
    "restore",
    "save_product",
    "sell_out_or_restock",
    "take_down",
]
