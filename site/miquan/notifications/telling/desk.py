"""Moderation: what was decided about a member's thing, and what became of their objection."""

from miquan.moderation.models import Appeal
from miquan.moderation.rules import TOLD
from miquan.notifications.telling import Happened, Telling


def decided(event: Happened) -> Telling | None:
    return _to_whom_it_is_about(event)


def taken_back(event: Happened) -> Telling | None:
    """Unless it was their objection that did it: they hear of that."""
    heard = Appeal.select().where(Appeal.decision == event.subject, Appeal.outcome == "overturned")
    return None if heard.exists() else _to_whom_it_is_about(event)


def heard(event: Happened) -> Telling | None:
    return _to_whom_it_is_about(event)


def _to_whom_it_is_about(event: Happened) -> Telling | None:
    member = event.data.get("member")
    if not member or event.data.get("verb") not in TOLD:
        return None
    return Telling(("decision", event.subject), event.by, [member])
