"""What a bulk change makes of a price."""

from typing import Any

import pytest

from miquan.studio.bulk import rules

PERCENT = {"mode": "percent", "way": "down", "round": ""}


@pytest.mark.parametrize(
    ("price", "spec", "currency", "wanted"),
    [
        (18_500, {**PERCENT, "by": 1_000}, "JPY", 16_650), (999, {**PERCENT, "by": 333}, "JPY", 966), (1, {**PERCENT, "by": 5_000}, "JPY", 1),
        (18_500, {**PERCENT, "by": 1_000, "round": "100"}, "JPY", 16_700), (16_650, {**PERCENT, "by": 1, "round": "e90"}, "JPY", 16_690),
        (1_250, {**PERCENT, "way": "up", "by": 1_050, "round": "e.99"}, "GBP", 1_399), (1_250, {**PERCENT, "by": 1_000, "round": "e.90"}, "GBP", 1_090),
        (1_250, {**PERCENT, "by": 1_000, "round": "1"}, "GBP", 1_100), (1_250, {"mode": "amount", "way": "down", "by": 1_250, "round": ""}, "GBP", 0),
        (20, {**PERCENT, "by": 5_000, "round": "e.99"}, "GBP", 99), (4, {**PERCENT, "by": 5_000, "round": "100"}, "JPY", 100),
        (1_249, {"mode": "amount", "way": "up", "by": 1, "round": "e9"}, "JPY", 1_249),
    ],
)  # fmt: skip
def test_prices_and_their_rounding(price: int, spec: dict[str, Any], currency: str, wanted: int) -> None:
    assert rules.new_price(price, spec, currency) == wanted


@pytest.mark.parametrize(
    ("way", "by", "wanted"), [("down", 1, None), ("down", 100, 16_490), ("up", 1, 16_690), ("up", 100, 16_790)]
)
def test_rounding_does_not_turn_a_change_round(way: str, by: int, wanted: int | None) -> None:
    facts = rules.Facts(1, "published", "JPY", prices={1: (16_650, None)})
    found = rules.plan("price", {"mode": "percent", "way": way, "by": by, "round": "e90", "currency": "JPY"}, facts)
    assert found.after == ({"prices": {"1": [wanted, None]}} if wanted else {})
    assert found.refused == ("" if wanted else "wrong_way")
