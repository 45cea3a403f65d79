"""Amounts as people and programs write them."""

import pytest

from miquan.catalogue.amounts import Amount, read_amount
from miquan.catalogue.mapping.prices import currency_of, decimal_of
from miquan.catalogue.rules import BadAmount

READ = [
    ("12.5", "EUR", 1_250, "EUR"), ("1,234.50", "EUR", 123_450, "EUR"), (" 7 ", "EUR", 700, "EUR"), ("1200.00", "JPY", 1_200, "JPY"),
    ("１２", "EUR", 1_200, "EUR"), ("1.2e2", "EUR", 12_000, "EUR"), ("", "EUR", 0, "EUR"), ("1000000000", "EUR", 100_000_000_000, "EUR"),
    ("12,50", "EUR", 1_250, "EUR"), ("€ 5", "EUR", 500, "EUR"), ("1.234,50 €", "GBP", 123_450, "EUR"), ("1 234,5", "EUR", 123_450, "EUR"),
    ("1'280.-", "CHF", 128_000, "CHF"), ("NT$1,280", "EUR", 128_000, "TWD"), ("NT$ 1,280元", "EUR", 128_000, "TWD"), ("$139", "TWD", 13_900, "TWD"),
    ("16,500 JPY", "TWD", 16_500, "JPY"), ("JPY16500", "TWD", 16_500, "JPY"), ("12,000円", "TWD", 12_000, "JPY"), ("日圓 300", "TWD", 300, "JPY"),
    ("₹1,29,900", "INR", 12_990_000, "INR"), ("Rs. 450", "INR", 45_000, "INR"), ("RM 12.90", "MYR", 1_290, "MYR"), ("45 zł", "PLN", 4_500, "PLN"),
    ("199 kr", "SEK", 19_900, "SEK"), ("人民幣88", "TWD", 8_800, "CNY"), ("300元", "TWD", 30_000, "TWD"), ("US$ 1,000", "TWD", 100_000, "USD"),
    ("1.280", "EUR", 128_000, "EUR"), ("0.500", "EUR", 50, "EUR"), ("120元/件", "TWD", 12_000, "TWD"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "currency", "minor", "code"), READ)
def test_what_is_read(cell: str, currency: str, minor: int, code: str) -> None:
    assert read_amount(cell, currency) == Amount(minor, code)


@pytest.mark.parametrize("cell", ["120-200", "120 – 200", "$120 ~ $200", "120至200", "120起", "from 120", "120+"])
def test_a_range_gives_its_lowest_end_and_says_so(cell: str) -> None:
    assert read_amount(cell, "TWD") == Amount(12_000, "TWD", open=True)


REFUSED = [
    ("10000000000000", "EUR", "price_absurd"), ("1e13", "JPY", "price_absurd"), ("1E+999", "EUR", "price_absurd"),
    ("2349823490234.00", "USD", "price_absurd"), ("9" * 59, "EUR", "price_absurd"), ("9" * 61, "EUR", "price_number"),
    ("-5", "EUR", "price_negative"), ("-$5", "USD", "price_negative"), ("nan", "EUR", "price_number"), ("Infinity", "EUR", "price_number"),
    ("=1+1", "EUR", "price_number"), ("5.50", "JPY", "price_decimals"), ("12.345", "EUR", "price_decimals"), ("ask me", "EUR", "price_number"),
    ("組合價", "TWD", "price_number"), ("1.2.3", "EUR", "price_number"), ("1,23,4", "EUR", "price_number"),
    ("¥12,000", "JPY", "price_yen"), ("￥88", "CNY", "price_yen"), ("$5", "GBP", "price_sign"), ("30元", "EUR", "price_sign"),
    ("500₫", "USD", "currency_unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "currency", "code"), REFUSED)
def test_what_is_refused(cell: str, currency: str, code: str) -> None:
    with pytest.raises(BadAmount) as bad:
        read_amount(cell, currency, decimal="." if code == "price_decimals" else "")
    assert bad.value.code == code


def test_somebody_who_says_the_currency_settles_every_sign() -> None:
    assert read_amount("¥12,000", "TWD", chosen="JPY") == Amount(12_000, "JPY")
    assert read_amount("$5", "GBP", chosen="AUD") == Amount(500, "AUD")
    assert read_amount("USD 5", "GBP", chosen="AUD") == Amount(500, "USD")


def test_the_column_tells_which_mark_stands_before_decimals() -> None:
    assert decimal_of(["1.200", "12,50", "9"]) == ","
    assert decimal_of(["1,200", "12.50", "9"]) == "."
    assert decimal_of(["1,200", "9"]) == ""
    assert read_amount("1.200", "EUR", decimal=",").minor == 120_000
    assert read_amount("1,200", "EUR", decimal=".").minor == 120_000


def test_the_column_tells_its_currency() -> None:
    assert currency_of(["5", "6"], ["Price (€)"], "TWD") == "EUR"
    assert currency_of(["€5", "6"], ["Price"], "TWD") == "EUR"
    assert currency_of(["€5", "£6"], ["Price"], "TWD") == ""
