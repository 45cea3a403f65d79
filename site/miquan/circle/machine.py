"""The life of a post, as a table."""

from miquan.outbox import Event
from miquan.states import Machine, Transition

AUTHOR, CLOCK, MODERATOR = "author", "clock", "moderator"

POST = Machine(
    "post",
    [
        Transition("draft", "published", "publish", who=(AUTHOR,), event=Event.POST_PUBLISHED),
        Transition("draft", "scheduled", "schedule", who=(AUTHOR,), event=Event.POST_SCHEDULED),
        Transition("scheduled", "scheduled", "schedule", who=(AUTHOR,), event=Event.POST_SCHEDULED),
        Transition("scheduled", "draft", "unschedule", who=(AUTHOR,)),
        Transition("scheduled", "published", "publish", who=(AUTHOR, CLOCK), event=Event.POST_PUBLISHED),
        Transition("draft", "hidden", "hold", who=(AUTHOR,)),
        Transition("scheduled", "hidden", "hold", who=(AUTHOR, CLOCK)),
        Transition("published", "hidden", "hold", who=(AUTHOR,), event=Event.POST_HIDDEN),
        Transition("hidden", "published", "release", who=(MODERATOR,), event=Event.POST_PUBLISHED),
        Transition("published", "hidden", "hide", who=(MODERATOR,), event=Event.POST_HIDDEN),
        Transition("hidden", "published", "show", who=(MODERATOR,), event=Event.POST_SHOWN),
        Transition("draft", "removed", "remove", who=(AUTHOR,)),
        Transition("scheduled", "removed", "remove", who=(AUTHOR,)),
        Transition("published", "removed", "remove", who=(AUTHOR, MODERATOR), event=Event.POST_REMOVED),
        Transition("hidden", "removed", "remove", who=(AUTHOR, MODERATOR), event=Event.POST_REMOVED),
    ],
)
