"""The inbox: pages of notices by key, with who did it, how many, and what it is about. At most eleven queries a page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, Select, fn

from miquan.circle.queries.moments import microseconds, moment_of
from miquan.db import beside, is_postgres
from miquan.i18n import _, ngettext
from miquan.notifications.models import Notice, NoticeCause
from miquan.notifications.queries import things
from miquan.notifications.queries.things import NOTHING, Thing
from miquan.notifications.queries.visible import all_of, any_of, causes_of, visible
from miquan.notifications.registry import BY_THING, FAMILIES, TYPES, NoticeType
from miquan.notifications.rules import BADGE, MANY
from miquan.people.queries import people_by_id
from miquan.people.shown import Person
from miquan.prepared import Prepared, padded
from miquan.text import is_number

PAGE = 30
NAMED, FACES, NAMES = 2, 3, 3
# The newest causes of a notice, among which those who are named are found.
_LOOKED_AT = 8
_Told: Any
_Cause: Any
_Newest: Any
_Told, _Cause, _Newest = Notice.alias("told"), NoticeCause.alias("one_cause"), NoticeCause.alias("newest_cause")
_END = datetime(9999, 1, 1, tzinfo=UTC)


class Done(NamedTuple):
    """Who did what; `data` holds what was said of it then."""

    actor: int | None
    thing: int
    data: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One notice. `people` are the newest who did it, of `many`, or where the type counts things, of whom `many` are told.

    `acts` counts what they did, up to eight. `thing` is the newest of it, `names` how the newest are called.
    """

    id: int
    type: NoticeType
    kind: str
    subject: int
    at: datetime
    is_read: bool
    last: int
    many: int
    acts: int
    people: list[Person] = field(default_factory=list)
    about: Thing = NOTHING
    thing: Thing | None = None
    names: tuple[str, ...] = ()

    @property
    def is_gathered(self) -> bool:
        """Several things that one did, which are told together."""
        return self.type.several is not None and self.many > 1

    @property
    def url(self) -> str:
        """Where it leads: to what was done, else to what it was done with, else to who did it."""
        found = (self.about if self.is_gathered else self.thing or self.about).url
        return found or (self.people[0].url if self.people else "")

    @property
    def words(self) -> str:
        """What was said, or of several things how they are called."""
        if self.is_gathered:
            return _("、").join(self.names)
        if self.thing:
            return self.thing.words
        return self.about.words if self.kind != "post" else ""

    @property
    def lang(self) -> str:
        return "" if self.is_gathered else (self.thing or self.about).lang

    def who(self, called: Callable[[Person], str]) -> str:
        names = [called(one) for one in self.people[:NAMED]]
        if self.type.several:
            return _("、").join(names)
        rest = self.many - len(names)
        told = _("、").join(names)
        if self.many >= MANY:
            return _("%(names)s和另外上千人", names=told)
        return ngettext("%(names)s和另外%(num)s人", "%(names)s和另外%(num)s人", rest, names=told) if rest > 0 else told

    @property
    def sentence(self) -> str:
        return self.says(lambda one: one.called)

    def says(self, called: Callable[[Person], str]) -> str:
        """The sentence, with people called as the place where it stands calls them."""
        if self.is_gathered and self.type.several:
            return self.type.several(self.many, self.who(called))
        return str(self.type.words) % {"who": self.who(called), "what": self.about.name}


@dataclass(frozen=True)
class Inbox:
    """A page. `top` is the moment that it is as of, `next` the key that leads on."""

    rows: list[Row]
    next: str = ""

    @property
    def last(self) -> int:
        """The last cause that was shown."""
        return max((row.last for row in self.rows), default=0)

    @property
    def unread(self) -> list[int]:
        return [row.id for row in self.rows if not row.is_read]


def inbox(member_id: int, family: str = "", before: str = "") -> Inbox:
    """What they were told and may see, the newest first."""
    at, id_ = _key(before)
    found = _PAGES[family].rows(member_id, Notice.at.db_value(at), Notice.at.db_value(at), id_)
    rows = filled(found[:PAGE])
    return Inbox(rows, key_of(found[PAGE - 1]) if len(found) > PAGE else "")


def _page_of(family: str) -> Callable[..., Any]:
    types = [name for name, type_ in TYPES.items() if not family or type_.family == family]

    def page(member: Any, until: Any, at: Any, id_: Any) -> Any:
        mine = all_of(_Told.member == member, _Told.at <= until, any_of(_Told.at < at, _Told.id < id_))
        query = _rows(all_of(mine, beside(_Told.type).in_(types), visible(_Told)))
        return query.order_by(_Told.at.desc(), _Told.id.desc()).limit(PAGE + 1).tuples()

    return page


def newer(member_id: int, since: datetime) -> int:
    """How many unread ones came since a moment, at most one more than the bar says."""
    return len(_NEWER.rows(member_id, Notice.at.db_value(since)))


def _newer(member: Any, since: Any) -> Any:
    mine = all_of(_Told.member == member, _Told.closed == 0, _Told.at > since, visible(_Told))
    return _Told.select(_Told.id).where(mine).limit(BADGE + 1).tuples()


