"""From SVG to the bytes of a picture."""

from io import BytesIO

import resvg_py
from PIL import Image

QUALITY = 80


def to_webp(svg: str, width: int) -> bytes:
    """The drawing as WebP, `width` pixels wide. Raises ValueError for what is no SVG."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
    out = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
