"""How large a picture says it is, from its header alone and without any decoder.

A first look that costs nothing; the decoder judges again by what it finds.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from miquan.media import rules
from miquan.media.kinds import Form
from miquan.media.refusals import Reason, Refused


@dataclass(frozen=True)
class Size:
    """Pixels and frames as told; 0 where the header does not say."""

    width: int = 0
    height: int = 0
    frames: int = 1


def check_size(form: Form, data: bytes) -> Size:
    """The size of a picture. Raises Refused: PIXELS, FRAMES, or BROKEN where there is no header to read."""
    found = measure(form, data)
    if not (found.width and found.height) and form.name not in ("HEIF", "AVIF"):
        raise Refused(Reason.BROKEN)
    check_pixels(form.name, found.width, found.height)
    if found.frames > rules.MAX_FRAMES:
        raise Refused(Reason.FRAMES)
    return found


def check_pixels(name: str, width: int, height: int) -> None:
    """Raises Refused(PIXELS) for more than we decode of this format."""
    most = rules.MAX_PIXELS if name == "JPEG" else rules.MAX_PIXELS_WHOLE
    if width * height > most or max(width, height) > rules.MAX_SIDE:
        raise Refused(Reason.PIXELS)


def measure(form: Form, data: bytes) -> Size:
    """What the header says; zeros where it is broken."""
    how = _HOW.get(form.name)
    try:
        return how(data) if how else Size()
    except (IndexError, ValueError):
        return Size()


def _big(data: bytes, at: int, length: int) -> int:
    if at + length > len(data):
        raise IndexError("the header is cut short")
    return int.from_bytes(data[at : at + length])


def _little(data: bytes, at: int, length: int) -> int:
    if at + length > len(data):
        raise IndexError("the header is cut short")
    return int.from_bytes(data[at : at + length], "little")


def _png(data: bytes) -> Size:
    if data[12:16] != b"IHDR":
        raise ValueError("no header")
    control = data.find(b"acTL", 8, 512)
    return Size(_big(data, 16, 4), _big(data, 20, 4), _big(data, control + 4, 4) if control > 0 else 1)


def _jpeg(data: bytes) -> Size:
    """Segment by segment to the frame header (SOF0 to SOF15 without DHT, JPG and DAC)."""
    at = 2
    while True:
        # As decoders do, what is no marker is passed over.
        at = data.index(b"\xff", at)
        kind = _big(data, at + 1, 1)
        if kind in (0x00, 0xFF):
            at += 1
        elif 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return Size(_big(data, at + 7, 2), _big(data, at + 5, 2))
        elif kind in (0xD9, 0xDA):
            raise ValueError("no frame header")
        else:
            at += 2 if kind == 0x01 or 0xD0 <= kind <= 0xD8 else 2 + _big(data, at + 2, 2)


def _gif(data: bytes) -> Size:
    """The canvas, or a frame that is larger; frames are counted as far as the blocks go."""
    width, height, frames = _little(data, 6, 2), _little(data, 8, 2), 0
    for at in _gif_frames(data):
        frames += 1
        width = max(width, _little(data, at + 1, 2) + _little(data, at + 5, 2))
        height = max(height, _little(data, at + 3, 2) + _little(data, at + 7, 2))
        if frames > rules.MAX_FRAMES:
            break
    return Size(width, height, frames)


def _gif_frames(data: bytes) -> Iterator[int]:
    """Where each frame's descriptor lies; ends where the data do."""
    at = 13 + _palette(data[10])
    while at + 10 <= len(data) and data[at] in (0x21, 0x2C):
        if data[at] == 0x21:
            at += 2
        else:
            yield at
            at += 11 + _palette(data[at + 9])
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> Size:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return Size(_little(data, 24, 3) + 1, _little(data, 27, 3) + 1, max(1, data.count(b"ANMF")))
    if chunk == b"VP8L":
        bits = _little(data, 21, 4)
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    return Size(_little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF)


def _boxed(data: bytes) -> Size:
    """HEIF and AVIF: the largest of the sizes that items say they have (`ispe`, ISO/IEC 23008-12)."""
    sizes = [(_big(hit.group(1), 0, 4), _big(hit.group(1), 4, 4)) for hit in _ISPE.finditer(data[:_META])]
    width, height = max(sizes, key=lambda pair: pair[0] * pair[1], default=(0, 0))
    return Size(width, height)


_ISPE = re.compile(rb"\x00\x00\x00\x14ispe\x00{4}(.{8})", re.DOTALL)
_META = 1024 * 1024
_HOW: dict[str, Callable[[bytes], Size]] = {
    "PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WEBP": _webp, "AVIF": _boxed, "HEIF": _boxed,
}  # fmt: skip
