"""The first things that new members say where anybody may read it: posts, threads and replies that nobody has looked at."""

from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import SQL, Select, Value, fn

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.db import database, now
from miquan.moderation.models import Decision
from miquan.moderation.registry import things
from miquan.moderation.waiting import PAGE, Filters, Page, Row, moment
from miquan.prepared import Prepared
from miquan.text import is_number
from miquan.threads.models import Reply, Thread
from miquan.threads.queries.visible import visible_to as threads_for

YOUNG = timedelta(days=30)
# So many of each kind.
FIRST = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def first_said(wanted: Filters) -> Page:
    """The oldest first. The key of the next page is the last one's moment, in microseconds."""
    since, after = young_since(), _EPOCH
    if is_number(wanted.before, 16):
        after += timedelta(microseconds=int(wanted.before))
    found = [(kind, id_, moment(at)) for kind, id_, at in _YOUNG.rows(since, Post.published_at.db_value(after))]
    known = things([(kind, id_) for kind, id_, _at in found[:PAGE]])
    made = [Row((at - _EPOCH) // _MICROSECOND, known.get((kind, id_)), kind, id_, at) for kind, id_, at in found[:PAGE]]
    return made, str(made[-1].key) if len(found) > PAGE else ""


def young_since() -> Any:
    """Since when somebody joined who is new, as the database keeps it."""
    return Post.published_at.db_value(now() - YOUNG)


def unseen(since: Any) -> Any:
    """Query of (kind, id, moment): by their authors, who are few; an index leads from each to what they have said."""
    home = Thread.select(SQL("1")).where(Thread.id == Reply.thread, threads_for(None, listed=False))
    posts = _first("post", Post, Post.published_at, since, Post.kind != "repost")
    threads = _first("thread", Thread, Thread.created_at, since, threads_for(None, listed=False))
    replies = _first("reply", Reply, Reply.created_at, since, Reply.number > 0, fn.EXISTS(home))
    return posts.union_all(threads).union_all(replies)


def _first(kind: str, model: Any, at: Any, since: Any, *conditions: Any) -> Any:
    newcomers = Member.select(Member.id).where(Member.created_at > since, ~Member.demo)
    earlier = model.alias(f"earlier_{kind}")
    said = earlier.select(SQL("1")).where(earlier.author == model.author, earlier.id < model.id)
    if kind == "post":
        said = said.where(earlier.published_at.is_null(False))
    if kind == "reply":
        said = said.where(earlier.number > 0)
    looked = Decision.select(SQL("1")).where(Decision.subject_kind == kind, Decision.subject_id == model.id)
    rows = model.select(Value(kind).cast("text").alias("kind"), model.id.alias("id"), at.alias("at"))
    mine = (model.author.in_(newcomers), at > since, model.state == "published")
    # Whether there is a last of the first ones before it, which takes fewer steps than to count them.
    return rows.where(*mine, *conditions, ~fn.EXISTS(said.limit(1).offset(FIRST - 1)), ~fn.EXISTS(looked))


def _young(since: Any, after: Any) -> Any:
    found = unseen(since).alias("said")
    rows = Select([found], [found.c.kind, found.c.id, found.c.at]).where(found.c.at > after)
    return rows.order_by(found.c.at, found.c.kind, found.c.id).limit(PAGE + 1).bind(database).tuples()


_YOUNG = Prepared(_young)
