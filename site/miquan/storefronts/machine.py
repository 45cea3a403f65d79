"""The life of a storefront, as a table."""

from miquan.outbox import Event
from miquan.states import Machine, Transition

OWNER, OPERATOR = "owner", "operator"

STOREFRONT = Machine(
    "storefront",
    [
        Transition("pending", "open", "approve", who=(OPERATOR,), event=Event.STOREFRONT_OPENED),
        Transition("pending", "closed", "refuse", who=(OPERATOR,), event=Event.STOREFRONT_CHANGED),
        Transition("pending", "closed", "close", who=(OWNER,), event=Event.STOREFRONT_CHANGED),
        Transition("open", "closed", "close", who=(OWNER,), event=Event.STOREFRONT_CHANGED),
        Transition("paused", "closed", "close", who=(OWNER,), event=Event.STOREFRONT_CHANGED),
        Transition("open", "suspended", "suspend", who=(OPERATOR,), event=Event.STOREFRONT_CHANGED),
        Transition("suspended", "open", "resume", who=(OPERATOR,), event=Event.STOREFRONT_OPENED),
        Transition("closed", "open", "reopen", who=(OWNER,), event=Event.STOREFRONT_OPENED),
        Transition("closed", "pending", "ask", who=(OWNER,), event=Event.STOREFRONT_CHANGED),
    ],
)
