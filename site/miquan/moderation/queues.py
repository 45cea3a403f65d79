"""What waits at the desk: reports by thing, things on hold, what new members say first, pictures, objections."""

from datetime import timedelta
from typing import Any

from peewee import JOIN, SQL, Case, Select, fn

from miquan.accounts.models import Member
from miquan.circle.models import Post, PostNotice
from miquan.db import beside, database, now
from miquan.media.models import File
from miquan.media.shown import shown
from miquan.moderation.models import Appeal, Decision, Hold, Report, is_open
from miquan.moderation.newcomers import first_said, unseen, young_since
from miquan.moderation.registry import Thing, things
from miquan.moderation.rules import OPEN_STATES
from miquan.moderation.waiting import PAGE, Filters, Page, Row, moment
from miquan.prepared import Prepared, padded
from miquan.text import is_number
from miquan.threads.models import Reply, Thread

__all__ = ["AGES", "MOST", "PAGE", "QUEUES", "Filters", "Row", "after", "counts", "waiting"]

# So many things are counted for a tab.
MOST = 99
_Same = Report.alias("same_thing")
AGES = {"day": timedelta(days=1), "week": timedelta(days=7)}


def reports(wanted: Filters) -> Page:
    """Things with open reports, the longest waiting first; three questions, however many reports there are."""
    found = _FIRST.rows() if wanted == Filters() else list(_page(wanted))
    page = found[:PAGE]
    known = things([(kind, id_) for _key, kind, id_, *_more in page])
    why = _reasons([row[0] for row in page])
    made = [
        Row(
            key, known.get((kind, id_)), kind, id_, moment(at), count, why.get((kind, id_), ()),
            "escalated" if up else "new", seen or 0,
        )
        for key, kind, id_, at, count, up, seen in page
    ]  # fmt: skip
    return made, _next(found)


def _page(wanted: Filters) -> Any:
    """Of each thing the oldest report that is wanted, read off the index of what is open until a page is full."""
    decided = Decision.select(fn.MAX(Decision.id)).where(
        Decision.subject_kind == Report.subject_kind, Decision.subject_id == Report.subject_id
    )
    escalated = fn.MAX(Case(None, ((_Same.state == "escalated", 1),), 0))
    told = (_same(wanted).select(of) for of in (fn.MIN(_Same.created_at), fn.COUNT(_Same.id), escalated))
    rows = Report.select(Report.id, Report.subject_kind, Report.subject_id, *told, decided).where(_oldest(wanted))
    if is_number(wanted.before, 9):
        rows = rows.where(Report.id > int(wanted.before))
    return rows.order_by(Report.id).limit(PAGE + 1).tuples()


def _same(wanted: Filters) -> Any:
    """A query of all reports about a report's thing that are wanted."""
    here = (_Same.subject_kind == Report.subject_kind) & (_Same.subject_id == Report.subject_id)
    return _Same.select(SQL("1")).where(here, _wanted(_Same, wanted))


def _oldest(wanted: Filters) -> Any:
    """SQL: reports that are wanted, of each thing the oldest."""
    return _wanted(Report, wanted) & ~fn.EXISTS(_same(wanted).where(_Same.id < Report.id))


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


_FIRST = Prepared(lambda: _page(Filters()))


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


def media(wanted: Filters) -> Page:
    """Posts with a picture that somebody else had before, the oldest first."""
    rows = Post.select(Post.id, Post.published_at, File.name, File.width, File.height)
    rows = rows.join(File, JOIN.LEFT_OUTER, on=(File.id == Post.cover)).where(_is_repeated())
    if is_number(wanted.before, 9):
        rows = rows.where(Post.id > int(wanted.before))
    return _posts(list(rows.order_by(Post.id).limit(PAGE + 1).tuples()))


