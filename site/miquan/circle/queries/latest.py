"""The newest things of those who are followed, by few seeks: SQL that Peewee cannot say for both databases.

For each of many, at most so many rows: PostgreSQL has LATERAL for it, SQLite a subquery with a limit of its own.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from miquan.circle.models import Post
from miquan.db import database, is_postgres, now

ALL = 2**31
KINDS = ("member", "tag", "storefront")
# By what is followed: table, its column, the thing's id, the moment, what else must be true.
_TABLES = {
    "member": ("post", "author_id", "id", "published_at", "x.state = 'published'"),
    "tag": ("post_tag", "tag_id", "post_id", "at", "x.id > 0"),
    "storefront": ("product", "storefront_id", "id", "published_at", "x.state = 'published'"),
}
_HIDDEN = (
    "SELECT blocked_id FROM block WHERE member_id = ? UNION ALL SELECT member_id FROM block WHERE blocked_id = ? UNION ALL "
    "SELECT target FROM mute WHERE member_id = ? AND kind = 'member' AND (until IS NULL OR until > ?)"
)
_MUTED_TAGS = "SELECT target FROM mute WHERE member_id = ? AND kind = 'tag' AND (until IS NULL OR until > ?)"
# A post stands once in a feed: with its author when they are followed, else with the first of its tags that is.
_ELSEWHERE = (
    "EXISTS (SELECT 1 FROM post w WHERE w.id = p.post_id AND (w.author_id = ? OR EXISTS (SELECT 1 FROM follow f "
    "WHERE f.follower_id = ? AND f.kind = 'member' AND f.target = w.author_id))) OR EXISTS (SELECT 1 FROM post_tag o "
    "JOIN follow f ON f.target = o.tag_id WHERE o.post_id = p.post_id AND o.tag_id < p.tag_id AND f.follower_id = ? AND f.kind = 'tag')"
)


class Holder(NamedTuple):
    """Whoever or whatever is followed, and when they last came out with something."""

    kind: str
    target: int
    at: datetime


class Thing(NamedTuple):
    """Something of theirs. `elsewhere`: it has its place with another who is followed."""

    kind: str
    target: int
    id: int
    at: datetime
    elsewhere: bool


def _moment(value: Any) -> datetime:
    found: datetime | None = Post.published_at.python_value(value)
    assert found is not None
    return found


def _told(moment: datetime) -> Any:
    return Post.published_at.db_value(moment)


def _rows(sql: str, params: Sequence[Any]) -> Iterable[Any]:
    """The parts of a statement are all written in this module; what comes from outside are parameters."""
    return database.execute_sql(sql.replace("?", "%s") if is_postgres() else sql, params)  # type: ignore[no-any-return]


def holders(member_id: int, top: datetime, most: int = ALL) -> list[tuple[str, int, Any]]:
    """Themselves, and those whom a member follows and does not mute, whoever came out with something last first, as of `top`.

    The moments are as the database has them, because of five thousand only few are looked at; None where there is nothing.
    """
    newest = {
        kind: f"(SELECT x.{at} FROM {table} x WHERE x.{column} = f.target AND {there} AND x.{at} <= ? ORDER BY x.{at} DESC LIMIT 1)"  # noqa: S608
        for kind, (table, column, _id, at, there) in _TABLES.items()
    }
    shop = "JOIN storefront s ON s.id = f.target AND s.state IN ('open', 'paused')"
    sql = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, f.target AS target, {newest[kind]} AS at FROM follow f {join} "  # noqa: S608
        f"WHERE f.follower_id = ? AND f.kind = '{kind}' AND {column} NOT IN ({without})"
        for kind, join, column, without in (
            ("member", "", "f.target", _HIDDEN), ("tag", "", "f.target", _MUTED_TAGS), ("storefront", shop, "s.owner_id", _HIDDEN),
        )
    )  # fmt: skip
    top_, now_, me = _told(top), _told(now()), member_id
    hidden = (top_, me, me, me, me, now_)
    sql += f" UNION ALL SELECT 'member', f.target, {newest['member']} FROM (SELECT CAST(? AS integer) AS target) f"  # noqa: S608
    params = [*hidden, top_, me, me, now_, *hidden, top_, me]
    rows = _rows(f"SELECT kind, target, at FROM ({sql}) h ORDER BY at DESC NULLS LAST LIMIT ?", [*params, most])  # noqa: S608
    return list(rows)


def holder(row: tuple[str, int, Any]) -> Holder:
    return Holder(row[0], row[1], _moment(row[2]))


def things(member_id: int, those: Sequence[Holder], top: datetime, each: int, of_tag: int = 0) -> list[Thing]:
    """At most `each` of the newest things of each of those, as of `top`; of a tag at most `of_tag` where that is told."""
    sql, params = [], []
    for kind in KINDS:
        targets = [one.target for one in those if one.kind == kind]
        if targets:
            elsewhere = (_ELSEWHERE, [member_id] * 3) if kind == "tag" else ("1 = 0", [])
            sql.append(_of_each(kind, elsewhere[0]))
            params += [*elsewhere[1], targets if is_postgres() else json.dumps(targets), _told(top)]
            params.append(of_tag if of_tag and kind == "tag" else each)
    if not sql:
        return []
    found = _rows(" UNION ALL ".join(sql), params)
    return [Thing(kind, target, id_, _moment(at), bool(apart)) for kind, target, id_, at, apart in found]


def _of_each(kind: str, elsewhere: str) -> str:
    table, column, id_, at, there = _TABLES[kind]
    told = f"SELECT '{kind}', p.{column}, p.{id_}, p.{at}, ({elsewhere})"
    where = f"{there} AND x.{at} <= ? ORDER BY x.{at} DESC, x.{id_} DESC LIMIT ?"
    if is_postgres():
        own = f"SELECT x.* FROM {table} x WHERE x.{column} = h.id AND {where}"  # noqa: S608
        return f"{told} FROM unnest(?::int[]) AS h(id) CROSS JOIN LATERAL ({own}) p"
    own = f"SELECT x.id FROM {table} x WHERE x.{column} = h.value AND {where}"  # noqa: S608
    return f"{told} FROM json_each(?) h CROSS JOIN {table} p ON p.id IN ({own})"
