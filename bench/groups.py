"""Groups, the inbox and the desk where hundreds of thousands of replies were written: what their pages cost, whether that
grows with all that was said, and that answering is quick however many are in the group."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.browsing import Browser

from bench import filling, first_load, talking, waiting
from bench.driver import Driver, constant_app
from bench.pages import cookie_of, queries_of
from bench.report import Line, Yardstick
from bench.seeded import Installation
from bench.studio import ratio
from miquan.accounts.actions import grant
from miquan.accounts.models import Member
from miquan.db import database
from miquan.groups.models import Group

FEW, MANY, MOST = 4_000, 200_000, 2_000_000
ROUNDS, TURNS = 10, 4
PUBLIC = frozenset({"thread", "thread_end", "group", "directory"})
# Those of which only that they do not grow is asked.
BESIDE = frozenset({"members", "group_reports"})
_PAGE = 20


@dataclass(frozen=True)
class Page:
    """What is asked for, and as whom."""

    path: str
    cookie: str


@dataclass(frozen=True)
class Filled:
    pages: dict[str, Page]
    talk: talking.Talk
    # Addresses of the ordinary thread and of the long one.
    thread: str
    long: str


def lines(small: Installation, big: Installation, replies: int) -> Iterator[Line | Yardstick]:
    """The budgets where so many replies are, and against an installation with few."""
    few = _filled(small, FEW)
    began = time.perf_counter()
    many = _filled(big, replies)
    yield Yardstick(f"talk.{replies}.fill.seconds", time.perf_counter() - began, " s")
    yield from _budgets(big, many)
    yield from _growth(small, few, big, many)
    yield from _depth(big, many)
    yield from _fresh(big, many)
    yield _answering(big, many)


def _filled(installation: Installation, replies: int) -> Filled:
    with installation.use().app_context():
        talk = talking.fill(replies)
        waiting.fill(talk)
        filling.portrait(talk.people[0])
        places = {0: "member", talking.OWNER: "member", waiting.TOLD: "member", waiting.MODERATOR: "moderator"}
        members = [Member.get_by_id(talk.people[n]) for n in places]
        for member, role in zip(members, places.values(), strict=True):
            grant(member.id, role)
        group = f"/zh-hant/g/{Group.get_by_id(talk.group).slug}"
        database.close()
    reader, owner, told, moderator = (cookie_of(installation, member) for member in members)
    thread, long = (f"{group}/t/{talk.thread + n}-iron" for n in (talking.MEASURED, 0))
    pages = {
        "thread": Page(thread, reader), "thread_end": Page(f"{long}?after={talk.counts[0] - _PAGE}", reader), "group": Page(group, reader),
        "members": Page(f"{group}/members", reader), "directory": Page("/zh-hant/groups", reader), "inbox": Page("/zh-hant/me/notifications", told),
        "group_reports": Page(f"{group}/reports", owner), "reports": Page("/zh-hant/desk/queue/reports", moderator),
        "first_posts": Page("/zh-hant/desk/queue/first-posts", moderator),
    }  # fmt: skip
    return Filled(pages, talk, thread, long)


def _budgets(big: Installation, filled: Filled) -> Iterator[Line]:
    for name, page in filled.pages.items():
        called = f"talk.{filled.talk.replies}.{name}"
        if name in PUBLIC:
            yield Line(f"{called}.visitor.ratio", _visitor(big, page.path), 2)
        if name not in BESIDE:
            yield Line(f"{called}.member.ratio", ratio(big, page.path, page.cookie), 10)
        yield Line(f"{called}.queries", queries_of(big, page.path, page.cookie), 12)
        if name in PUBLIC:
            yield Line(f"{called}.kilobytes", first_load.kilobytes(Driver(big.use()), page.path), 100, " KB")


def _visitor(installation: Installation, path: str) -> float:
    driver = Driver(installation.use())
    body = driver.get(path, accept_encoding="identity").body
    constant = Driver(constant_app(installation.app, body))
    constant.get(path)
    plain = constant.cpu_ms(path, 60)
    driver.get(path)
    return driver.cpu_ms(path, 240) / plain


def _growth(small: Installation, few: Filled, big: Installation, many: Filled) -> Iterator[Line]:
    """In turns, so that a busy moment of the machine weighs on both."""
    for name in many.pages:
        turns = [(_ms(small, few.pages[name]), _ms(big, many.pages[name])) for _turn in range(TURNS)]
        least = [min(mine) for mine in zip(*turns, strict=True)]
        yield Line(f"growth.talk.{name}.{many.talk.replies}.ratio", least[1] / least[0], 1.3)


def _ms(installation: Installation, page: Page) -> float:
    driver = Driver(installation.use())
    driver.get(page.path, cookie=page.cookie)
    return driver.cpu_ms(page.path, ROUNDS, cookie=page.cookie)


def _depth(big: Installation, filled: Filled) -> Iterator[Line]:
    """The last page of the long thread against its second, which has no opening either."""
    cookie = filled.pages["thread"].cookie
    early, late = (Page(f"{filled.long}?after={n}", cookie) for n in (_PAGE, filled.talk.counts[0] - _PAGE))
    turns = [(_ms(big, early), _ms(big, late)) for _turn in range(TURNS)]
    found = min(turn[1] for turn in turns) / min(turn[0] for turn in turns)
    yield Line(f"talk.thread_of_{filled.talk.counts[0]}.last_page.ratio", found, 1.2)


def _fresh(big: Installation, filled: Filled) -> Iterator[Line]:
    """What asks for new replies: that there are none, and one of them."""
    driver, page = Driver(big.use()), filled.pages["thread"]
    asked = {"cookie": page.cookie, "hx_request": "true", "hx_request_type": "partial"}
    base, last = filled.thread.removesuffix("-iron"), filled.talk.counts[talking.MEASURED]
    whole = driver.get(page.path, cookie=page.cookie, accept_encoding="identity")
    for name, path in (("none", f"{base}/fresh?since={last}"), ("one", f"{base}/fresh?since={last - 1}&show=1")):
        part = driver.get(path, accept_encoding="identity", **asked)
        assert part.status == 200, path
        yield Line(f"partial.fresh_{name}.share", len(part.body) / len(whole.body), 0.25)
        share = driver.cpu_ms(path, ROUNDS, **asked) / driver.cpu_ms(page.path, ROUNDS, cookie=page.cookie)
        yield Line(f"talk.fresh_{name}.of_page.ratio", share, 1)


def _answering(big: Installation, filled: Filled) -> Line:
    """The whole request of an answer in the largest group, the third quickest of five."""
    app, seconds = big.use(), []
    with app.app_context():
        author = Member.get_by_id(filled.talk.people[waiting.FOLLOWED + 100])
        grant(author.id, "member")
        database.close()
    browser = Browser(app, author)
    address = filled.thread.removesuffix("-iron") + "/replies"
    for n in range(5):
        fields = browser.get(address).fields()
        began = time.perf_counter()
        answer = browser.post(address, {**fields, "body": f"第{n}次煮好了，水是甜的，謝謝大家。"})
        seconds.append(time.perf_counter() - began)
        assert answer.status == 303, answer.status
    return Line(f"talk.reply_among_{len(filled.talk.people)}.ms", sorted(seconds)[2] * 1_000, 100, " ms")
