"""Rates at the desk: written by operators, taken out when wrong, and used by every process and page from then on."""

import json
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from miquan import kept
from miquan.accounts.models import Member
from miquan.db import now
from miquan.desk.rates import actions, queries, rules
from miquan.moderation.models import AuditEntry
from miquan.money import CurrencyRate, load_rates, rates
from miquan.money.rates import PEGGED
from miquan.outbox import SUBSCRIBERS, Event, EventRow
from miquan.products.models import Product
from miquan.versions import bump, current
from tests.browsing import Browser
from tests.cast import Cast

PATH = "/zh-hant/desk/rates"
JPY = f"{PATH}/JPY"
DAY = date(2026, 11, 6)


def told() -> None:
    """What the worker would do about the newest event of rates."""
    row = EventRow.select().where(EventRow.name == str(Event.RATES_CHANGED)).order_by(EventRow.id.desc()).first()
    for subscriber in [one for one in SUBSCRIBERS.values() if Event.RATES_CHANGED in one.events]:
        subscriber.run(row)


def acts() -> list[tuple[str, str]]:
    return [(row.action, row.data.get("rate", row.data["code"])) for row in AuditEntry.select().order_by(AuditEntry.id)]


def test_a_rate_is_written_seen_and_holds_for_every_page(app: Any, cast: Cast) -> None:
    desk, visitor = Browser(app, cast.ou), Browser(app)
    bowl = cast.product()
    path = f"/zh-hant/@mei/p/{bowl.id}-{bowl.slug}"
    before = visitor.get(path).text
    page = desk.send(JPY, rate="１８０,５", effective_on="2026-11-06", source="  日本銀行  ")
    assert page.location == JPY
    row = queries.newest_of("JPY")
    assert row is not None
    assert (row.base, Decimal(row.rate), row.effective_on, row.source) == ("EUR", Decimal("180.5"), DAY, "日本銀行")
    assert acts() == [("rate.added", "180.5")]
    after = visitor.get(path).text
    assert ("3,718" in before, "3,618" in before) == (True, False)
    assert ("3,718" in after, "3,618" in after) == (False, True)
    assert rates().per_euro["JPY"] == (Decimal("180.5"), DAY)
    told()
    assert Product.get_by_id(bowl.id).price_eur == round(18_500 / Decimal("180.5") * 100)
    listed = desk.get(PATH)
    assert "EUR 1 = 180.5" in listed.text
    shown = desk.get(JPY)
    assert len([e for e in shown.tree.iter() if str(e.tag).endswith("}polyline")]) == 1
    assert not [e for e in shown.tree.iter() if e.get("style")]
    assert shown.text.index("180.5</td>") < shown.text.index("175.68</td>")


