"""What portraits do about what happens: each event only says where to look; the table says what is so now."""

from collections.abc import Sequence
from typing import Any

from peewee import SQL

from miquan.boards.models import Save
from miquan.bulk import delete_rows
from miquan.circle.models import Comment, PostLike
from miquan.follows.models import Follow
from miquan.outbox import Event, EventRow, subscribes
from miquan.outbox.timers import every
from miquan.portraits.forgetting import forget_faint
from miquan.portraits.learning import Done, learn, take_back
from miquan.portraits.models import Signal
from miquan.recommendations.models import Dismissed

LANE = "portraits"
_ONE = SQL("1")


def _reconcile(event: EventRow, verb: str, member: int | None, there: Any) -> None:
    """Learn of what is there, take back what is not; told twice or in the wrong order it comes to the same."""
    kind, item = event.subject_kind, event.subject_id
    if member is None or kind is None or item is None:
        return
    if there.exists():
        learn([Done(member, verb, kind, item, event.at)])
    else:
        take_back(member, verb, kind, item)


@subscribes(Event.POST_LIKED, Event.POST_UNLIKED, name="portraits.likes", lane=LANE)
def liked(event: EventRow) -> None:
    there = PostLike.select(_ONE).where(PostLike.member == event.actor_id, PostLike.post == event.subject_id)
    _reconcile(event, "like", event.actor_id, there)


@subscribes(Event.THING_SAVED, Event.THING_UNSAVED, name="portraits.saves", lane=LANE)
def saved(event: EventRow) -> None:
    what = (Save.kind == event.subject_kind) & (Save.item == event.subject_id)
    _reconcile(event, "save", event.actor_id, Save.select(_ONE).where(Save.member == event.actor_id, what))


@subscribes(Event.COMMENT_WRITTEN, Event.COMMENT_REMOVED, name="portraits.comments", lane=LANE)
def commented(event: EventRow) -> None:
    """A moderator may have taken the comment away: it is its author's portrait that changes."""
    author = event.data.get("author", event.actor_id)
    there = Comment.select(_ONE).where(
        Comment.post == event.subject_id, Comment.author == author, Comment.state == "published"
    )
    _reconcile(event, "comment", author, there)


@subscribes(
    Event.MEMBER_FOLLOWED, Event.MEMBER_UNFOLLOWED, Event.TAG_FOLLOWED, Event.TAG_UNFOLLOWED, Event.STOREFRONT_FOLLOWED,
    Event.STOREFRONT_UNFOLLOWED, name="portraits.follows", lane=LANE,
)  # fmt: skip
def followed(event: EventRow) -> None:
    what = (Follow.kind == event.subject_kind) & (Follow.target == event.subject_id)
    _reconcile(event, "follow", event.actor_id, Follow.select(_ONE).where(Follow.follower == event.actor_id, what))


@subscribes(Event.THING_DISMISSED, Event.DISMISSAL_TAKEN_BACK, name="portraits.hidings", lane=LANE)
def dismissed(event: EventRow) -> None:
    what = (Dismissed.kind == event.subject_kind) & (Dismissed.item == event.subject_id)
    _reconcile(event, "hide", event.actor_id, Dismissed.select(_ONE).where(Dismissed.member == event.actor_id, what))


@subscribes(
    Event.POST_REMOVED, Event.PRODUCT_REMOVED, Event.MEMBER_ERASED, Event.TAG_DROPPED,
    name="portraits.gone", lane=LANE, batch=True,
)  # fmt: skip
def gone(events: Sequence[EventRow]) -> None:
    """What is gone for good is no source any more; what it taught decays. A new tag may bear the id of one that went."""
    for event in events:
        about = (Signal.kind == event.subject_kind) & (Signal.item == event.subject_id)
        delete_rows(Signal, about & (Signal.at <= event.at))


every(86_400.0, name="portraits.faint", lane="sweep")(forget_faint)
