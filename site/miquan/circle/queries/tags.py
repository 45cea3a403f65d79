"""Tags, as far as the reader may know of them: a name can tell as much as a sentence."""

from typing import Any

from peewee import SQL, fn

from miquan.circle.models import Post, PostTag
from miquan.circle.queries.visible import visible_to
from miquan.follows.models import Follow
from miquan.groups.models import Group, GroupTag
from miquan.groups.queries.visible import known_to as groups_for
from miquan.products.models import Tag
from miquan.threads.models import Thread, ThreadTag
from miquan.threads.queries.visible import visible_to as threads_for

_ONE = SQL("1")


def known_to(viewer_id: int | None) -> Any:
    """SQL: tags of something public, of what else the reader may open, and those that they follow."""
    posts = PostTag.select(_ONE).join(Post, on=(Post.id == PostTag.post))
    groups = GroupTag.select(_ONE).join(Group, on=(Group.id == GroupTag.group))
    threads = ThreadTag.select(_ONE).join(Thread, on=(Thread.id == ThreadTag.thread))
    seen = (
        (Tag.posts > 0)
        | (Tag.products > 0)
        | fn.EXISTS(posts.where(PostTag.tag == Tag.id, visible_to(viewer_id, listed=False)))
        | fn.EXISTS(groups.where(GroupTag.tag == Tag.id, groups_for(viewer_id, listed=False)))
        | fn.EXISTS(threads.where(ThreadTag.tag == Tag.id, threads_for(viewer_id, listed=False)))
    )
    if viewer_id is None:
        return seen
    mine = Follow.select(_ONE).where(Follow.follower == viewer_id, Follow.kind == "tag", Follow.target == Tag.id)
    return seen | fn.EXISTS(mine)


def is_known(tag_id: int, viewer_id: int | None) -> bool:
    return bool(Tag.select().where(Tag.id == tag_id, known_to(viewer_id)).exists())


def tag_called(slug: str, viewer_id: int | None) -> Any:
    """The tag with this folded name; None for one that the reader may not know."""
    return Tag.get_or_none(Tag.slug == slug, known_to(viewer_id))
