"""What the demo's people like, learnt from what they have done lately, as the worker would have learnt it."""

from collections.abc import Iterator
from datetime import timedelta

from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.circle.models import Comment, PostLike
from miquan.demo.seeding.posts import Seeded
from miquan.follows.models import Follow
from miquan.portraits.learning import Done, learn

# What is older has decayed to little.
LATELY = timedelta(days=120)


def seed_portraits(done: Seeded) -> int:
    """Likes, answers, saves and follows are there already. Returns how many signals were new."""
    return learn(list(_what_they_did(done)))


def _what_they_did(done: Seeded) -> Iterator[Done]:
    since, demo = done.start - LATELY, Member.select(Member.id).where(Member.demo)
    likes = PostLike.select(PostLike.member, PostLike.post, PostLike.at)
    for member, post, at in likes.where(PostLike.at > since, PostLike.member.in_(demo)).tuples():
        yield Done(member, "like", "post", post, at)
    comments = Comment.select(Comment.author, Comment.post, Comment.created_at)
    for member, post, at in comments.where(Comment.created_at > since, Comment.author.in_(demo)).tuples():
        yield Done(member, "comment", "post", post, at)
    saves = Save.select(Save.member, Save.kind, Save.item, Save.at)
    for member, kind, item, at in saves.where(Save.at > since, Save.member.in_(demo)).tuples():
        yield Done(member, "save", kind, item, at)
    follows = Follow.select(Follow.follower, Follow.kind, Follow.target, Follow.at)
    for member, kind, target, at in follows.where(Follow.at > since, Follow.follower.in_(demo)).tuples():
        yield Done(member, "follow", kind, target, at)
