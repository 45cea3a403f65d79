"""What notifications do about events: they tell members, write the letters that are due, and forget what is gone."""

from datetime import timedelta

from peewee import fn

from miquan.db import now
from miquan.notifications.actions.fanning import fan_out, tell
from miquan.notifications.actions.forgetting import forget_old, forget_subjects
from miquan.notifications.actions.lettering import write_letter
from miquan.notifications.models import NoticeCause
from miquan.notifications.registry import TYPES
from miquan.notifications.telling import Happened
from miquan.outbox import Event, EventRow, subscribes
from miquan.outbox.timers import every

LANE = "notices"
_DAY = timedelta(days=1)
_HEARD = sorted({event for type_ in TYPES.values() for event in type_.events})


@subscribes(*_HEARD, name="notifications.tell", lane=LANE)
def heard(event: EventRow) -> None:
    if event.subject_id is None:
        return
    happened = Happened(event.id, event.subject_id, event.actor_id, event.data)
    for type_ in TYPES.values():
        if event.name in type_.events and (telling := type_.tell(happened)) is not None:
            tell(type_, telling)


@subscribes(Event.NOTICES_DUE, name="notifications.write", lane=LANE)
def due(event: EventRow) -> None:
    if event.subject_id is not None:
        write_letter(event.subject_id, event.data["slot"])


@subscribes(Event.POST_REMOVED, Event.COMMENT_REMOVED, Event.THREAD_REMOVED, name="notifications.forget", lane=LANE)
def gone(event: EventRow) -> None:
    if event.name == Event.COMMENT_REMOVED:
        forget_subjects("comment", [event.data["comment"]] if "comment" in event.data else [])
    elif event.subject_id is not None:
        forget_subjects(event.subject_kind or "post", [event.subject_id])


@every(600.0, name="notices.daily", lane=LANE)
def tell_waiting() -> int:
    """What is told at most once a day: of each subject all that has come together. Returns how many subjects."""
    told = 0
    for type_ in TYPES.values():
        if type_.again is None:
            continue
        for subject in _ripe(type_.name):
            causes = list(
                NoticeCause.select()
                .where(NoticeCause.type == type_.name, NoticeCause.subject == subject, NoticeCause.told_at.is_null())
                .order_by(NoticeCause.id)
            )
            fan_out(type_, causes, type_.again(subject))
            told += 1
    return told


def _ripe(type_: str) -> list[int]:
    """Subjects of which something waits, and nothing was told for a day."""
    lately = NoticeCause.alias("lately")
    fresh = lately.select(lately.id).where(
        lately.type == type_, lately.subject == NoticeCause.subject, lately.kind == NoticeCause.kind,
        lately.told_at > now() - _DAY,
    )  # fmt: skip
    rows = NoticeCause.select(NoticeCause.subject).where(NoticeCause.told_at.is_null(), NoticeCause.type == type_)
    return [subject for (subject,) in rows.where(~fn.EXISTS(fresh)).distinct().tuples()]


@every(86_400.0, name="notices.forget", lane="sweep")
def forget() -> int:
    return forget_old()
