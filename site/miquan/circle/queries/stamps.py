"""Of many posts only what says whether the reader may see them, and whether a card of one that is kept is still true."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from peewee import SQL, fn

from miquan.boards.models import Save
from miquan.circle.models import Post, PostLike
from miquan.circle.queries.cards import Done
from miquan.circle.queries.visible import unmuted, visible_to
from miquan.prepared import Prepared, padded

_Shown = Post.alias("shown")
_Mine = Post.alias("passed_by_me")


class Stamp(NamedTuple):
    """A post that the reader may see. `shown` is the post itself, or what it passes on; `done` is about that one.

    `says` changes whenever the words or the counters of either do.
    """

    id: int
    author: int
    shown: int
    shown_author: int
    published_at: Any
    says: tuple[Any, ...]
    done: Done


def stamps(ids: Sequence[int], viewer_id: int | None) -> dict[int, Stamp]:
    """Of these posts those that may stand in a list of this reader's, by one query."""
    if not ids:
        return {}
    rows = _OF_MEMBER.rows(viewer_id, *padded(ids)) if viewer_id else _OF_VISITOR.rows(*padded(ids))
    return {row[0]: _stamp(row) for row in rows}


def _stamp(row: tuple[Any, ...]) -> Stamp:
    id_, author, shown, shown_author, published, *says, liked, saved, reposted, follows = row
    done = Done(bool(liked), bool(saved), bool(reposted), bool(follows))
    return Stamp(id_, author, shown, shown_author, published, tuple(says), done)


def _columns() -> tuple[Any, ...]:
    s = _Shown
    return (
        Post.id, Post.author, s.id, s.author, s.published_at, Post.published_at, Post.updated_at, s.updated_at, s.likes, s.comments, s.saves, s.reposts,
    )  # fmt: skip


def _query(ids: tuple[Any, ...], viewer_id: Any, done: tuple[Any, ...]) -> Any:
    query = Post.select(*_columns(), *done).join(_Shown, on=(_Shown.id == fn.COALESCE(Post.repost_of, Post.id)))
    return query.where(Post.id.in_(ids), unmuted(viewer_id), visible_to(viewer_id)).tuples()


def _of_member(viewer_id: Any, *ids: Any) -> Any:
    one = SQL("1")
    liked = PostLike.select(one).where(PostLike.member == viewer_id, PostLike.post == _Shown.id)
    saved = Save.select(one).where(Save.member == viewer_id, Save.kind == "post", Save.item == _Shown.id)
    passed = _Mine.select(one).where(
        _Mine.author == viewer_id, _Mine.repost_of == _Shown.id, _Mine.state == "published"
    )
    return _query(ids, viewer_id, (fn.EXISTS(liked), fn.EXISTS(saved), fn.EXISTS(passed), SQL("0")))


_OF_MEMBER = Prepared(_of_member)
_OF_VISITOR = Prepared(lambda *ids: _query(ids, None, (SQL("0"), SQL("0"), SQL("0"), SQL("0"))))
