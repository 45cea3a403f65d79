"""Threads of a group in the orders that lists have, each through the reader's eyes. Pages go on by key."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from miquan import urls
from miquan.accounts.models import Member
from miquan.circle.queries.moments import microseconds, moment_of
from miquan.circle.wording import line_in_script
from miquan.groups.models import Group
from miquan.i18n import is_chinese
from miquan.media.models import File
from miquan.people.shown import WIDTH, Person, columns, person
from miquan.prepared import Prepared, padded
from miquan.text import is_number
from miquan.threads.models import Reply, Thread, ThreadReader
from miquan.threads.queries.visible import replies_for, visible_to
from miquan.threads.rules import KINDS, PAGE, SORTS
from miquan.threads.words import today
from miquan.viewer import viewer

PINNED, FACES = 5, 3
_Avatar = File.alias("avatar_file")
_Picked = Thread.alias("picked")
# Of its last so many places a thread shows who spoke there.
_LATELY = 4


@dataclass
class ThreadRow:
    """A thread in a list, in the reader's script. `seen`: the highest number that they have read, None when never here."""

    id: int
    group: str
    slug: str
    kind: str
    title: str
    lang: str
    flair: str
    is_pinned: bool
    is_locked: bool
    is_answered: bool
    replies: int
    likes: int
    saves: int
    last_number: int
    at: datetime
    active_at: datetime
    seen: int | None
    group_name: str
    is_over: bool
    person: Person
    faces: list[Person] = field(default_factory=list)

    @property
    def url(self) -> str:
        return urls.thread(self.group, self.id, self.slug)

    @property
    def unread(self) -> int:
        """How many replies came since the reader was there."""
        return 0 if self.seen is None else max(self.last_number - self.seen, 0)

    @property
    def unread_url(self) -> str:
        return urls.thread(self.group, self.id, self.slug, (self.seen or 0) + 1)


@dataclass(frozen=True)
class Listed:
    """Threads in order, and the `before` that leads on; empty when there are no more."""

    rows: list[ThreadRow]
    next: str = ""


def listed(group_id: int, sort: str = "active", before: str = "", only: str = "") -> Listed:
    """A page of a group's threads; the first begins with those that are pinned. Two queries, or three.

    `only`: a kind, or `open` for questions without an answer; what is pinned stands in its place among them.

    An unlisted group's threads are among them: whoever calls has found the group by its address.
    """
    sort = sort if sort in SORTS else "active"
    told, last_id = key_of(before)
    if told:
        value = int(told) if sort == "top" else stored(moment_of(told))
        found = _LATER[sort, only].rows(viewer().id or 0, group_id, value, value, last_id)
    else:
        found = _FIRST[sort, only].rows(viewer().id or 0, group_id)
    page = found[:PAGE]
    first = [] if told or only else _PINNED.rows(viewer().id or 0, group_id)
    return Listed(with_faces([_row(row) for row in [*first, *page]]), _next(sort, page) if len(found) > PAGE else "")


def key_of(before: str) -> tuple[str, int]:
    """What the last page ended with: its moment or heat, and an id; "" and 0 for what is no key."""
    told, _dash, id_ = before.partition("-")
    return (told, int(id_)) if is_number(told) and is_number(id_, 10) and int(id_) < 2**31 else ("", 0)


def stored(moment: datetime) -> Any:
    """As both databases hold it, for a prepared query."""
    found: Any = Thread.active_at
    return found.db_value(moment)


def _next(sort: str, page: list[Any]) -> str:
    *_others, last = page
    by = {"active": _ACTIVE_AT, "new": _AT, "top": _HOTNESS}[sort]
    return f"{last[by] if sort == 'top' else microseconds(last[by])}-{last[0]}"


def rows_by_id(ids: list[int], *, listed: bool = False) -> dict[int, ThreadRow]:
    """Of these threads those that the reader may see, without faces; `listed`: and that may stand in lists anywhere."""
    rows = _THESE[listed].rows(viewer().id or 0, *padded(ids)) if ids else ()
    return {row[0]: _row(row) for row in rows}


def with_faces(rows: list[ThreadRow]) -> list[ThreadRow]:
    """Who spoke last in each, one query for all."""
    if not rows:
        return rows
    by_id = {row.id: row for row in rows}
    for thread_id, *who in _FACES_OF.rows(viewer().id or 0, *padded(list(by_id))):
        row = by_id[thread_id]
        if len(row.faces) < FACES and who[0] not in {row.person.id, *(face.id for face in row.faces)}:
            row.faces.append(person(*who))
    return rows


_ORDERS = {"active": Thread.active_at, "new": Thread.created_at, "top": Thread.hotness}
_AT, _ACTIVE_AT, _HOTNESS = 13, 14, 16


