"""What moves the demo's people: uneven, and the same every time."""

import math
import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from miquan.bulk import insert_rows
from miquan.circle.models import PostLike
from miquan.demo.seeding import content
from miquan.demo.seeding.posts import Seeded


class People:
    """How much each talks with each, which languages they read, and how much each is liked by all."""

    def __init__(self) -> None:
        rows = {row["handle"]: row for row in content.members()}
        self.reads = {handle: _scripts(row["languages_spoken"]) for handle, row in rows.items()}
        self.talk: Counter[tuple[str, str]] = Counter()
        self.near: set[tuple[str, str]] = set()
        for post in content.posts():
            for said in _everything_said(post.get("comments", ())):
                if said["by"] != post["by"]:
                    self.talk[said["by"], post["by"]] += 1
                    if post.get("visibility") == "followers":
                        self.near.add((said["by"], post["by"]))
        heard = Counter({handle: 1 for handle in rows})
        for (_who, whom), times in self.talk.items():
            heard[whom] += times
        self._topics: dict[str, list[str]] = {}
        for row in content.load("boards"):
            self._topics.setdefault(row["owner"], []).extend(row["words"])
        most = max(heard.values())
        self.charm = {handle: math.sqrt(heard[handle] / most) for handle in rows}

    def drawn_to(self, who: str, words: str) -> float:
        """How much more likely this is to move them than others: what their boards are for."""
        return 25.0 if any(topic in words for topic in self._topics.get(who, ())) else 1.0

    def understands(self, who: str, lang: str) -> bool:
        return bool(_scripts([lang]) & self.reads[who])


def _scripts(languages: Iterable[str]) -> set[str]:
    """Who reads one Chinese script reads both."""
    return {"zh" if lang.startswith("zh") or lang == "yue" else lang for lang in languages}


def _everything_said(comments: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for said in comments:
        yield said
        yield from _everything_said(said.get("answers", ()))


def moment(since: datetime, end: datetime, dice: random.Random) -> datetime:
    """Between the two, sooner rather than later."""
    return since + (end - since) * dice.random() ** 4


def readers(
    people: People, row: dict[str, Any], pairs: set[tuple[str, str]], dice: random.Random, share: float
) -> list[str]:
    """Who of those that may see a post are moved by it: more where many speak, followers first."""
    close = row.get("visibility", "public") == "followers"
    said = len(list(_everything_said(row.get("comments", ()))))
    words = f"{row.get('title', '')}\n{row.get('body', '')}"
    weights = {
        who: (5.0 if (who, row["by"]) in pairs else 1.0)
        * (1.0 if people.understands(who, row["lang"]) else 0.12)
        * people.drawn_to(who, words)
        for who in people.charm
        if who != row["by"] and (not close or (who, row["by"]) in pairs)
    }
    wanted = share * (dice.lognormvariate(1.2, 0.75) + 0.9 * said) * (0.25 if row["kind"] == "repost" else 1.0)
    if row.get("visibility") == "unlisted":
        wanted *= 0.2
    ranked = sorted(weights, key=lambda who: dice.random() ** (1 / weights[who]), reverse=True)
    return ranked[: min(round(wanted), len(ranked))]


def seed_likes(done: Seeded, people: People, pairs: set[tuple[str, str]], dice: random.Random) -> None:
    rows = [
        {"post": done.posts[key], "member": done.members[who], "at": moment(done.at[key], done.start, dice)}
        for key, row in ((row["key"], row) for row in content.posts())
        for who in readers(people, row, pairs, dice, 1.0)
    ]
    insert_rows(PostLike, sorted(rows, key=lambda row: row["at"]))
