"""Groups by the million replies, as bulk rows whose counters are right. Only for measuring, like `filling.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from bench import filling
from bench.filling import in_batches, without_indexes
from miquan.db import database, now
from miquan.groups.models import Group, GroupProduct, GroupTag, Membership
from miquan.media.models import File
from miquan.products.models import Product, Tag
from miquan.threads.models import (
    Poll,
    PollOption,
    Reply,
    ReplyLike,
    ReplyPicture,
    ReplyProduct,
    Thread,
    ThreadReader,
    ThreadTag,
)
from miquan.threads.rules import hotness

# The longest thread, everybody in the largest group, and what an ordinary thread has.
LONGEST, CROWD, ORDINARY = 50_000, 100_000, 20
# Groups in which the reader is, who owns the largest, and the number of the ordinary thread that is measured.
OWN, OWNER, MEASURED = 8, 1, 1
_DAYS, _EVERY = 120, 5
_SAID = "我上週也問過老師傅，他說先用溫水養三天，不要急著上火。照片是昨天拍的，光線不太好。"


def ids_from(model: Any) -> int:
    """The id that the next row will have."""
    return int(model.select(model.id).order_by(model.id.desc()).limit(1).scalar() or 0) + 1


@dataclass(frozen=True)
class Talk:
    """Where things lie, as far as they can be worked out: ids follow each other. `people[0]` is whoever reads."""

    replies: int
    people: list[int]
    group: int
    thread: int
    reply: int
    at: datetime

    @property
    def groups(self) -> int:
        return max(self.replies // 2_000, 40)

    @cached_property
    def counts(self) -> list[int]:
        """How many replies each thread has; the first is the long one."""
        longest = min(self.replies // 4, LONGEST)
        others = (self.replies - longest) // ORDINARY
        return [longest, ORDINARY, *(ORDINARY - 12 + n * 7 % 25 for n in range(others - 1))]

    def group_of(self, thread: int) -> int:
        """Every other thread is in the largest group."""
        return self.group + (0 if thread % 2 == 0 or thread == MEASURED else 1 + thread % (self.groups - 1))

    def author(self, thread: int, number: int) -> int:
        return self.people[1 + (thread * 7 + number * 13) % (len(self.people) - 1)]

    def likers(self, thread: int, number: int) -> list[int]:
        """Two, of some: so that every page has as many."""
        return [self.author(thread, number + k) for k in (1, 2)] if number % _EVERY == 0 else []

    def began(self, thread: int) -> datetime:
        return self.at - timedelta(minutes=_DAYS * 1_440 * (1 - (thread * 0.618) % 1))

    def said(self, thread: int, number: int) -> datetime:
        return min(self.began(thread) + timedelta(minutes=3 * number), self.at)

    def is_hidden(self, thread: int, number: int) -> bool:
        return thread > MEASURED and number > 0 and (thread + number) % 500 == 0

    def shown(self, thread: int) -> int:
        count = self.counts[thread]
        hidden = (thread + count) // 500 - thread // 500 if thread > MEASURED else 0
        return count - hidden


def fill(replies: int) -> Talk:
    """So many replies in all; the largest group and the longest thread have their full size from 200,000 on."""
    filling.quickly()
    people = filling.members(min(replies // 2, CROWD), "talk", demo=False)
    talk = Talk(replies, people, ids_from(Group), ids_from(Thread), ids_from(Reply), now())
    in_batches(Group, _groups(talk))
    without_indexes("membership", lambda: in_batches(Membership, _memberships(talk)))
    in_batches(Thread, _threads(talk))
    without_indexes("reply", lambda: in_batches(Reply, _replies(talk)))
    without_indexes("reply_like", lambda: in_batches(ReplyLike, _likes(talk)))
    without_indexes("reply_picture", lambda: in_batches(ReplyPicture, _pictures(talk)))
    without_indexes("thread_reader", lambda: in_batches(ThreadReader, _readers(talk)))
    _beside(talk)
    for sql in (
        "UPDATE talk_group SET members = (SELECT COUNT(*) FROM membership WHERE group_id = talk_group.id)",
        "UPDATE talk_group SET threads = (SELECT COUNT(*) FROM thread WHERE group_id = talk_group.id)",
        "UPDATE talk_group SET active_at = COALESCE((SELECT MAX(active_at) FROM thread WHERE group_id = talk_group.id), active_at)",
    ):
        database.execute_sql(f"{sql} WHERE id >= ?", (talk.group,))
    return talk


def placed(talk: Talk) -> Iterator[tuple[int, int]]:
    """(thread, number) in the order of ids: as people speak, everywhere at once, so that a thread's replies lie far apart."""
    longest, *others = talk.counts
    yield from ((n, 0) for n in range(len(talk.counts)))
    spoken = (
        (n, number) for number in range(1, max(others) + 1) for n, count in enumerate(others, 1) if number <= count
    )
    told = 0
    for place, one in enumerate(spoken):
        yield one
        if place % 3 == 0 and told < longest:
            yield 0, (told := told + 1)
    yield from ((0, number) for number in range(told + 1, longest + 1))


