"""Threads: replies in those that somebody watches or began, answers, likes, and answers that were accepted."""

from miquan.notifications.telling import Happened, Many, Telling
from miquan.threads.models import Reply, ReplyMention, Thread, ThreadReader


def _author(thread_id: int) -> list[int]:
    return [id_ for (id_,) in Thread.select(Thread.author).where(Thread.id == thread_id).tuples()]


def _asked(event: Happened) -> Reply | None:
    """What the new reply answers."""
    number = event.data.get("answers")
    if number is None:
        return None
    found: Reply | None = Reply.get_or_none(Reply.thread == event.subject, Reply.number == number)
    return found


def answered(event: Happened) -> Telling | None:
    asked = _asked(event)
    return Telling(("reply", asked.id), event.by, [asked.author_id], event.data["reply"]) if asked else None


def in_own(event: Happened) -> Telling | None:
    """Who began the thread, unless they are answered."""
    asked = _asked(event)
    to = [id_ for id_ in _author(event.subject) if asked is None or id_ != asked.author_id]
    return Telling(("thread", event.subject), event.by, to, event.data["reply"])


def in_watched(event: Happened) -> Telling | None:
    """Who watches it and does not hear of the same words otherwise."""
    asked = _asked(event)
    hear = [*_author(event.subject), *([asked.author_id] if asked else [])]
    named = ReplyMention.select(ReplyMention.member).where(ReplyMention.reply == event.data["reply"])
    watchers = ThreadReader.select(ThreadReader.member).where(
        ThreadReader.thread == event.subject, ThreadReader.watching == "watch",
        ThreadReader.member.not_in(hear), ThreadReader.member.not_in(named),
    )  # fmt: skip
    return Telling(("thread", event.subject), event.by, Many(watchers, ThreadReader.member), event.data["reply"])


def accepted(event: Happened) -> Telling | None:
    return _about(event.data["reply"], event.by)


def liked(event: Happened) -> Telling | None:
    return _about(event.subject, event.by)


def _about(reply_id: int, by: int | None) -> Telling | None:
    author = Reply.select(Reply.author).where(Reply.id == reply_id).scalar()
    return Telling(("reply", reply_id), by, [author]) if author else None
