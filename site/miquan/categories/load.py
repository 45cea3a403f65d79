"""Bring the category and attribute tables to what the data files say. Rows keep their ids; none is deleted.

What an operator decided stands: a name, a place, an address, and that one category became another.
"""

import json
from pathlib import Path
from typing import Any

from miquan.categories.models import Attribute, Category, CategoryAddress
from miquan.categories.placing import repath
from miquan.categories.tree import VERSION, forget
from miquan.db import transaction
from miquan.versions import bump

DATA = Path(__file__).resolve().parent.parent / "products" / "data"


def load_categories() -> int:
    """Upsert the whole tree. Returns the number of categories that the file names."""
    rows = _ordered(json.loads((DATA / "categories.json").read_text(encoding="utf-8")))
    with transaction():
        changed = _Loading().load(rows)
        for row in json.loads((DATA / "attributes.json").read_text(encoding="utf-8")):
            changed |= _upsert_attribute(row)
        if repath() or changed:
            bump(VERSION, "catalogue", "pages")
    forget()
    return len(rows)


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


class _Loading:
    """One run over the file: the rows that are there, by id, and which of them each slug means."""

    def __init__(self) -> None:
        self.rows: dict[int, Category] = {row.id: row for row in Category.select()}
        self.ids: dict[str, int] = {row.slug: row.id for row in self.rows.values()}
        self.merged: set[str] = set()
        for address in CategoryAddress.select():
            self.ids[address.slug] = address.category_id
            self.merged |= {address.slug} if address.merged else set()

    def load(self, rows: list[dict[str, Any]]) -> bool:
        """Whether anything changed."""
        changed = False
        for position, row in enumerate(rows):
            if row["slug"] not in self.merged:
                changed |= self._upsert(row, position)
        return changed

    def _upsert(self, row: dict[str, Any], position: int) -> bool:
        parent = self.ids.get(row["parent"] or "")
        values = {"parent": parent, "position": position, "names": row["names"]}
        values |= {"icon": row.get("icon", ""), "attributes": row.get("attributes", [])}
        if row["slug"] not in self.ids:
            above = f"{self.rows[parent].path}/" if parent else ""
            made = Category.create(slug=row["slug"], path=f"{above}{row['slug']}", **values)
            self.rows[made.id], self.ids[row["slug"]] = made, made.id
            return True
        found = self.rows[self.ids[row["slug"]]]
        if "names" in found.decided:
            del values["names"]
        if "place" in found.decided or self._lies_above(found.id, parent):
            del values["parent"], values["position"]
        if all(getattr(found, k if k != "parent" else "parent_id") == v for k, v in values.items()):
            return False
        Category.update(**values).where(Category.id == found.id).execute()
        self.rows[found.id] = Category.get_by_id(found.id)
        return True

    def _lies_above(self, category: int, place: int | None) -> bool:
        """Whether it would come to lie below itself, because an operator placed others otherwise."""
        while place is not None and place != category:
            place = self.rows[place].parent_id
        return place is not None


def _upsert_attribute(row: dict[str, Any]) -> bool:
    values = {
        "names": row["names"], "type": row.get("type", "text"), "unit": row.get("unit") or "",
        "choices": row.get("values", []), "filterable": bool(row.get("filterable")),
    }  # fmt: skip
    found = Attribute.get_or_none(Attribute.key == row["key"])
    if found is None:
        Attribute.create(key=row["key"], **values)
        return True
    changed = any(getattr(found, name) != value for name, value in values.items())
    if changed:
        Attribute.update(**values).where(Attribute.id == found.id).execute()
    return changed
