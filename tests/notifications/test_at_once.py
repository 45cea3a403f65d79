"""Fifty who like and take it back at once, and several workers: every inbox comes out right."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from miquan.circle import actions as circle
from miquan.circle.models import PostLike
from miquan.db import database
from miquan.notifications.models import Notice, NoticeCause
from miquan.outbox.worker import Worker
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.notifications.telling import LANE, rows, told


def at_once(app: Flask, *jobs: Any) -> None:
    def run(job: Any) -> None:
        with app.app_context():
            try:
                job()
            finally:
                database.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, jobs))


def test_fifty_likes_and_unlikes_and_two_workers(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    likers = [cast.member(f"liker_{n}", f"會員{n}") for n in range(50)]

    def change(member: Any, n: int) -> None:
        circle.like(post.id, by=member.id)
        if n % 2:
            circle.unlike(post.id, by=member.id)
            if n % 5 == 0:
                circle.like(post.id, by=member.id)

    def work() -> None:
        worker = Worker(app, [LANE])
        for _round in range(40):
            worker.step(LANE)

    at_once(app, work, work, *[lambda m=m, n=n: change(m, n) for n, m in enumerate(likers)])
    told()
    assert NoticeCause.select().count() == 50
    assert Notice.select().count() == 1
    assert rows(cast.mei)[0].many == PostLike.select().count() == 30
