"""Operators see whether everything runs, and act on what does not."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from miquan import faults
from miquan.db import counting_queries, now, transaction
from miquan.desk.health import queries
from miquan.desk.statistics.actions import INDEX, measure_index
from miquan.desk.statistics.models import Statistic
from miquan.faults import Fault
from miquan.moderation.models import AuditEntry
from miquan.outbox import SUBSCRIBERS, Delivery, Event, looking, record
from miquan.outbox.heartbeat import Heartbeat
from miquan.search.indexing import bring_up_to_date, build_all
from miquan.search.service import engine
from tests.browsing import Browser, alone
from tests.cast import Cast

PATH = "/zh-hant/desk/health"


def failing(count: int = 1, error: str = "Refused: <b>nobody</b>") -> list[int]:
    """Deliveries that were set aside."""
    with transaction():
        rows = [record(Event.REPORT_FILED, subject=("member", n + 1)) for n in range(count)]
        for row in rows:
            Delivery.create(event=row.id, subscriber="search.index", lane="index", due_at=now(), attempts=8, error=error, set_aside_at=now())  # fmt: skip
    return [row.id for row in Delivery.select().where(Delivery.set_aside_at.is_null(False)).order_by(Delivery.id)]


def pressed(browser: Browser, what: str) -> Any:
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    return browser.post(f"{PATH}/{what}", {"csrf_token": token})


def acts() -> list[str]:
    return [row.action for row in AuditEntry.select().order_by(AuditEntry.id)]


def test_lanes_are_told_apart_by_what_waits_runs_and_was_set_aside(app: Any, cast: Cast) -> None:
    Delivery.delete().execute()
    failing()
    with transaction():
        events = [record(Event.REPORT_FILED) for _n in range(4)]
        for event, due, held in zip(events, (-90, -30, 600, -5), (None, None, None, 60), strict=True):
            Delivery.create(
                event=event.id, subscriber="search.index", lane="index", due_at=now() + timedelta(seconds=due),
                claimed_until=now() + timedelta(seconds=held) if held else None,
            )  # fmt: skip
    (lane,) = [lane for lane in looking.lanes() if lane.name == "index"]
    assert (lane.waiting, lane.running, lane.later, lane.aside) == (2, 1, 1, 1)
    assert lane.since is not None
    assert 85 < (now() - lane.since).total_seconds() < 120
    assert {other.name for other in looking.lanes()} == {subscriber.lane for subscriber in SUBSCRIBERS.values()}
    assert all((other.waiting, other.since) == (0, None) for other in looking.lanes() if other.name != "index")


def test_what_was_set_aside_is_tried_again_or_dropped(app: Any, cast: Cast) -> None:
    first, second, third = failing(3)
    desk = Browser(app, cast.ou)
    page = desk.get(PATH)
    assert "Refused: &lt;b&gt;nobody&lt;/b&gt;" in page.text
    assert "<b>nobody" not in page.text
    assert pressed(desk, f"deliveries/{first}/replay").location == PATH
    row = Delivery.get_by_id(first)
    assert (row.set_aside_at, row.attempts) == (None, 0)
    assert pressed(desk, f"deliveries/{second}/removal").status == 303
    row = Delivery.get_by_id(second)
    assert (row.set_aside_at, row.done_at is not None, row.error[:7]) == (None, True, "Refused")
    pressed(desk, "deliveries/replay")
    assert Delivery.get_by_id(third).set_aside_at is None
    assert acts() == ["delivery.replayed", "delivery.dropped", "delivery.replayed"]
    for gone in (f"deliveries/{second}/removal", f"deliveries/{second}/replay", "deliveries/replay"):
        assert pressed(desk, gone).status == 303
        assert "已經不在了" in desk.get(PATH).text
    assert len(acts()) == 3, "nothing happened, so nothing is written down"
    assert Delivery.get_by_id(second).done_at is not None, "what was dropped stays dropped"
    for strange in (0, 2**63, 10**30):
        assert pressed(desk, f"deliveries/{strange}/removal").status == 404


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_has_anything_to_do_here(app: Any, cast: Cast, who: str) -> None:
    (one,) = failing()
    browser = Browser(app, getattr(cast, who))
    assert browser.get(PATH).status == 403
    for what in (f"deliveries/{one}/replay", f"deliveries/{one}/removal", "deliveries/replay", "index/rebuilding"):
        assert pressed(browser, what).status == 403
    assert Delivery.get_by_id(one).set_aside_at is not None
    assert acts() == []
    assert "系統狀況" not in browser.get("/zh-hant/desk").text
    assert Browser(app).get(PATH).status == 303


def test_a_silent_worker_is_told_of(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    assert looking.heard_at() is None
    assert "背景的工作停了" in desk.get(PATH).text
    Heartbeat(app, "one").beat()
    Heartbeat(app, "two").beat()
    assert "背景的工作停了" not in desk.get(PATH).text
    heard = looking.heard_at()
    assert heard is not None
    assert looking.is_silent(heard - looking.SILENT)


def test_the_index_is_compared_and_built_anew(app: Any, cast: Cast) -> None:
    bowl, cup = cast.product("茶碗"), cast.product("茶杯")
    build_all()
    measure_index()
    held = len(engine().ids())
    assert held >= 2
    desk = Browser(app, cast.ou)
    assert f"<dd>{held}</dd>" in desk.get(PATH).text
    engine().apply([], [f"product:{bowl.id}"])
    measure_index()
    measure_index()
    found = queries.health().index
    assert found is not None
    assert (found.documents, found.missing, found.extra, found.whole) == (held - 1, 1, 0, False)
    assert Statistic.select().where(Statistic.name.in_(INDEX)).count() == 3
    assert pressed(desk, "index/rebuilding").status == 303
    assert acts() == ["index.rebuild_asked"]
    waiting = list(
        Delivery.select().where(Delivery.subscriber.in_(("search.heal", "desk.index_again"))).order_by(Delivery.id)
    )
    assert [row.subscriber for row in waiting] == ["search.heal", "desk.index_again"]
    bring_up_to_date({"product": [bowl.id, cup.id]})
    for row in waiting:
        SUBSCRIBERS[row.subscriber].run([row.event])
    after = queries.health().index
    assert after is not None
    assert after.whole


def test_an_index_that_cannot_be_read_is_told_of(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miquan.desk.statistics.actions.difference", lambda: None)
    measure_index()
    assert "索引讀不出來" in Browser(app, cast.ou).get(PATH).text


def test_faults_of_pages_are_counted_by_their_route(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise LookupError("a secret")

    monkeypatch.setattr("miquan.desk.views.figures", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    desk = Browser(app, cast.ou)
    answers = [desk.get("/zh-hant/desk") for _n in range(3)]
    assert [page.status for page in answers] == [500] * 3
    row = Fault.get()
    assert (row.kind, row.place, row.count) == ("LookupError", "GET /desk", 3)
    assert row.code == answers[-1].headers["X-Request-Id"]
    shown = desk.get(PATH).text
    assert "GET /desk" in shown
    assert "a secret" not in shown


def test_old_faults_are_forgotten_and_older_than_a_day_not_shown(app: Any) -> None:
    faults.note("LookupError", "GET /x")
    for days in (2, 20):
        at = now() - timedelta(days=days)
        Fault.create(hour=at, kind="Old", place="x", last_at=at)
    assert [(kind, count) for kind, _place, count, _at, _code in faults.lately()] == [("LookupError", 1)]
    assert faults.prune() == 1
    with transaction():
        faults.note("Inside", "of a transaction")
    assert Fault.select().where(Fault.kind == "Inside").count() == 0


def test_a_full_disk_and_a_database_of_yesterday_are_told_of(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Browser(app, cast.ou)
    plain = desk.get(PATH).text
    assert "硬碟快滿了" not in plain
    assert "資料庫還沒更新" not in plain
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(total=1000, used=950, free=50))
    real = queries.Runner.status
    monkeypatch.setattr(
        queries.Runner, "status", lambda self: [*real(self), SimpleNamespace(name="9999_tomorrow", applied=False)]
    )
    told = desk.get(PATH).text
    assert "硬碟快滿了" in told
    assert "9999_tomorrow" in told


def test_the_page_asks_as_often_for_one_as_for_fifty(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    counts = []
    for more in (1, 50):
        failing(more)
        for n in range(more):
            faults.note(f"Kind{n}", "GET /x")
        with counting_queries() as seen:
            assert alone(desk.client.get, PATH).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
