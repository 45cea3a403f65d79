"""What a template needs to show a stored picture."""

from dataclasses import dataclass

from miquan import urls
from miquan.media.rules import WIDTHS


@dataclass(frozen=True)
class Picture:
    """`src` for old browsers, `srcset` for the others; size in pixels; `alt` in the author's words."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str = ""


def shown(name: str | None, width: int | None, height: int | None, alt: str = "", at: int = 640) -> Picture | None:
    """A picture by the name of its file; None when there is none."""
    if not name:
        return None
    sources = ", ".join(f"{urls.picture(name, w)} {w}w" for w in WIDTHS)
    return Picture(urls.picture(name, at), sources, width or 1, height or 1, alt)
