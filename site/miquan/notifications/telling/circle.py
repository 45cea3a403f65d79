"""The circle: likes, comments and answers, mentions, reposts, what follows up, and who follows whom."""

from typing import Any

from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.circle.models import Comment, Post
from miquan.notifications.telling import Happened, Many, Telling
from miquan.threads.models import Reply, Thread


def _author(post_id: int | None) -> list[int]:
    return [id_ for (id_,) in Post.select(Post.author).where(Post.id == post_id).tuples()]


def _writer(comment_id: int | None) -> list[int]:
    return [id_ for (id_,) in Comment.select(Comment.author).where(Comment.id == comment_id).tuples()]


def liked(event: Happened) -> Telling | None:
    return Telling(("post", event.subject), event.by, _author(event.subject))


def commented(event: Happened) -> Telling | None:
    """The author of the post, but who is answered hears of that instead."""
    answered = _writer(event.data["parent"])
    to = [id_ for id_ in _author(event.subject) if id_ not in answered]
    return Telling(("post", event.subject), event.by, to, event.data["comment"])


def answered(event: Happened) -> Telling | None:
    parent = event.data["parent"]
    return Telling(("comment", parent), event.by, _writer(parent), event.data["comment"]) if parent else None


def mentioned(event: Happened) -> Telling | None:
    """Who hears of the same words anyway, because they answer theirs or stand in their thread, is not told twice."""
    told = event.data
    if "reply" in told:
        hears = [*_asked(told["reply"]), *_beginner(told["reply"])]
        return Telling(("reply", told["reply"]), event.by, _but(event.subject, hears))
    if "comment" not in told:
        return Telling(("post", told["post"]), event.by, [event.subject])
    parent = Comment.select(Comment.parent).where(Comment.id == told["comment"]).scalar()
    hears = [*_author(told["post"]), *_writer(parent)]
    return Telling(("comment", told["comment"]), event.by, _but(event.subject, hears))


def _but(member: int, hears: list[int]) -> list[int]:
    return [] if member in hears else [member]


def _asked(reply_id: int) -> list[int]:
    """Who wrote what a reply answers."""
    asked: Any = Reply.alias("asked")
    rows = asked.select(asked.author).join(
        Reply, on=((Reply.thread == asked.thread) & (Reply.answers == asked.number) & (Reply.id == reply_id))
    )
    return [id_ for (id_,) in rows.tuples()]


def _beginner(reply_id: int) -> list[int]:
    """Who began the thread, where it is no word of their own that opens it."""
    rows = Reply.select(Thread.author).join(Thread).where(Reply.id == reply_id, Reply.number > 0)
    return [id_ for (id_,) in rows.tuples()]


def followed(event: Happened) -> Telling | None:
    return Telling(("member", event.subject), event.by, [event.subject])


def reposted(event: Happened) -> Telling | None:
    return Telling(("post", event.subject), event.by, _author(event.subject), event.data["repost"])


def followed_up(event: Happened) -> Telling | None:
    """Who kept the earlier post, or said something under it."""
    row = Post.select(Post.follows_up, Post.author).where(Post.id == event.subject).tuples().first()
    if row is None or row[0] is None:
        return None
    earlier, author = row
    kept = Save.select(Save.member).where(Save.kind == "post", Save.item == earlier)
    spoke = Comment.select(Comment.author).where(Comment.post == earlier, Comment.state == "published")
    who = Member.select(Member.id).where(Member.id.in_(kept | spoke))
    return Telling(("post", earlier), author, Many(who, Member.id), event.subject)
