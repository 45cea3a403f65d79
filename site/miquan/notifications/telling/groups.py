"""Groups: who asks to come in, and what became of it."""

from typing import Any

from miquan.groups.models import Group, Membership
from miquan.groups.rules import TENDING
from miquan.notifications.telling import Happened, Many, Telling


def asked(event: Happened) -> Telling | None:
    """Those who look after the group. Who asks again later is told of again."""
    mine = (Membership.group == event.subject) & (Membership.member == event.by) & (Membership.role == "applicant")
    row = Membership.get_or_none(mine)
    tending = Membership.select(Membership.member).where(
        Membership.group == event.subject, Membership.role.in_(TENDING)
    )
    to = Many(tending, Membership.member)
    return Telling(("group", event.subject), event.by, to, row.id) if row else None


def admitted(event: Happened) -> Telling | None:
    row = Membership.get_or_none(Membership.group == event.subject, Membership.member == event.data["member"])
    return _told(event, row.id) if row else None


def made_owner(event: Happened) -> Telling | None:
    return _appointed(event, "owner")


def made_moderator(event: Happened) -> Telling | None:
    return _appointed(event, "moderator")


def _appointed(event: Happened, role: str) -> Telling | None:
    return _told(event, event.id) if event.data.get("role") == role else None


def shut_out(event: Happened) -> Telling | None:
    """The name is kept as it was: they may no longer know of the group."""
    return _told(event, event.id)


def _told(event: Happened, thing: int) -> Telling | None:
    member, group = event.data["member"], Group.get_or_none(Group.id == event.subject)
    if group is None or member == event.by:
        return None
    data: dict[str, Any] = {"name": group.name, "lang": group.lang, "note": event.data.get("note", "")}
    return Telling(("group", event.subject), event.by, [member], thing, data)
