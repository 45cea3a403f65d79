"""Taking the demo's groups away, and what its people said in others."""

from typing import Any

from peewee import fn

from miquan.groups.models import Group
from miquan.threads.models import Reply, ReplyRevision, Thread


def talked(members: Any) -> dict[str, Any]:
    """What goes, by kind: groups of the demo with all that is in them, and every thread and reply of its people."""
    groups = Group.select(Group.id).where(Group.demo)
    threads = Thread.select(Thread.id).where(Thread.author.in_(members) | Thread.group.in_(groups))
    replies = Reply.select(Reply.id).where(Reply.author.in_(members) | Reply.thread.in_(threads))
    return {"group": groups, "thread": threads, "reply": replies}


def erase_talk(members: Any) -> dict[str, int]:
    """Inside a transaction that may erase history. Returns what went, by table."""
    gone = talked(members)
    replies = gone["reply"]
    ReplyRevision.delete().where(ReplyRevision.reply.in_(replies) | ReplyRevision.by.in_(members)).execute()
    answering = Reply.select(Reply.id).where(Reply.thread == Thread.id, Reply.number == Thread.accepted)
    Thread.update(accepted=None, accepted_at=None).where(
        fn.EXISTS(answering.where(Reply.author.in_(members)))
    ).execute()
    # What was merged into one that goes leads nowhere any more.
    Thread.update(state="removed", merged_into=None).where(Thread.merged_into.in_(gone["thread"])).execute()
    # Counted first: they go with their threads, and these with their groups.
    counts = {"replies": replies.count(), "threads": gone["thread"].count()}
    Reply.delete().where(Reply.id.in_(replies)).execute()
    Thread.delete().where(Thread.id.in_(gone["thread"])).execute()
    return {**counts, "groups": Group.delete().where(Group.demo).execute()}
