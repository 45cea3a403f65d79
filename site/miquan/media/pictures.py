"""Pictures: decoded within limits, turned upright, re-encoded to WebP without metadata in three widths."""

import io
import threading
import warnings
from dataclasses import dataclass
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from miquan.media import rules

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = rules.MAX_PIXELS


# One at a time in a process: an opened picture takes four bytes a pixel, and copies of it.
_decoding = threading.Lock()


class NotAPicture(ValueError):
    """The bytes are no picture we take; `reason` is one of big, format, broken, pixels."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Decoded:
    """A picture in three widths. `width` and `height` are those of the upright original, in pixels."""

    format: str
    width: int
    height: int
    renditions: dict[int, bytes]


def decode(data: bytes) -> Decoded:
    """Read a picture and make its public renditions. Raises NotAPicture; never trusts a name or a declared type."""
    if len(data) > rules.MAX_BYTES:
        raise NotAPicture("big")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _decoding, Image.open(io.BytesIO(data), formats=list(rules.FORMATS)) as opened:
                return _renditions(opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise NotAPicture("pixels") from None
    except UnidentifiedImageError:
        raise NotAPicture("format") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        MemoryError,
        IndexError,
        KeyError,
        TypeError,
        ZeroDivisionError,
    ):
        raise NotAPicture("broken") from None


def _renditions(opened: Any) -> Decoded:
    form = opened.format or "PNG"
    if opened.width * opened.height > (rules.MAX_PIXELS if form == "JPEG" else rules.MAX_PIXELS_WHOLE):
        raise NotAPicture("pixels")
    # JPEG can be decoded at a fraction of its size: enough for the widest rendition.
    opened.draft("RGB", (rules.WIDTHS[-1] * 2, rules.WIDTHS[-1] * 2))
    full_size = opened.size
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    turned = upright.size != opened.size and opened.size[0] != opened.size[1]
    width, height = full_size[::-1] if turned and full_size != upright.size else full_size
    # Made small before it is converted; the copy in full size would take as much again.
    upright.thumbnail((rules.WIDTHS[-1] * 4, rules.WIDTHS[-1] * 4), Image.Resampling.BOX)
    picture = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
    return Decoded(form, width, height, {w: _webp(picture, w) for w in rules.WIDTHS})


def _webp(picture: Any, width: int) -> bytes:
    """One rendition; a smaller original is not blown up. A fresh image carries no metadata."""
    scaled = picture
    if picture.width > width:
        scaled = picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
        )
    out = io.BytesIO()
    scaled.save(out, "WEBP", quality=rules.QUALITY, method=3, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
