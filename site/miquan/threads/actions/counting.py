"""Counters of threads, each moved by one statement inside the transaction of what it counts; and who is told of it."""

from typing import Any

from miquan.db import now
from miquan.groups.models import Group
from miquan.threads.models import Reply, Thread
from miquan.threads.rules import hotness
from miquan.versions import bump


def count(thread_id: int, **steps: Any) -> None:
    """Move counters of a thread, and its heat with them."""
    changes = {getattr(Thread, name): getattr(Thread, name) + step for name, step in steps.items()}
    if Thread.update(changes).where(Thread.id == thread_id).execute():
        warm(thread_id)


def warm(thread_id: int) -> None:
    """Bring the heat to what the counters say. The row is held by whoever has just moved them."""
    columns = (Thread.created_at, Thread.likes, Thread.replies, Thread.saves)
    started, likes, replies, saves = Thread.select(*columns).where(Thread.id == thread_id).tuples().get()
    heat = hotness(started, now(), likes=likes, replies=replies, saves=saves)
    Thread.update(hotness=heat).where(Thread.id == thread_id).execute()


def count_like(reply: Reply, step: int) -> None:
    Reply.update(likes=Reply.likes + step).where(Reply.id == reply.id).execute()
    if reply.number == 0:
        count(reply.thread_id, likes=step)


def seen_anew(group: Group) -> None:
    """Visitors' pages hear of what is said where visitors read, and of nothing else."""
    if group.visibility in ("public", "unlisted"):
        bump("pages")
