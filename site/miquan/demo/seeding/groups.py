"""The demo's groups and who is in them, as rows."""

import random
from datetime import timedelta
from typing import Any

from miquan import text
from miquan.bulk import insert_rows
from miquan.demo.seeding import content
from miquan.demo.seeding.posts import Seeded
from miquan.groups.models import Group, GroupTag, Membership
from miquan.products.actions.tags import ensure_tags


def seed_groups(done: Seeded) -> dict[str, int]:
    """The ids of all groups by their addresses."""
    rows = content.groups()
    ids = dict(insert_rows(Group, [_group(done, row) for row in rows], returning=("slug", "id")))
    insert_rows(Membership, [found for row in rows for found in _inside(done, row, ids[row["slug"]])])
    insert_rows(Membership, [found for row in rows for found in _waiting(done, row, ids[row["slug"]])])
    tags = ensure_tags({text.fold(name): name for row in rows for name in row["tags"]})
    insert_rows(
        GroupTag, [{"group": ids[row["slug"]], "tag": tags[text.fold(name)]} for row in rows for name in row["tags"]]
    )
    return ids


def _group(done: Seeded, row: dict[str, Any]) -> dict[str, Any]:
    at = done.start - timedelta(days=row["days_ago"])
    same = ("slug", "name", "purpose", "rules", "lang", "languages", "flairs", "questions", "visibility", "joining")
    return {
        **{name: row[name] for name in same}, "rules_html": text.render_markdown(row["rules"]),
        "country": row.get("country", ""), "city": row.get("city", ""), "demo": True, "created_by": done.members[row["owner"]],
        "members": 1 + len(row["moderators"]) + len(row["members"]), "created_at": at, "updated_at": at, "active_at": at,
    }  # fmt: skip


def _inside(done: Seeded, row: dict[str, Any], group: int) -> list[dict[str, Any]]:
    """Its owner from the first day, the others one by one, all before the oldest thread."""
    dice = random.Random(content.number("memberships", row["slug"]))
    began, owner = row["days_ago"], done.members[row["owner"]]
    roles = {
        row["owner"]: "owner",
        **dict.fromkeys(row["moderators"], "moderator"),
        **dict.fromkeys(row["members"], "member"),
    }
    days = sorted((began - (began - content.OLDEST_THREAD) * dice.random() for _ in roles), reverse=True)
    days[0] = began
    return [
        {"group": group, "member": done.members[who], "role": role, "by": owner, "at": done.start - timedelta(days=ago)}
        for (who, role), ago in zip(roles.items(), days, strict=True)
    ]


def _waiting(done: Seeded, row: dict[str, Any], group: int) -> list[dict[str, Any]]:
    """Who asked to come in, with what they answered, whoever asked first first."""
    rows = [
        {
            "group": group, "member": done.members[one["by"]], "role": "applicant", "answers": one["answers"],
            "at": done.start - timedelta(days=one["days_ago"]),
        }
        for one in row.get("applicants", ())
    ]  # fmt: skip
    return sorted(rows, key=lambda one: one["at"])
