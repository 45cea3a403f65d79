"""Where, when and by what: made sense of, and doubted."""

from datetime import UTC, datetime
from typing import Any

import pytest

from miquan.media.facts import facts_from

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLACE = {"GPSLatitude": [35.0, 0.0, 42.0], "GPSLatitudeRef": "N", "GPSLongitude": [135.0, 46.0, 6.0], "GPSLongitudeRef": "E"}  # fmt: skip
PHONE = {"Make": "Apple", "Model": "iPhone 12", "Software": "17.1"}


def test_gps_tells_the_time_best() -> None:
    told = {**PHONE, **PLACE, "DateTimeOriginal": "2024:05:04 18:39:11", "GPSDateStamp": "2024:05:04", "GPSTimeStamp": [9.0, 39.0, 9.5]}  # fmt: skip
    found = facts_from(told, NOW)
    assert found.taken_at == datetime(2024, 5, 4, 9, 39, 9, 500_000, tzinfo=UTC)
    assert (round(found.latitude or 0, 4), round(found.longitude or 0, 4)) == (35.0117, 135.7683)
    assert (found.make, found.model, found.software, found.implausible) == ("Apple", "iPhone 12", "17.1", [])


@pytest.mark.parametrize(
    ("told", "utc"),
    [
        ({"DateTimeOriginal": "2024:05:04 18:39:11", "OffsetTimeOriginal": "+09:00"}, "2024-05-04T09:39:11"),
        ({"DateTimeOriginal": "2024:05:04 18:39:11"}, "2024-05-04T18:39:11"),
        ({"creationdate": "2024-05-04T18:39:11+0900", "encoded_date": "2024-05-04 09:39:00 UTC"}, "2024-05-04T09:39:11"),
        ({"encoded_date": "2024-05-04 09:39:00 UTC"}, "2024-05-04T09:39:00"),
        ({"xmp:CreateDate": "2024-05-04T18:39:11.644-07:00"}, "2024-05-05T01:39:11"),
        ({"CreationDate": "D:20240504183911+09'00'"}, "2024-05-04T09:39:11"),
        ({"DateTimeOriginal": "0000:00:00 00:00:00", "xmp:CreateDate": "2024-05-04T18:39:11Z"}, "2024-05-04T18:39:11"),
        ({"DateTimeOriginal": "2024:13:45 99:99:99"}, None),
        ({"DateTimeOriginal": 20240504.0, "GPSTimeStamp": ["x"], "GPSDateStamp": []}, None),
        ({"GPSDateStamp": "9999:12:31", "GPSTimeStamp": [1e300, 0, 0]}, None),
    ],
)  # fmt: skip
def test_times(told: dict[str, Any], utc: str | None) -> None:
    found = facts_from(told, NOW).taken_at
    assert found == (datetime.fromisoformat(utc).replace(tzinfo=UTC) if utc else None)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"location": "+35.0117+135.7683+050.0/"}, (35.0117, 135.7683)),
        ({"location": "-00.5000-000.0806/"}, (-0.5, -0.0806)),
        ({"location": "somewhere"}, (None, None)),
        ({"exif:GPSLatitude": "40,26.4S", "exif:GPSLongitude": "79,58,30W"}, (-40.44, -79.975)),
        ({**PLACE, "GPSLatitudeRef": "S"}, (-35.0117, 135.7683)),
        ({"GPSLatitude": ["a", None], "GPSLongitude": "x"}, (None, None)),
    ],
)
def test_places(told: dict[str, Any], place: tuple[float | None, float | None]) -> None:
    found = facts_from(told, NOW)
    assert (found.latitude, found.longitude) == pytest.approx(place, abs=1e-4)


@pytest.mark.parametrize(
    ("told", "doubts"),
    [
        ({"Make": "Make", "DateTimeOriginal": "2099:09:29 10:10:10", "GPSLatitude": 4294967295.0}, {"latitude", "longitude", "future"}),
        ({"Make": "Polyphony Digital Inc.", "Model": "Gran Turismo 5", "DateTimeOriginal": "2012:06:23 06:55:49"}, {"game"}),
        ({**PHONE, "GPSLatitude": [0.0, 0.0, 0.0], "GPSLongitude": [0.0, 0.0, 0.0]}, {"null_island"}),
        ({**PHONE, **PLACE, "GPSLongitude": [181.0]}, {"longitude"}),
        (PLACE, {"no_camera"}),
        ({"location": "+35.0+135.7/", "androidversion": "14"}, set()),
        ({**PHONE, "DateTimeOriginal": "1980:01:01 00:00:00"}, {"too_early", "before_camera"}),
        ({**PHONE, "DateTimeOriginal": "2019:01:01 00:00:00"}, {"before_camera"}),
        ({"encoded_date": "1904-01-01 00:00:00 UTC"}, {"too_early"}),
        ({**PHONE, "DateTimeOriginal": "2024:05:04 18:39:11", "GPSDateStamp": "2024:05:06", "GPSTimeStamp": [9.0, 0.0, 0.0]}, {"two_times"}),
        ({**PHONE, "DateTimeOriginal": "2024:05:04 18:39:11", "OffsetTimeOriginal": "+09:00", "GPSDateStamp": "2024:05:04", "GPSTimeStamp": [18.0, 39.0, 0.0]}, {"two_times"}),
        ({**PHONE, "Software": "Adobe Photoshop 25.0"}, {"edited"}),
        ({**PHONE, "DateTimeOriginal": "2026:11:25 11:00:00"}, set()),
    ],
)  # fmt: skip
def test_doubts(told: dict[str, Any], doubts: set[str]) -> None:
    assert set(facts_from(told, NOW).implausible) == doubts
