"""What a member may see of what they were told, judged when it is read: three questions in one condition.

May they see what it is about? Is it still so (a like that was taken back is not)? And is it from somebody whom they have
neither blocked nor muted, nor the other way round? So a count never tells of what its reader may not see.
"""

from collections.abc import Callable
from typing import Any

from peewee import SQL, Case, NodeList, fn

from miquan.accounts.models import Member
from miquan.circle.models import Comment, Post, PostLike
from miquan.circle.queries.visible import lasting, shown_itself, unblocked, visible_to
from miquan.db import beside
from miquan.follows.models import Follow, Mute
from miquan.groups.models import Membership
from miquan.groups.queries.visible import in_group
from miquan.groups.rules import TENDING
from miquan.moderation.models import Decision
from miquan.notifications.models import Notice, NoticeCause, NoticeChoice
from miquan.notifications.registry import NAMELESS, TYPES
from miquan.notifications.rules import Channel
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.threads.models import Reply, ReplyLike, Thread, ThreadReader
from miquan.threads.queries.visible import replies_for
from miquan.threads.queries.visible import visible_to as thread_visible_to

_ONE = SQL("1")
_Post, _Comment, _Reply, _Thread = (
    model.alias(f"noticed_{model._meta.table_name}") for model in (Post, Comment, Reply, Thread)
)
_Actor = Member.alias("who_did_it")
# A post of which a comment, a repost or what follows up is the thing.
_Thing = Post.alias("thing_post")
_Said, _Asked = Reply.alias("thing_reply"), Reply.alias("asked_reply")
Condition = Callable[[Any, Any], Any]


def wanted_from(member: Any, actor: Any) -> Any:
    """SQL: not from themselves, nor from somebody whom a block parts from them or whom they have muted."""
    if actor is None:
        return SQL("1 = 1")
    muted = Mute.select(_ONE).where(Mute.member == member, Mute.kind == "member", Mute.target == actor, lasting())
    return (member != actor) & unblocked(member, actor) & ~fn.EXISTS(muted)


def _post(member: Any, id_: Any) -> Any:
    return fn.EXISTS(_Post.select(_ONE).where(all_of(_Post.id == id_, visible_to(member, listed=False, post=_Post))))


def _comment(member: Any, id_: Any) -> Any:
    query = _Comment.select(_ONE).join(_Post, on=(_Post.id == _Comment.post))
    seen = visible_to(member, listed=False, post=_Post)
    return fn.EXISTS(query.where(all_of(_Comment.id == id_, _Comment.state == "published", seen)))


def _thread(member: Any, id_: Any) -> Any:
    return fn.EXISTS(_Thread.select(_ONE).where(all_of(_Thread.id == id_, *_talk(member))))


def _reply(member: Any, id_: Any) -> Any:
    query = _Reply.select(_ONE).join(_Thread, on=(_Thread.id == _Reply.thread))
    return fn.EXISTS(query.where(all_of(_Reply.id == id_, _Reply.state == "published", *_talk(member))))


def _talk(member: Any) -> tuple[Any, Any]:
    """A thread that they may read and have not muted."""
    muted = ThreadReader.select(_ONE).where(
        ThreadReader.member == member, ThreadReader.thread == _Thread.id, ThreadReader.watching == "mute"
    )
    return thread_visible_to(member, listed=False, thread=_Thread), ~fn.EXISTS(muted)


def _storefront(member: Any, id_: Any) -> Any:
    follows = (Follow.follower == member) & (Follow.kind == "storefront") & (Follow.target == id_)
    there = Storefront.select(_ONE).where(Storefront.id == id_, Storefront.state.in_(PUBLIC))
    return fn.EXISTS(there) & fn.EXISTS(Follow.select(_ONE).where(follows))


def _decision(member: Any, id_: Any) -> Any:
    return fn.EXISTS(Decision.select(_ONE).where(Decision.id == id_, Decision.member == member))


# Kind of what it is about -> whether this member may see it.
SUBJECTS: dict[str, Condition] = {
    "post": _post,
    "comment": _comment,
    "thread": _thread,
    "reply": _reply,
    "storefront": _storefront,
    "member": lambda _member, _id: SQL("1 = 1"),
    "decision": _decision,
    # What may still be said of a group depends on what happened there: `STILL` judges it.
    "group": lambda _member, _id: SQL("1 = 1"),
}


def _like(cause: Any, _member: Any) -> Any:
    return fn.EXISTS(PostLike.select(_ONE).where(PostLike.post == cause.subject, PostLike.member == cause.actor))


def _said(cause: Any, _member: Any) -> Any:
    mine = (Comment.id == cause.thing) & (Comment.author == cause.actor)
    return fn.EXISTS(Comment.select(_ONE).where(mine, Comment.state == "published"))


