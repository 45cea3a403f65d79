"""What a category may be called and where it may stand: pure."""

import re
from collections.abc import Mapping

SLUG_LIMIT, NAME_LIMIT, PATH_LIMIT = 60, 60, 200
# Levels of the tree: menus and trails of pages are made for so many.
MOST_LEVELS = 4
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Small Latin letters and digits, joined by single hyphens."""
    return len(text) <= SLUG_LIMIT and _SLUG.fullmatch(text) is not None


def below(category: int, parents: Mapping[int, int | None]) -> set[int]:
    """A category and all beneath it, given each one's parent."""
    found = {category}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def fits(paths: Mapping[int, str]) -> bool:
    """Whether a tree of these paths is one that pages can show."""
    return all(len(path) <= PATH_LIMIT and path.count("/") < MOST_LEVELS for path in paths.values())
