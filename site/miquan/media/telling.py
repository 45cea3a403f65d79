"""What a file says of itself, raw: EXIF, XMP, QuickTime, PDF. Runs in the children of `decoding` only.

Answers are flat: a known name -> text of at most 200 characters, a number, or a list of at most four numbers.
`facts.py` makes sense of them.
"""

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

LIMIT = 200
_XMP_LIMIT = 512 * 1024
_PDF_LOOK = 256 * 1024
_EXIF, _GPS = 0x8769, 0x8825
# Tags of EXIF 3.0 (CIPA DC-008) that tell where, when and by what.
_MAIN = {0x010F: "Make", 0x0110: "Model", 0x0131: "Software", 0x0132: "DateTime", 0x013C: "HostComputer"}
_CAMERA = {
    0x9003: "DateTimeOriginal", 0x9004: "DateTimeDigitized", 0x9010: "OffsetTime", 0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized", 0x9291: "SubSecTimeOriginal", 0xA433: "LensMake", 0xA434: "LensModel",
}  # fmt: skip
_PLACE = {
    1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude", 5: "GPSAltitudeRef", 6: "GPSAltitude",
    7: "GPSTimeStamp", 29: "GPSDateStamp", 31: "GPSHPositioningError",
}  # fmt: skip
_XMP_NAMES = (
    "exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "xmp:CreatorTool", "xap:CreateDate", "xap:CreatorTool",
    "tiff:Make", "tiff:Model", "exif:GPSLatitude", "exif:GPSLongitude", "exif:GPSTimeStamp",
)  # fmt: skip
_XMP = re.compile(rf"({'|'.join(_XMP_NAMES)})\s*(?:=\s*[\"']([^\"']{{1,200}})|>\s*([^<]{{1,200}})<)")
_FILM = {
    "comapplequicktimelocationiso6709": "location", "xyz": "location", "recorded_location": "location",
    "comapplequicktimecreationdate": "creationdate", "comapplequicktimemake": "Make", "make": "Make",
    "comapplequicktimemodel": "Model", "model": "Model", "comapplequicktimesoftware": "Software",
    "comandroidversion": "androidversion", "encoded_date": "encoded_date", "writing_application": "Software",
    "duration": "duration",
}  # fmt: skip
_PDF = re.compile(rb"/(CreationDate|ModDate|Producer|Creator)\s*\(((?:[^()\\]|\\.){1,200})\)", re.DOTALL)


def of_picture(opened: Any) -> dict[str, Any]:
    """EXIF, then XMP. What cannot be read is left out: a picture may be fine where its EXIF is not."""
    told: dict[str, Any] = {}
    with suppress(Exception):
        exif = opened.getexif()
        for tags, names in ((exif, _MAIN), (exif.get_ifd(_EXIF), _CAMERA), (exif.get_ifd(_GPS), _PLACE)):
            told |= dict(_known(tags, names))
    with suppress(Exception):
        told |= _xmp(opened.info)
    return told


def _known(tags: Any, names: dict[int, str]) -> Iterator[tuple[str, Any]]:
    for tag, name in names.items():
        with suppress(Exception):
            value = plain(tags.get(tag))
            if value not in (None, "", []):
                yield name, value


def plain(value: Any) -> Any:
    """Text, a finite number, or a short list of them; None for anything else."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace") if len(value) > 1 else int.from_bytes(value)
    if isinstance(value, str):
        return "".join(c for c in value[: LIMIT * 2] if c.isprintable()).strip()[:LIMIT]
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value[:4]]
    if value is None or isinstance(value, bool):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _xmp(info: dict[str, Any]) -> dict[str, Any]:
    """Names with their prefix, the first value of each. Not parsed as XML: entities could make much of little."""
    packet = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, bytes):
        packet = packet[:_XMP_LIMIT].decode("utf-8", "replace")
    found: dict[str, Any] = {}
    for name, attribute, element in _XMP.findall(packet[:_XMP_LIMIT]):
        found.setdefault(name, plain(attribute or element))
    return found


def of_film(path: str) -> dict[str, Any]:
    """What MediaInfo reads of a video, with `width` and `height` of its picture."""
    from pymediainfo import MediaInfo

    told: dict[str, Any] = {}
    for track in MediaInfo.parse(path, parse_speed=0).tracks:
        data = track.to_data()
        if track.track_type == "General":
            for key, name in _FILM.items():
                if data.get(key) and name not in told:
                    told[name] = plain(data[key])
        elif track.track_type == "Video" and "width" not in told:
            told |= {key: int(data[key]) for key in ("width", "height") if str(data.get(key, "")).isdecimal()}
    return told


def of_document(path: str) -> dict[str, Any]:
    """Dates and programs that a PDF names in the open; they may be compressed away."""
    with Path(path).open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        data = file.read(_PDF_LOOK)
        file.seek(max(0, size - _PDF_LOOK))
        data += file.read(_PDF_LOOK)
    return {name.decode(): plain(value.decode("latin-1")) for name, value in _PDF.findall(data)}
