"""Groups and threads as they lie in the tables, and a member with a row in every one of them."""

from typing import Any

from miquan.accounts.models import Member
from miquan.groups.models import Group, GroupAddress, GroupInvite, GroupProduct, Membership
from miquan.groups.rules import INSIDE
from miquan.media.models import File
from miquan.products.models import Product, Tag
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
from tests.cast import Cast


def grouped(slug: str = "kyoto-tea", owner: Member | None = None, **more: Any) -> Group:
    """A group; `owner` is in it."""
    group: Group = Group.create(slug=slug, name=more.pop("name", "京都喝茶"), purpose="說說在京都喝茶的事", **more)
    if owner is not None:
        joined(group, owner, "owner")
    return group


def joined(group: Group, member: Member, role: str = "member", **more: Any) -> Membership:
    row: Membership = Membership.create(group=group.id, member=member.id, role=role, **more)
    if role in INSIDE:
        Group.update(members=Group.members + 1).where(Group.id == group.id).execute()
    return row


def threaded(group: Group, author: Member, title: str = "哪一家的玄米茶", **more: Any) -> Thread:
    """A thread with its opening."""
    body = more.pop("body", title)
    thread: Thread = Thread.create(group=group.id, author=author.id, title=title, excerpt=body, **more)
    Reply.create(thread=thread.id, number=0, author=author.id, body=body, body_html=f"<p>{body}</p>")
    if thread.state == "published":
        Group.update(threads=Group.threads + 1).where(Group.id == group.id).execute()
    return thread


def replied(thread: Thread, author: Member, body: str = "左京的那家", **more: Any) -> Reply:
    """The next reply."""
    number = Thread.get_by_id(thread.id).last_number + 1
    reply: Reply = Reply.create(
        thread=thread.id, number=number, author=author.id, body=body, body_html=f"<p>{body}</p>", **more
    )
    shown = reply.state == "published"
    Thread.update(last_number=number, replies=Thread.replies + shown).where(Thread.id == thread.id).execute()
    return reply


def liked(reply: Reply, member: Member) -> None:
    ReplyLike.create(reply=reply.id, member=member.id)
    Reply.update(likes=Reply.likes + 1).where(Reply.id == reply.id).execute()
    if reply.number == 0:
        Thread.update(likes=Thread.likes + 1).where(Thread.id == reply.thread_id).execute()


def polled(thread: Thread, *words: str, **more: Any) -> tuple[Poll, list[PollOption]]:
    poll = Poll.create(thread=thread.id, **more)
    return poll, [PollOption.create(poll=poll.id, position=n, words=said) for n, said in enumerate(words, 1)]


def voted(poll: Poll, option: PollOption, member: Member) -> None:
    PollVote.create(poll=poll.id, option=option.id, member=member.id)
    PollOption.update(votes=PollOption.votes + 1).where(PollOption.id == option.id).execute()
    Poll.update(voters=Poll.voters + 1).where(Poll.id == poll.id).execute()


def fill_talk(cast: Cast, member: Member, name: str, handle: str) -> None:
    group = grouped(owner=member, created_by=member.id)
    joined(group, cast.mei)
    GroupAddress.create(group=group.id, slug="tea-of-kyoto")
    tag = Tag.get()
    GroupInvite.create(group=group.id, by=member.id, token_hash="a" * 64)
    GroupProduct.create(group=group.id, product=Product.get().id, by=member.id, note=name)
    applied = grouped("bread", cast.mei)
    Membership.create(group=applied.id, member=member.id, role="applicant", answers=[name])
    mine = threaded(group, member, f"{name}想問茶", slug="tea", flair="問")
    opening = Reply.get(Reply.thread == mine.id, Reply.number == 0)
    ReplyRevision.create(reply=opening.id, version=1, by=member.id, data={"body": name})
    ReplyPicture.create(reply=opening.id, position=1, file=File.get_or_none(File.owner == member.id), alt=name)
    ReplyProduct.create(reply=opening.id, product=Product.get().id, position=1, currency="JPY", price=100)
    ThreadTag.create(thread=mine.id, tag=tag.id)
    poll, options = polled(mine, f"{name}的茶", "別的")
    voted(poll, options[0], member)
    replied(mine, cast.mei)
    threaded(group, member, f"{name}自己說的")
    theirs = threaded(group, cast.mei, f"和@{handle}去茶園")
    said = Reply.get(Reply.thread == theirs.id, Reply.number == 0)
    ReplyMention.create(reply=said.id, member=member.id)
    ReplyRevision.create(reply=said.id, version=1, by=cast.mei.id, data={"body": f"和@{handle}去茶園"})
    liked(said, member)
    replied(theirs, member, f"{name}也去")
    second, choices = polled(theirs, "去", "不去")
    voted(second, choices[0], member)
    ThreadReader.create(thread=theirs.id, member=member.id, seen=1, watching="watch")
    ThreadDraft.create(thread=theirs.id, group=group.id, member=member.id, form={"body": [name]})