def test_another_process_sees_it_too(app: Any, cast: Cast, monkeypatch: Any) -> None:
    assert rates().per_euro["JPY"][0] == Decimal("175.68")
    CurrencyRate.create(base="EUR", quote="JPY", rate=Decimal("181"), effective_on=DAY, source="elsewhere")
    desk = Browser(app, cast.ou)
    desk.get("/zh-hant/me/profile")
    monkeypatch.setattr(kept, "EVERY", 0.0)
    assert rates().per_euro["JPY"][0] == Decimal("175.68"), "nobody was told"
    bump("rates")
    desk.get("/zh-hant/me/profile")
    assert app.extensions["miquan.rates"]["value"].per_euro["JPY"][0] == Decimal("181"), "a page looks"
    CurrencyRate.create(base="EUR", quote="JPY", rate=Decimal("182"), effective_on=DAY, source="elsewhere")
    bump("rates")
    assert rates().per_euro["JPY"][0] == Decimal("182"), "and so does the worker, once a second"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"rate": "0"}, "rate"), ({"rate": "-3"}, "rate"), ({"rate": "1e5"}, "rate"), ({"rate": "NaN"}, "rate"), ({"rate": "1.2.3"}, "rate"),
        ({"rate": "1.123456789"}, "rate"), ({"rate": ""}, "rate"), ({"rate": "9" * 29}, "rate"), ({"source": " "}, "source"),
        ({"effective_on": "2999-01-01"}, "effective_on"), ({"effective_on": "1492-01-01"}, "effective_on"), ({"effective_on": "x"}, "effective_on"),
        ({"rate": "1756.8"}, "sure"), ({"rate": "130"}, "sure"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(app: Any, cast: Cast, wrong: dict[str, str], field: str) -> None:
    before = CurrencyRate.select().count()
    page = Browser(app, cast.ou).send(JPY, **{"rate": "176", "source": "日本銀行", **wrong})
    assert page.status == 422
    assert [e for e in page.tree.iter() if e.get("id") == f"{field}-wrong"]
    assert (CurrencyRate.select().count(), acts()) == (before, [])


def test_far_is_meant_when_it_is_ticked_and_twice_sent_is_once_written(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    form = {**desk.get(JPY).fields(), "rate": "350", "source": "日本銀行", "sure": "y"}
    assert [desk.post(JPY, form).status for _n in range(2)] == [303, 303]
    assert acts() == [("rate.added", "350")]


def test_a_wrong_rate_is_corrected_or_taken_out_and_nothing_is_deleted(app: Any, cast: Cast) -> None:
    desk, before = Browser(app, cast.ou), CurrencyRate.select().count()
    for rate in ("190", "191"):
        desk.send(JPY, rate=rate, effective_on="2026-11-06", source="手寫")
    assert rates().per_euro["JPY"][0] == Decimal("191"), "of one day the last holds"
    first, last = CurrencyRate.select().order_by(CurrencyRate.id.desc()).limit(2)[::-1]
    assert "同一天有更新的" in desk.get(JPY).text
    for row in (last, first):
        desk.send(JPY, f"{JPY}/{row.id}/withdrawal")
    desk.get(PATH)
    assert [(row.withdrawn, row.holds) for row in queries.history("JPY")] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    desk.get("/zh-hant/me/profile")
    assert rates().per_euro["JPY"][0] == Decimal("175.68")
    only = queries.history("JPY")[-1].id
    assert "這是唯一的匯率" in desk.follow(desk.send(JPY, f"{JPY}/{only}/withdrawal")).text
    assert desk.send(JPY, f"{JPY}/{first.id}/withdrawal/removal").location == JPY
    assert queries.newest_of("JPY").id == first.id  # type: ignore[union-attr]
    assert CurrencyRate.select().count() == before + 2
    assert [what for what, _rate in acts()] == ["rate.added"] * 2 + ["rate.withdrawn"] * 2 + ["rate.restored"]


def test_the_data_file_and_the_desk_do_not_fight(app: Any, cast: Cast, monkeypatch: Any, tmp_path: Path) -> None:
    mine = actions.add_rate("JPY", Decimal("182"), DAY, "手寫", sure=False, by=cast.ou.id)
    gone = queries.history("JPY")[-1]
    assert actions.withdraw(CurrencyRate.get_by_id(gone.id), by=cast.ou.id)
    rows = json.loads(sys.modules["miquan.money.rates"]._DATA.read_text("utf-8"))
    for day, rate in (("2026-11-06", "179"), ("2026-11-03", "178")):
        rows.append({"base": "EUR", "quote": "JPY", "rate": rate, "effective_on": day, "source": "file"})
    (tmp_path / "rates.json").write_text(json.dumps(rows), "utf-8")
    monkeypatch.setattr(sys.modules["miquan.money.rates"], "_DATA", tmp_path / "rates.json")
    assert load_rates() == 1, "an earlier day; the operator's own day is theirs, and what they took out stays out"
    assert rates().per_euro["JPY"] == (Decimal("182"), DAY)
    assert queries.newest_of("JPY").id == mine  # type: ignore[union-attr]
    assert not CurrencyRate.select().where(CurrencyRate.rate == 179).exists()


def test_currencies_quoted_in_another_follow_it(app: Any, cast: Cast) -> None:
    product = cast.product(storefront=cast.edinburgh)
    Product.update(currency="TWD", price=316_000, price_to=316_000).where(Product.id == product.id).execute()
    actions.add_rate("USD", Decimal("1.25"), DAY, "手寫", sure=False, by=cast.ou.id)
    told()
    assert Product.get_by_id(product.id).price_eur == 8_000
    version = current("catalogue")
    told()
    assert current("catalogue") == version, "nothing came to something else"


def test_what_members_cannot_choose_any_more_stays_with_who_chose_it(app: Any, cast: Cast) -> None:
    Member.update(currency="SEK").where(Member.id == cast.nina.id).execute()
    desk = Browser(app, cast.ou)
    assert desk.send(PATH, f"{PATH}/SEK/offer/removal").location == PATH

    def offered(who: Member) -> set[str]:
        page = Browser(app, who).get("/zh-hant/me/profile")
        return {o.get("value") or "" for s in page.all("select", name="currency") for o in s.iter() if o.get("value")}

    assert ("SEK" in offered(cast.nina), "SEK" in offered(cast.ruo), "NOK" in offered(cast.ruo)) == (True, False, True)
    assert desk.send(PATH, f"{PATH}/SEK/offer").location == PATH
    assert "SEK" in offered(cast.ruo)
    assert acts() == [("currency.hidden", "SEK"), ("currency.offered", "SEK")]
    token = desk.get(PATH).fields("/SEK/offer/removal")["csrf_token"]
    for code in ("TWD", "EUR", "XTS"):
        assert desk.post(f"{PATH}/{code}/offer/removal", {"csrf_token": token}).status == 404


def test_old_rates_are_marked_but_pegs_are_not(app: Any, cast: Cast) -> None:
    today = now().date()
    found = {row.code: row for row in queries.quoted(today)}
    assert {row.code for row in found.values() if row.pegged} == {quote for _base, quote in PEGGED}
    assert not found["AED"].old
    assert found["TWD"].old
    assert "這個匯率舊了" in Browser(app, cast.ou).get(f"{PATH}/TWD").text
    actions.add_rate("TWD", Decimal("32"), today, "手寫", sure=False, by=cast.ou.id)
    assert "這個匯率舊了" not in Browser(app, cast.ou).get(f"{PATH}/TWD").text


def test_the_line_goes_in_steps_inside_its_frame() -> None:
    history = [(DAY - timedelta(days=10), Decimal("100")), (DAY, Decimal("120"))]
    drawn = rules.drawn(history, DAY + timedelta(days=10))
    assert drawn is not None
    points = [tuple(map(float, point.split(","))) for point in drawn.line.split()]
    assert [x for x, _y in points] == [62, 345, 345, 628]
    assert points[0][1] == points[1][1] > points[2][1] == points[3][1]
    assert all(0 <= x <= rules.WIDTH and 0 <= y <= rules.HEIGHT for x, y in points)
    assert [words for _y, words in drawn.rules] == ["100", "120"]
    assert rules.drawn([], DAY) is None
    alone = rules.drawn([(DAY, Decimal("100"))], DAY)
    assert alone is not None
    assert len(alone.marks) == 1


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_may(app: Any, cast: Cast, who: str) -> None:
    browser = Browser(app, getattr(cast, who))
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    sent = {"csrf_token": token, "rate": "176", "effective_on": "2026-11-06", "source": "x"}
    for path in ("/JPY", "/JPY/1/withdrawal", "/JPY/1/withdrawal/removal", "/SEK/offer", "/SEK/offer/removal"):
        assert browser.post(f"{PATH}{path}", sent).status == 403
    assert browser.get(PATH).status == 403
    assert acts() == []
