"""The history of prices: the lowest of 30 days, rises before a sale, former prices only where they are true."""

import json
from datetime import timedelta
from typing import Any

import pytest

from miquan.db import counting_queries, now
from miquan.products.models import PriceChange, Product, Variant
from miquan.products.pricing import Point, facts
from miquan.products.queries import price_facts, price_facts_of, untrue_compare_at
from miquan.triggers import history_may_be_erased
from tests.browsing import Browser
from tests.cast import Cast

TODAY = now()


def points(*told: tuple[int, int]) -> list[Point]:
    """(days ago, price), oldest first."""
    return [Point(TODAY - timedelta(days=days), price) for days, price in told]


@pytest.mark.parametrize(
    ("history", "published", "claimed", "why"),
    [
        ([(100, 200), (10, 150)], 100, 200, ""),
        ([(100, 200), (10, 150)], 100, 201, "never"),
        ([(100, 200), (10, 150)], 100, 150, "not_above"),
        ([(100, 200), (10, 150)], 100, None, ""),
        # Raised for ten days only, to be lowered again.
        ([(100, 150), (20, 200), (10, 150)], 100, 200, "short"),
        ([(100, 200), (60, 150), (50, 200), (10, 150)], 100, 200, ""),
        ([(100, 200), (40, 150), (20, 200), (10, 150)], 100, 200, "short"),
        # Lowered step by step: the price before the first step is still the former one.
        ([(100, 200), (20, 180), (10, 150)], 100, 200, ""),
        ([(300, 200), (91, 150)], 300, 200, "old"),
        # Nobody saw what a draft cost.
        ([(100, 200), (10, 150)], 5, 200, "never"),
        ([(100, 200), (10, 150)], 30, 200, "short"),
        ([(100, 200), (10, 150)], None, 200, "unpublished"),
        ([(40, 100)], 40, 200, "never"),
    ],
)  # fmt: skip
def test_a_former_price_is_shown_only_where_it_is_true(
    history: list[tuple[int, int]], published: int | None, claimed: int | None, why: str
) -> None:
    since = None if published is None else TODAY - timedelta(days=published)
    found = facts(points(*history), since, claimed, TODAY)
    assert found.why == why
    assert found.was == (claimed if claimed and not why else None)


@pytest.mark.parametrize(
    ("history", "lowest", "before", "rose"),
    [
        ([(100, 200)], None, None, False),
        ([(100, 200), (40, 150)], None, None, False),
        ([(100, 200), (10, 150)], 150, 200, False),
        ([(100, 150), (20, 200), (10, 180)], 150, 150, True),
        ([(100, 150), (50, 200), (10, 180)], 180, 200, False),
        ([(100, 150), (10, 200)], 150, None, False),
        ([(29, 150), (10, 120)], 120, 150, False),
    ],
)
def test_the_lowest_of_thirty_days_and_a_rise_before_a_sale(
    history: list[tuple[int, int]], lowest: int | None, before: int | None, rose: bool
) -> None:
    found = facts(points(*history), TODAY - timedelta(days=100), None, TODAY)
    assert (found.lowest, found.before, found.rise is not None) == (lowest, before, rose)


def lived(product: Product, *told: tuple[int, int], compare_at: int | None = None) -> None:
    """Give a product this history of prices."""
    with history_may_be_erased():
        PriceChange.delete().where(PriceChange.product == product.id).execute()
    for point in points(*told):
        PriceChange.insert(
            product=product.id, currency=product.currency, price=point.price, compare_at=compare_at, at=point.at
        ).execute()
    Product.update(published_at=TODAY - timedelta(days=200)).where(Product.id == product.id).execute()
    Variant.update(price=told[-1][1], compare_at=compare_at).where(Variant.product == product.id).execute()


def offer(app: Any, product: Product) -> tuple[str, dict[str, Any]]:
    page = Browser(app).get(f"/zh-hant/@mei/p/{product.id}-{product.slug}")
    (data,) = page.all("script", type="application/ld+json")
    return page.text, json.loads("".join(data.itertext()))["@graph"][0]["offers"]


def test_the_page_and_its_data_say_a_true_former_price(app: Any, cast: Cast) -> None:
    product = cast.product()
    lived(product, (100, 20_000), (10, 18_500), compare_at=20_000)
    words, data = offer(app, product)
    assert "降價前賣JPY 20,000" in words
    assert "降價前30天最低JPY 20,000" in words
    assert data["priceSpecification"]["price"] == "20000"
    assert untrue_compare_at([product.id]) == {}


def test_neither_says_one_that_never_was_and_the_owner_is_told_why(app: Any, cast: Cast) -> None:
    product = cast.product()
    lived(product, (100, 15_000), (20, 20_000), (10, 18_500), compare_at=20_000)
    words, data = offer(app, product)
    assert "降價前賣" not in words
    assert "降價前不到30天才漲過" in words
    assert "priceSpecification" not in data
    assert "連續賣滿30天" in untrue_compare_at([product.id])[product.id]


def test_one_query_for_many_and_nothing_for_none(app: Any, cast: Cast) -> None:
    ids = [cast.product(f"碗{i}").id for i in range(3)]
    with counting_queries() as seen:
        assert set(price_facts_of(ids)) == set(ids)
    assert len(seen) == 1
    assert price_facts(2**31 - 1) == price_facts_of([]) == {}
    assert untrue_compare_at(ids) == {}
