"""Where, when and by what a file was made, out of what it tells, and why one should not believe it. Pure."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

Told = dict[str, Any]

# Zones reach from -12 to +14 hours; more lies between a local and a GPS time only when one of them is wrong.
_WIDEST_ZONE = timedelta(hours=14, minutes=30)
_TOLERANCE = timedelta(hours=26)
_FIRST_CAMERAS = 1990
_GAMES = re.compile(
    r"polyphony|gran turismo|forza|playstation|xbox|nintendo|steam|rockstar|unreal|unity|nvidia|geforce|ubisoft|minecraft"
    r"|second life|flight simulator|screenshot|screen capture|snagit|greenshot",
    re.IGNORECASE,
)
_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|fireworks|paint\.net|affinity|pixelmator|picsart|canva|meitu|photoscape|acdsee"
    r"|illustrator|corel|after effects|premiere|final cut|capcut|midjourney|stable diffusion|dall-?e|firefly|^pil$|pillow|imagemagick",
    re.IGNORECASE,
)
# Before which year no such camera was sold (the makers' own announcements).
_RELEASED = (
    (re.compile(r"^iPhone$"), 2007), (re.compile(r"^iPhone 3"), 2008), (re.compile(r"^iPhone 4"), 2010),
    (re.compile(r"^iPhone 5"), 2012), (re.compile(r"^iPhone 6"), 2014), (re.compile(r"^iPhone 7"), 2016),
    (re.compile(r"^iPhone (8|X)"), 2017), (re.compile(r"^iPhone 11"), 2019), (re.compile(r"^iPhone 12"), 2020),
    (re.compile(r"^iPhone 13"), 2021), (re.compile(r"^iPhone 14"), 2022), (re.compile(r"^iPhone 15"), 2023),
    (re.compile(r"^iPhone 16"), 2024), (re.compile(r"^iPhone 17"), 2025), (re.compile(r"^HERO\d"), 2014),
    (re.compile(r"^Pixel 6"), 2021), (re.compile(r"^Pixel 7"), 2022), (re.compile(r"^Pixel 8"), 2023),
    (re.compile(r"^Pixel 9"), 2024), (re.compile(r"^Pixel"), 2016), (re.compile(r"^SM-"), 2013),
)  # fmt: skip
_EXIF_TIME = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?")
_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'?\d\d)?")
_ISO_6709 = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)")
_XMP_DEGREES = re.compile(r"(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])")
_LOCAL_TIMES = (
    ("DateTimeOriginal", "OffsetTimeOriginal"), ("DateTimeDigitized", "OffsetTimeDigitized"), ("exif:DateTimeOriginal", ""),
    ("photoshop:DateCreated", ""), ("creationdate", ""), ("xmp:CreateDate", ""), ("xap:CreateDate", ""), ("encoded_date", ""),
    ("CreationDate", ""), ("DateTime", "OffsetTime"),
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """`taken_at` in UTC; degrees as the file has them, believable or not. `implausible` lists the reasons not to believe."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    make: str = ""
    model: str = ""
    software: str = ""
    implausible: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Time:
    """A time as told; `zone` None where the file does not say in which."""

    at: datetime
    zone: timezone | None

    @property
    def utc(self) -> datetime:
        return self.at.replace(tzinfo=self.zone or UTC).astimezone(UTC)


def facts_from(told: Told, now: datetime) -> Facts:
    """The facts, judged at `now` (aware). A time without a zone is taken as UTC where GPS does not tell better."""
    local, gps = _local_time(told), _gps_time(told)
    latitude, longitude = _place(told)
    make, model = _text(told, "Make", "tiff:Make"), _text(told, "Model", "tiff:Model")
    software = _text(told, "Software", "xmp:CreatorTool", "xap:CreatorTool", "Creator", "Producer")
    taken = _taken(local, gps)
    reasons = [
        *_doubts_of_place(latitude, longitude, make or model or "androidversion" in told),
        *_doubts_of_time(local, gps, taken, model, now),
        *(["game"] if _GAMES.search(f"{make} {model} {software}") else []),
        *(["edited"] if _EDITORS.search(software) else []),
    ]
    return Facts(taken, latitude, longitude, make[:80], model[:80], software[:80], reasons)


def _text(told: Told, *names: str) -> str:
    return next((value.strip() for name in names if isinstance(value := told.get(name), str) and value.strip()), "")


def _local_time(told: Told) -> _Time | None:
    for name, offset in _LOCAL_TIMES:
        zone = told.get(offset)
        if found := _time(told.get(name), zone if isinstance(zone, str) else ""):
            return found
    return None


