"""Readings of product pages: people count, the owner and robots do not, and nothing of who read is kept."""

from typing import Any

from miquan.db import now
from miquan.products.models import ProductDay
from miquan.products.readings import Readings, prune
from tests.cast import Cast

PERSON = (b"user-agent", b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")


def scope(
    product: Any, *headers: tuple[bytes, bytes], method: str = "GET", member: int | None = None
) -> dict[str, Any]:
    path = f"/zh-hant/@mei/p/{product.id}-{product.slug}"
    return {"path": path, "method": method, "headers": list(headers), "miquan.member": member}


def counted() -> list[tuple[int, int]]:
    return list(ProductDay.select(ProductDay.product, ProductDay.views).order_by(ProductDay.product).tuples())


def test_people_are_counted_and_added_up(app: Any, cast: Cast) -> None:
    one, two, readings = cast.product("一"), cast.product("二"), Readings(app, 3_600)
    for _time in range(3):
        readings.note(scope(one, PERSON), 200)
    readings.note(scope(two, PERSON, member=cast.nina.id), 304)
    readings.flush()
    readings.note(scope(one, PERSON), 200)
    readings.close()
    assert counted() == [(one.id, 4), (two.id, 1)]
    assert ProductDay.get(ProductDay.product == one.id).day == now().date()


def test_who_and_what_is_left_out(app: Any, cast: Cast) -> None:
    product, readings = cast.product(), Readings(app, 3_600)
    robot = (b"user-agent", b"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
    part = ((b"hx-request", b"true"), (b"hx-request-type", b"partial"))
    readings.note(scope(product, PERSON, member=cast.mei.id), 200)
    readings.note(scope(product, robot), 200)
    readings.note(scope(product), 200)
    readings.note(scope(product, (b"user-agent", b"curl/8.5")), 200)
    readings.note(scope(product, PERSON, (b"sec-purpose", b"prefetch;prerender")), 200)
    readings.note(scope(product, PERSON, *part), 200)
    readings.note(scope(product, PERSON, method="HEAD"), 200)
    readings.note(scope(product, PERSON), 404)
    readings.note({**scope(product, PERSON), "path": "/zh-hant/@mei/p/99999999-none"}, 200)
    readings.close()
    assert counted() == []


def test_what_could_not_be_written_is_written_the_next_time(app: Any, cast: Cast, monkeypatch: Any) -> None:
    product, readings = cast.product(), Readings(app, 3_600)
    readings.note(scope(product, PERSON), 200)
    with monkeypatch.context() as broken:
        broken.setattr("miquan.products.readings.keep", lambda _seen: 1 / 0)
        readings.flush()
    readings.note(scope(product, PERSON), 200)
    readings.close()
    assert counted() == [(product.id, 2)]


def test_old_days_are_forgotten(app: Any, cast: Cast) -> None:
    from datetime import timedelta

    product = cast.product()
    ProductDay.create(product=product.id, day=now().date() - timedelta(days=500), views=1)
    ProductDay.create(product=product.id, day=now().date(), views=2)
    prune()
    assert counted() == [(product.id, 2)]
