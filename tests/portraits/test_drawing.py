"""A portrait as a picture: circles that do not touch, whose names fit into them."""

from itertools import combinations
from math import dist

import pytest

from miquan.portraits.drawing import LARGEST, SMALLEST, drawn


def test_nothing_is_an_empty_picture() -> None:
    assert drawn([]).circles == ()


@pytest.mark.parametrize("count", [1, 2, 7, 16])
def test_circles_lie_apart_within_the_picture(count: int) -> None:
    picture = drawn([(f"標籤{n}", 1 - n / 20) for n in range(count)])
    assert len(picture.circles) == count
    for one, other in combinations(picture.circles, 2):
        assert dist((one.x, one.y), (other.x, other.y)) > one.radius + other.radius
    for one in picture.circles:
        assert one.radius <= one.x <= picture.width - one.radius
        assert one.radius <= one.y <= picture.height - one.radius
        assert SMALLEST <= one.radius <= LARGEST
    assert picture == drawn([(f"標籤{n}", 1 - n / 20) for n in range(count)]), "the same each time"


def test_what_counts_more_is_larger() -> None:
    large, small, least = drawn([("陶", 0.9), ("茶", 0.3), ("毛", 0.0001)]).circles
    assert large.radius == LARGEST
    assert large.radius > small.radius > least.radius == SMALLEST


@pytest.mark.parametrize(
    "name", ["茶", "陶瓷與茶道具", "Wool and hand knitting", "antidisestablishmentarianism", "字" * 60]
)
def test_names_fit(name: str) -> None:
    for one in drawn([(name, 1.0), (name, 0.05)]).circles:
        assert 1 <= len(one.lines) <= 2
        assert one.size >= 9
        for line in one.lines:
            width = sum(1.0 if char > "\u2e7f" else 0.58 for char in line)
            assert width * one.size <= 2 * one.radius + 1
