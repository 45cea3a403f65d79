"""What is true of decisions, without I/O: what can be decided of what, for how long, and who may object."""

from datetime import datetime, timedelta

from miquan.i18n import lazy

# What those read whose words may not be said here, or are looked at first.
BLOCKED, LIMITED = lazy("裡面有這裡不能發的字詞、網址或照片"), lazy("你的發言現在都要先看過")
# What is done to the thing, and what is done to whoever made it.
OF_THINGS, OF_PEOPLE = ("hide", "remove", "lock"), ("warn", "limit", "suspend", "ban")
# What ends by itself after so many days, as moderators may choose.
DAYS = (1, 3, 7, 30, 90)
# So long the member may object; what is to be removed stays so long out of sight before it goes for good.
OBJECTING = timedelta(days=30)
# What a member is told and may object to. What was not found at fault is nobody's matter.
TOLD = ("hide", "remove", "lock", "warn", "limit", "suspend", "ban", "refuse")
# What stands in the public log.
PUBLIC = TOLD
# What shuts somebody out needs the right to do so.
GRAVE = ("suspend", "ban")
GROUP_VERBS = ("discard", "hide", "remove", "lock", "ban")
OPEN_STATES = ("new", "escalated", "appealed")

VERBS = {
    "discard": lazy("沒有問題"),
    "hide": lazy("收起來"),
    "remove": lazy("移除"),
    "lock": lazy("鎖上"),
    "warn": lazy("警告"),
    "limit": lazy("限制發言"),
    "suspend": lazy("停用到某一天"),
    "ban": lazy("停用"),
    "release": lazy("放行"),
    "refuse": lazy("不放行"),
}
# As the log and the member read them.
DONE = {
    "discard": lazy("沒有問題"),
    "hide": lazy("收起來了"),
    "remove": lazy("移除了"),
    "lock": lazy("鎖上了"),
    "warn": lazy("警告了"),
    "limit": lazy("限制了發言"),
    "suspend": lazy("停用了一段時間"),
    "ban": lazy("停用了"),
    "release": lazy("放行了"),
    "refuse": lazy("沒有放行"),
}


class CannotDecide(ValueError):
    """It cannot be decided so; `message` says why to whoever tried."""

    message = lazy("現在不能這樣決定")


class NotYours(CannotDecide):
    """About themselves, or what they reported or wrote themselves."""

    message = lazy("和自己有關的事，由別人決定")


class AlreadyDecided(CannotDecide):
    """Somebody else was first."""

    message = lazy("別人剛剛決定過了，先看看")


class Blocked(CannotDecide):
    """The words for the member hold what may not be said here."""

    message = BLOCKED


class WasOverturned(CannotDecide):
    """An objection took back what they decided about it, and nothing new has come in since."""

    message = lazy("你之前的決定申訴後收回了；沒有新的檢舉，就由別人決定")


class NotEnough(CannotDecide):
    """Their rights do not go so far."""

    message = lazy("這要站務才能決定，可以交給站務")


def verbs_for(kind_verbs: tuple[str, ...], *, waits: bool, in_group: bool, grave: bool) -> tuple[str, ...]:
    """What may be chosen for a thing. `waits`: it is held; `grave`: they may shut people out of the site; of their group those may who tend it."""
    people = [verb for verb in OF_PEOPLE if grave or in_group or verb not in GRAVE]
    found = ("release", "refuse", *people) if waits else ("discard", *kind_verbs, *people)
    return tuple(verb for verb in found if verb in GROUP_VERBS) if in_group else tuple(found)


def may_object(verb: str, at: datetime, undone_at: datetime | None, now: datetime) -> bool:
    """Whether the member may (still) object. Whoever is shut out may as long as it lasts."""
    return verb in TOLD and undone_at is None and (verb in GRAVE or now - at < OBJECTING)


BLOCKS = {"word": lazy("字詞"), "host": lazy("網域"), "picture": lazy("照片")}
BLOCK_ACTIONS = {"note": lazy("只記下次數"), "hold": lazy("等人看過才出現"), "refuse": lazy("不能發出去")}
