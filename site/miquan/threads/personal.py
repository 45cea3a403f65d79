"""What threads hold of a member: what they said, liked, voted and read, and where others named them."""

from collections.abc import Iterator
from typing import Any

from peewee import chunked

from miquan.db import transaction
from miquan.departures.section import BATCH, Row, Section, rows_of, with_parts
from miquan.i18n import lazy
from miquan.threads import erasing
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
    ThreadDraft,
    ThreadReader,
    ThreadTag,
)
from miquan.threads.queries.titled import titles_given


def _threads(member_id: int) -> Iterator[Row]:
    rows = rows_of(Thread, Thread.author == member_id, ("author", "hotness", "last_by", "pinned_by", "locked_by"))
    whole = with_parts(rows, tags=(ThreadTag, ThreadTag.thread, ()), polls=(Poll, Poll.thread, ()))
    for some in chunked(whole, BATCH):
        given = titles_given(member_id, {_called(row) for row in some})
        for row in some:
            # What a tender called it is not theirs to take along, least of all from where they read no longer.
            row["polls"] = [poll for poll in row["polls"] if poll["asked_in"] is None]
            yield row if _called(row) in given else {**row, "title": "", "slug": "", "withheld": {}, "tags": []}


def _called(row: Row) -> str:
    return str(row["withheld"].get("title") or row["title"])


def _replies(member_id: int) -> Iterator[Row]:
    parts: dict[str, Any] = {
        "revisions": (ReplyRevision, ReplyRevision.reply, ("by",)),
        "picture_rows": (ReplyPicture, ReplyPicture.reply, ()),
        "goods": (ReplyProduct, ReplyProduct.reply, ()),
        "polls": (Poll, Poll.asked_in, ()),
    }
    return with_parts(rows_of(Reply, Reply.author == member_id, ("author",)), **parts)


def _likes(member_id: int) -> Iterator[Row]:
    return rows_of(ReplyLike, ReplyLike.member == member_id, ("member",))


def _votes(member_id: int) -> Iterator[Row]:
    return rows_of(PollVote, PollVote.member == member_id, ("member",))


def _reading(member_id: int) -> Iterator[Row]:
    return rows_of(ThreadReader, ThreadReader.member == member_id, ("member",))


def _erase_reading(member_id: int, _keep_words: bool) -> None:
    with transaction():
        ThreadReader.delete().where(ThreadReader.member == member_id).execute()


def _drafts(member_id: int) -> Iterator[Row]:
    return rows_of(ThreadDraft, ThreadDraft.member == member_id, ("member",))


def _erase_drafts(member_id: int, _keep_words: bool) -> None:
    with transaction():
        ThreadDraft.delete().where(ThreadDraft.member == member_id).execute()


def _mentions(member_id: int) -> Iterator[Row]:
    return rows_of(ReplyMention, ReplyMention.member == member_id, ("member",))


SECTIONS = (
    Section("thread_drafts", lazy("你在群裡寫到一半、還沒送出的話"), (ThreadDraft,), _drafts, _erase_drafts),
    Section("reading", lazy("你讀到每個話題的哪裡，和想不想知道後續"), (ThreadReader,), _reading, _erase_reading),
    Section("reply_likes", lazy("你在群裡喜歡過的話"), (ReplyLike,), _likes, erasing.erase_likes),
    Section("poll_votes", lazy("你投過的票"), (PollVote, PollOption), _votes, erasing.erase_votes),
    Section("thread_mentions", lazy("別人在群裡哪裡提到你"), (ReplyMention,), _mentions, erasing.erase_mentions),
    Section(
        "replies", lazy("你在群裡說的話，和每次改過的樣子"), (Reply, ReplyRevision, ReplyPicture, ReplyProduct),
        _replies, erasing.erase_replies,
    ),
    Section("threads", lazy("你在群裡開的話題"), (Thread, ThreadTag, Poll), _threads, erasing.erase_threads),
)  # fmt: skip
