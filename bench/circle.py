"""The circle: what its pages cost a visitor and a member who follows five hundred, and that publishing is quick however
many follow."""

import time
from collections.abc import Iterator

from flask import Flask

from bench import filling
from bench.driver import Driver, constant_app
from bench.pages import cookie_of, queries_of
from bench.report import Line, Yardstick
from bench.seeded import Installation
from bench.studio import ratio
from miquan.accounts.models import Member
from miquan.circle import actions
from miquan.circle.models import Post
from miquan.circle.queries.following import following
from miquan.circle.rules import PostWords
from miquan.db import database

# As many follow somebody in a small circle as in a large one: about a hundred.
FEW, FEW_FOLLOWS = 1_000, 50_000
MANY, MANY_FOLLOWS = 1_000_000, 10_000_000
FOLLOWERS = 100_000
ROUNDS, TURNS = 10, 6
MEMBERS_ONLY = frozenset({"feed_page_2", "for_you", "portrait"})


def budgets(installation: Installation) -> Iterator[Line]:
    """Each page of the circle with a thousand posts."""
    cookie, paths = _filled(installation, FEW, FEW_FOLLOWS)
    for name, path in paths.items():
        driver = Driver(installation.use())
        if name not in MEMBERS_ONLY:
            body = driver.get(path, accept_encoding="identity").body
            constant = Driver(constant_app(installation.app, body))
            constant.get(path)
            plain = constant.cpu_ms(path, 60)
            driver.get(path)
            yield Line(f"circle.{name}.visitor.ratio", driver.cpu_ms(path, 240) / plain, 2)
        yield Line(f"circle.{name}.member.ratio", ratio(installation, path, cookie), 10)
        yield Line(f"circle.{name}.queries", queries_of(installation, path, cookie), 12)
    yield from publishing(installation)


def growth(small: Installation, big: Installation) -> Iterator[Line | Yardstick]:
    """The same pages with a million posts and ten million follows."""
    began = time.perf_counter()
    cookies = {"big": _filled(big, MANY, MANY_FOLLOWS)}
    yield Yardstick("circle.fill.seconds", time.perf_counter() - began, " s")
    cookies["small"] = _filled(small, FEW, FEW_FOLLOWS)
    for name in cookies["small"][1]:
        turns = [
            tuple(_ms(where, *_place(cookies[size], name)) for size, where in (("small", small), ("big", big)))
            for _turn in range(TURNS)
        ]
        few, many = (min(turn[n] for turn in turns) for n in (0, 1))
        yield Line(f"growth.circle.{name}.{MANY}.ratio", many / few, 1.3)
        yield Line(f"circle.{name}.{MANY}.member.ratio", ratio(big, *_place(cookies["big"], name)), 10)
    yield from publishing(big)


def _place(filled: tuple[str, dict[str, str]], name: str) -> tuple[str, str]:
    return filled[1][name], filled[0]


def _ms(installation: Installation, path: str, cookie: str) -> float:
    driver = Driver(installation.use())
    driver.get(path, cookie=cookie)
    return driver.cpu_ms(path, ROUNDS, cookie=cookie)


def _filled(installation: Installation, posts: int, follows: int) -> tuple[str, dict[str, str]]:
    app: Flask = installation.use()
    with app.app_context():
        reader = Member.get_or_none(Member.fs_uniquifier.startswith("circle-")) or filling.fill(posts, follows)
        reader_id = reader.id
        post = Post.select().where(Post.comments == filling.COMMENTS).get()
        author = Member.get_by_id(reader_id + 1).handle
        second = following(reader_id).next
        database.close()
    paths = {
        "front": "/zh-hant/", "feed_page_2": f"/zh-hant/?before={second}", "post": f"/zh-hant/c/{post.id}-{post.slug}",
        "person": f"/zh-hant/@{author}", "for_you": "/zh-hant/?feed=for-you", "portrait": "/zh-hant/me/portrait",
    }  # fmt: skip
    return cookie_of(installation, reader), paths


def publishing(installation: Installation) -> Iterator[Line]:
    """One post by somebody whom a hundred thousand follow: how long it takes, and whether it is in their feeds then."""
    with installation.use().app_context():
        author = Member.select().where(Member.fs_uniquifier.startswith("circle-")).order_by(Member.id.desc()).get()
        fans = filling.followers(author.id, FOLLOWERS)
        seconds = []
        for n in range(5):
            draft = actions.save_post(PostWords(body=f"第{n}次說早安，今天河邊有霧。#早安"), by=author.id)
            began = time.perf_counter()
            post = actions.publish(draft.id, by=author.id)
            seconds.append(time.perf_counter() - began)
        began = time.perf_counter()
        assert all(following(fan).things[0].id == post.id for fan in fans[:: FOLLOWERS // 10])
        there = (time.perf_counter() - began) / 10
        database.close()
    yield Line(f"circle.publish.{FOLLOWERS}.ms", sorted(seconds)[2] * 1_000, 100, " ms")
    yield Line(f"circle.published_in_feeds.{FOLLOWERS}.seconds", there, 5, " s")
