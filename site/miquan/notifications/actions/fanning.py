"""Telling: a cause is written once, a notice for each member in batches, so that no thread has too many watchers.

Being told twice of the same event changes nothing, and a worker that was killed in between goes on where it was.
"""

from collections.abc import Iterator
from typing import Any

from peewee import EXCLUDED, SQL, Case, Value, chunked, fn

from miquan.accounts.models import Member
from miquan.db import now, transaction
from miquan.notifications.actions.gathering import gather
from miquan.notifications.actions.lettering import ask_for_letters
from miquan.notifications.models import Notice, NoticeCause, NoticeChoice
from miquan.notifications.queries.visible import wanted_from
from miquan.notifications.registry import NoticeType
from miquan.notifications.rules import Channel
from miquan.notifications.telling import Many, Telling

BATCH = 1_000
_ONE = SQL("1")
_COLUMNS = [
    Notice.member, Notice.type, Notice.kind, Notice.subject, Notice.closed, Notice.first, Notice.last, Notice.mailed,
    Notice.at,
]  # fmt: skip


def tell(type_: NoticeType, telling: Telling) -> None:
    """Tell those whom it concerns, once. What is told at most daily only waits here for its turn."""
    if isinstance(telling.to, Many) or telling.to:
        with transaction():
            cause = _cause(type_, telling)
        if cause.told_at is None and type_.again is None:
            fan_out(type_, [cause], telling.to)


def _cause(type_: NoticeType, telling: Telling) -> NoticeCause:
    """The row of what happened: the one that there is already, where it was done before."""
    kind, subject = telling.subject
    key = {"type": type_.name, "kind": kind, "subject": subject, "actor": telling.actor, "thing": telling.thing}
    if telling.actor is not None:
        NoticeCause.insert(**key, data=telling.data).on_conflict_ignore().execute()
    same = [getattr(NoticeCause, name) == value for name, value in key.items() if value is not None]
    if telling.actor is None:
        same.append(NoticeCause.actor.is_null())
    found: NoticeCause | None = NoticeCause.get_or_none(*same)
    return found or NoticeCause.create(**key, data=telling.data)


def fan_out(type_: NoticeType, causes: list[NoticeCause], to: Any) -> None:
    """A notice of these causes, all about one subject, for each of the members; then they are told."""
    for some in _batches(to):
        with transaction():
            _write(type_, causes, some)
            if type_.again is not None:
                gather(causes[-1], some)
            ask_for_letters(type_, some, causes[-1])
    with transaction():
        NoticeCause.update(told_at=now()).where(NoticeCause.id.in_([cause.id for cause in causes])).execute()


def _batches(to: Any) -> Iterator[list[int]]:
    if not isinstance(to, Many):
        yield from (list(some) for some in chunked(sorted(set(to)), BATCH))
        return
    last = 0
    while True:
        query = to.query.where(to.column > last).order_by(to.column).limit(BATCH)
        some = [id_ for (id_,) in query.tuples()]
        if some:
            yield some
            last = some[-1]
        if len(some) < BATCH:
            return


def _write(type_: NoticeType, causes: list[NoticeCause], members: list[int]) -> None:
    """Members who are there, want to hear of it and were not told yet: their open notice takes it in, or one opens."""
    first, last, newest = causes[0].id, causes[-1].id, causes[-1]
    about = (newest.type, newest.kind, newest.subject)
    rows = Member.select(
        Member.id, *map(Value, about), Value(0), Value(first), Value(last), Value(0), Value(newest.at, converter=Notice.at.db_value)
    ).where(
        Member.id.in_(members), Member.active, _from_whom(type_, newest),
        ~fn.EXISTS(_told(about, last)), ~fn.EXISTS(_turned_off(type_)),
    )  # fmt: skip
    Notice.insert_from(rows, _COLUMNS).on_conflict(
        conflict_target=[Notice.kind, Notice.subject, Notice.type, Notice.member, Notice.closed],
        update={
            Notice.first: Case(None, ((EXCLUDED.first < Notice.first, EXCLUDED.first),), Notice.first),
            Notice.last: Case(None, ((EXCLUDED.last > Notice.last, EXCLUDED.last),), Notice.last),
            Notice.at: Case(None, ((EXCLUDED.at > Notice.at, EXCLUDED.at),), Notice.at),
        },
    ).execute()


def _from_whom(type_: NoticeType, cause: NoticeCause) -> Any:
    """Where a group or the site speaks, no block or mute parts anybody from whoever acted for it."""
    if type_.nameless:
        return Member.id != (cause.actor_id or 0)
    return wanted_from(Member.id, cause.actor_id)


def _told(about: tuple[str, str, int], last: int) -> Any:
    """Read already; an open one takes it in once more, which changes nothing."""
    type_, kind, subject = about
    mine = (Notice.kind == kind) & (Notice.subject == subject) & (Notice.type == type_) & (Notice.member == Member.id)
    return Notice.select(_ONE).where(mine, Notice.closed > 0, Notice.last >= last)


def _turned_off(type_: NoticeType) -> Any:
    chosen = (NoticeChoice.member == Member.id) & (NoticeChoice.type == type_.name)
    return NoticeChoice.select(_ONE).where(chosen, NoticeChoice.channel == Channel.OFF)
