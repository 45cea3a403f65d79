"""What the circle holds of a member: posts, comments, likes, words that were never sent, and where others named them."""

from collections.abc import Iterator
from typing import Any

from miquan.circle import erasing
from miquan.circle.models import (
    Comment,
    Mention,
    Post,
    PostDraft,
    PostLike,
    PostNotice,
    PostPicture,
    PostProduct,
    PostRevision,
    PostTag,
    PostText,
)
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of, with_parts
from miquan.i18n import lazy
from miquan.products.models import Tag

_OF_THE_SITE = ("author", "words_key", "hotness", "cover")


def _posts(member_id: int) -> Iterator[Row]:
    parts: dict[str, Any] = {
        "texts": (PostText, PostText.post, ()),
        "revisions": (PostRevision, PostRevision.post, ("by",)),
        "picture_rows": (PostPicture, PostPicture.post, ()),
        "products": (PostProduct, PostProduct.post, ()),
        "tags": (PostTag, PostTag.post, ()),
    }
    for row in with_parts(rows_of(Post, Post.author == member_id, _OF_THE_SITE), **parts):
        tags = Tag.select(Tag.name).where(Tag.id.in_([tag["tag"] for tag in row["tags"]]))
        row["tags"] = [name for (name,) in tags.order_by(Tag.id).tuples()]
        yield row


def _comments(member_id: int) -> Iterator[Row]:
    return rows_of(Comment, Comment.author == member_id, ("author",))


def _likes(member_id: int) -> Iterator[Row]:
    return rows_of(PostLike, PostLike.member == member_id, ("member",))


def _drafts(member_id: int) -> Iterator[Row]:
    return rows_of(PostDraft, PostDraft.member == member_id, ("member", "key"))


def _erase_drafts(member_id: int, _keep_words: bool) -> None:
    with transaction():
        PostDraft.delete().where(PostDraft.member == member_id).execute()


def _mentions(member_id: int) -> Iterator[Row]:
    return rows_of(Mention, Mention.member == member_id, ("member",))


SECTIONS = (
    Section("post_drafts", lazy("你寫到一半、還沒發出去的帖"), (PostDraft,), _drafts, _erase_drafts),
    Section("mentions", lazy("別人在哪裡提到你"), (Mention,), _mentions, erasing.erase_mentions),
    Section("likes", lazy("你喜歡過的帖"), (PostLike,), _likes, erasing.erase_likes),
    Section("comments", lazy("你寫的留言"), (Comment,), _comments, erasing.erase_comments),
    Section(
        "posts",
        lazy("你的帖：文字、圖片說明、提到的商品，和每次改過的樣子"),
        (Post, PostText, PostRevision, PostPicture, PostProduct, PostTag, PostNotice),
        _posts,
        erasing.erase_posts,
    ),
)
