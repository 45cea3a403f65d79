"""Taking a member out of the circle: a batch in a transaction, counters with it; what a kill kept is passed over."""

from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.boards.actions import forget_things
from miquan.circle.models import (
    Comment,
    Mention,
    Post,
    PostDraft,
    PostLike,
    PostPicture,
    PostProduct,
    PostRevision,
    PostTag,
    PostText,
)
from miquan.db import now, transaction
from miquan.departures.rewriting import batches, handles_of, rename
from miquan.outbox import Event, record_many
from miquan.products.models import Tag
from miquan.triggers import history_may_be_erased
from miquan.versions import bump

# What a place where others answered still needs, and what its author may leave behind in words.
_STAYS = {"id", "author", "kind", "lang", "repost_of", "follows_up", "likes", "comments", "saves", "reposts", "demo"}
_DATES = {"version", "created_at", "published_at"}
_WORDS = {"title", "slug", "body", "body_html", "excerpt", "state", "visibility", "disclosure", "hotness", "edited_at"}


def erase_posts(member_id: int, keep_words: bool) -> None:
    """Words that were published stay where that is wanted; else an empty place stays where others answered."""
    for posts in batches(Post, Post.author == member_id):
        _erase_some(posts, keep_words)
    with transaction(), history_may_be_erased():
        PostRevision.update(by=None).where(PostRevision.by == member_id).execute()
        Member.update(posts=0, posted_at=None).where(Member.id == member_id).execute()


def _erase_some(posts: list[Post], keep_words: bool) -> None:
    ids = [post.id for post in posts]
    with transaction():
        with history_may_be_erased():
            PostRevision.delete().where(PostRevision.post.in_(ids)).execute()
        spoken = [p.id for p in posts if keep_words and p.published_at and p.state in ("published", "hidden")]
        silent = [id_ for id_ in ids if id_ not in set(spoken)]
        places = _answered(silent)
        PostPicture.delete().where(PostPicture.post.in_(ids)).execute()
        Post.update(_empty(_WORDS)).where(Post.id.in_(spoken)).execute()
        for part in (PostText, PostProduct, Mention):
            part.delete().where(part.post.in_(silent)).execute()
        _untag(silent)
        Post.update(_empty(set()) | {"state": "removed", "saves": 0}).where(Post.id.in_(places)).execute()
        gone = [post for post in posts if post.id in set(silent) - set(places)]
        _uncount_reposts(gone)
        forget_things("post", silent)
        Post.delete().where(Post.id.in_([post.id for post in gone])).execute()
        # Their words lie in the index too, and what was learnt from them elsewhere; so it is with an empty place.
        record_many(Event.POST_REMOVED, "post", [p.id for p in posts if p.id in set(silent) and p.published_at])
        bump("pages")


def _answered(ids: list[int]) -> list[int]:
    """Those under which others wrote, or that other posts point at."""
    pointing = Post.select(Post.repost_of).where(Post.repost_of.in_(ids))
    following = Post.select(Post.follows_up).where(Post.follows_up.in_(ids))
    under = Comment.select(Comment.post).where(Comment.post.in_(ids))
    return sorted({row[0] for query in (pointing, following, under) for row in query.distinct().tuples()})


def _empty(stays: set[str]) -> dict[str, Any]:
    fields = [f for f in Post._meta.sorted_fields if f.name not in stays | _STAYS | _DATES]
    values = {f.name: (f.default() if callable(f.default) else f.default) for f in fields}
    return {**values, "updated_at": now()}


def _untag(ids: list[int]) -> None:
    tags = [row[0] for row in PostTag.select(PostTag.tag).where(PostTag.post.in_(ids)).distinct().tuples()]
    PostTag.delete().where(PostTag.post.in_(ids)).execute()
    counted = dict(
        PostTag.select(PostTag.tag, fn.COUNT(PostTag.id))
        .join(Post)
        .where(PostTag.tag.in_(tags), Post.state == "published", Post.visibility == "public")
        .group_by(PostTag.tag)
        .tuples()
    )
    for tag in sorted(tags):
        Tag.update(posts=counted.get(tag, 0)).where(Tag.id == tag).execute()


def _uncount_reposts(posts: list[Post]) -> None:
    for post in sorted(posts, key=lambda post: post.repost_of_id or 0):
        if post.repost_of_id and post.state == "published":
            Post.update(reposts=Post.reposts - 1).where(Post.id == post.repost_of_id).execute()


def erase_comments(member_id: int, keep_words: bool) -> None:
    """They stay where words stay. Else a comment that was answered leaves an empty place, any other goes."""
    if keep_words:
        return
    # Answers first: a place that is empty on all sides goes with the last of them.
    for comments in batches(Comment, Comment.author == member_id, newest_first=True):
        with transaction():
            for comment in comments:
                _erase_comment(comment)
            bump("pages")


def _erase_comment(comment: Comment) -> None:
    if comment.state == "published":
        Post.update(comments=Post.comments - 1).where(Post.id == comment.post_id).execute()
    Mention.delete().where(Mention.comment == comment.id).execute()
    if Comment.select().where(Comment.parent == comment.id).exists():
        Comment.update(state="removed", body="", body_html="", edited_at=None).where(Comment.id == comment.id).execute()
        return
    Comment.delete().where(Comment.id == comment.id).execute()
    if comment.parent_id:
        Comment.update(replies=Comment.replies - 1).where(Comment.id == comment.parent_id).execute()


def erase_likes(member_id: int, _keep_words: bool) -> None:
    for likes in batches(PostLike, PostLike.member == member_id):
        posts = [like.post_id for like in likes]
        with transaction():
            if PostLike.delete().where(PostLike.id.in_([like.id for like in likes])).execute():
                Post.update(likes=Post.likes - 1).where(Post.id.in_(posts)).execute()


def erase_mentions(member_id: int, _keep_words: bool) -> None:
    """Where others named them by handle, the handle becomes the tombstone's."""
    names = handles_of(member_id)
    for mentions in batches(Mention, Mention.member == member_id):
        with transaction(), history_may_be_erased():
            posts = [mention.post_id for mention in mentions]
            for model, where, columns in (
                (Post, Post.id.in_(posts), ("title", "body", "body_html", "excerpt")),
                (PostText, PostText.post.in_(posts), ("title", "body_html", "excerpt")),
                (Comment, Comment.id.in_([m.comment_id for m in mentions if m.comment_id]), ("body", "body_html")),
                (PostRevision, PostRevision.post.in_(posts), ("data",)),
                (PostDraft, PostDraft.post.in_(posts), ("title", "form")),
            ):
                rename(model, where, columns, names, f"{GONE}{member_id}")
            Mention.delete().where(Mention.id.in_([mention.id for mention in mentions])).execute()
