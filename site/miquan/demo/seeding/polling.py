"""What the demo's people are asked in their groups, and how they vote: lopsided, and the same every time."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from miquan.bulk import insert_rows
from miquan.demo.seeding import content
from miquan.demo.seeding.liking import moment
from miquan.demo.seeding.posts import Seeded
from miquan.threads.models import Poll, PollOption, PollVote


def seed_polls(done: Seeded, rows: list[dict[str, Any]], ids: dict[str, int], inside: dict[str, list[str]]) -> None:
    asked = {ids[row["key"]]: row for row in rows if "poll" in row}
    votes = {thread: _votes(done, row, inside[row["group"]]) for thread, row in asked.items()}
    polls = dict(
        insert_rows(Poll, [_poll(done, row, thread, votes[thread]) for thread, row in asked.items()], ("thread", "id"))
    )
    tallies = {thread: Counter(place for _who, place, _at in cast) for thread, cast in votes.items()}
    options = insert_rows(
        PollOption,
        [
            {"poll": polls[thread], "position": place, "words": words, "votes": tallies[thread][place]}
            for thread, row in asked.items()
            for place, words in enumerate(row["poll"]["options"], 1)
        ],
        ("poll", "position", "id"),
    )
    chosen = {(poll, place): id_ for poll, place, id_ in options}
    insert_rows(
        PollVote,
        [
            {"poll": polls[thread], "option": chosen[polls[thread], place], "member": done.members[who], "at": at}
            for thread, cast in votes.items()
            for who, place, at in cast
        ],
    )


def _votes(done: Seeded, row: dict[str, Any], inside: list[str]) -> list[tuple[str, int, datetime]]:
    """Who chose which option, by its place from 1, and when."""
    dice = random.Random(content.number("poll", row["key"]))
    began = done.start - timedelta(days=row["days_ago"])
    until = min(done.start, _closing(done, row) or done.start)
    places = range(1, len(row["poll"]["options"]) + 1)
    weights = [dice.random() ** 2 + 0.05 for _ in places]
    found = []
    for who in dice.sample(inside, round(len(inside) * dice.uniform(0.4, 0.8))):
        choices = dice.choices(places, weights, k=2 if row["poll"].get("multiple") else 1)
        at = moment(began, until, dice)
        found += [(who, place, at) for place in dict.fromkeys(choices)]
    return found


def _closing(done: Seeded, row: dict[str, Any]) -> datetime | None:
    days = row["poll"].get("closes_in")
    return None if days is None else done.start + timedelta(days=days)


def _poll(done: Seeded, row: dict[str, Any], thread: int, votes: list[tuple[str, int, datetime]]) -> dict[str, Any]:
    told = row["poll"]
    return {
        "thread": thread, "multiple": told.get("multiple", False), "hidden": told.get("hidden", True),
        "closes_at": _closing(done, row), "voters": len({who for who, _place, _at in votes}),
        "created_at": done.start - timedelta(days=row["days_ago"]),
    }  # fmt: skip
