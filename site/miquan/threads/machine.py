"""The lives of a thread and of a reply, as tables."""

from miquan.outbox import Event
from miquan.states import Machine, Transition

AUTHOR, TENDER, MODERATOR = "author", "tender", "moderator"
_TENDING = (TENDER, MODERATOR)

THREAD = Machine(
    "thread",
    [
        Transition("published", "hidden", "hide", who=_TENDING, event=Event.THREAD_HIDDEN),
        Transition("published", "hidden", "hold", who=(AUTHOR,), event=Event.THREAD_HIDDEN),
        Transition("hidden", "published", "show", who=_TENDING, event=Event.THREAD_SHOWN),
        Transition("published", "removed", "remove", who=(AUTHOR, *_TENDING), event=Event.THREAD_REMOVED),
        Transition("hidden", "removed", "remove", who=(AUTHOR, *_TENDING), event=Event.THREAD_REMOVED),
    ],
)
REPLY = Machine(
    "reply",
    [
        Transition("published", "hidden", "hide", who=_TENDING, event=Event.REPLY_HIDDEN),
        Transition("published", "hidden", "hold", who=(AUTHOR,), event=Event.REPLY_HIDDEN),
        Transition("hidden", "published", "show", who=_TENDING, event=Event.REPLY_SHOWN),
        Transition("published", "removed", "remove", who=(AUTHOR, *_TENDING), event=Event.REPLY_REMOVED),
        Transition("hidden", "removed", "remove", who=(AUTHOR, *_TENDING), event=Event.REPLY_REMOVED),
    ],
)