def _groups(talk: Talk) -> Iterator[dict[str, Any]]:
    files = _files()
    for n in range(talk.groups):
        # A tenth each is for members, and unknown to outsiders; the reader is in the first few.
        visibility = {8: "members", 9: "private"}.get(n % 10, "public") if n > OWN else "public"
        yield {
            "slug": f"talk-{talk.group + n}", "name": f"鐵瓶和老茶壺第{n}群", "purpose": "養壺、修壺、找壺的人在這裡慢慢聊，新手也歡迎。",
            "rules": "好好說話。", "rules_html": "<p>好好說話。</p>", "languages": ["zh-hant", "ja"], "country": "JP", "city": "kyoto",
            "picture": files[n % len(files)], "visibility": visibility, "joining": "invite" if visibility == "private" else "open",
            "created_by": talk.people[1], "created_at": talk.at - timedelta(days=300),
        }  # fmt: skip


def _memberships(talk: Talk) -> Iterator[dict[str, Any]]:
    """Everybody is in the first group and in two others; the reader in the first few."""
    owned, others = {talk.group}, talk.groups - 1
    since = talk.at - timedelta(days=200)
    for n in range(OWN):
        yield {"group": talk.group + n, "member": talk.people[0], "role": "member", "at": since}
    for n, member in enumerate(talk.people[1:]):
        yield {
            "group": talk.group,
            "member": member,
            "role": "owner" if n == 0 else "moderator" if n < 4 else "member",
            "at": since,
        }
        for k in (0, 1):
            group = talk.group + 1 + (2 * n + k) % others
            yield {"group": group, "member": member, "role": "member" if group in owned else "owner", "at": since}
            owned.add(group)


def _threads(talk: Talk) -> Iterator[dict[str, Any]]:
    for n, count in enumerate(talk.counts):
        began = talk.began(n)
        yield {
            "group": talk.group_of(n), "author": talk.author(n, 0), "kind": "question" if n % 4 == 3 else "discussion", "slug": "iron",
            "title": f"第{n}次問：新買的鐵瓶第一次要怎麼煮水才不會生鏽", "excerpt": _SAID, "replies": talk.shown(n), "last_number": count,
            "likes": len(talk.likers(n, 0)), "last_by": talk.author(n, count), "created_at": began, "active_at": talk.said(n, count),
            "hotness": hotness(began, talk.at, likes=2, replies=talk.shown(n), saves=0), "pinned_at": talk.at if n in (4, 6, 8) else None,
        }  # fmt: skip


def _replies(talk: Talk) -> Iterator[dict[str, Any]]:
    for thread, number in placed(talk):
        words = f"{number}：{_SAID}"
        yield {
            "thread": talk.thread + thread, "number": number, "author": talk.author(thread, number), "body": words, "body_html": f"<p>{words}</p>",
            "answers": number - 1 if number % _EVERY == 2 else None, "state": "hidden" if talk.is_hidden(thread, number) else "published",
            "likes": len(talk.likers(thread, number)), "created_at": talk.said(thread, number),
        }  # fmt: skip


def _likes(talk: Talk) -> Iterator[dict[str, Any]]:
    for n, (thread, number) in enumerate(placed(talk)):
        for member in talk.likers(thread, number):
            yield {"reply": talk.reply + n, "member": member, "at": talk.at}


def _pictures(talk: Talk) -> Iterator[dict[str, Any]]:
    files = _files()
    for n, (_thread, number) in enumerate(placed(talk)):
        if number % (2 * _EVERY) == 0:
            yield {"reply": talk.reply + n, "position": 0, "file": files[n % len(files)]}


def _readers(talk: Talk) -> Iterator[dict[str, Any]]:
    """Who began a thread and two more have read it to its end; the reader all but every third of those that they opened."""
    for n, count in enumerate(talk.counts):
        if n < 400:
            seen = count if n <= MEASURED or n % 3 else count // 2
            yield {"thread": talk.thread + n, "member": talk.people[0], "seen": seen, "watching": "none", "at": talk.at}
        for k in (0, 1, 2):
            yield {
                "thread": talk.thread + n,
                "member": talk.author(n, k),
                "seen": count,
                "watching": "watch",
                "at": talk.at,
            }


def _beside(talk: Talk) -> None:
    """Tags, goods and polls: a few of each."""
    tags = [row[0] for row in Tag.select(Tag.id).order_by(Tag.id).limit(200).tuples()]
    goods = list(
        Product.select(Product.id, Product.currency, Product.price)
        .where(Product.state == "published")
        .order_by(Product.id)
        .limit(200)
        .tuples()
    )
    groups, threads = range(talk.groups), range(len(talk.counts))
    in_batches(
        GroupTag, ({"group": talk.group + n, "tag": tags[(n + k * 7) % len(tags)]} for n in groups for k in range(3))
    )
    in_batches(GroupProduct, (
        {"group": talk.group + n, "product": goods[(n + k) % len(goods)][0], "by": talk.people[1], "note": "用了三年，沒有鏽。"} for n in groups for k in range(6)
    ))  # fmt: skip
    in_batches(
        ThreadTag, ({"thread": talk.thread + n, "tag": tags[n % len(tags)], "at": talk.began(n)} for n in threads)
    )
    in_batches(ReplyProduct, (
        {"reply": talk.reply + n, "product": id_, "position": 0, "currency": currency, "price": price}
        for n in threads[:: _EVERY] for id_, currency, price in [goods[n % len(goods)]]
    ))  # fmt: skip
    first = ids_from(Poll)
    asked = threads[MEASURED::50]
    in_batches(Poll, ({"thread": talk.thread + n, "hidden": False} for n in asked))
    in_batches(
        PollOption,
        ({"poll": first + n, "position": k, "words": f"第{k}種"} for n in range(len(asked)) for k in range(3)),
    )


def _files() -> list[int]:
    return [row[0] for row in File.select(File.id).where(File.state == "ready").order_by(File.id).limit(200).tuples()]
