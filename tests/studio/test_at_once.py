"""The same form sent many times at once has one effect, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from miquan.db import database
from miquan.once import FormNonce, once
from miquan.products.models import Product, ProductRevision
from tests.browsing import Browser, alone
from tests.cast import Cast

TIMES = 20


def at_once(run: Any, times: int = TIMES) -> list[Any]:
    """Call it in that many threads, each with a connection of its own."""

    def one(_i: int) -> Any:
        try:
            return run()
        finally:
            if not database.is_closed():
                database.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def send_again(browser: Browser, path: str, data: dict[str, Any]) -> tuple[int, str]:
    client = browser.app.test_client()
    client.set_cookie("miquan", browser.cookie())
    answer = alone(client.post, path, data=data)
    return answer.status_code, str(answer.headers.get("Location"))


def test_twenty_clicks_make_one_product(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    browser = Browser(app, cast.mei)
    path = "/zh-hant/studio/products/new"
    data = {**browser.get(path).fields(), "title": "只要一件", "variants-0-price": "500", "then": "publish"}
    answers = at_once(lambda: send_again(browser, path, data))
    product = Product.get(Product.title == "只要一件")
    assert Product.select().count() == 1
    assert ProductRevision.select().count() == 1
    assert set(answers) == {(303, f"/zh-hant/studio/products/{product.id}")}
    assert product.state == "published"


def test_twenty_savings_make_one_revision(app: Any, cast: Cast) -> None:
    product = cast.product()
    browser = Browser(app, cast.mei)
    path = f"/zh-hant/studio/products/{product.id}"
    data = {**browser.get(path).fields(), "title": "改過的名字"}
    answers = at_once(lambda: send_again(browser, path, data))
    assert {status for status, _to in answers} <= {303, 422}
    assert (303, path) in answers
    assert [
        r.version
        for r in ProductRevision.select().where(ProductRevision.product == product.id).order_by(ProductRevision.version)
    ] == [1, 2]


def test_twenty_openings_make_one_storefront(app: Any, cast: Cast) -> None:
    from miquan.storefronts.models import Storefront

    browser = Browser(app, cast.nina)
    path = "/zh-hant/studio/storefront"
    data = {**browser.get(path).fields(), "headline": "一間就好", "country": "JP", "currency": "JPY"}
    answers = at_once(lambda: send_again(browser, path, data))
    assert Storefront.select().count() == 1
    assert {status for status, _to in answers} == {303}


def test_a_form_that_failed_may_be_sent_again(app: Any, cast: Cast) -> None:
    calls = []

    def fail_first() -> str:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("no")
        return "/there"

    for _again in range(3):
        try:
            answer = once("n1", cast.mei.id, fail_first)
        except ValueError:
            continue
    assert answer == "/there"
    assert len(calls) == 2


def test_two_members_may_hold_the_same_nonce(app: Any, cast: Cast) -> None:
    assert once("n1", cast.mei.id, lambda: "/a") == "/a"
    assert once("n1", cast.nina.id, lambda: "/b") == "/b"
    assert once("n1", cast.mei.id, lambda: "/c") == "/a"
    assert FormNonce.select().count() == 2
