"""From SVG to the bytes of a picture."""

from functools import lru_cache
from io import BytesIO

import resvg_py
from PIL import Image

QUALITY = 80
# The renditions of one picture are asked for one after the other: rasterise once at the largest, then reduce.
MASTER = 1280
_SMALLEST_REDUCED = 320


def to_webp(svg: str, width: int) -> bytes:
    """The drawing as WebP, `width` pixels wide. Raises ValueError for what is no SVG."""
    shared = _SMALLEST_REDUCED <= width <= MASTER and MASTER % width == 0
    picture = _master(svg).reduce(MASTER // width) if shared else _raster(svg, width)
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()


@lru_cache(maxsize=1)
def _master(svg: str) -> Image.Image:
    return _raster(svg, MASTER)


def _raster(svg: str, width: int) -> Image.Image:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
    with Image.open(BytesIO(png)) as picture:
        return picture.convert("RGB")
