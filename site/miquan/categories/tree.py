"""The category tree in memory: a hundred-odd nodes that every page of goods needs, read once and when it changed."""

from dataclasses import dataclass, field
from typing import Any

from miquan.categories.models import Attribute, Category, CategoryAddress
from miquan.kept import Kept

VERSION = "categories"


@dataclass(frozen=True)
class Node:
    """A category. Its subtree is the places `place` to `last` of the depth-first order, both included."""

    id: int
    slug: str
    parent: int | None
    place: int
    last: int
    depth: int
    names: dict[str, str]
    icon: str
    attributes: tuple[str, ...]

    def name(self, lang: str) -> str:
        return self.names[lang]


@dataclass
class Tree:
    """`order` is depth first; `places` gives a category id's place in it. `by_slug` knows the slugs of before too."""

    order: list[Node] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    by_slug: dict[str, Node] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)

    def at(self, place: int) -> Node:
        return self.order[place]

    def children(self, node: Node | None) -> list[Node]:
        parent = node.id if node else None
        return [n for n in self.order if n.parent == parent]

    def trail(self, node: Node) -> list[Node]:
        """From the root down to the node itself."""
        found = [node]
        while found[0].parent is not None:
            found.insert(0, self.order[self.places[found[0].parent]])
        return found

    def get(self, category_id: int | None) -> Node | None:
        return self.order[self.places[category_id]] if category_id in self.places else None


def tree() -> Tree:
    """The tree of this application's database, as new as the page that asks."""
    return KEPT.get()


def renew() -> None:
    """Read the tree now: what this process holds may be a moment older than what it was told of."""
    KEPT.renew()


def forget() -> None:
    """Read the tree again at the next use."""
    KEPT.forget()


def _read() -> Tree:
    rows = list(Category.select().order_by(Category.position, Category.id).dicts())
    children: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)
    found = Tree(attributes={a.key: a for a in Attribute.select()})
    for root in children.get(None, []):
        _place(root, 0, children, found)
    for slug, category in CategoryAddress.select(CategoryAddress.slug, CategoryAddress.category).tuples():
        if node := found.get(category):
            found.by_slug.setdefault(slug, node)
    return found


KEPT = Kept(VERSION, _read)


def _place(row: dict[str, Any], depth: int, children: dict[int | None, list[dict[str, Any]]], into: Tree) -> int:
    place = len(into.order)
    into.places[row["id"]] = place
    into.order.append(None)  # type: ignore[arg-type]
    last = place
    for child in children.get(row["id"], []):
        last = _place(child, depth + 1, children, into)
    node = Node(
        row["id"], row["slug"], row["parent"], place, last, depth, row["names"], row["icon"], tuple(row["attributes"])
    )
    into.order[place] = node
    into.by_slug[node.slug] = node
    return last
