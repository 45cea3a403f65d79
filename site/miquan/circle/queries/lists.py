"""Ids of posts in the orders that lists have, each through the reader's eyes. Pages go on by key: (moment or heat, id)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from miquan.circle.models import Post, PostTag
from miquan.circle.queries.moments import microseconds, moment_of
from miquan.circle.queries.visible import unmuted, visible_to
from miquan.text import is_number

PAGE = 20


@dataclass(frozen=True)
class Ids:
    """Posts in order, and the key that leads on; empty when there are no more."""

    ids: list[int]
    next: str = ""


def of_author(author_id: int, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """Somebody's posts, the newest first."""
    query = Post.select(Post.published_at, Post.id).where(Post.author == author_id, Post.state == "published")
    return _newest(query.where(visible_to(viewer_id)), Post.published_at, before, size)


def of_tag(tag_id: int, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """What carries a tag, the newest first."""
    query = Post.select(PostTag.at, Post.id).join(PostTag, on=(PostTag.post == Post.id))
    query = query.where(PostTag.tag == tag_id, unmuted(viewer_id, but=tag_id), visible_to(viewer_id))
    return _newest(query, PostTag.at, before, size, id_=PostTag.post)


def of_place(country: str, city: str, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """What happened in a country or a city, the newest first."""
    here = [Post.country == country, Post.state == "published", unmuted(viewer_id)]
    if city:
        here.append(Post.city == city)
    query = Post.select(Post.published_at, Post.id).where(*here, visible_to(viewer_id))
    return _newest(query, Post.published_at, before, size)


def hot(viewer_id: int | None, before: str = "", size: int = PAGE, wanted: Sequence[Any] = ()) -> Ids:
    """What is hot and for everyone, as far as the conditions in `wanted` let it through; reposts are not hot themselves."""
    public = [Post.state == "published", Post.visibility == "public", Post.kind != "repost", unmuted(viewer_id)]
    query = Post.select(Post.hotness, Post.id).where(*public, visible_to(viewer_id), *wanted)
    heat, id_ = _key(before)
    if heat:
        query = query.where(Post.hotness <= int(heat), (Post.hotness < int(heat)) | (Post.id < id_))
    rows = list(query.order_by(Post.hotness.desc(), Post.id.desc()).limit(size + 1).tuples())
    last = rows[size - 1] if len(rows) > size else None
    return Ids([row[1] for row in rows[:size]], f"{last[0]}-{last[1]}" if last else "")


def _newest(query: Any, moment: Any, before: str, size: int, *, id_: Any = Post.id) -> Ids:
    """`moment` and `id_` are the columns of the index that leads there."""
    told, last_id = _key(before)
    if told:
        at = moment_of(told)
        # The first half lets the index begin in the right place.
        query = query.where(moment <= at, (moment < at) | (id_ < last_id))
    rows = list(query.order_by(moment.desc(), id_.desc()).limit(size + 1).tuples())
    last = rows[size - 1] if len(rows) > size else None
    return Ids([row[1] for row in rows[:size]], f"{microseconds(last[0])}-{last[1]}" if last else "")


def _key(before: str) -> tuple[str, int]:
    told, _dash, id_ = before.partition("-")
    return (told, int(id_)) if is_number(told) and is_number(id_, 10) and int(id_) < 2**31 else ("", 0)
