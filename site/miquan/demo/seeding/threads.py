"""What the demo's people talk about in their groups, as rows: what the actions would have left, by bulk inserts."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from miquan import text
from miquan.bulk import insert_rows, update_rows
from miquan.circle.wording import rendered, tags_in
from miquan.demo.seeding import content
from miquan.demo.seeding.answers import later
from miquan.demo.seeding.liking import People, moment
from miquan.demo.seeding.polling import seed_polls
from miquan.demo.seeding.posts import Seeded, demo_goods, named
from miquan.groups.models import Group, GroupProduct
from miquan.products.actions.tags import ensure_tags
from miquan.products.models import Product
from miquan.threads.models import (
    EXCERPT_LIMIT,
    Reply,
    ReplyLike,
    ReplyMention,
    ReplyProduct,
    ReplyRevision,
    Thread,
    ThreadReader,
    ThreadTag,
)
from miquan.threads.rules import hotness

# Of those who are in a group, how many have read a thread to its end.
_READ = 0.7


@dataclass
class _Said:
    """The opening (number 0) or a reply: what, by whom, when, and who likes it."""

    row: dict[str, Any]
    thread: dict[str, Any]
    number: int
    author: int
    at: datetime
    named: dict[str, int]
    fans: list[str]
    id: int = 0


def seed_threads(done: Seeded, groups: dict[str, int]) -> None:
    """All threads with what hangs on them, and what that makes of the groups."""
    rows = content.threads()
    if not rows:
        return
    inside = {row["slug"]: [row["owner"], *row["moderators"], *row["members"]] for row in content.groups()}
    reads = People().understands
    talks = {row["key"]: list(_talk(done, row, inside[row["group"]], reads)) for row in rows}
    found = [_thread(done, groups, row, talks[row["key"]]) for row in rows]
    titles = dict(insert_rows(Thread, found, returning=("title", "id")))
    ids = {row["key"]: titles[row["title"]] for row in rows}
    said = [one for talk in talks.values() for one in talk]
    places = insert_rows(Reply, [_reply(one, ids) for one in said], returning=("thread", "number", "id"))
    numbered = {(thread, number): id_ for thread, number, id_ in places}
    for one in said:
        one.id = numbered[ids[one.thread["key"]], one.number]
    _parts(done, groups, said, ids)
    seed_polls(done, rows, ids, inside)
    _readers(done, talks, ids, inside)
    _stir(groups, found)


def _talk(done: Seeded, row: dict[str, Any], inside: list[str], reads: Callable[[str, str], bool]) -> Iterator[_Said]:
    dice = random.Random(content.number("thread", row["key"]))
    moments = _moments(done, row, dice)
    for number, (words, at) in enumerate(zip(content.said_in(row), moments, strict=True)):
        author = done.members[words["by"]]
        pool = [who for who in inside if who != words["by"] and reads(who, words["lang"])]
        mean = 1.5 + 0.6 * len(row["replies"]) if number == 0 else 1.1
        fans = dice.sample(pool, min(len(pool), int(dice.expovariate(1 / mean))))
        source = f"{row['title']}\n{words['body']}" if number == 0 else words["body"]
        yield _Said(words, row, number, author, at, named(done, source, author), fans)


def _moments(done: Seeded, row: dict[str, Any], dice: random.Random) -> list[datetime]:
    """When each was said: up to `active` days ago where the thread tells it, else soon after each other."""
    at = done.start - timedelta(days=row["days_ago"])
    if "active" in row:
        last = done.start - timedelta(days=row["active"])
        between = sorted(dice.random() ** 2 for _ in row["replies"][1:])
        return [at, *(at + (last - at) * (0.01 + 0.97 * share) for share in between), last]
    found = [at]
    for _reply in row["replies"]:
        found.append(later(found[-1], done.start, dice))
    return found


def _thread(done: Seeded, groups: dict[str, int], row: dict[str, Any], talk: list[_Said]) -> dict[str, Any]:
    opening, last = talk[0], talk[-1]
    owner = {group["slug"]: done.members[group["owner"]] for group in content.load("groups")}[row["group"]]
    settled = min(opening.at + timedelta(hours=2), done.start)
    answer = talk[row["accepted"]].at if "accepted" in row else None
    return {
        "group": groups[row["group"]], "author": opening.author, "kind": row["kind"], "slug": text.slugify(row["title"]),
        "lang": row["lang"], "title": row["title"], "flair": row.get("flair", ""), "demo": True,
        "excerpt": rendered(row["body"], opening.named).excerpt[:EXCERPT_LIMIT],
        "accepted": row.get("accepted"), "accepted_at": answer and answer + min(timedelta(hours=3), (done.start - answer) / 2),
        "pinned_at": settled if row.get("pinned") else None, "pinned_by": owner if row.get("pinned") else None,
        "locked_at": last.at if row.get("locked") else None, "locked_by": owner if row.get("locked") else None,
        "replies": last.number, "last_number": last.number, "likes": len(opening.fans), "last_by": last.author,
        "hotness": hotness(opening.at, done.start, likes=len(opening.fans), replies=last.number, saves=0),
        "created_at": opening.at, "active_at": last.at, "facts": content.facts_of(row, opening.at.date()),
    }  # fmt: skip


def _reply(one: _Said, ids: dict[str, int]) -> dict[str, Any]:
    return {
        "thread": ids[one.thread["key"]], "number": one.number, "author": one.author, "answers": one.row.get("answers"),
        "lang": one.row["lang"], "body": one.row["body"], "body_html": rendered(one.row["body"], one.named).html,
        "likes": len(one.fans), "created_at": one.at,
    }  # fmt: skip


def _parts(done: Seeded, groups: dict[str, int], said: list[_Said], ids: dict[str, int]) -> None:
    """What hangs on what they said, a statement a table."""
    goods = demo_goods()
    openings = {one.thread["key"]: one for one in said if one.number == 0}
    tags = {key: tags_in(f"{one.row['title']}\n{one.row['body']}") for key, one in openings.items()}
    known = ensure_tags({slug: name for named_ in tags.values() for slug, name in named_.items()})
    insert_rows(
        ThreadTag,
        [
            {"thread": ids[key], "tag": tag, "at": openings[key].at}
            for key, found in tags.items()
            for tag in dict.fromkeys(known[slug] for slug in found)
        ],
    )
    insert_rows(
        ReplyMention,
        [{"reply": one.id, "member": who, "at": one.at} for one in said for who in sorted(one.named.values())],
    )
    insert_rows(ReplyProduct, [thing for one in said for thing in _things(one, goods)])
    insert_rows(ReplyRevision, [_revision(one, goods) for one in said])
    dice = random.Random(content.number("reply likes"))
    likes = [
        {"reply": one.id, "member": done.members[who], "at": moment(one.at, done.start, dice)}
        for one in said
        for who in one.fans
    ]
    insert_rows(ReplyLike, sorted(likes, key=lambda row: row["at"]))
    insert_rows(GroupProduct, list(_shelf(groups, said, goods)))


def _things(one: _Said, goods: dict[str, Product]) -> list[dict[str, Any]]:
    return [
        {"reply": one.id, "product": goods[key].id, "position": n, "currency": goods[key].currency, "price": goods[key].price, "at": one.at}
        for n, key in enumerate(one.row.get("products", ()), 1)
    ]  # fmt: skip


def _revision(one: _Said, goods: dict[str, Product]) -> dict[str, Any]:
    things = [{name: row[name] for name in ("product", "currency", "price")} for row in _things(one, goods)]
    opening: dict[str, Any] = {}
    if one.number == 0:
        opening = {
            "title": one.row["title"],
            "kind": one.row["kind"],
            "facts": content.facts_of(one.row, one.at.date()),
        }
    data = {**opening, "body": one.row["body"], "lang": one.row["lang"], "pictures": [], "products": things}
    return {"reply": one.id, "version": 1, "by": one.author, "at": one.at, "data": data}


def _shelf(groups: dict[str, int], said: list[_Said], goods: dict[str, Product]) -> Iterator[dict[str, Any]]:
    """Whoever first showed a thing in a group put it on the group's shelf."""
    there: set[tuple[str, str]] = set()
    for one in sorted(said, key=lambda one: one.at):
        for key in one.row.get("products", ()):
            place = (one.thread["group"], key)
            if place not in there:
                there.add(place)
                yield {"group": groups[place[0]], "product": goods[key].id, "by": one.author, "at": one.at}


def _readers(done: Seeded, talks: dict[str, list[_Said]], ids: dict[str, int], inside: dict[str, list[str]]) -> None:
    """Most have read all of a thread; the others as far as where they spoke, or nothing."""
    dice = random.Random(content.number("thread readers"))
    rows = []
    for key, talk in talks.items():
        last = talk[-1]
        spoke = {one.author: one for one in talk}
        for member in (done.members[who] for who in inside[last.thread["group"]]):
            seen = last if dice.random() < _READ else spoke.get(member)
            if seen is not None:
                rows.append({"member": member, "thread": ids[key], "seen": seen.number, "at": seen.at})
    insert_rows(ThreadReader, rows)


def _stir(groups: dict[str, int], threads: list[dict[str, Any]]) -> None:
    """How many threads each group has, and when somebody last spoke in it."""
    talked: dict[int, list[datetime]] = {}
    for thread in threads:
        talked.setdefault(thread["group"], []).append(thread["active_at"])
    update_rows(Group, [{"id": id_, "threads": len(at), "active_at": max(at)} for id_, at in talked.items()])
