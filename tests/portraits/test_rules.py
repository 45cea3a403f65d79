"""The formula that the page of a portrait tells."""

from datetime import UTC, datetime, timedelta

import pytest

from miquan.portraits import rules

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def test_a_weight_halves_in_a_half_life() -> None:
    half = timedelta(days=rules.HALF_LIFE_DAYS)
    assert rules.decayed(8.0, NOW - half, NOW) == pytest.approx(4.0)
    assert rules.decayed(8.0, NOW - 3 * half, NOW) == pytest.approx(1.0)
    assert rules.decayed(8.0, NOW, NOW) == 8.0
    assert rules.decayed(8.0, NOW + half, NOW) == 8.0, "no clock makes it heavier"
    assert rules.decayed(-4.0, NOW - half, NOW) == pytest.approx(-2.0)


def test_what_is_done_counts_by_what_it_is_and_what_the_thing_is_about() -> None:
    about = [("tag", "鐵瓶"), ("category", "tea-bowls"), ("country", "JP"), ("band", "")]
    assert rules.added("save", about) == {
        ("tag", "鐵瓶"): 5.0, ("category", "tea-bowls"): 4.0, ("country", "JP"): 2.0,
    }  # fmt: skip
    assert rules.added("view", about)["tag", "鐵瓶"] == 1.0
    assert rules.added("hide", about) == {("tag", "鐵瓶"): -4.0, ("category", "tea-bowls"): pytest.approx(-3.2)}
    order = ["view", "search", "like", "comment", "save", "follow"]
    assert sorted(order, key=lambda verb: rules.WEIGHTS[verb]) == order
    assert set(rules.SHARES) == set(rules.KINDS)


def test_taking_back_never_crosses_zero() -> None:
    assert rules.after_taking_back(5.0, 3.0) == 2.0
    assert rules.after_taking_back(2.0, 3.0) == 0.0
    assert rules.after_taking_back(-2.0, 3.0) == -2.0
    assert rules.after_taking_back(-4.0, -4.0) == 0.0
    assert rules.after_taking_back(-1.0, -4.0) == 0.0
    assert rules.after_taking_back(1.0, -4.0) == 1.0


def test_what_they_said_counts_beside_what_was_learnt() -> None:
    assert rules.standing(0) == 0
    assert rules.LESS < rules.standing(-1000) <= rules.standing(-3) < 0 or rules.standing(-1000) == rules.LESS
    assert rules.standing(-3, "named") > 0
    assert 0 < rules.standing(2) < rules.standing(2, "named") < rules.standing(2, "raised") < 1
    assert rules.standing(2, "lowered") < rules.standing(2)
    assert rules.standing(100, "banned") == -1.0
    assert rules.standing(rules.ENOUGH) == pytest.approx(0.632, abs=0.001)


@pytest.mark.parametrize(
    ("cents", "band"),
    [(0, ""), (1, "under-25"), (2_499, "under-25"), (2_500, "under-75"), (60_000, "over-600"), (10**12, "over-600")],
)
def test_bands_of_prices(cents: int, band: str) -> None:
    assert rules.band_of(cents) == band


def test_taste_is_the_sum_of_what_counts() -> None:
    taste = rules.Taste({("tag", "茶"): 0.5, ("country", "JP"): 1.0, ("tag", "鐵"): -1.0, ("tag", "毛"): 0.9})
    assert taste.of([("tag", "茶"), ("country", "JP")]) == pytest.approx(0.9)
    assert taste.of([("tag", "鐵")]) == -1.0
    assert taste.best("tag", 5) == ["毛", "茶"]
