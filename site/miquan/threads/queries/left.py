"""What a member said where they read no longer: their own words, and nothing of the group or of anybody else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, fn

from miquan.circle.queries.moments import microseconds, moment_of
from miquan.groups.models import Group
from miquan.groups.queries.visible import readable_by
from miquan.text import clean_line, is_number
from miquan.threads.models import Reply, Thread
from miquan.threads.queries.titled import own_title

PAGE = 30
_LINE = 200
_Closed = Group.alias("closed_group")
_Hidden = Group.alias("hidden_group")


@dataclass(frozen=True)
class Left:
    """`words` is the beginning of what they said; of an opening the title that they gave it stands before it."""

    id: int
    lang: str
    at: datetime
    words: str


def left_words(member_id: int, before: str = "") -> tuple[list[Left], str]:
    """The newest first, and the key of the next page."""
    rows = _left(member_id)
    told, _dash, id_ = before.partition("-")
    if is_number(told) and is_number(id_, 9):
        moment = moment_of(told)
        rows = rows.where(Reply.created_at <= moment, (Reply.created_at < moment) | (Reply.id < int(id_)))
    # In the order of the index of what somebody said: nothing is sorted, and the rest is not read once a page is full.
    rows = rows.order_by(Reply.created_at.desc(), Reply.id.desc()).limit(PAGE + 1)
    found = [_shown(row) for row in rows.tuples()]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{microseconds(last.at)}-{last.id}" if last else ""


def one_left(member_id: int, reply_id: int) -> Left | None:
    row = _left(member_id).where(Reply.id == reply_id).tuples().first()
    return _shown(row) if row else None


def _left(member_id: int) -> Any:
    read = _Closed.select(SQL("1")).where(
        _Closed.id == Thread.group, readable_by(member_id, listed=False, group=_Closed)
    )
    begins = fn.SUBSTR(Reply.body, 1, _LINE * 2)
    rows = Reply.select(Reply.id, Reply.lang, Reply.created_at, own_title(), begins).join(Thread)
    return rows.where(Reply.author == member_id, may_be_taken_back(), ~fn.EXISTS(read))


def may_be_taken_back() -> Any:
    """SQL: replies that nobody hid, in a thread and a group that nobody hid. What is hidden waits for who looks at it, or
    may be objected to: it has to be there still when it comes back.
    """
    hidden = _Hidden.select(SQL("1")).where(_Hidden.id == Thread.group, _Hidden.hidden_from != "")
    return (Reply.state == "published") & (Thread.state != "hidden") & ~fn.EXISTS(hidden)


def _shown(row: tuple[Any, ...]) -> Left:
    id_, lang, at, title, body = row
    return Left(id_, lang, at, clean_line(f"{title or ''} {body}".strip(), _LINE))
