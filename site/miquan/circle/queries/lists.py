"""Ids of posts in the orders that lists have, each through the reader's eyes. Pages go on by key: (moment or heat, id).

A member may mute so much that hardly anything is left: of a page no more than `LOOKED` posts are looked at. What is
found among them is the page, which then holds less than its size, or nothing, and leads on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import SQL, fn

from miquan.circle.models import Post, PostTag
from miquan.circle.queries.moments import microseconds, moment_of
from miquan.circle.queries.visible import unmuted, visible_to
from miquan.prepared import Prepared
from miquan.text import is_number

PAGE = 20
LOOKED = 2_000


@dataclass(frozen=True)
class Ids:
    """Posts in order, and the key that leads on; empty when there are no more."""

    ids: list[int]
    next: str = ""


Conditions = Callable[..., list[Any]]


@dataclass(frozen=True, eq=False)
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

    def place(self, before: str) -> tuple[Any, ...]:
        """Where a key leads on from, as the columns have it; nothing when it is no key."""
        told, _dash, id_ = before.partition("-")
        if not (is_number(told) and is_number(id_, 10) and int(id_) < 2**31):
            return ()
        return self.order.db_value(self.read(told)), int(id_)

    def behind(self, place: Sequence[Any]) -> list[Any]:
        """The first half lets the index begin in the right place."""
        return [self.order <= place[0], (self.order < place[0]) | (self.id < place[1])] if place else []

    def key(self, row: tuple[Any, int]) -> str:
        return f"{self.told(row[0])}-{row[1]}"


_BY_TIME = _Index(Post.published_at, Post.id, microseconds, moment_of)
_BY_TAG = _Index(PostTag.at, PostTag.post, microseconds, moment_of)
_BY_HEAT = _Index(Post.hotness, Post.id, int, int)


@dataclass(frozen=True, eq=False)
class _List:
    """`those`, of what the list is of, is what the index leads to; `eyes`, of the reader and that, what they see of it.

    Visitors, whose reader is None, mute nothing and see nearly all.
    """

    index: _Index
    those: Conditions
    eyes: Conditions

    def page(self, viewer_id: int | None, of: tuple[Any, ...], before: str, size: int) -> Ids:
        place = self.index.place(before)
        known = () if viewer_id is None else (viewer_id,)
        rows = _page(self, size, LOOKED if viewer_id is not None else 0, bool(place)).rows(*known, *of, *place)
        if len(rows) > size:
            return Ids([row[1] for row in rows[:size]], self.index.key(rows[size - 1][:2]))
        if viewer_id is None or (rows and rows[0][2] < LOOKED):
            return Ids([row[1] for row in rows])
        edge = _edge(self, LOOKED, bool(place)).first(*of, *place)
        # Several may have one moment: those behind the edge are the next page's.
        return Ids([row[1] for row in rows if edge is None or row[:2] >= edge], self.index.key(edge) if edge else "")

    def led_to(self, values: Sequence[Any], *, goes_on: bool) -> list[Any]:
        """`values` are what the list is of, and the place that it goes on from."""
        of, place = (values[:-2], values[-2:]) if goes_on else (values, ())
        return [*self.those(*of), *self.index.behind(place)]


@cache
def _page(list_: _List, size: int, most: int, goes_on: bool) -> Prepared:
    """Rows of (order, id), and for members, of whose pages `most` are looked at, how many there were; visitors' most is 0."""
    index = list_.index

    def make(*values: Any) -> Any:
        me, values = (values[0], values[1:]) if most else (None, values)
        those = list_.led_to(values, goes_on=goes_on)
        columns, bound = [index.order, index.id], []
        if most:
            looked = index.walk((index.order.alias("edge"),), those, most)
            columns.append(looked.select_from(fn.COUNT(SQL("edge"))))
            bound.append(index.order >= looked.select_from(fn.MIN(SQL("edge"))))
        eyes = list_.eyes(me, *(values[:-2] if goes_on else values))
        query = index.walk(columns, those, size + 1).where(*eyes, *bound)
        return (query.join(Post) if index.id.model is PostTag else query).tuples()

    return Prepared(make)


@cache
def _edge(list_: _List, most: int, goes_on: bool) -> Prepared:
    """The last row that a page looks at."""
    columns = (list_.index.order, list_.index.id)
    return Prepared(
        lambda *values: list_.index.walk(columns, list_.led_to(values, goes_on=goes_on), 1, most - 1).tuples()
    )


def _everything(_me: Any) -> list[Any]:
    return []


_AUTHORS = _List(
    _BY_TIME, lambda author: [Post.author == author, Post.state == "published"], lambda me, _author: [visible_to(me)]
)
_TAGS = _List(_BY_TAG, lambda tag: [PostTag.tag == tag], lambda me, tag: [unmuted(me, but=tag), visible_to(me)])
_COUNTRIES = _List(
    _BY_TIME,
    lambda country: [Post.country == country, Post.state == "published"],
    lambda me, _country: [unmuted(me), visible_to(me)],
)
_CITIES = _List(
    _BY_TIME,
    lambda country, city: [Post.country == country, Post.city == city, Post.state == "published"],
    lambda me, _country, _city: [unmuted(me), visible_to(me)],
)


@cache
def _hottest(wanted: Conditions) -> _List:
    """Reposts are not hot themselves."""
    return _List(
        _BY_HEAT,
        lambda: [Post.state == "published", Post.visibility == "public"],
        lambda me: [Post.kind != "repost", unmuted(me), visible_to(me), *wanted(me)],
    )


def of_author(author_id: int, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """Somebody's posts, the newest first."""
    return _AUTHORS.page(viewer_id, (author_id,), before, size)


def of_tag(tag_id: int, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """What carries a tag, the newest first."""
    return _TAGS.page(viewer_id, (tag_id,), before, size)


def of_place(country: str, city: str, viewer_id: int | None, before: str = "", size: int = PAGE) -> Ids:
    """What happened in a country or a city, the newest first."""
    if city:
        return _CITIES.page(viewer_id, (country, city), before, size)
    return _COUNTRIES.page(viewer_id, (country,), before, size)


def hot(viewer_id: int | None, before: str = "", size: int = PAGE, wanted: Conditions = _everything) -> Ids:
    """What is hot and for everyone, as far as what `wanted` gives for a reader lets it through; one function, always the same."""
    return _hottest(wanted).page(viewer_id, (), before, size)
