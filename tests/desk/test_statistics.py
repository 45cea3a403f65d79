"""Figures of each day: counted once and again to the same, without demo members, and drawn so that everybody can read them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import counting_queries, now
from miquan.desk.statistics import counting, rules, tally
from miquan.desk.statistics.actions import keep
from miquan.desk.statistics.models import Statistic
from miquan.outbox import EventRow
from miquan.search.indexing import build_all
from tests.browsing import Browser, alone
from tests.cast import Cast

PATH = "/zh-hant/desk/statistics"
MONDAY = date(2026, 11, 23)


def happened(member: Member, event: str, day: date, hour: int = 12) -> None:
    EventRow.create(name=event, actor_id=member.id, at=datetime(day.year, day.month, day.day, hour, 59, 59, tzinfo=UTC))


def joined(member: Member, day: date) -> Member:
    Member.update(created_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC)).where(
        Member.id == member.id
    ).execute()
    return member


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """They join today; these tests make days of their own."""
    for _member in (cast.mei, cast.tang, cast.nina):
        EventRow.delete().execute()
    return cast


def test_a_day_is_counted_without_demo_members_and_twice_to_the_same(app: Any, cast: Cast) -> None:
    happened(cast.mei, "member.joined", MONDAY, 0)
    happened(cast.mei, "post.published", MONDAY, 23)
    happened(cast.tang, "post.published", MONDAY)
    happened(cast.tang, "post.published", MONDAY + timedelta(days=1), 0)
    happened(cast.tang, "comment.written", MONDAY - timedelta(days=1), 23)
    happened(cast.nina, "post.published", MONDAY)
    Member.update(demo=True).where(Member.id == cast.nina.id).execute()
    for _again in range(2):
        keep(MONDAY, counting.count_day(MONDAY))
        kept = {row.name: row.value for row in Statistic.select().where(Statistic.day == MONDAY)}
        assert kept == {"signups": 1, "posts": 2, "comments": 0, "replies": 0}


def test_only_what_may_have_changed_is_counted_again(app: Any, cast: Cast) -> None:
    today = MONDAY + timedelta(days=6)
    happened(cast.mei, "post.published", today - timedelta(days=counting.WHOLE))
    happened(cast.mei, "post.published", today - timedelta(days=counting.WHOLE + 1))
    assert counting.count(today) == counting.WHOLE + 1
    assert sum(row.value for row in Statistic.select().where(Statistic.name == "posts")) == 1, (
        "older days are not whole"
    )
    EventRow.delete().execute()
    happened(cast.mei, "post.published", today, 20)
    assert counting.count(today) == 1
    assert counting.count(today + timedelta(days=1)) == 2, "the last day once more, now that it has ended"
    assert sum(row.value for row in Statistic.select().where(Statistic.name == "posts")) == 2, "what was counted stays"
    assert counting.count(today + timedelta(days=400)) == counting.WHOLE + 1, "after a long pause the last month"


def test_who_came_back_is_counted_once_a_week(app: Any, cast: Cast) -> None:
    for member in (
        joined(cast.mei, MONDAY),
        joined(cast.tang, MONDAY + timedelta(days=6)),
        joined(cast.nina, MONDAY - timedelta(days=1)),
    ):
        for hour in (1, 2):
            happened(member, "post.liked", MONDAY + timedelta(days=6), hour)
    found = counting.count_week(MONDAY)
    assert found[rules.name_of_cohort(MONDAY)] == 2
    assert found[rules.name_of_cohort(MONDAY - timedelta(weeks=1))] == 1
    assert sum(found.values()) == 3
    assert len(found) == rules.WEEKS


def test_cohorts_are_shares_of_those_who_joined() -> None:
    signups = {MONDAY: 2, MONDAY + timedelta(days=6): 1, MONDAY - timedelta(days=1): 4}
    before = MONDAY - timedelta(weeks=1)
    told = {(MONDAY, MONDAY): 3, (before, before): 4, (before, MONDAY): 1}
    assert rules.cohorts(signups, told, MONDAY + timedelta(days=3)) == [
        rules.Cohort(MONDAY, 3, [100]),
        rules.Cohort(before, 4, [100, 25]),
    ]
    assert rules.cohorts(signups, {}, MONDAY)[0].shares == [None], "nobody counted, which is not nobody came"
    assert rules.cohorts({}, {}, MONDAY) == []


@pytest.mark.parametrize(
    ("value", "top"), [(0, 2), (2, 2), (3, 4), (5, 10), (11, 20), (21, 40), (99, 100), (101, 200), (10**9, 10**9)]
)
def test_an_axis_ends_with_a_round_number_with_a_whole_half(value: int, top: int) -> None:
    assert rules.round_up(value) == top
    assert top % 2 == 0


def test_a_chart_lies_inside_its_frame_and_tells_what_it_drew() -> None:
    days = rules.days_until(MONDAY, 30)
    drawn = rules.chart(days, [{MONDAY: 100, days[0]: 50}, {}])
    first, last = drawn.lines[0].split()[0], drawn.lines[0].split()[-1]
    assert (first, last) == ("66,91", "628,12")
    assert set(point.split(",")[1] for point in drawn.lines[1].split()) == {"170"}
    assert drawn.totals == [150, 0]
    assert [value for _y, value in drawn.rules] == [0, 50, 100]
    assert [day for _x, day, _anchor in drawn.marks][:: len(drawn.marks) - 1] == [days[0], MONDAY]
    assert drawn.rows[-1] == (MONDAY, [100, 0])
    for line in drawn.lines:
        for x, y in (map(float, point.split(",")) for point in line.split()):
            assert 0 <= x <= rules.WIDTH
            assert 0 <= y <= rules.HEIGHT


def test_a_long_chart_is_drawn_by_week_and_loses_nothing() -> None:
    days = rules.days_until(MONDAY, 365)
    drawn = rules.chart(days, [dict.fromkeys(days, 1)])
    assert drawn.totals == [365]
    assert len(drawn.rows) <= 54
    assert all(day.weekday() == 0 for day, _values in drawn.rows)
    assert len(rules.chart(rules.days_until(MONDAY, 90), [{}]).rows) == 90


def test_searches_are_added_up_and_written_once_a_minute(app: Any, cast: Cast) -> None:
    visitor = Browser(app)
    demo = cast.member("demo_one", "示範")
    Member.update(demo=True).where(Member.id == demo.id).execute()
    with counting_queries() as seen:
        tally.searched(found=True)
    assert seen == []
    build_all()
    visitor.get("/zh-hant/search?q=沒有這種東西")
    visitor.get("/zh-hant/search?q=")
    Browser(app, demo).get("/zh-hant/search?q=沒有這種東西")
    assert Statistic.select().count() == 0
    for _n in range(2):
        app.extensions["miquan.tally"]["since"] -= 61
        tally.searched(found=False)
    assert {row.name: row.value for row in Statistic.select()} == {rules.SEARCHES: 4, rules.MISSED: 3}
    assert (app.extensions["miquan.tally"][rules.SEARCHES]) == 0


@pytest.mark.parametrize("days", rules.RANGES)
def test_the_page_draws_what_was_counted(app: Any, cast: Cast, days: int) -> None:
    today = now().date()
    desk = Browser(app, cast.ou)
    assert desk.get(f"{PATH}?days={days}").status == 200, "also of nothing"
    keep(today, {"signups": 7, "posts": 3, rules.SEARCHES: 1_234})
    keep(today - timedelta(days=days), {"signups": 5_000})
    page = desk.get(f"{PATH}?days={days}")
    drawings = [e for e in page.tree.iter() if str(e.tag).endswith("}svg") and e.get("class") == "chart"]
    assert len(drawings) == 4
    ids = {e.get("id") for e in page.tree.iter() if e.get("id")}
    for drawing in drawings:
        assert drawing.get("role") == "img"
        assert set((drawing.get("aria-labelledby") or "").split()) <= ids
    assert "新會員 7<" in page.text
    assert "1,234" in page.text
    assert len(page.all("details")) >= 4
    assert not [e for e in page.tree.iter() if e.get("style")]


def test_ranges_nobody_offers_are_the_shortest_and_the_page_asks_as_often_for_much(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    counts = []
    for more in (1, 365):
        for back in range(more):
            keep(now().date() - timedelta(days=back), {"signups": 1, "posts": 2})
        with counting_queries() as seen:
            assert alone(desk.client.get, f"{PATH}?days=365").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
    for strange in ("0", "-1", "٣٠", "365000", "x", "30; DROP"):
        assert "新會員 30<" in desk.get(PATH, query_string={"days": strange}).text


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_reads_them(app: Any, cast: Cast, who: str) -> None:
    assert Browser(app, getattr(cast, who)).get(PATH).status == 403
    assert Browser(app).get(PATH).status == 303
