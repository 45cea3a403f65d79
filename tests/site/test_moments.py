"""Days and times by the reader's own clock: in the moderation log, at the desk and wherever something ends on a day."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import now
from miquan.paths import TEMPLATES
from miquan.templating import day, minute, when
from miquan.viewer import Viewer, seen_by
from tests.cast import Cast

EVENING = datetime(2020, 12, 31, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [
        ("Asia/Taipei", ("2021-01-01", "2021-01-01 04:30", "2021年1月1日")),
        ("America/New_York", ("2020-12-31", "2020-12-31 15:30", "2020年12月31日")),
        ("Nowhere/At all", ("2020-12-31", "2020-12-31 20:30", "2020年12月31日")),
    ],
)
def test_moments_are_told_by_the_readers_clock(app: Any, cast: Cast, zone: str, wanted: tuple[str, str, str]) -> None:
    member = Member.get_by_id(cast.nina.id)
    with app.test_request_context("/zh-hant/"), seen_by(Viewer("zh-hant", "TWD", zone, "/zh-hant", member)):
        assert (day(EVENING), minute(EVENING), when(EVENING)) == wanted


def test_what_is_to_come_is_a_day_and_not_just_now(app: Any) -> None:
    with app.test_request_context("/zh-hant/"):
        assert when(now() + timedelta(seconds=5)) == "剛剛", "clocks differ a little"
        assert re.fullmatch(r"(\d+年)?\d+月\d+日", when(now() + timedelta(hours=2)))
        assert when(now() - timedelta(hours=2)) == "2小時前"


def test_no_template_prints_a_moment_by_another_clock() -> None:
    for path in TEMPLATES.rglob("*.html"):
        found = re.findall(r"\.strftime\(|_at\.(?:date\(\)|isoformat\(\))", path.read_text())
        assert not found, f"{path}: say `|day`, `|minute` or when()"