def these(after: dict[int, int]) -> list[Row]:
    """Those of these notices that their members may still see, with everything that happened after the cause beside each."""
    if not after:
        return []
    since = Case(_Told.id, tuple(after.items()))
    rows = list(
        _rows(_Told.id.in_(list(after)) & visible(_Told), since).order_by(_Told.at.desc(), _Told.id.desc()).tuples()
    )
    return filled(rows, _by_notice(_newest(*after, since=since)))


def _key(before: str) -> tuple[datetime, int]:
    """Where a page begins; without a key beyond everything."""
    at, _dash, id_ = before.partition("-")
    return (moment_of(at), int(id_)) if is_number(at, 16) and is_number(id_, 18) else (_END, 0)


def key_of(row: tuple[Any, ...]) -> str:
    return f"{microseconds(row[4])}-{row[0]}"


def _rows(where: Any, since: Any = None) -> Any:
    """id, type, kind, subject, at, closed, last, how many people or things."""
    mine = _after(since, _Cause)
    counted = Case(None, [(beside(_Told.type).in_(BY_THING), _Cause.thing)], _Cause.actor)
    people = _Cause.select(counted).where(mine).distinct().limit(MANY).alias("people")
    return _Told.select(
        _Told.id, _Told.type, _Told.kind, _Told.subject, _Told.at, _Told.closed, _Told.last, _number(people)
    ).where(where)  # fmt: skip


def _number(some: Any) -> Any:
    return Select([some], [fn.COUNT(SQL("1"))])


def _after(since: Any, cause: Any) -> Any:
    """SQL: causes of a notice; with `since` those with a greater id."""
    mine = causes_of(_Told, cause)
    return mine if since is None else all_of(cause.id > since, mine)


def filled(found: list[tuple[Any, ...]], causes: dict[int, list[Done]] | None = None) -> list[Row]:
    causes = _causes([row[0] for row in found]) if causes is None else causes
    people = people_by_id(list({actor for some in causes.values() for actor, _thing, _data in some if actor}))
    wanted: dict[str, set[int]] = {}
    for id_, type_, kind, subject, *_more in found:
        wanted.setdefault(kind, set()).add(subject)
        if (of := things.THINGS.get(TYPES[type_].still)) and causes.get(id_):
            wanted.setdefault(of, set()).update(done.thing for done in _named(type_, causes[id_]))
    read = things.read(wanted)
    return [row for row in (_row(one, causes.get(one[0], []), people, read) for one in found) if row is not None]


def _row(
    found: tuple[Any, ...], causes: list[Done], people: dict[int, Person], read: dict[str, dict[int, Thing]]
) -> Row | None:
    id_, name, kind, subject, at, closed, last, many = found
    type_, about = TYPES[name], read.get(kind, {}).get(subject)
    if about is None or not causes:
        return None
    if type_.still == "said":
        # They may know nothing of it but what was said to them.
        about = things.said_of_a_group(causes[0].data)
    actors = [] if type_.nameless else list(dict.fromkeys(done.actor for done in causes if done.actor))
    done = read.get(things.THINGS.get(type_.still, ""), {})
    names = [done[one.thing].name for one in _named(name, causes) if one.thing in done]
    named = [people[actor] for actor in actors if actor in people][:FACES]
    return Row(
        id_,
        type_,
        kind,
        subject,
        at,
        closed > 0,
        last,
        many,
        len(causes),
        named,
        about,
        done.get(causes[0].thing),
        tuple(names),
    )


def _named(type_: str, causes: list[Done]) -> list[Done]:
    """Of whose things the names are read: of all that are shown where they are told together, else of the newest."""
    return list({done.thing: done for done in causes}.values())[:NAMES] if TYPES[type_].several else causes[:1]


def _causes(ids: list[int]) -> dict[int, list[Done]]:
    """The newest causes of each notice."""
    return _by_notice(_CAUSES.rows(*padded(ids)) if ids else ())


def _by_notice(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = {}
    for id_, *done in rows:
        found.setdefault(id_, []).append(Done(*done))
    return found


def _newest(*ids: Any, since: Any = None) -> Any:
    newest = _Newest.select(_Newest.id).where(_after(since, _Newest)).order_by(_Newest.id.desc()).limit(_LOOKED_AT)
    told = _Told.select(_Told.id, _Cause.actor, _Cause.thing, _Cause.data)
    if is_postgres():
        lateral = newest.alias("of_it")
        told = told.join(lateral, JOIN.LATERAL, on=SQL("TRUE")).join(_Cause, on=(_Cause.id == lateral.c.id))
    else:
        told = told.join(_Cause, on=_Cause.id.in_(newest))
    return told.where(_Told.id.in_(ids)).order_by(_Told.id, _Cause.id.desc()).tuples()


_PAGES = {family: Prepared(_page_of(family)) for family in ("", *FAMILIES)}
_NEWER, _CAUSES = Prepared(_newer), Prepared(_newest)