def _time(value: Any, offset: str = "") -> _Time | None:
    """From `2016:09:28 18:18:05`, ISO 8601, MediaInfo's `… UTC` or a PDF's `D:2016…`; None for what is no time."""
    if not isinstance(value, str):
        return None
    hit = _EXIF_TIME.match(value) or _PDF_TIME.match(value)
    if hit is None:
        return None
    try:
        return _Time(datetime(*map(int, hit.groups()[:6])), _zone(hit.group(7) or offset))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _zone(told: str) -> timezone | None:
    if told in ("Z", "UTC"):
        return UTC
    hit = re.fullmatch(r"([+-])(\d\d):?'?(\d\d)", told.strip())
    if hit is None:
        return None
    minutes = int(hit.group(2)) * 60 + int(hit.group(3))
    return timezone(timedelta(minutes=-minutes if hit.group(1) == "-" else minutes)) if minutes < 24 * 60 else None


def _gps_time(told: Told) -> datetime | None:
    """GPS tells UTC, in a date and three numbers."""
    day, clock = told.get("GPSDateStamp"), told.get("GPSTimeStamp") or []
    hit = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)", day) if isinstance(day, str) else None
    if hit is None or not _are_numbers(clock, 3):
        return None
    try:
        at: datetime = datetime(*map(int, hit.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
        return at + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])
    except (ValueError, OverflowError):
        return None


def _are_numbers(value: Any, many: int) -> bool:
    return isinstance(value, list) and len(value) >= many and all(isinstance(n, (int, float)) for n in value[:many])


def _apart(local: _Time, gps: datetime) -> bool:
    """Whether no zone, and no photograph taken a day after the last fix, explains the difference."""
    far = abs(local.utc - gps)
    return far > (_WIDEST_ZONE if local.zone is None else timedelta(hours=1))


def _taken(local: _Time | None, gps: datetime | None) -> datetime | None:
    if local is None:
        return gps
    return gps if gps is not None and not _apart(local, gps) else local.utc


def _place(told: Told) -> tuple[float | None, float | None]:
    hit = _ISO_6709.match(told["location"]) if isinstance(told.get("location"), str) else None
    if hit:
        return float(hit.group(1)), float(hit.group(2))
    latitude = _degrees(told.get("GPSLatitude"), told.get("GPSLatitudeRef"))
    longitude = _degrees(told.get("GPSLongitude"), told.get("GPSLongitudeRef"))
    if latitude is None and longitude is None:
        return _xmp_degrees(told.get("exif:GPSLatitude")), _xmp_degrees(told.get("exif:GPSLongitude"))
    return latitude, longitude


def _degrees(value: Any, ref: Any) -> float | None:
    """Degrees, minutes, seconds, or fewer of them; south and west are negative."""
    parts = value if isinstance(value, list) else [value]
    if not parts or not all(isinstance(n, (int, float)) for n in parts[:3]):
        return None
    total = float(sum(part / 60**i for i, part in enumerate(parts[:3])))
    if not math.isfinite(total):
        return None
    return -total if isinstance(ref, str) and ref[:1].upper() in ("S", "W") else total


def _xmp_degrees(value: Any) -> float | None:
    hit = _XMP_DEGREES.match(value) if isinstance(value, str) else None
    if hit is None:
        return None
    total = float(hit.group(1)) + float(hit.group(2)) / 60 + float(hit.group(3) or 0) / 3_600
    return -total if hit.group(4) in "SW" else total


def _doubts_of_place(latitude: float | None, longitude: float | None, has_camera: object) -> Iterator[str]:
    if latitude is None and longitude is None:
        return
    if latitude is None or abs(latitude) > 90:
        yield "latitude"
    if longitude is None or abs(longitude) > 180:
        yield "longitude"
    if not latitude and not longitude:
        yield "null_island"
    if not has_camera:
        yield "no_camera"


def _doubts_of_time(
    local: _Time | None, gps: datetime | None, taken: datetime | None, model: str, now: datetime
) -> Iterator[str]:
    times = [at for at in (taken, gps, local.utc if local else None) if at is not None]
    # A clock without a zone may be ahead of UTC by the widest one.
    if any(at > now + _TOLERANCE for at in times):
        yield "future"
    if any(at.year < _FIRST_CAMERAS for at in times):
        yield "too_early"
    if local is not None and gps is not None and _apart(local, gps):
        yield "two_times"
    released = next((year for named, year in _RELEASED if named.match(model)), 0)
    if taken is not None and taken.year < released:
        yield "before_camera"
