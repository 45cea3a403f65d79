"""Every counter of follows compared with the rows it counts, and mended: what `flask recount` does here."""

from typing import Any

from peewee import fn

from miquan.accounts.models import Member
from miquan.counters import mended
from miquan.follows.actions.following import COUNTED
from miquan.follows.models import Follow


def recount() -> dict[str, int]:
    """How many rows had a wrong counter, by kind of what is followed."""
    found = {}
    for kind, model in COUNTED.items():
        counted: dict[str, Any] = {"followers": _rows(Follow.kind == kind, Follow.target == model.id)}
        if kind == "member":
            counted["following"] = _rows(Follow.kind == "member", Follow.follower == Member.id)
        found[f"followed_{kind}s"] = len(mended(model, counted))
    return found


def _rows(*where: Any) -> Any:
    return Follow.select(fn.COUNT(Follow.id)).where(*where)
