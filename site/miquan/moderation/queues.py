"""What waits at the desk: reports by thing, things on hold, what new members say first, pictures, objections."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, SQL, Case, Select, fn

from miquan.accounts.models import Member
from miquan.circle.models import Post, PostNotice
from miquan.circle.queries.visible import beside
from miquan.db import database, now
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.moderation.models import Appeal, Decision, Hold, Report, is_open
from miquan.moderation.registry import Thing, things
from miquan.moderation.rules import OPEN_STATES
from miquan.text import is_number
from miquan.threads.models import Reply, Thread

PAGE = 30
YOUNG = timedelta(days=30)
FIRST = 3
# So many things are counted for a tab.
MOST = 999
_Later = Report.alias("later_report")
AGES = {"day": timedelta(days=1), "week": timedelta(days=7)}


@dataclass(frozen=True)
class Filters:
    """What of a queue is wanted; empty for all. `age`: only what waits at least that long. `group`: a group's own."""

    kind: str = ""
    reason: str = ""
    state: str = ""
    age: str = ""
    group: int | None = None
    before: str = ""


@dataclass(frozen=True)
class Row:
    """One thing that waits. `reporters` counts members, `reasons` are keys with how often, `seen` the newest decision."""

    key: int
    thing: Thing | None
    kind: str
    subject_id: int
    at: datetime
    count: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    state: str = ""
    seen: int = 0
    words: str = ""
    who: str = ""
    decision: Decision | None = None
    picture: Picture | None = None

    @property
    def box(self) -> str:
        """What a ticked box sends: the thing, and the newest decision that was seen."""
        return f"{self.kind}-{self.subject_id}-{self.seen}"


Page = tuple[list[Row], str]


def reports(wanted: Filters) -> Page:
    """Things with open reports, the newest report first; four questions, however many reports there are."""
    rows = Report.select(Report.id, Report.subject_kind, Report.subject_id).where(_newest(wanted))
    if is_number(wanted.before, 9):
        rows = rows.where(Report.id < int(wanted.before))
    found = list(rows.order_by(Report.id.desc()).limit(PAGE + 1).tuples())
    keys = [(kind, id_) for _key, kind, id_ in found[:PAGE]]
    known, why, seen, told = things(keys), _reasons(keys), _seen(keys), _told(keys, wanted)
    made = []
    for key, *about in found[:PAGE]:
        thing = (about[0], about[1])
        # Somebody may just have decided about it.
        at, count, up = told.get(thing, (now(), 0, 0))
        state = "escalated" if up else "new"
        made.append(Row(key, known.get(thing), *thing, at, count, why.get(thing, ()), state, seen.get(thing, 0)))
    return made, _next(found)


def _newest(wanted: Filters) -> Any:
    """SQL: reports that are wanted, of each thing the newest; read off the index of what is open until a page is full."""
    same = (_Later.subject_kind == Report.subject_kind) & (_Later.subject_id == Report.subject_id)
    later = _Later.select(SQL("1")).where(same, _Later.id > Report.id, _wanted(_Later, wanted))
    return _wanted(Report, wanted) & ~fn.EXISTS(later)


def _wanted(report: Any, wanted: Filters) -> Any:
    found = is_open(report)
    if wanted.state in OPEN_STATES:
        found &= report.state == wanted.state
    if wanted.reason:
        found &= report.reason == wanted.reason
    if wanted.age in AGES:
        found &= report.created_at < now() - AGES[wanted.age]
    for condition in _of(report, wanted):
        found &= condition
    return found


def _told(keys: list[tuple[str, int]], wanted: Filters) -> dict[tuple[str, int], tuple[datetime, int, int]]:
    """Since when, how often, and whether it was handed up."""
    escalated = fn.MAX(Case(None, ((Report.state == "escalated", 1),), 0))
    rows = Report.select(
        Report.subject_kind, Report.subject_id, fn.MIN(Report.created_at), fn.COUNT(Report.id), escalated
    ).where(_keys(Report, keys), _wanted(Report, wanted))
    grouped = rows.group_by(Report.subject_kind, Report.subject_id).tuples()
    return {(kind, id_): (_moment(at), count, up) for kind, id_, at, count, up in grouped}


