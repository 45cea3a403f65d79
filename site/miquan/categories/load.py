"""Bring the category and attribute tables to what the data files say. Rows keep their ids; none is deleted."""

import json
from pathlib import Path
from typing import Any

from miquan.categories.models import Attribute, Category
from miquan.categories.tree import forget
from miquan.db import transaction

DATA = Path(__file__).resolve().parent.parent / "products" / "data"


def load_categories() -> int:
    """Upsert the whole tree. Returns the number of categories."""
    rows = _ordered(json.loads((DATA / "categories.json").read_text(encoding="utf-8")))
    with transaction():
        ids: dict[str, int] = {}
        paths: dict[str, str] = {}
        for position, row in enumerate(rows):
            paths[row["slug"]] = "/".join(filter(None, (paths.get(row["parent"] or ""), row["slug"])))
            ids[row["slug"]] = _upsert(row, ids.get(row["parent"] or ""), paths[row["slug"]], position)
        for row in json.loads((DATA / "attributes.json").read_text(encoding="utf-8")):
            _upsert_attribute(row)
    forget()
    return len(ids)


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parents before children, siblings in the file's order."""
    children: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)
    found: list[dict[str, Any]] = []

    def add(parent: str | None) -> None:
        for row in children.get(parent, []):
            found.append(row)
            add(row["slug"])

    add(None)
    return found


def _upsert(row: dict[str, Any], parent: int | None, path: str, position: int) -> int:
    values = {
        "parent": parent, "path": path, "position": position, "names": row["names"],
        "icon": row.get("icon", ""), "attributes": row.get("attributes", []),
    }  # fmt: skip
    found = Category.get_or_none(Category.slug == row["slug"])
    if found is None:
        return int(Category.create(slug=row["slug"], **values).id)
    if any(getattr(found, k if k != "parent" else "parent_id") != v for k, v in values.items()):
        Category.update(**values).where(Category.id == found.id).execute()
    return int(found.id)


def _upsert_attribute(row: dict[str, Any]) -> None:
    values = {
        "names": row["names"], "type": row.get("type", "text"), "unit": row.get("unit") or "",
        "choices": row.get("values", []), "filterable": bool(row.get("filterable")),
    }  # fmt: skip
    found = Attribute.get_or_none(Attribute.key == row["key"])
    if found is None:
        Attribute.create(key=row["key"], **values)
    elif any(getattr(found, name) != value for name, value in values.items()):
        Attribute.update(**values).where(Attribute.id == found.id).execute()
