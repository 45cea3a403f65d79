"""Pictures: decoded within limits, turned upright, re-encoded to WebP without metadata in three widths.

Runs in the children of `decoding` only; it knows neither database nor settings.
"""

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, UnidentifiedImageError

from miquan.media import rules, telling
from miquan.media.measuring import check_pixels
from miquan.media.refusals import Reason, Refused

pillow_heif.register_heif_opener()
# Threads take address space each, which is limited.
pillow_heif.options.DECODE_THREADS = 2
AvifImagePlugin.DEFAULT_MAX_THREADS = 2
Image.MAX_IMAGE_PIXELS = rules.MAX_PIXELS
# What hostile bytes have been seen to raise in decoders that are written in Python.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError)  # fmt: skip


@dataclass(frozen=True)
class Decoded:
    """A picture in three widths. `width` and `height` are those of the upright original, in pixels."""

    width: int
    height: int
    phash: str
    renditions: dict[int, bytes] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)


def decode(form: str, data: bytes, *, renditions: bool = True) -> Decoded:
    """Read a picture of the format it was found to be. Raises Refused: PIXELS, FRAMES or BROKEN."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[form]) as opened:
                return _decoded(form, opened, renditions)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused(Reason.PIXELS) from None
    except (UnidentifiedImageError, *_BROKEN):
        raise Refused(Reason.BROKEN) from None


def _decoded(form: str, opened: Any, wanted: bool) -> Decoded:
    check_pixels(form, *opened.size)
    full = opened.size
    told = telling.of_picture(opened)
    profile = opened.info.get("icc_profile")
    # JPEG can be decoded at a fraction of its size: enough for the widest rendition.
    opened.draft("RGB", (rules.WIDTHS[-1] * 2, rules.WIDTHS[-1] * 2))
    opened.load()
    upright = _upright(opened)
    turned = opened.width != opened.height and upright.size == opened.size[::-1]
    # Made small before it is converted; the copy in full size would take as much again.
    small = _eight_bits(upright)
    small.thumbnail((rules.WIDTHS[-1] * 4, rules.WIDTHS[-1] * 4), Image.Resampling.BOX)
    picture = _in_srgb(small, profile)
    width, height = full[::-1] if turned else full
    made = {w: _webp(picture, w) for w in rules.WIDTHS} if wanted else {}
    return Decoded(width, height, perceptual_hash(picture), made, told)


def _upright(opened: Any) -> Any:
    """Turned as its orientation says; as it is where that cannot be read."""
    try:
        return ImageOps.exif_transpose(opened)
    except _BROKEN:
        return opened


def _eight_bits(image: Any) -> Any:
    """Pixels of 16 and 32 bits brought into 8, palettes resolved: what can be made small without false colours."""
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    if image.mode == "1":
        return image.convert("L")
    if image.mode[0] not in "IF":
        return image
    values = np.asarray(image, dtype=np.float64)
    top = float(values.max(initial=0.0))
    scale = 255.0 if 0 < top <= 1.0 and image.mode == "F" else 1.0 if top <= 255 else 1 / 257
    return Image.fromarray(np.clip(values * scale, 0, 255).astype(np.uint8))


def _in_srgb(image: Any, profile: bytes | None) -> Any:
    """RGB or RGBA in the colours that its profile means; browsers take pictures without one as sRGB."""
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    if alpha is None and "transparency" in image.info:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
    solid = image if image.mode in ("RGB", "L", "CMYK", "LAB") else image.convert("L" if image.mode == "LA" else "RGB")
    found = _converted(solid, profile) if profile else None
    found = found or solid.convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        found.putalpha(alpha)
    return found


def _converted(image: Any, profile: bytes) -> Any:
    """None where the profile cannot be read or is for other channels than the picture has."""
    with suppress(ImageCms.PyCMSError, *_BROKEN):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    return None


@cache
def _srgb() -> Any:
    return ImageCms.createProfile("sRGB")


def _webp(picture: Any, width: int) -> bytes:
    """One rendition; a smaller original is not blown up. A fresh image carries no metadata."""
    scaled = picture
    if picture.width > width:
        size = (width, max(1, round(picture.height * width / picture.width)))
        scaled = picture.resize(size, Image.Resampling.LANCZOS)
    scaled.info.clear()
    out = io.BytesIO()
    scaled.save(out, "WEBP", quality=rules.QUALITY, method=3, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def perceptual_hash(picture: Any) -> str:
    """64 bits in hex that near-equal pictures nearly share: the lowest 8 × 8 frequencies of a 32 × 32 grey copy
    against their median (DCT hash; C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010).
    """
    solid = picture
    if picture.mode == "RGBA":
        solid = Image.new("RGB", picture.size, "white")
        solid.paste(picture, mask=picture.getchannel("A"))
    grey = np.asarray(solid.convert("L").resize((32, 32), Image.Resampling.BOX), dtype=np.float64)
    low = (_cosines() @ grey @ _cosines().T)[1:9, 1:9].ravel()
    # A plain area has no frequencies, only what rounding leaves.
    low = np.round(low, 3)
    bits = low > np.median(low)
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


@cache
def _cosines() -> Any:
    """The first nine rows of the DCT-II of 32 points."""
    k, n = np.arange(9)[:, None], np.arange(32)[None, :]
    return np.cos(np.pi * (2 * n + 1) * k / 64)
