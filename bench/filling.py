"""The circle by the million: bulk rows with the indexes put back afterwards. Only for measuring: nothing here is safe."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from miquan.accounts.actions import grant
from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.circle.models import Comment, Post, PostPicture, PostTag
from miquan.circle.rules import hotness
from miquan.db import database, now
from miquan.demo.seeding.scale import _bulk
from miquan.follows.models import Follow
from miquan.media.models import File
from miquan.portraits.forgetting import MOST_WEIGHTS
from miquan.portraits.models import Weight
from miquan.products.models import Tag
from miquan.recommendations.making import renew
from miquan.versions import bump

BATCH = 20_000
COMMENTS = 50
# Of the reader that is measured, and of everybody.
FOLLOWED, DAYS = 500, 120
# Days that members have been here.
HERE_FOR = 400
_WORDS = "下雨天的早晨，終於等到這只鐵瓶。老師傅退休前最後一批，我去年秋天就先跟他說好了。今天雨大，店裡只有我們兩個人，他一邊擦一邊告訴我：壺嘴要聽聲音，水滾前三十秒像松風。"


def fill(posts: int, follows: int) -> Member:
    """So many posts by a tenth as many members, and so many follows; the reader follows five hundred of the members."""
    quickly()
    authors = members(max(posts // 10, FOLLOWED + 1))
    dice = random.Random(posts)
    without_indexes("post", lambda: in_batches(Post, posts_by(posts, authors, dice)))
    ids = [row[0] for row in Post.select(Post.id).order_by(Post.id).tuples()]
    without_indexes("post_tag", lambda: in_batches(PostTag, _tags(ids, dice)))
    without_indexes("post_picture", lambda: in_batches(PostPicture, _pictures(ids[::2])))
    without_indexes("follow", lambda: in_batches(Follow, _follows(authors, follows)))
    in_batches(
        Comment,
        (
            {"post": ids[0], "author": authors[n], "body": _WORDS, "body_html": f"<p>{_WORDS}</p>"}
            for n in range(COMMENTS)
        ),
    )
    Post.update(comments=COMMENTS).where(Post.id == ids[0]).execute()
    for sql in (
        "UPDATE member SET posted_at = (SELECT MAX(published_at) FROM post WHERE author_id = member.id)",
        "UPDATE member SET posts = (SELECT COUNT(*) FROM post WHERE author_id = member.id)"
    ):  # fmt: skip
        database.execute_sql(sql)
    bump("pages")
    reader: Member = Member.get_by_id(authors[0])
    grant(reader.id, "member")
    portrait(reader.id)
    return reader


def portrait(reader: int) -> None:
    """Something of everything that can weigh with somebody, as much as is kept, and what is recommended for it."""
    slugs = {kind: [row[0] for row in model.select(column).order_by(model.id).limit(400).tuples()] for kind, model, column in (
        ("tag", Tag, Tag.slug), ("category", Category, Category.slug), ("brand", Brand, Brand.slug))}  # fmt: skip
    keys = [(kind, key) for kind, some in slugs.items() for key in some]
    keys += [("country", code) for code in ("JP", "GB", "TW")] + [("language", "ja"), ("band", "2")]
    moment = now()
    Weight.insert_many(
        {"member": reader, "kind": kind, "key": key[:80], "weight": 1 + 40 / (n + 1), "at": moment}
        for n, (kind, key) in enumerate(keys[:MOST_WEIGHTS])
    ).execute()
    renew(reader)


def quickly() -> None:
    for pragma in ("foreign_keys = 0", "synchronous = off", "cache_size = -400000"):
        database.execute_sql(f"PRAGMA {pragma}")


def without_indexes(table: str, fill_it: Callable[[], None]) -> None:
    """Indexes are made much faster of all rows than row by row."""
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    indexes = list(database.execute_sql(asked, (table,)))
    for name, _sql in indexes:
        database.execute_sql(f'DROP INDEX "{name}"')
    fill_it()
    for _name, sql in indexes:
        database.execute_sql(sql)


def in_batches(model: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            _stored(model, batch)
            batch = []
    _stored(model, batch)


def _stored(model: Any, batch: list[dict[str, Any]]) -> None:
    with database.atomic():
        _bulk(model, batch)


def members(count: int, called: str = "circle", **more: Any) -> list[int]:
    """So many more, who have been here for long; their ids."""
    first = (Member.select(Member.id).order_by(Member.id.desc()).scalar() or 0) + 1
    avatars = [row[0] for row in File.select(File.id).where(File.purpose == "avatar").limit(20).tuples()] or [None]
    moment = now()
    in_batches(Member, (
        {
            "email": f"{called}_{n}@demo.invalid", "active": True, "fs_uniquifier": f"{called}-{n}", "handle": f"{called}_{n}", "display_name": f"會員{n}",
            "country": "JP", "city": "kyoto", "zone": "Asia/Tokyo", "avatar": avatars[n % len(avatars)], "demo": True, "confirmed_at": moment,
            "created_at": moment - timedelta(days=HERE_FOR), **more,
        }
        for n in range(first, first + count)
    ))  # fmt: skip
    return list(range(first, first + count))


def posts_by(count: int, authors: list[int], dice: random.Random) -> Iterator[dict[str, Any]]:
    """Spread over the same days however many they are, so that each author's share is the same."""
    moment = now()
    for n in range(count):
        at, likes = moment - timedelta(minutes=dice.uniform(1, DAYS * 1_440)), int(dice.expovariate(0.1))
        title = f"第{n}天的早晨" if n % 2 else ""
        yield {
            "author": authors[n % len(authors)], "kind": "life", "state": "published", "visibility": "public", "slug": "morning", "title": title,
            "body": _WORDS, "body_html": f"<p>{_WORDS}</p>", "excerpt": _WORDS, "words_key": "", "pictures": 1 - n % 2, "country": "JP", "city": "kyoto",
            "likes": likes, "hotness": hotness(at, moment, likes=likes, comments=0, saves=0, reposts=0), "published_at": at, "created_at": at,
            "updated_at": at, "demo": True,
        }  # fmt: skip


def _tags(ids: list[int], dice: random.Random) -> Iterator[dict[str, Any]]:
    tags = [row[0] for row in Tag.select(Tag.id).limit(200).tuples()]
    return ({"post": id_, "tag": dice.choice(tags)} for id_ in ids)


def _pictures(ids: list[int]) -> Iterator[dict[str, Any]]:
    files = [row[0] for row in File.select(File.id).where(File.state == "ready").limit(200).tuples()]
    return ({"post": id_, "position": 1, "file": files[id_ % len(files)]} for id_ in ids)


def _follows(people: list[int], count: int) -> Iterator[dict[str, Any]]:
    """The first follows five hundred, all others their share of those who come after them."""
    moment, each = now(), max(count // len(people), 1)
    for n, follower in enumerate(people):
        for step in range(1, 1 + (FOLLOWED if n == 0 else min(each, len(people) - 1))):
            yield {"follower": follower, "kind": "member", "target": people[(n + step) % len(people)], "at": moment}


def followers(author: int, count: int) -> list[int]:
    """So many new members who follow this one."""
    ids = members(count)
    moment = now()
    in_batches(Follow, ({"follower": id_, "kind": "member", "target": author, "at": moment} for id_ in ids))
    Member.update(followers=count).where(Member.id == author).execute()
    return ids
