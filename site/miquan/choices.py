"""What operators may change while everything runs. Kept in a table with who and when, read once a process until it changes."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from peewee import CharField, IntegerField

from miquan import versions
from miquan.config import settings
from miquan.db import BaseModel, JsonField, UtcField, now, transaction

VERSION = "choices"
# What holds until somebody chooses; `opening` is what the installation was started with.
DEFAULTS: dict[str, Any] = {
    "opening": None,
    # For so many days an account is new; then how much it may do a day and in one post, and what everybody may.
    "new_days": 7,
    "new_posts": 5,
    "new_links": 2,
    "new_mentions": 3,
    "posts_a_day": 50,
    # Currencies that members cannot choose to see prices in.
    "hidden_currencies": [],
}


class Choice(BaseModel):
    """One thing that was chosen. `by` is a member's id; the record of special acts tells the whole story."""

    name = CharField(30, primary_key=True)
    value = JsonField()
    by = IntegerField()
    at = UtcField(default=now)


def choice(name: str) -> Any:
    """What holds now. Raises KeyError for what cannot be chosen."""
    found = chosen().get(name, DEFAULTS[name])
    return settings().opening if found is None and name == "opening" else found


def chosen() -> Mapping[str, Any]:
    """All that was chosen, by name."""
    held: dict[str, Any] = current_app.extensions.setdefault("miquan.choices", {})
    version = versions.snapshot().get(VERSION, 0)
    if held.get("version") != version:
        held.update(values=dict(Choice.select(Choice.name, Choice.value).tuples()), version=version)
    found: Mapping[str, Any] = held["values"]
    return found


def choose(name: str, value: Any, *, by: int) -> Any:
    """Choose, inside the caller's transaction. Returns what held before."""
    before = choice(name)
    with transaction():
        row = {"value": value, "by": by, "at": now()}
        Choice.insert(name=name, **row).on_conflict(
            conflict_target=[Choice.name], preserve=[Choice.value, Choice.by, Choice.at]
        ).execute()
        versions.bump(VERSION)
    return before