def _is_repeated() -> Any:
    """SQL: posts with such a picture about which nobody has decided."""
    noticed = PostNotice.select(PostNotice.post).where(
        PostNotice.kind == "repeated_picture", PostNotice.settled_at.is_null()
    )
    looked = Decision.select(SQL("1")).where(Decision.subject_kind == "post", Decision.subject_id == Post.id)
    # Those that are noticed are few; the index of states would lead through all that is published.
    return (beside(Post.state) == "published") & Post.id.in_(noticed) & ~fn.EXISTS(looked)


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
        told = {"words": row.words, "who": who.handle if who else "", "decision": made_of}
        made.append(Row(row.id, known.get(about), *about, row.at, **told))
    return made, str(found[PAGE - 1].id) if len(found) > PAGE else ""


QUEUES = {"reports": reports, "holds": holds, "first-posts": first_said, "media": media, "appeals": appeals}


def after(name: str, kind: str, subject_id: int) -> Thing | None:
    """The thing that comes next in this queue: after that one, or the first, once that one waits no longer."""
    found = [row for row in QUEUES[name](Filters())[0] if row.thing]
    here = next((n for n, row in enumerate(found) if (row.kind, row.subject_id) == (kind, subject_id)), -1)
    return found[here + 1].thing if len(found) > here + 1 else None


def waiting() -> dict[str, int]:
    """How many wait in each queue, at most one more than are counted: one question."""
    return dict(zip(_COUNTED, _COUNTS.first(MOST + 1, young_since()), strict=True))


def counts() -> dict[str, str]:
    """The same for the tabs, and of all together; where it is a hundred or more only that."""
    found = waiting()
    return {name: _told(many) for name, many in found.items()} | {"all": _told(sum(found.values()))}


def _told(many: int) -> str:
    return f"{MOST}+" if many > MOST else str(many)


_COUNTED = ("reports", "holds", "first-posts", "media", "appeals")


def _counts(most: Any, since: Any) -> Any:
    each = (
        Report.select(Report.id).where(_oldest(Filters())),
        Hold.select(Hold.id).where(Hold.settled_at.is_null()),
        unseen(since),
        Post.select(Post.id).where(_is_repeated()),
        Appeal.select(Appeal.id).where(Appeal.outcome == ""),
    )
    parts = [query.limit(most).alias(f"part{n}") for n, query in enumerate(each)]
    return Select([], [Select([part], [fn.COUNT(SQL("1"))]) for part in parts]).bind(database).tuples()


_COUNTS = Prepared(_counts)


def _posts(found: list[Any]) -> Page:
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


def _reasons(ids: list[int]) -> dict[tuple[str, int], tuple[tuple[str, int], ...]]:
    """Of the things of these reports why they were reported, and how often."""
    found: dict[tuple[str, int], tuple[tuple[str, int], ...]] = {}
    for kind, id_, reason, count in _WHY.rows(*padded(ids)) if ids else ():
        found[kind, id_] = (*found.get((kind, id_), ()), (reason, count))
    return found


def _why(*ids: Any) -> Any:
    same = (_Same.subject_kind == Report.subject_kind) & (_Same.subject_id == Report.subject_id) & is_open(_Same)
    rows = Report.select(Report.subject_kind, Report.subject_id, _Same.reason, fn.COUNT(_Same.id))
    grouped = (
        rows.join(_Same, on=same)
        .where(Report.id.in_(ids))
        .group_by(Report.subject_kind, Report.subject_id, _Same.reason)
    )
    return grouped.order_by(fn.COUNT(_Same.id).desc(), _Same.reason).tuples()


_WHY = Prepared(_why)


def _seen(keys: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """The newest decision about each."""
    rows = Decision.select(Decision.subject_kind, Decision.subject_id, fn.MAX(Decision.id)).where(_keys(Decision, keys))
    grouped = rows.group_by(Decision.subject_kind, Decision.subject_id).tuples()
    return {(kind, id_): int(newest) for kind, id_, newest in grouped}


def _next(found: list[Any]) -> str:
    return str(found[PAGE - 1][0]) if len(found) > PAGE else ""