def _posted(cause: Any, member: Any) -> Any:
    """What it passes on is what the notice is about."""
    mine = (_Thing.id == cause.thing) & (_Thing.author == cause.actor)
    return fn.EXISTS(_Thing.select(_ONE).where(all_of(mine, shown_itself(member, False, _Thing))))


def _follows(cause: Any, _member: Any) -> Any:
    mine = (Follow.follower == cause.actor) & (Follow.kind == "member") & (Follow.target == cause.subject)
    return fn.EXISTS(Follow.select(_ONE).where(mine))


def _offered(cause: Any, _member: Any) -> Any:
    mine = (Product.id == cause.thing) & (Product.storefront == cause.subject)
    return fn.EXISTS(Product.select(_ONE).where(mine, Product.state.in_(PUBLIC_STATES)))


def _replied(cause: Any, member: Any) -> Any:
    """It still stands in the thread that it is about: split off, it may be read by others than before."""
    asked = _Asked.select(_Asked.thread).where(_Asked.id == cause.subject)
    there = Case(None, [(cause.kind == "thread", cause.subject)], asked)
    mine = (_Said.id == cause.thing) & (_Said.author == cause.actor) & (_Said.thread == there)
    return fn.EXISTS(_Said.select(_ONE).where(all_of(mine, replies_for(member, _Said))))


def _likes_reply(cause: Any, _member: Any) -> Any:
    return fn.EXISTS(ReplyLike.select(_ONE).where(ReplyLike.reply == cause.subject, ReplyLike.member == cause.actor))


def _accepted(cause: Any, _member: Any) -> Any:
    query = _Said.select(_ONE).join(Thread, on=((Thread.id == _Said.thread) & (Thread.accepted == _Said.number)))
    return fn.EXISTS(query.where(_Said.id == cause.subject))


def _applies(cause: Any, member: Any) -> Any:
    """They still wait, and the reader still looks after the group."""
    waits = (Membership.id == cause.thing) & (Membership.member == cause.actor) & (Membership.role == "applicant")
    return fn.EXISTS(Membership.select(_ONE).where(waits)) & _tends(cause, member)


def _tends(cause: Any, member: Any) -> Any:
    mine = (Membership.group == cause.subject) & (Membership.member == member) & Membership.role.in_(TENDING)
    return fn.EXISTS(Membership.select(_ONE).where(mine))


# What a type says by `still` -> whether it is still so.
STILL: dict[str, Condition] = {
    "like": _like,
    "comment": _said,
    "post": _posted,
    "follow": _follows,
    "product": _offered,
    "reply": _replied,
    "reply_like": _likes_reply,
    "accepted": _accepted,
    "applicant": _applies,
    "tending": _tends,
    "inside": lambda cause, member: in_group(member, cause.subject),
    # The words that name somebody are what it is about.
    "mention": lambda _cause, _member: SQL("1 = 1"),
    # What was said to somebody stays said.
    "said": lambda _cause, _member: SQL("1 = 1"),
    "told": lambda _cause, _member: SQL("1 = 1"),
}


def causes_of(notice: Any, cause: Any = NoticeCause) -> Any:
    """SQL: rows of `cause` that belong to the notice and of which its member may know."""
    there = _Actor.select(_ONE).where(_Actor.id == cause.actor, _Actor.active)
    from_whom = fn.EXISTS(there) & wanted_from(notice.member, cause.actor)
    return all_of(
        cause.kind == notice.kind, cause.subject == notice.subject, cause.type == notice.type,
        # It lies between two numbers in the index that leads there.
        cause.id.between(notice.first, notice.last),
        any_of(beside(notice.type).in_(NAMELESS), from_whom), any_of(*_still(notice, cause)),
    )  # fmt: skip


def _still(notice: Any, cause: Any) -> list[Any]:
    names = {still: [t.name for t in TYPES.values() if t.still == still] for still in STILL}
    return [
        all_of(beside(notice.type).in_(names[still]), STILL[still](cause, notice.member))
        for still in names
        if names[still]
    ]


def visible(notice: Any = Notice) -> Any:
    """SQL: notices that still tell their member of something."""
    shown = [all_of(beside(notice.kind) == kind, see(notice.member, notice.subject)) for kind, see in SUBJECTS.items()]
    off = NoticeChoice.select(_ONE).where(
        NoticeChoice.member == notice.member, NoticeChoice.type == notice.type, NoticeChoice.channel == Channel.OFF
    )
    cause = NoticeCause.alias("a_cause")
    told = cause.select(_ONE).where(causes_of(notice, cause))
    return all_of(any_of(*shown), ~fn.EXISTS(off), fn.EXISTS(told))


def any_of(*conditions: Any) -> Any:
    """Side by side. Peewee's own operators put each into brackets of the one before, and SQLite's parser is soon too deep."""
    return NodeList(conditions, " OR ", parens=True)


def all_of(*conditions: Any) -> Any:
    return NodeList(conditions, " AND ", parens=True)
