"""Counters, each moved by one statement inside the transaction of what it counts, so that they are right at any moment."""

from collections.abc import Iterable

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.circle.rules import hotness
from miquan.db import now
from miquan.products.models import Tag


def count(post_id: int, **steps: int) -> None:
    """Move counters of a post, and its heat with them."""
    changes = {getattr(Post, name): getattr(Post, name) + step for name, step in steps.items()}
    if Post.update(changes).where(Post.id == post_id).execute():
        warm(post_id)


def warm(post_id: int) -> None:
    """Bring the heat to what the counters say. The row is held by whoever has just moved them."""
    columns = (Post.published_at, Post.likes, Post.comments, Post.saves, Post.reposts)
    published, likes, comments, saves, reposts = Post.select(*columns).where(Post.id == post_id).tuples().get()
    heat = hotness(published, now(), likes=likes, comments=comments, saves=saves, reposts=reposts)
    Post.update(hotness=heat).where(Post.id == post_id).execute()


def is_counted(post: Post) -> bool:
    """Whether a post counts for its author and its tags: everyone finds it, and it is no repost."""
    return bool(post.state == "published" and post.visibility == "public" and post.kind != "repost")


def recount_around(post: Post, was: bool, tags_before: Iterable[int], tags_after: Iterable[int]) -> None:
    """Tell the author and the tags what has changed. `was`: whether the post counted before."""
    after = is_counted(post)
    if was != after:
        step = 1 if after else -1
        Member.update(posts=Member.posts + step).where(Member.id == post.author_id).execute()
    left, come = set(tags_before) if was else set(), set(tags_after) if after else set()
    # By id, so that two posts with the same tags cannot wait for each other.
    for tag in sorted(left ^ come):
        step = 1 if tag in come else -1
        Tag.update(posts=Tag.posts + step).where(Tag.id == tag).execute()


def has_posted(post: Post) -> None:
    """When somebody posted last for everyone or for their followers; who ever did is found by search."""
    if post.visibility != "unlisted":
        Member.update(posted_at=post.published_at).where(Member.id == post.author_id).execute()