def _rows(me: Any, *where: Any) -> Any:
    """`me` is 0 for a visitor, whom no block parts from anybody."""
    t = Thread
    return (
        t.select(
            t.id, Group.slug, t.slug, t.kind, t.title, t.lang, t.flair, t.pinned_at, t.locked_at, t.accepted, t.replies, t.likes, t.saves,
            t.created_at, t.active_at, t.last_number, t.hotness, ThreadReader.seen, Group.name, Group.lang, t.facts, *columns(_Avatar),
        )
        .join(Group)
        .join_from(t, Member, on=(Member.id == t.author))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join_from(t, ThreadReader, JOIN.LEFT_OUTER, on=((ThreadReader.thread == t.id) & (ThreadReader.member == me)))
        .where(*where)
        .tuples()
    )  # fmt: skip


def _only(only: str, t: Any) -> Any:
    if only == "open":
        return (t.kind == "question") & t.accepted.is_null()
    return t.kind == only if only else t.pinned_at.is_null()


def _of_group(me: Any, group_id: Any, sort: str, only: str, *more: Any) -> Any:
    """The ids come off the index by themselves: joined with the rest at once, SQLite may read all threads and sort them."""
    t, order = _Picked, getattr(_Picked, _ORDERS[sort].name)
    mine = (t.group == group_id, t.state == "published", _only(only, t), visible_to(me, listed=False, thread=t))
    picked = t.select(t.id).where(*mine, *more).order_by(order.desc(), t.id.desc()).limit(PAGE + 1)
    return _rows(me, Thread.id.in_(picked)).order_by(_ORDERS[sort].desc(), Thread.id.desc())


def _later(sort: str, only: str) -> Prepared:
    column = getattr(_Picked, _ORDERS[sort].name)
    return Prepared(
        # The first half lets the index begin in the right place.
        lambda me, group_id, most, less, id_: _of_group(
            me, group_id, sort, only, column <= most, (column < less) | (_Picked.id < id_)
        )
    )


def _first(sort: str, only: str) -> Prepared:
    return Prepared(lambda me, group_id: _of_group(me, group_id, sort, only))


_WAYS = [(sort, only) for sort in SORTS for only in ("", "open", *KINDS)]
_FIRST, _LATER = {way: _first(*way) for way in _WAYS}, {way: _later(*way) for way in _WAYS}
_PINNED = Prepared(
    lambda me, group_id: (
        _rows(
            me,
            Thread.group == group_id,
            Thread.state == "published",
            Thread.pinned_at.is_null(False),
            visible_to(me, listed=False),
        )
        .order_by(Thread.pinned_at.desc())
        .limit(PINNED)
    )
)
_THESE = {
    listed: Prepared(lambda me, *ids, listed=listed: _rows(me, Thread.id.in_(ids), visible_to(me, listed=listed)))
    for listed in (False, True)
}


def _faces(me: Any, *ids: Any) -> Any:
    return (
        Thread.select(Thread.id, *columns(_Avatar))
        .join(Reply, on=((Reply.thread == Thread.id) & (Reply.number > Thread.last_number - _LATELY)))
        .join(Member, on=(Member.id == Reply.author))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(Thread.id.in_(ids), Reply.number > 0, replies_for(me, author=Member))
        .order_by(Thread.id, Reply.number.desc())
        .tuples()
    )


_FACES_OF = Prepared(_faces)


def _row(row: tuple[Any, ...]) -> ThreadRow:
    id_, group, slug, kind, title, lang, flair, pinned, locked, accepted, replies, likes, saves = row[:13]
    at, active_at, last_number, _hotness, seen, group_name, group_lang, facts = row[13 : len(row) - WIDTH]
    wanted = viewer().lang
    return ThreadRow(
        id=id_, group=group, slug=slug, kind=kind, title=title_in(title, lang), lang=shown_lang(lang, wanted), flair=flair,
        is_pinned=pinned is not None, is_locked=locked is not None, is_answered=accepted is not None, replies=replies, likes=likes, saves=saves,
        at=at, active_at=active_at, last_number=last_number, seen=seen, group_name=title_in(group_name, group_lang), is_over=_is_over(facts),
        person=person(*row[-WIDTH:]),
    )  # fmt: skip


def _is_over(facts: dict[str, Any]) -> bool:
    """Whether the day that a deal or a trip names as its last has passed."""
    return "until" in facts and date.fromisoformat(facts["until"]) < today()


def title_in(title: str, lang: str) -> str:
    """A title in the reader's script."""
    return line_in_script(title, lang, viewer().lang)


def shown_lang(lang: str, wanted: str) -> str:
    return wanted if is_chinese(lang) and is_chinese(wanted) else lang
