"""Every stored counter of groups compared with the rows it counts, and mended."""

from peewee import fn

from miquan.counters import mended
from miquan.groups.models import Group, Membership
from miquan.groups.rules import INSIDE
from miquan.threads.models import Thread


def recount() -> int:
    """How many groups had a wrong counter."""
    inside = Membership.select(fn.COUNT(Membership.id)).where(Membership.group == Group.id, Membership.role.in_(INSIDE))
    shown = Thread.select(fn.COUNT(Thread.id)).where(Thread.group == Group.id, Thread.state == "published")
    return len(mended(Group, {"members": inside, "threads": shown}))
