"""What a template needs to show a stored picture."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from miquan import urls
from miquan.media.rules import WIDTHS
from miquan.media.words import words


@dataclass(frozen=True)
class Picture:
    """`src` for old browsers, `srcset` for the others; size in pixels; `alt` in the author's words.

    `state` is `ready` on every public page; to its owner a picture may also be `waiting` (no `src` yet) or `refused`,
    with the `problem` in words.
    """

    src: str
    srcset: str
    width: int
    height: int
    alt: str = ""
    state: str = "ready"
    problem: str = ""


@lru_cache(maxsize=20_000)
def shown(name: str | None, width: int | None, height: int | None, alt: str = "", at: int = 640) -> Picture | None:
    """A picture by the name of its file; None when there is none."""
    if not name:
        return None
    sources = ", ".join(f"{urls.picture(name, w)} {w}w" for w in WIDTHS)
    return Picture(urls.picture(name, at), sources, width or 1, height or 1, alt)


def shown_to_owner(file: Any, alt: str = "", at: int = 320) -> Picture:
    """A picture in whatever state it is, from a row with `name`, `width`, `height`, `state`, `problem` and `purpose`."""
    found = shown(file.name, file.width, file.height, alt, at) if file.state == "ready" else None
    problem = words(file.problem, file.purpose) if file.state == "refused" else ""
    return found or Picture("", "", 1, 1, alt, file.state, problem)
