"""Amounts: written for people and machines, and read from whatever people type."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miquan.money import CURRENCIES, Money, decimal_text, digits, format_number, parse_price

WHOLE = {"JPY", "KRW", "VND", "ISK", "CLP"}


def test_minor_units_follow_iso_4217() -> None:
    assert {code for code in [*CURRENCIES, "VND", "CLP"] if digits(code) == 0} == WHOLE
    assert {digits(code) for code in CURRENCIES} == {0, 2}
    assert len(set(CURRENCIES)) == len(CURRENCIES)


@pytest.mark.parametrize(
    ("minor", "code", "person", "machine"),
    [
        (18_500, "JPY", "18,500", "18500"),
        (0, "JPY", "0", "0"),
        (120_000, "TWD", "1,200", "1200.00"),
        (120_050, "TWD", "1,200.50", "1200.50"),
        (5, "EUR", "0.05", "0.05"),
        (100_000_000_000, "EUR", "1,000,000,000", "1000000000.00"),
        (-1_250, "GBP", "-12.50", "-12.50"),
        (100, "JPY", "100", "100"),
    ],
)
def test_writing(minor: int, code: str, person: str, machine: str) -> None:
    assert format_number(Money(minor, code)) == person
    assert decimal_text(Money(minor, code)) == machine


@pytest.mark.parametrize(
    ("typed", "code", "minor"),
    [
        ("1200", "JPY", 1_200),
        ("1,200", "JPY", 1_200),
        ("1.200", "JPY", 1_200),
        ("１，２００", "JPY", 1_200),
        (" jpy 1200 ", "JPY", 1_200),
        ("1200 JPY", "JPY", 1_200),
        ("1200.0", "JPY", 1_200),
        ("1,200", "EUR", 120_000),
        ("1.200", "EUR", 120_000),
        ("1.200,50", "EUR", 120_050),
        ("1,200.50", "EUR", 120_050),
        ("1 200,50", "EUR", 120_050),
        ("1\u202f200,5", "EUR", 120_050),
        ("1'200.50", "CHF", 120_050),
        ("1,200,000", "EUR", 120_000_000),
        ("12,00,000.5", "INR", 120_000_050),
        ("12.5", "EUR", 1_250),
        ("12,50", "EUR", 1_250),
        ("12.", "EUR", 1_200),
        (".5", "EUR", 50),
        ("0.500", "EUR", 50),
        ("0,05", "EUR", 5),
        ("1.50000", "EUR", 150),
        ("0012", "EUR", 1_200),
        ("0", "EUR", 0),
        ("٣٤", "EUR", 3_400),
        ("1000000000", "EUR", 100_000_000_000),
    ],
)
def test_reading(typed: str, code: str, minor: int) -> None:
    assert parse_price(typed, code) == minor


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "EUR",
        ".",
        ",",
        "-5",
        "+5",
        "1e5",
        "NaN",
        "Infinity",
        "0x10",
        "½",
        "1..5",
        "1,2,3",
        "1,200,50",
        "1.200.50",
        "1,200.5.3",
        "12,3456,7",
        "1, 5",
        "1' ' 5",
        "1\n2",
        "1\x002",
        "\ud800",
        "5🍯",
        "<5>",
        "5; DROP TABLE",
        "五",
        "$5",
        "1_000",
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="價格要是數字"):
        parse_price(typed, "EUR")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("1.5", "JPY"), ("0.005", "JPY"), ("12,50", "KRW"), ("1.2345", "EUR"), ("1." + "0" * 40 + "1", "EUR")],
)
def test_more_decimals_than_the_currency_has_are_refused(typed: str, code: str) -> None:
    with pytest.raises(ValueError, match="小數最多"):
        parse_price(typed, code)


@pytest.mark.parametrize("typed", ["1000000001", "1000000000.01", "9" * 5_000, "1" + ",000" * 2_000])
def test_too_much_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="離譜"):
        parse_price(typed, "EUR")


def test_a_million_characters_are_refused_at_once() -> None:
    started = time.perf_counter()
    for typed in (
        "1" * 1_000_000,
        "1,000" + ",000" * 250_000 + "x",
        "1 " * 500_000,
        "." * 1_000_000,
        "0" * 1_000_000 + "x",
    ):
        with pytest.raises(ValueError, match="價格"):
            parse_price(typed, "EUR")
    assert time.perf_counter() - started < 2


@given(st.integers(0, 10**11), st.sampled_from(CURRENCIES))
def test_what_we_write_we_can_read(minor: int, code: str) -> None:
    money = Money(minor, code)
    assert parse_price(decimal_text(money), code) == minor
    assert parse_price(format_number(money), code) == minor


@given(st.text(), st.sampled_from(CURRENCIES))
def test_any_text_is_a_price_or_refused(typed: str, code: str) -> None:
    try:
        found = parse_price(typed, code)
    except ValueError as refused:
        words = str(refused)
        found = 0 if "價格" in words or "小數" in words else -1
    assert 0 <= found <= 10**11
