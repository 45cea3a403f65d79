"""Reading the demo's own texts."""

import hashlib
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "content"
# Everything that is said in groups is younger; whoever speaks there was in the group before.
OLDEST_THREAD = 60
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def load(name: str) -> list[dict[str, Any]]:
    """One file of the demo's content."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def products() -> list[dict[str, Any]]:
    """All products, each storefront's in turn, so that the newest are a mixture."""
    by_shop: dict[str, list[dict[str, Any]]] = {}
    for name in sorted(p.stem for p in FOLDER.glob("products_*.json")):
        for row in load(name):
            by_shop.setdefault(row["storefront"], []).append(row)
    most = max(len(rows) for rows in by_shop.values())
    return [rows[i] for i in range(most) for rows in by_shop.values() if i < len(rows)]


@cache
def product(key: str) -> dict[str, Any]:
    """A product's row. Raises KeyError for an unknown key."""
    return {row["key"]: row for row in products()}[key]


def members() -> list[dict[str, Any]]:
    """Shoppers, buyers and staff."""
    return load("members")


@cache
def posts() -> list[dict[str, Any]]:
    """All posts, oldest first: a file for each author, so each row also says `by` whom. `lang` is filled in."""
    spoken = {row["handle"]: row["language"] for row in members()}
    found = []
    for path in sorted((FOLDER / "posts").glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            full = {"by": path.stem, "lang": spoken[path.stem], **row}
            full["comments"] = [_said(word, spoken) for word in row.get("comments", ())]
            found.append(full)
    return sorted(found, key=lambda row: -row["days_ago"])


def groups() -> list[dict[str, Any]]:
    """All groups. Whoever speaks in one is among its `members`."""
    found = []
    for row in load("groups"):
        spoken = [said["by"] for thread in threads() if thread["group"] == row["slug"] for said in said_in(thread)]
        tending = (row["owner"], *row["moderators"])
        inside = [who for who in dict.fromkeys([*row["members"], *spoken]) if who not in tending]
        found.append({**row, "members": inside})
    return found


@cache
def threads() -> list[dict[str, Any]]:
    """All threads, oldest first. `lang` is filled in."""
    spoken = {row["handle"]: row["language"] for row in members()}
    found = []
    for name in sorted(p.stem for p in FOLDER.glob("threads_*.json")):
        for row in load(name):
            replies = [{"lang": spoken.get(said["by"]), **said} for said in row["replies"]]
            found.append({"lang": spoken.get(row["by"]), **row, "replies": replies})
    return sorted(found, key=lambda row: -row["days_ago"])


def said_in(thread: dict[str, Any]) -> list[dict[str, Any]]:
    """The opening and the replies, as they are numbered."""
    return [thread, *thread["replies"]]


def facts_of(thread: dict[str, Any], began: date) -> dict[str, Any]:
    """What a deal or a trip says of itself, as the table holds it, with days that lie behind the one on which it began."""
    told, after = dict(thread.get("facts", {})), began
    for name in ("since", "until"):
        if name in told:
            day = _day(told[name], after)
            # What ends may end on the day on which it begins.
            told[name], after = day.isoformat(), day - timedelta(days=1)
    return told


def _day(told: int | str, began: date) -> date:
    """So many days later, the next such day of the week, or the next such day of the year (`12-31`)."""
    if isinstance(told, int):
        return began + timedelta(days=told)
    if told in WEEK:
        return began + timedelta(days=(WEEK.index(told) - began.weekday() - 1) % 7 + 1)
    this_year = date.fromisoformat(f"{began.year}-{told}")
    return this_year if this_year >= began else this_year.replace(year=began.year + 1)


def _said(word: dict[str, Any], spoken: dict[str, str]) -> dict[str, Any]:
    return {"lang": spoken[word["by"]], **word, "answers": [_said(more, spoken) for more in word.get("answers", ())]}


def number(*parts: Any) -> int:
    """A stable number for these words: the seed of a drawing."""
    text = "\x1f".join(str(p) for p in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")


def name(*parts: Any) -> str:
    """A stable file name."""
    text = "\x1f".join(str(p) for p in parts)
    return "d" + hashlib.sha256(text.encode()).hexdigest()[:22]
