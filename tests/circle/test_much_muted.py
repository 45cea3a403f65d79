"""Who mutes nearly everything: a page looks at so many things only, and going on loses and repeats nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle.models import Post, PostTag
from miquan.circle.queries import following as feed
from miquan.circle.queries import lists
from miquan.db import now
from miquan.follows.models import Mute
from miquan.products.models import Tag
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import followed
from tests.site.test_queries import asked as asked_of

WORD = "天氣"


def many(author: Member, count: int, every: int, *, apart: timedelta = timedelta(minutes=7)) -> list[int]:
    """So many posts of somebody with the word in all but each so manieth; the ids of these, the newest first."""
    start = now() - timedelta(minutes=1)
    rows = [
        {
            "author": author.id, "state": "published", "title": "河邊" if n % every == 0 else f"今天{WORD}好", "hotness": count - n // 3,
            "published_at": start - (n // 3) * apart, "country": "JP", "city": "kyoto", "excerpt": "", "body": "x", "body_html": "x",
        }
        for n in range(1, count + 1)
    ]  # fmt: skip
    Post.insert_many(rows).execute()
    Member.update(posted_at=start).where(Member.id == author.id).execute()
    free = Post.select(Post.id).where(Post.author == author.id, Post.title == "河邊")
    return [id_ for (id_,) in free.order_by(Post.published_at.desc(), Post.id.desc()).tuples()]


def muted(member: Member) -> None:
    Mute.create(member=member.id, kind="word", word=WORD)


def whole(page: Callable[[str], Any]) -> list[list[int]]:
    """All pages to the end."""
    found, before = [], ""
    while True:
        one = page(before)
        found.append([t.id for t in one.things] if isinstance(one, feed.Feed) else one.ids)
        if not one.next:
            return found
        assert one.next != before
        before = one.next


def flat(pages: list[list[int]]) -> list[int]:
    return [id_ for page in pages for id_ in page]


def test_a_page_of_the_feed_asks_about_so_many_and_leads_on(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = many(cast.mei, 900, 450)
    quiet = many(cast.tang, 3, 1)
    asked: list[int] = []
    looked: list[int] = []
    monkeypatch.setattr(feed, "stamps", lambda ids, me, real=feed.stamps: asked.append(len(ids)) or real(ids, me))
    monkeypatch.setattr(feed, "things", lambda *told, real=feed.things: _noted(looked, real(*told)))
    followed(cast.nina, "member", cast.mei)
    followed(cast.nina, "member", cast.tang)
    muted(cast.nina)
    pages = whole(lambda before: feed.following(cast.nina.id, before))
    assert sorted(flat(pages)) == sorted(expected + quiet)
    assert [id_ for id_ in flat(pages) if id_ in expected] == expected
    assert [] in pages
    assert max(asked) <= feed.PAGE + feed._SPARES[-1]
    assert len(asked) == len(looked) <= 2 * len(pages)
    assert looked[-1] <= 903, "nobody's things are looked at twice over"
    assert len(pages) <= 900 // feed._SPARES[-1] + 3
    assert asked_of(Browser(app, cast.nina), "/zh-hant/") <= 12


def _noted(counts: list[int], found: list[Any]) -> list[Any]:
    counts.append(len(found))
    return found


def test_what_is_muted_between_two_pages_moves_nothing(app: Any, cast: Cast) -> None:
    many(cast.mei, 60, 10)
    followed(cast.nina, "member", cast.mei)
    before = feed.following(cast.nina.id, size=15)
    muted(cast.nina)
    after = whole(lambda key: feed.following(cast.nina.id, key or before.next, 15))
    seen = [t.id for t in before.things]
    left = Post.select(Post.id).where(Post.title == "河邊", Post.id.not_in(seen))
    assert sorted(flat(after)) == sorted(id_ for (id_,) in left.tuples())


def test_a_tags_things_that_stand_elsewhere_do_not_keep_its_others_back_for_ever(app: Any, cast: Cast) -> None:
    """The followed author wrote more about it than one page looks at."""
    tag = Tag.create(name="茶", slug="茶")
    hers, his = many(cast.mei, 400, 1), many(cast.tang, 40, 1, apart=timedelta(days=1))
    for post in Post.select():
        PostTag.create(post=post.id, tag=tag.id, at=post.published_at)
    followed(cast.nina, "member", cast.mei)
    followed(cast.nina, "tag", tag)
    found = flat(whole(lambda before: feed.following(cast.nina.id, before)))
    assert sorted(found) == sorted(hers + his)
    assert [id_ for id_ in found if id_ in his] == his


@pytest.mark.parametrize("way", ["hot", "place", "tag"])
def test_a_page_of_a_list_looks_at_so_many_and_leads_on(
    app: Any, cast: Cast, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LOOKED", 30)
    expected = many(cast.mei, 200, 40)
    tag = Tag.create(name="茶", slug="茶")
    PostTag.insert_many([{"post": p.id, "tag": tag.id, "at": p.published_at} for p in Post.select()]).execute()
    ways: dict[str, Callable[[int | None, str], lists.Ids]] = {
        "hot": lists.hot,
        "place": lambda me, before: lists.of_place("JP", "kyoto", me, before),
        "tag": lambda me, before: lists.of_tag(tag.id, me, before),
    }
    before_muting = whole(lambda before: ways[way](cast.nina.id, before))
    assert len(before_muting) == len(whole(lambda before: ways[way](None, before))) == 10
    assert before_muting == whole(lambda before: ways[way](None, before))
    muted(cast.nina)
    pages = whole(lambda before: ways[way](cast.nina.id, before))
    assert flat(pages) == expected
    assert len(pages) == 200 // 30 + 1
    assert [] in pages
