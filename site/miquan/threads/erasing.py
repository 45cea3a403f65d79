"""Taking a member out of threads: a batch in a transaction, counters with it; what a kill kept is passed over."""

from miquan.accounts.rules import GONE
from miquan.boards.actions import forget_things
from miquan.db import held, transaction
from miquan.departures.rewriting import batches, handles_of, rename
from miquan.groups.models import Group
from miquan.moderation.judging import let_go
from miquan.outbox import Event, record, record_many
from miquan.threads.models import (
    Poll,
    PollOption,
    PollVote,
    Reply,
    ReplyLike,
    ReplyMention,
    ReplyPicture,
    ReplyProduct,
    ReplyRevision,
    Thread,
    ThreadTag,
)
from miquan.triggers import history_may_be_erased
from miquan.versions import bump

_NOTHING = {"state": "removed", "body": "", "body_html": "", "edited_at": None, "state_reason": ""}
_UNTITLED = {"state_reason": "", "excerpt": "", "flair": "", "facts": {}, "slug": "thread", "title": "", "withheld": {}}


def erase_replies(member_id: int, keep_words: bool) -> None:
    """Words stay where that is wanted. Else an empty place stays: numbers are for good."""
    for replies in batches(Reply, Reply.author == member_id):
        ids = [reply.id for reply in replies]
        with transaction():
            with history_may_be_erased():
                ReplyRevision.delete().where(ReplyRevision.reply.in_(ids)).execute()
            ReplyPicture.delete().where(ReplyPicture.reply.in_(ids)).execute()
            if not keep_words:
                _silence(replies)
            bump("pages")
    with transaction(), history_may_be_erased():
        ReplyRevision.update(by=None).where(ReplyRevision.by == member_id).execute()


def _silence(replies: list[Reply]) -> None:
    ids = [reply.id for reply in replies]
    # Whoever answers or likes holds the thread first.
    threads = sorted({reply.thread_id for reply in replies})
    list(held(Thread.select(Thread.id).where(Thread.id.in_(threads)).order_by(Thread.id)).tuples())
    for points in (ReplyProduct.reply, ReplyMention.reply, Poll.asked_in):
        points.model.delete().where(points.in_(ids)).execute()
    Reply.update(_NOTHING).where(Reply.id.in_(ids)).execute()
    counted: dict[int, int] = {}
    for reply in replies:
        if reply.number and reply.state == "published":
            counted[reply.thread_id] = counted.get(reply.thread_id, 0) + 1
    for thread, less in sorted(counted.items()):
        Thread.update(replies=Thread.replies - less).where(Thread.id == thread).execute()
    for reply in replies:
        # An answer that is not there answers nothing.
        solved = (Thread.id == reply.thread_id) & (Thread.accepted == reply.number) & (reply.number > 0)
        Thread.update(accepted=None, accepted_at=None).where(solved).execute()


def erase_threads(member_id: int, keep_words: bool) -> None:
    """A thread in which others spoke stays, without its title where words go; of any other only an empty place."""
    for threads in batches(Thread, Thread.author == member_id):
        with transaction():
            for thread in threads if not keep_words else ():
                _erase_thread(thread)
            bump("pages")
    with transaction():
        for column in (Thread.last_by, Thread.pinned_by, Thread.locked_by):
            Thread.update({column: None}).where(column == member_id).execute()


def _erase_thread(thread: Thread) -> None:
    ThreadTag.delete().where(ThreadTag.thread == thread.id).execute()
    Poll.delete().where(Poll.thread == thread.id, Poll.asked_in.is_null()).execute()
    others = Reply.select().where(Reply.thread == thread.id, Reply.author != thread.author_id).exists()
    merged = Thread.select().where(Thread.merged_into == thread.id).exists()
    if others or merged or thread.state == "merged":
        Thread.update(_UNTITLED).where(Thread.id == thread.id).execute()
        return
    # Its row stays: SQLite would give its number to somebody else's thread, and with it what points here.
    gone = {**_UNTITLED, "state": "removed", "saves": 0, "hotness": 0, "pinned_at": None, "pinned_by": None}
    Thread.update(gone).where(Thread.id == thread.id).execute()
    forget_things("thread", [thread.id])
    let_go("thread", thread.id)
    if thread.state != "removed":
        record(Event.THREAD_REMOVED, subject=("thread", thread.id), data={"author": thread.author_id})
    if thread.state == "published":
        Group.update(threads=Group.threads - 1).where(Group.id == thread.group_id).execute()


def erase_likes(member_id: int, _keep_words: bool) -> None:
    for likes in batches(ReplyLike, ReplyLike.member == member_id):
        replies = [like.reply_id for like in likes]
        with transaction():
            ReplyLike.delete().where(ReplyLike.id.in_([like.id for like in likes])).execute()
            Reply.update(likes=Reply.likes - 1).where(Reply.id.in_(replies)).execute()
            openings = Reply.select(Reply.thread).where(Reply.id.in_(replies), Reply.number == 0)
            Thread.update(likes=Thread.likes - 1).where(Thread.id.in_(openings)).execute()


def erase_votes(member_id: int, _keep_words: bool) -> None:
    mine = PollVote.member == member_id
    for poll in [row[0] for row in PollVote.select(PollVote.poll).where(mine).distinct().tuples()]:
        with transaction():
            options = [row[0] for row in PollVote.select(PollVote.option).where(mine, PollVote.poll == poll).tuples()]
            if PollVote.delete().where(mine, PollVote.poll == poll).execute():
                PollOption.update(votes=PollOption.votes - 1).where(PollOption.id.in_(options)).execute()
                Poll.update(voters=Poll.voters - 1).where(Poll.id == poll).execute()


def erase_mentions(member_id: int, _keep_words: bool) -> None:
    """Where others named them by handle, the handle becomes the tombstone's."""
    names, instead = handles_of(member_id), f"{GONE}{member_id}"
    for mentions in batches(ReplyMention, ReplyMention.member == member_id):
        replies = [mention.reply_id for mention in mentions]
        with transaction(), history_may_be_erased():
            opened = Reply.select(Reply.thread).where(Reply.id.in_(replies), Reply.number == 0)
            for model, where, columns in (
                (Reply, Reply.id.in_(replies), ("body", "body_html")),
                (Thread, Thread.id.in_(opened), ("title", "excerpt", "withheld")),
                (ReplyRevision, ReplyRevision.reply.in_(replies), ("data",)),
            ):
                rename(model, where, columns, names, instead)
            # Their words lie in the index too.
            told = Reply.select(Reply.thread).where(Reply.id.in_(replies)).distinct()
            record_many(Event.THREAD_CHANGED, "thread", [row[0] for row in told.tuples()])
            ReplyMention.delete().where(ReplyMention.id.in_([mention.id for mention in mentions])).execute()
