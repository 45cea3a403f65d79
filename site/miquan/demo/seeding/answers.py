"""What the demo's people say to each other under posts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from miquan.bulk import insert_rows
from miquan.circle.models import Comment, Mention
from miquan.circle.rules import MAX_DEPTH
from miquan.circle.wording import rendered
from miquan.demo.seeding import content
from miquan.demo.seeding.posts import Seeded, named


@dataclass
class _Word:
    row: dict[str, Any]
    post: int
    depth: int
    at: datetime
    parent: "_Word | None" = None
    id: int = 0

    @property
    def root(self) -> "_Word":
        return self if self.parent is None else self.parent.root


def seed_comments(done: Seeded) -> None:
    words = [word for row in content.posts() for word in _under(done, row)]
    for n, word in enumerate(words):
        # A microsecond each, so that a row is known again by its moment.
        word.at = word.at.replace(microsecond=n)
    for depth in range(MAX_DEPTH + 1):
        _insert(done, [word for word in words if word.depth == depth])
    insert_rows(
        Mention,
        [
            {"post": word.post, "comment": word.id, "member": member, "at": word.at}
            for word in words
            for member in sorted(_named(done, word).values())
        ],
    )


def _under(done: Seeded, row: dict[str, Any]) -> Iterator[_Word]:
    dice = random.Random(content.number("comments", row["key"]))
    at = done.at[row["key"]]
    for said in row.get("comments", ()):
        at = later(at, done.start, dice)
        yield from _branch(done, said, _Word(said, done.posts[row["key"]], 0, at), dice)


def _branch(done: Seeded, said: dict[str, Any], word: _Word, dice: random.Random) -> Iterator[_Word]:
    yield word
    for answer in said.get("answers", ()):
        below = _Word(answer, word.post, min(word.depth + 1, MAX_DEPTH), later(word.at, done.start, dice), word)
        yield from _branch(done, answer, below, dice)


def later(at: datetime, end: datetime, dice: random.Random) -> datetime:
    """Mostly within hours, now and then after days; never in the future."""
    wait = timedelta(minutes=3 + dice.expovariate(1 / 40) + (dice.random() < 0.3) * dice.expovariate(1 / 1_500))
    return at + min(wait, (end - at) * 0.4)


def _insert(done: Seeded, words: list[_Word]) -> None:
    if not words:
        return
    insert_rows(Comment, [_comment(done, word) for word in words])
    ids = dict(Comment.select(Comment.created_at, Comment.id).where(Comment.depth == words[0].depth).tuples())
    for word in words:
        word.id = ids[word.at]


def _comment(done: Seeded, word: _Word) -> dict[str, Any]:
    return {
        "post": word.post, "author": done.members[word.row["by"]], "parent": word.parent and word.parent.id,
        "root": word.root.id if word.parent else None, "depth": word.depth, "lang": word.row["lang"], "body": word.row["body"],
        "body_html": rendered(word.row["body"], _named(done, word)).html, "replies": len(word.row.get("answers", ())), "created_at": word.at,
    }  # fmt: skip


def _named(done: Seeded, word: _Word) -> dict[str, int]:
    return named(done, word.row["body"], done.members[word.row["by"]])
