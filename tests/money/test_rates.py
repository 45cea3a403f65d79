"""Rates: facts with a date, crossed through the euro, and shown as what they are: an estimate."""

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import peewee
import pytest

import miquan
from miquan.i18n import speak
from miquan.money import (
    CURRENCIES,
    Approx,
    CurrencyRate,
    Money,
    Price,
    Rates,
    approximately,
    in_euro_cents,
    load_rates,
    price_shown,
    rate_line,
    rates,
)
from miquan.money.rates import KEPT
from miquan.versions import current

ROWS = json.loads((Path(miquan.__file__).parent / "money" / "data" / "rates.json").read_text("utf-8"))
OCTOBER, NOVEMBER = date(2026, 10, 30), date(2026, 11, 6)
SAMPLE = Rates(
    {
        "EUR": (Decimal(1), date.max),
        "JPY": (Decimal(160), OCTOBER),
        "TWD": (Decimal(32), NOVEMBER),
        "HUF": (Decimal(400), NOVEMBER),
    }
)


@pytest.mark.parametrize(
    ("money", "to", "expected"),
    [
        (Money(16_000, "JPY"), "EUR", Approx(Money(10_000, "EUR"), OCTOBER)),
        (Money(10_000, "EUR"), "JPY", Approx(Money(16_000, "JPY"), OCTOBER)),
        (Money(18_500, "JPY"), "TWD", Approx(Money(370_000, "TWD"), OCTOBER)),
        (Money(100, "TWD"), "JPY", Approx(Money(5, "JPY"), OCTOBER)),
        (Money(10, "TWD"), "JPY", Approx(Money(1, "JPY"), OCTOBER)),  # half a yen, rounded up
        (Money(9, "TWD"), "JPY", Approx(Money(0, "JPY"), OCTOBER)),
        (Money(0, "JPY"), "TWD", Approx(Money(0, "TWD"), OCTOBER)),
        (Money(100, "EUR"), "EUR", Approx(Money(100, "EUR"), date.max)),
        (Money(100, "EUR"), "XTS", None),
        (Money(100, "XTS"), "EUR", None),
    ],
)
def test_conversion(money: Money, to: str, expected: Approx | None) -> None:
    assert SAMPLE.convert(money, to) == expected


def test_a_rate_is_as_old_as_the_oldest_it_is_made_of() -> None:
    assert SAMPLE.unit("JPY", "TWD") == (Decimal("0.2"), OCTOBER)
    assert SAMPLE.unit("HUF", "TWD") == (Decimal("0.08"), NOVEMBER)
    assert SAMPLE.unit("HUF", "XTS") is None


def test_every_currency_we_take_has_a_rate(app: Any) -> None:
    assert set(CURRENCIES) <= set(rates().per_euro)
    assert all(rate > 0 for rate, _on in rates().per_euro.values())
    assert rates().per_euro["JPY"] == (Decimal("175.68"), OCTOBER)
    # Pegged to another currency: MOP to HKD, AED to USD.
    dollar = rates().per_euro["USD"][0]
    assert rates().per_euro["AED"][0] / dollar == Decimal("3.6725")


def test_loading_again_adds_nothing(app: Any) -> None:
    before, version = CurrencyRate.select().count(), current("rates")
    assert before == len(ROWS)
    assert load_rates() == 0
    assert CurrencyRate.select().count() == before
    assert current("rates") == version


def test_a_newer_rate_is_loaded_and_used(app: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert rates().per_euro["JPY"][0] == Decimal("175.68")
    new = {"base": "EUR", "quote": "JPY", "rate": "180.5", "effective_on": "2026-11-06", "source": "test"}
    (tmp_path / "rates.json").write_text(json.dumps([*ROWS, new]), "utf-8")
    monkeypatch.setattr(sys.modules["miquan.money.rates"], "_DATA", tmp_path / "rates.json")
    version = current("pages")
    assert load_rates() == 1
    assert rates().per_euro["JPY"] == (Decimal("180.5"), NOVEMBER)
    assert current("pages") > version
    assert CurrencyRate.select().where(CurrencyRate.quote == "JPY").count() == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda: CurrencyRate.update(rate=1).execute(),
        lambda: CurrencyRate.delete().execute(),
    ],
)
def test_rates_are_never_changed(app: Any, change: Callable[[], Any]) -> None:
    with pytest.raises(peewee.DatabaseError, match="append-only"):
        change()


@pytest.fixture
def _sample(app: Any) -> None:
    KEPT.set(SAMPLE)


@pytest.mark.usefixtures("_sample")
def test_prices_show_about_what_they_are() -> None:
    assert price_shown(18_500, "JPY", "TWD") == Price("JPY", "18,500", Price("TWD", "3,700"))
    assert price_shown(18_500, "JPY", "JPY") == Price("JPY", "18,500")
    assert price_shown(18_500, "JPY", "XTS", from_=True) == Price("JPY", "18,500", None, True)


@pytest.mark.usefixtures("_sample")
@pytest.mark.parametrize(
    ("minor", "to", "number"),
    [
        (12, "EUR", "0.08"),
        (15_990, "EUR", "99.94"),
        (15_999, "EUR", "99.99"),
        (16_080, "EUR", "101"),  # 100.50: no cents from 100 up
        (160, "HUF", "400"),
    ],
)
def test_large_estimates_look_no_truer_than_they_are(minor: int, to: str, number: str) -> None:
    assert approximately(Money(minor, "JPY"), to) == Price(to, number)


@pytest.mark.usefixtures("_sample")
def test_the_line_under_a_price_names_rate_and_day() -> None:
    assert rate_line("JPY", "TWD") == "匯率2026-10-30：JPY 1 ≈ TWD 0.2。實際以JPY收取"
    assert rate_line("EUR", "HUF") == "匯率2026-11-06：EUR 1 ≈ HUF 400。實際以EUR收取"
    assert rate_line("JPY", "JPY") == rate_line("JPY", "XTS") == rate_line("XTS", "JPY") == ""
    speak("en")
    assert "2026-10-30" in rate_line("JPY", "TWD")
    assert "≈ TWD 0.2" in rate_line("JPY", "TWD")


def test_a_tiny_rate_is_written_out(app: Any) -> None:
    KEPT.set(Rates({"VND": (Decimal(30_000_000), OCTOBER), "EUR": (Decimal(1), date.max)}))
    line = rate_line("VND", "EUR")
    assert "e-" not in line.lower()
    assert "EUR 0.0000000333。" in line


@pytest.mark.usefixtures("_sample")
def test_euro_cents_for_sorting() -> None:
    assert [in_euro_cents(16_000, "JPY"), in_euro_cents(3_200, "TWD"), in_euro_cents(5, "XTS")] == [10_000, 100, 0]
