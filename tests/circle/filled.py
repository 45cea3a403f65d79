"""A member with a row in every table of the circle, as if all of it had been done on the site."""

from typing import Any

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
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
from miquan.db import now
from miquan.follows.models import Block, Follow, Mute
from miquan.follows.parting import moved
from miquan.media.models import File
from miquan.portraits.models import Interest, Pause, Portrait, Signal, Weight
from miquan.products.models import Product, Tag
from miquan.recommendations.models import Dismissed, Recommended, Similar
from tests.cast import Cast


def published(author: Member, title: str = "今天去了河邊", **more: Any) -> Post:
    """A post as it lies in the table."""
    values = {"body": title, "body_html": f"<p>{title}</p>", "excerpt": title, "published_at": now(), **more}
    post: Post = Post.create(author=author.id, title=title, state="published", **values)
    return post


def commented(post: Post, author: Member, body: str, parent: Comment | None = None) -> Comment:
    more = {"parent": parent.id, "root": parent.root_id or parent.id, "depth": parent.depth + 1} if parent else {}
    comment: Comment = Comment.create(post=post.id, author=author.id, body=body, body_html=f"<p>{body}</p>", **more)
    Post.update(comments=Post.comments + 1).where(Post.id == post.id).execute()
    if parent:
        Comment.update(replies=Comment.replies + 1).where(Comment.id == parent.id).execute()
    return comment


def followed(follower: Member, kind: str, target: Any) -> None:
    Follow.create(follower=follower.id, kind=kind, target=target.id)
    model = type(target)
    model.update(followers=model.followers + 1).where(model.id == target.id).execute()
    if kind == "member":
        Member.update(following=Member.following + 1).where(Member.id == follower.id).execute()


def blocked(member_id: int, other_id: int) -> Block:
    """As the action leaves it."""
    row: Block = Block.create(member=member_id, blocked=other_id)
    moved(member_id, other_id)
    return row


def fill_circle(cast: Cast, member: Member, name: str, handle: str) -> None:
    post = published(member, f"{name}的一天", place=name, latitude=35.0, longitude=135.8, words_key="k")
    Member.update(posts=1, posted_at=now()).where(Member.id == member.id).execute()
    PostText.create(post=post.id, lang="zh-hans", title=name, body_html=name, excerpt=name)
    PostRevision.create(post=post.id, version=1, by=member.id, data={"title": name})
    PostPicture.create(post=post.id, position=1, file=File.get_or_none(File.owner == member.id), alt=name)
    PostProduct.create(post=post.id, product=Product.get().id, position=1, currency="JPY", price=100)
    tag, _new = Tag.get_or_create(slug=name, defaults={"name": name})
    PostTag.create(post=post.id, tag=tag.id)
    Tag.update(posts=1).where(Tag.id == tag.id).execute()
    PostNotice.create(post=post.id, kind="many_links")
    PostDraft.create(member=member.id, key=f"draft-{member.id}", title=name, form={"body": [name]})
    answered = published(member, f"{name}有人回", city="kyoto", country="JP")
    first = commented(answered, cast.mei, "真好")
    theirs = published(cast.mei, f"和@{handle}去市集", visibility="followers")
    PostRevision.create(post=theirs.id, version=1, by=cast.mei.id, data={"body": f"和@{handle}去市集"})
    Mention.create(post=theirs.id, member=member.id)
    said = commented(answered, cast.mei, f"@{handle} 那天下雨", first)
    Mention.create(post=answered.id, comment=said.id, member=member.id)
    mine = commented(theirs, member, f"{name}也在")
    commented(theirs, cast.mei, "對", mine)
    commented(theirs, member, f"{name}沒人回")
    PostLike.create(post=theirs.id, member=member.id)
    board = Board.create(owner=member.id, name=name, items=1)
    Save.create(member=member.id, board=board.id, kind="post", item=theirs.id)
    Post.update(likes=1, saves=1).where(Post.id == theirs.id).execute()
    hers = Board.create(owner=cast.mei.id, name="看過的", items=1)
    Save.create(member=cast.mei.id, board=hers.id, kind="post", item=post.id)
    Post.update(saves=1).where(Post.id == post.id).execute()
    _around(cast, member, name, tag)


def _around(cast: Cast, member: Member, name: str, tag: Tag) -> None:
    followed(member, "member", cast.mei)
    followed(member, "tag", tag)
    followed(cast.nina, "member", member)
    Mute.create(member=member.id, kind="word", word=name)
    Mute.create(member=cast.mei.id, kind="member", target=member.id)
    blocked(cast.mo.id, member.id)
    blocked(member.id, cast.mo.id)
    Portrait.create(member=member.id, role="shopper")
    Interest.create(member=member.id, kind="tag", key=name)
    Weight.create(member=member.id, kind="tag", key=name, weight=1.0)
    Pause.create(member=member.id, since=now(), until=now())
    Signal.create(member=member.id, verb="view", kind="post", item=1, day=now().date())
    Recommended.create(member=member.id, kind="member", item=cast.mei.id, rank=1, reason="followed")
    Recommended.create(member=cast.mei.id, kind="member", item=member.id, rank=1, reason="followed")
    Similar.create(kind="member", item=member.id, other=cast.mei.id, weight=0.5)
    Dismissed.create(member=member.id, kind="tag", item=tag.id)
