"""What the demo's people keep, and in which of their boards."""

import random
from datetime import datetime
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.bulk import insert_rows
from miquan.demo.seeding import content
from miquan.demo.seeding.liking import People, moment, readers
from miquan.demo.seeding.posts import Seeded
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import Storefront

_PRODUCTS = 7
# How many keep a post for each that likes it: what one may want to find again more often.
_WORTH_KEEPING, _OTHERS = 0.45, 0.18


def seed_saves(done: Seeded, people: People, pairs: set[tuple[str, str]], dice: random.Random) -> None:
    """Boards, and the posts and products in them."""
    shelves = _Shelves(done)
    rows = []
    for row in content.posts():
        if row["kind"] == "repost":
            continue
        share = _WORTH_KEEPING if row["kind"] in ("recommend", "haul", "trip") else _OTHERS
        words = f"{row.get('title', '')}\n{row.get('body', '')}"
        for who in readers(people, row, pairs, dice, share):
            thing = {
                "kind": "post",
                "item": done.posts[row["key"]],
                "at": moment(done.at[row["key"]], done.start, dice),
            }
            rows.append(shelves.put(who, thing, words))
    rows += _products(done, people, shelves, dice)
    insert_rows(Save, sorted(rows, key=lambda row: row["at"]))


def _products(done: Seeded, people: People, shelves: "_Shelves", dice: random.Random) -> list[dict[str, Any]]:
    query = Product.select(Product.id, Product.title, Product.story, Product.published_at, Member.handle)
    public = query.join(Storefront).join(Member).where(Product.demo, Product.state.in_(PUBLIC_STATES))
    goods = list(public.order_by(Product.id).tuples())
    rows = []
    for who in sorted(done.members):
        drawn = {row[0]: dice.random() ** (1 / people.drawn_to(who, f"{row[1]}\n{row[2]}")) for row in goods}
        ranked = sorted(goods, key=lambda row: -drawn[row[0]])
        for id_, title, story, since, seller in ranked[: dice.randint(0, _PRODUCTS)]:
            if seller != who:
                thing = {"kind": "product", "item": id_, "at": moment(since, done.start, dice)}
                rows.append(shelves.put(who, thing, f"{title}\n{story}"))
    return rows


class _Shelves:
    """Each member's boards, with the words by which a thing belongs there."""

    def __init__(self, done: Seeded) -> None:
        self._members = done.members
        listed = content.load("boards")
        self._store(listed, min(done.at.values()), done.start)
        query = Board.select(Member.handle, Board.name, Board.id).join(Member).where(Member.demo)
        ids = {(owner, name): id_ for owner, name, id_ in query.tuples()}
        self._boards: dict[str, list[tuple[int, list[str]]]] = {}
        for row in listed:
            self._boards.setdefault(row["owner"], []).append((ids[row["owner"], row["name"]], row["words"]))

    def _store(self, listed: list[dict[str, Any]], since: datetime, until: datetime) -> None:
        rows = [
            {
                "owner": self._members[row["owner"]], "name": row["name"], "slug": text.slugify(row["name"]),
                "visibility": row["visibility"], "created_at": since, "updated_at": until,
            }
            for row in listed
        ]  # fmt: skip
        insert_rows(Board, rows)

    def put(self, who: str, thing: dict[str, Any], words: str) -> dict[str, Any]:
        """The row of a thing that `who` keeps, in the first board that it belongs to; one with no words takes the rest."""
        own = sorted(self._boards.get(who, ()), key=lambda board: not board[1])
        fitting = [id_ for id_, marks in own if not marks or any(mark in words for mark in marks)]
        return {"member": self._members[who], "board": fitting[0] if fitting else None, **thing}
