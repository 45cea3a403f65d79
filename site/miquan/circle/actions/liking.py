"""Liking a post, and taking it back. A like is a row; the counter moves only when a row came or went.

Visitors' pages learn of it within a minute: a like does not drop all of them.
"""

from miquan.circle.actions.counting import count
from miquan.circle.models import Post, PostLike
from miquan.circle.queries.visible import visible_to
from miquan.circle.rules import NotHere
from miquan.db import held, transaction
from miquan.outbox import Event, record


def like(post_id: int, *, by: int) -> bool:
    """Whether it is new. Raises NotHere for what they may not see."""
    with transaction():
        seen_by(post_id, by)
        if not PostLike.insert(post=post_id, member=by).on_conflict_ignore().as_rowcount().execute():
            return False
        count(post_id, likes=1)
        record(Event.POST_LIKED, subject=("post", post_id), by=by)
    return True


def unlike(post_id: int, *, by: int) -> bool:
    """Whether there was one; also of a post that they no longer see."""
    with transaction():
        if not PostLike.delete().where(PostLike.post == post_id, PostLike.member == by).execute():
            return False
        count(post_id, likes=-1)
        record(Event.POST_UNLIKED, subject=("post", post_id), by=by)
    return True


def seen_by(post_id: int, member_id: int, *, hold: bool = False) -> Post:
    """A post that this member may open; `hold` it until the transaction ends. Raises NotHere."""
    query = Post.select().where(Post.id == post_id, visible_to(member_id, listed=False))
    found: Post | None = (held(query) if hold else query).first()
    if found is None:
        raise NotHere
    return found
