"""What the demo's people were told of all that: read up to a few days ago, the rest still waiting in their inboxes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from miquan.bulk import insert_rows
from miquan.circle.models import Comment, Mention, Post, PostLike
from miquan.db import now
from miquan.follows.models import Follow
from miquan.groups.models import Group, Membership
from miquan.groups.rules import TENDING
from miquan.notifications.models import Notice, NoticeCause

_READ = timedelta(days=3)


@dataclass(frozen=True)
class _Told:
    """One thing that happened, and to whom it is told."""

    at: datetime
    type: str
    kind: str
    subject: int
    actor: int
    thing: int
    to: int


def seed_notices() -> None:
    told = sorted((one for one in _happened() if one.actor != one.to), key=lambda one: (one.at, one.type, one.actor))
    before = NoticeCause.select(fn.MAX(NoticeCause.id)).scalar() or 0
    # What is told to several is one cause.
    causes = {_key(one): one for one in told}
    insert_rows(NoticeCause, [_cause(one) for one in causes.values()])
    ids = NoticeCause.select(NoticeCause.id).where(NoticeCause.id > before).order_by(NoticeCause.id)
    numbers = dict(zip(causes, (id_ for (id_,) in ids.tuples()), strict=True))
    _insert([(one, numbers[_key(one)]) for one in told])


def _key(one: _Told) -> tuple[Any, ...]:
    return one.type, one.kind, one.subject, one.actor, one.thing


def _cause(one: _Told) -> dict[str, Any]:
    return {
        "type": one.type, "kind": one.kind, "subject": one.subject, "actor": one.actor, "thing": one.thing,
        "at": one.at, "told_at": one.at,
    }  # fmt: skip


def _insert(told: list[tuple[_Told, int]]) -> None:
    """Everything of one day about one thing is one notice; what came lately is open."""
    since = now() - _READ
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one, cause in told:
        day = one.at.date() if one.at < since else None
        row = rows.setdefault(
            (one.to, one.type, one.kind, one.subject, day),
            {"member": one.to, "type": one.type, "kind": one.kind, "subject": one.subject, "closed": 0 if day is None else cause,
             "first": cause, "last": cause, "mailed": 0, "at": one.at, "read_at": None if day is None else one.at + timedelta(hours=5)},
        )  # fmt: skip
        row["last"], row["at"], row["mailed"] = cause, one.at, cause
    insert_rows(Notice, list(rows.values()))
    Notice.update(closed=Notice.id).where(Notice.closed > 0).execute()


def _happened() -> Iterator[_Told]:
    likes = PostLike.select(PostLike.at, PostLike.post, PostLike.member, Post.author).join(Post)
    for at, post, who, author in likes.where(Post.demo).tuples():
        yield _Told(at, "like", "post", post, who, 0, author)
    for at, who, whom in (
        Follow.select(Follow.at, Follow.follower, Follow.target).where(Follow.kind == "member").tuples()
    ):
        yield _Told(at, "follow", "member", whom, who, 0, whom)
    passed = Post.alias("passed")
    reposts = Post.select(Post.published_at, passed.id, Post.author, Post.id, passed.author)
    for row in reposts.join(passed, on=(Post.repost_of == passed.id)).where(Post.demo).tuples():
        at, post, who, repost, author = row
        yield _Told(at, "repost", "post", post, who, repost, author)
    yield from _said()
    yield from _asked_in()
    mentions = Mention.select(Mention.at, Mention.post, Mention.comment, Mention.member, Post.author, Comment.author)
    mentions = mentions.join(Post).join_from(Mention, Comment, "LEFT OUTER JOIN", on=(Comment.id == Mention.comment))
    for at, post, comment, whom, author, writer in mentions.tuples():
        yield _Told(at, "mention", "comment" if comment else "post", comment or post, writer or author, 0, whom)


def _asked_in() -> Iterator[_Told]:
    """Who waits to come into a group, to each who looks after it."""
    tending = Membership.alias("tending")
    rows = Membership.select(Membership.at, Membership.group, Membership.member, Membership.id, tending.member)
    rows = rows.join(tending, on=((tending.group == Membership.group) & tending.role.in_(TENDING)))
    rows = rows.join_from(Membership, Group).where(Membership.role == "applicant", Group.demo)
    for at, group, who, membership, whom in rows.tuples():
        yield _Told(at, "asked_in", "group", group, who, membership, whom)


def _said() -> Iterator[_Told]:
    parent = Comment.alias("parent")
    words = Comment.select(
        Comment.created_at, Comment.post, Comment.id, Comment.author, Post.author, parent.id, parent.author
    )
    words = words.join(Post).join_from(Comment, parent, "LEFT OUTER JOIN", on=(Comment.parent == parent.id))
    for at, post, comment, who, author, above, asked in words.tuples():
        if above:
            yield _Told(at, "answer", "comment", above, who, comment, asked)
        if author != asked:
            yield _Told(at, "comment", "post", post, who, comment, author)