def holds(wanted: Filters) -> Page:
    """What nobody sees yet, the one that waits longest first."""
    rows = Hold.select(Hold.id, Hold.subject_kind, Hold.subject_id, Hold.at, Hold.reasons)
    rows = rows.where(Hold.settled_at.is_null(), *_of(Hold, wanted))
    if is_number(wanted.before, 9):
        rows = rows.where(Hold.id > int(wanted.before))
    found = list(rows.order_by(Hold.id).limit(PAGE + 1).tuples())
    keys = [(row[1], row[2]) for row in found[:PAGE]]
    known, seen = things(keys), _seen(keys)
    made = [
        Row(key, known.get((kind, id_)), kind, id_, at, 0, tuple((r, 1) for r in reasons), "", seen.get((kind, id_), 0))
        for key, kind, id_, at, reasons in found[:PAGE]
    ]
    return made, _next(found)


def first_posts(wanted: Filters) -> Page:
    """The first posts of members who have not been here for long, and that nobody has looked at."""
    earlier = Post.alias("earlier")
    before = earlier.select(fn.COUNT(earlier.id)).where(
        earlier.author == Post.author, earlier.id < Post.id, earlier.published_at.is_null(False)
    )
    looked = Decision.select(Decision.id).where(Decision.subject_kind == "post", Decision.subject_id == Post.id)
    newcomers = Member.select(Member.id).where(Member.created_at > now() - YOUNG, ~Member.demo)
    # By their authors, who are few: the index leads from each to what they have published.
    rows = Post.select(Post.id, Post.published_at).where(
        Post.author.in_(newcomers), Post.state == "published", Post.published_at > now() - YOUNG, Post.kind != "repost",
        before < FIRST, ~fn.EXISTS(looked),
    )  # fmt: skip
    return _posts(rows, wanted)


def media(wanted: Filters) -> Page:
    """Posts with a picture that somebody else had before."""
    noticed = PostNotice.select(PostNotice.post).where(
        PostNotice.kind == "repeated_picture", PostNotice.settled_at.is_null()
    )
    looked = Decision.select(Decision.id).where(Decision.subject_kind == "post", Decision.subject_id == Post.id)
    rows = Post.select(Post.id, Post.published_at, File.name, File.width, File.height)
    rows = rows.join(File, JOIN.LEFT_OUTER, on=(File.id == Post.cover))
    return _posts(rows.where(Post.state == "published", Post.id.in_(noticed), ~fn.EXISTS(looked)), wanted)


def appeals(wanted: Filters) -> Page:
    """Objections that nobody has answered, the oldest first."""
    by = Member.alias("decider")
    rows = (
        Appeal.select(Appeal, Decision, by)
        .join(Decision)
        .join(by, JOIN.LEFT_OUTER, on=(by.id == Decision.by), attr="who")
    )
    rows = rows.where(Appeal.outcome == "")
    if is_number(wanted.before, 9):
        rows = rows.where(Appeal.id > int(wanted.before))
    found = list(rows.order_by(Appeal.id).limit(PAGE + 1))
    known = things([(row.decision.subject_kind, row.decision.subject_id) for row in found[:PAGE]])
    made = []
    for row in found[:PAGE]:
        made_of, who = row.decision, getattr(row.decision, "who", None)
        about = (made_of.subject_kind, made_of.subject_id)
        made.append(
            Row(
                row.id,
                known.get(about),
                *about,
                row.at,
                words=row.words,
                who=who.handle if who else "",
                decision=made_of,
            )
        )
    return made, str(found[PAGE - 1].id) if len(found) > PAGE else ""


