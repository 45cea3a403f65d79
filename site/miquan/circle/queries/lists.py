"""Ids of posts in the orders that lists have, each through the reader's eyes. Pages go on by key: (moment or heat, id).

A member may mute so much that hardly anything is left: of a page no more than `LOOKED` posts are looked at. What is
found among them is the page, which then holds less than its size, or nothing, and leads on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from miquan.circle.models import Post, PostTag
from miquan.circle.queries.moments import microseconds, moment_of
from miquan.circle.queries.visible import unmuted, visible_to
from miquan.text import is_number

PAGE = 20
LOOKED = 2_000


@dataclass(frozen=True)
class Ids:
    """Posts in order, and the key that leads on; empty when there are no more."""

    ids: list[int]
    next: str = ""


@dataclass(frozen=True)
class _Index:
    """A way through a table: the columns that say its order, and how the first of them is told in a key."""

    order: Any
    id: Any
    told: Callable[[Any], object]
    read: Callable[[str], Any]

    def walk(self, columns: Any, conditions: Sequence[Any], most: int, start: int = 0) -> Any:
        """The first `most` rows, by what the index itself knows."""
        query = self.id.model.select(*columns).where(*conditions)
        return query.order_by(self.order.desc(), self.id.desc()).limit(most).offset(start)

    def behind(self, before: str) -> list[Any]:
        """The first half lets the index begin in the right place."""
        told, _dash, id_ = before.partition("-")
        if not (is_number(told) and is_number(id_, 10) and int(id_) < 2**31):
            return []
        last = self.read(told)
        return [self.order <= last, (self.order < last) | (self.id < int(id_))]

    def key(self, row: tuple[Any, int]) -> str:
        return f"{self.told(row[0])}-{row[1]}"


_BY_TIME = _Index(Post.published_at, Post.id, microseconds, moment_of)
_BY_TAG = _Index(PostTag.at, PostTag.post, microseconds, moment_of)
_BY_HEAT = _Index(Post.hotness, Post.id, int, int)


def of_author(author_id: int, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """Somebody's posts, the newest first."""
    theirs = [Post.author == author_id, Post.state == "published"]
    return _page(_BY_TIME, theirs, [visible_to(viewer_id)], viewer_id, before=before, size=size)


def of_tag(tag_id: int, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """What carries a tag, the newest first."""
    eyes = [unmuted(viewer_id, but=tag_id), visible_to(viewer_id)]
    return _page(_BY_TAG, [PostTag.tag == tag_id], eyes, viewer_id, before=before, size=size)


def of_place(country: str, city: str, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """What happened in a country or a city, the newest first."""
    here = [Post.country == country, Post.state == "published"]
    if city:
        here.append(Post.city == city)
    return _page(_BY_TIME, here, [unmuted(viewer_id), visible_to(viewer_id)], viewer_id, before=before, size=size)


def hot(viewer_id: int | None, before: str = "", size: int = PAGE, wanted: Sequence[Any] = ()) -> Ids:
    """What is hot and for everyone, as far as the conditions in `wanted` let it through; reposts are not hot themselves."""
    public = [Post.state == "published", Post.visibility == "public"]
    eyes = [Post.kind != "repost", unmuted(viewer_id), visible_to(viewer_id), *wanted]
    return _page(_BY_HEAT, public, eyes, viewer_id, before=before, size=size)


def _page(
    index: _Index, those: list[Any], eyes: Sequence[Any], viewer_id: int | None, *, before: str, size: int
) -> Ids:
    """`those` is what the index leads to, `eyes` what this reader sees of it. Visitors mute nothing and see nearly all."""
    those = [*those, *index.behind(before)]
    columns, bound = [index.order, index.id], []
    if viewer_id is not None:
        looked = index.walk((index.order.alias("edge"),), those, LOOKED)
        columns.append(looked.select_from(fn.COUNT(SQL("edge"))))
        bound.append(index.order >= looked.select_from(fn.MIN(SQL("edge"))))
    query = index.walk(columns, those, size + 1).where(*eyes, *bound)
    rows = list((query.join(Post) if index.id.model is PostTag else query).tuples())
    if len(rows) > size:
        return Ids([row[1] for row in rows[:size]], index.key(rows[size - 1][:2]))
    if viewer_id is None or (rows and rows[0][2] < LOOKED):
        return Ids([row[1] for row in rows])
    edge = index.walk((index.order, index.id), those, 1, LOOKED - 1).tuples().first()
    # Several may have one moment: those behind the edge are the next page's.
    return Ids([row[1] for row in rows if edge is None or row[:2] >= edge], index.key(edge) if edge else "")
