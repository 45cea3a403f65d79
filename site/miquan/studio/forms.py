"""What lists of the studio's forms offer."""

from miquan import places
from miquan.categories.tree import tree
from miquan.viewer import viewer


def countries(blank: bool = True) -> list[tuple[str, str]]:
    """(code, name) sorted by name in the reader's language."""
    rows = sorted(((c, places.country_name(c, viewer().lang)) for c in places.COUNTRIES), key=lambda row: row[1])
    return [("", "—"), *rows] if blank else rows


def categories() -> list[tuple[str, str]]:
    """(slug, name) in the tree's order, indented by depth."""
    return [("", "—"), *((n.slug, "　" * n.depth + n.name(viewer().lang)) for n in tree().order)]