QUEUES = {"reports": reports, "holds": holds, "first-posts": first_posts, "media": media, "appeals": appeals}


def counts() -> dict[str, str]:
    """How many wait, for the tabs, where it is a thousand or more only that: one question."""
    waiting = {
        "appeals": Appeal.select(Appeal.id).where(Appeal.outcome == ""),
        "holds": Hold.select(Hold.id).where(Hold.settled_at.is_null()),
        "reports": Report.select(Report.id).where(_newest(Filters())),
    }
    parts = [query.limit(MOST + 1).alias(name) for name, query in waiting.items()]
    row = Select([], [Select([part], [fn.COUNT(SQL("1"))]) for part in parts]).bind(database).tuples().get()
    return {name: f"{MOST}+" if many > MOST else str(many) for name, many in zip(waiting, row, strict=True)}


def _posts(rows: Any, wanted: Filters) -> Page:
    if is_number(wanted.before, 9):
        rows = rows.where(Post.id < int(wanted.before))
    found = list(rows.order_by(Post.id.desc()).limit(PAGE + 1).tuples())
    known = things([("post", row[0]) for row in found[:PAGE]])
    made = [
        Row(id_, known.get(("post", id_)), "post", id_, at, picture=shown(*file, at=320) if file and file[0] else None)
        for id_, at, *file in found[:PAGE]
    ]
    return made, _next(found)


def _of(model: Any, wanted: Filters) -> list[Any]:
    """The kind that is wanted, or what belongs to a group."""
    found = [model.subject_kind == wanted.kind] if wanted.kind else []
    if wanted.group is None:
        return found
    # Asked of each report: a large group has said more than could be gone through.
    own = Thread.select(SQL("1")).where(Thread.id == model.subject_id, Thread.group == wanted.group)
    said = Reply.select(SQL("1")).join(Thread).where(Reply.id == model.subject_id, Thread.group == wanted.group)
    kind = beside(model.subject_kind)
    return [*found, ((kind == "thread") & fn.EXISTS(own)) | ((kind == "reply") & fn.EXISTS(said))]


def _keys(model: Any, keys: list[tuple[str, int]]) -> Any:
    """SQL: rows about these things; by kind, so that the index is used."""
    wanted: dict[str, list[int]] = {}
    for kind, id_ in keys:
        wanted.setdefault(kind, []).append(id_)
    found = model.id == 0
    for kind, ids in wanted.items():
        found |= (model.subject_kind == kind) & model.subject_id.in_(ids)
    return found


def _reasons(keys: list[tuple[str, int]]) -> dict[tuple[str, int], tuple[tuple[str, int], ...]]:
    rows = Report.select(Report.subject_kind, Report.subject_id, Report.reason, fn.COUNT(Report.id))
    rows = rows.where(_keys(Report, keys), is_open(Report))
    found: dict[tuple[str, int], tuple[tuple[str, int], ...]] = {}
    grouped = rows.group_by(Report.subject_kind, Report.subject_id, Report.reason)
    for kind, id_, reason, count in grouped.order_by(fn.COUNT(Report.id).desc(), Report.reason).tuples():
        found[kind, id_] = (*found.get((kind, id_), ()), (reason, count))
    return found


def _seen(keys: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The newest decision about each."""
    rows = Decision.select(Decision.subject_kind, Decision.subject_id, fn.MAX(Decision.id)).where(_keys(Decision, keys))
    grouped = rows.group_by(Decision.subject_kind, Decision.subject_id).tuples()
    return {(kind, id_): int(newest) for kind, id_, newest in grouped}


def _next(found: list[Any]) -> str:
    return str(found[PAGE - 1][0]) if len(found) > PAGE else ""


def _moment(at: Any) -> datetime:
    """SQLite gives what it has worked out as text."""
    found = at if isinstance(at, datetime) and at.tzinfo else Report.created_at.python_value(at)
    assert isinstance(found, datetime)
    return found
