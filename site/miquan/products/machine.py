"""The life of a product, as a table."""

from miquan.outbox import Event
from miquan.states import Machine, Transition

OWNER, SYSTEM, MODERATOR = "owner", "system", "moderator"

PRODUCT = Machine(
    "product",
    [
        Transition("draft", "published", "publish", who=(OWNER,), event=Event.PRODUCT_PUBLISHED),
        Transition("archived", "published", "publish", who=(OWNER,), event=Event.PRODUCT_PUBLISHED),
        Transition("draft", "archived", "archive", who=(OWNER,), event=Event.PRODUCT_ARCHIVED),
        Transition("published", "archived", "archive", who=(OWNER,), event=Event.PRODUCT_ARCHIVED),
        Transition("sold_out", "archived", "archive", who=(OWNER,), event=Event.PRODUCT_ARCHIVED),
        Transition("archived", "draft", "restore", who=(OWNER,), event=Event.PRODUCT_CHANGED),
        Transition("published", "sold_out", "sell_out", who=(OWNER, SYSTEM), event=Event.PRODUCT_SOLD_OUT),
        Transition("sold_out", "published", "restock", who=(OWNER, SYSTEM), event=Event.PRODUCT_RESTOCKED),
        Transition("draft", "removed", "remove", who=(OWNER, MODERATOR), event=Event.PRODUCT_REMOVED),
        Transition("published", "removed", "remove", who=(OWNER, MODERATOR), event=Event.PRODUCT_REMOVED),
        Transition("sold_out", "removed", "remove", who=(OWNER, MODERATOR), event=Event.PRODUCT_REMOVED),
        Transition("archived", "removed", "remove", who=(OWNER, MODERATOR), event=Event.PRODUCT_REMOVED),
        Transition("removed", "archived", "put_back", who=(MODERATOR,), event=Event.PRODUCT_CHANGED),
    ],
)
