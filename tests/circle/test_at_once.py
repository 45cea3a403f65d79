"""Fifty members liking, saving, commenting and passing on at once: every counter is its rows, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from miquan.boards import actions as boards
from miquan.circle import actions
from miquan.circle.models import Comment, Post, PostLike
from miquan.circle.recounting import recount
from miquan.db import database, transaction
from tests.cast import Cast
from tests.circle.test_posts import posted

MEMBERS = 50


def test_fifty_members_at_once(app: Any, cast: Cast) -> None:
    posts = [posted(cast.mei, f"第{n}篇 #鐵瓶").id for n in range(2)]
    top = actions.write_comment(posts[0], "先到", by=cast.mei.id)
    members = [cast.member(f"member_{n}", f"會員{n}").id for n in range(MEMBERS)]

    def busy(number: int) -> None:
        me = members[number]
        with app.app_context():
            act(number, me)

    def act(number: int, me: int) -> None:
        try:
            for post in posts if number % 2 else posts[::-1]:
                actions.like(post, by=me)
                boards.save("post", post, by=me)
            mine = actions.write_comment(posts[0], f"我是{number}", by=me, parent_id=top.id if number % 3 else None)
            actions.repost(posts[1], by=me, word="看")
            if number % 2:
                actions.unlike(posts[0], by=me)
                boards.unsave("post", posts[1], by=me)
                actions.remove_comment(mine.id, by=me)
                actions.unrepost(posts[1], by=me)
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(MEMBERS) as pool:
        list(pool.map(busy, range(MEMBERS)))
    assert set(recount().values()) == {0}
    first, second = (Post.get_by_id(id_) for id_ in posts)
    half = MEMBERS // 2
    assert (first.likes, first.saves, first.comments, first.reposts) == (half, MEMBERS, half + 1, 0)
    assert (second.likes, second.saves, second.comments, second.reposts) == (MEMBERS, half, 0, half)
    assert PostLike.select().count() == MEMBERS + half
    assert Comment.get_by_id(top.id).replies == Comment.select().where(Comment.parent == top.id).count()


def test_counting_anew_waits_for_who_is_just_counting(app: Any, cast: Cast) -> None:
    """It saw a number that was wrong, and somebody who had not finished yet changed it: neither of the two is lost."""
    post = posted(cast.mei).id
    Post.update(likes=7, saves=7).where(Post.id == post).execute()
    nina, begun, looked = cast.nina.id, threading.Event(), threading.Event()

    def busy() -> None:
        with transaction():
            actions.like(post, by=nina)
            begun.set()
            looked.wait(0.5)
        database.close()

    with ThreadPoolExecutor(1) as pool:
        busying = pool.submit(busy)
        assert begun.wait(10)
        recount()
        looked.set()
        busying.result()
    recount()
    row = Post.get_by_id(post)
    assert (row.likes, row.saves) == (1, 0)


def test_counting_anew_among_many_who_count(app: Any, cast: Cast) -> None:
    posts = [posted(cast.mei, f"第{n}篇 #鐵瓶").id for n in range(3)]
    members = [cast.member(f"member_{n}", f"會員{n}").id for n in range(20)]
    done = threading.Event()

    def busy(me: int) -> None:
        for post in posts:
            actions.like(post, by=me)
            boards.save("post", post, by=me)
            if me % 2:
                actions.unlike(post, by=me)
        database.close()

    def again() -> None:
        while not done.is_set():
            recount()
        database.close()

    with ThreadPoolExecutor(9) as pool:
        counting = pool.submit(again)
        list(pool.map(busy, members))
        done.set()
        counting.result()
    assert set(recount().values()) == {0}
    assert {row.saves for row in Post.select().where(Post.id.in_(posts))} == {len(members)}
