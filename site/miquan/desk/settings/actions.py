"""What operators change of the site's own rules, with a line for each in the record of such acts."""

from collections.abc import Mapping
from typing import Any

from miquan.choices import choice, choose
from miquan.db import transaction
from miquan.moderation.audit import audit


def change(wanted: Mapping[str, Any], *, by: int) -> list[str]:
    """Choose what is not so already. Returns the names of what changed."""
    with transaction():
        changed = [name for name, value in wanted.items() if choice(name) != value]
        for name in changed:
            before = choose(name, wanted[name], by=by)
            audit("setting.changed", ("setting", 0), by=by, name=name, before=before, now=wanted[name])
    return changed
