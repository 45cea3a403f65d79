"""The studio of a buyer with ten thousand goods: what its pages cost, and how often they ask the database."""

import random
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

from peewee import chunked

from bench.driver import Driver, constant_app
from bench.pages import cookie_of, queries_of
from bench.report import Line
from bench.seeded import Installation
from miquan.accounts.models import Member
from miquan.bulk import insert_rows
from miquan.db import now, transaction
from miquan.demo.seeding.scale import fill_shop
from miquan.products.actions import recount_goods
from miquan.products.actions.summaries import summarise
from miquan.products.models import Product, ProductDay, Variant
from miquan.products.readings import recount_days, recount_viewed
from miquan.storefronts.models import Storefront

GOODS = 10_000
ROUNDS, TURNS = 5, 6
_LIST = "/zh-hant/studio/products"
PAGES = {
    "list": _LIST,
    "home": "/zh-hant/studio",
    "by_stock": f"{_LIST}?sort=stock",
    "low": f"{_LIST}?need=low",
    "nothing_found": f"{_LIST}?q={quote('沒有這種東西')}",
}


def budgets(installation: Installation) -> Iterator[Line]:
    """Each page of the studio against a constant page of its size."""
    with installation.use().app_context():
        owner = fill()
    cookie = cookie_of(installation, owner)
    for name, path in PAGES.items():
        yield Line(f"studio.{GOODS}.{name}.ratio", ratio(installation, path, cookie), 10)
        yield Line(f"studio.{GOODS}.{name}.queries", queries_of(installation, path, cookie), 12)


def ratio(installation: Installation, path: str, cookie: str) -> float:
    """A page's CPU against that of a constant page of its size, in short turns, so that a busy machine weighs on both."""
    driver = Driver(installation.use())
    body = driver.get(path, accept_encoding="identity", cookie=cookie).body
    constant = Driver(constant_app(installation.app, body))
    constant.get(path)
    turns = [(driver.cpu_ms(path, ROUNDS, cookie=cookie), constant.cpu_ms(path, 2 * ROUNDS)) for _turn in range(TURNS)]
    return min(page for page, _ in turns) / min(plain for _, plain in turns)


def fill(goods: int = GOODS) -> Member:
    """Give the first storefront so many goods of all kinds, states and stocks, read now and then; returns its owner."""
    shop = Storefront.select(Storefront, Member).join(Member).order_by(Storefront.id).get()
    ids = fill_shop(shop.id, goods)
    dice = random.Random(7)
    with transaction():
        for every, state in ((10, "draft"), (11, "sold_out"), (13, "archived")):
            Product.update(state=state).where(Product.id.in_(ids[1::every])).execute()
        for place, stock in enumerate((0, 1, 2, None)):
            Variant.update(stock=stock).where(Variant.product.in_(ids[place::12])).execute()
        insert_rows(Variant, [
            {"product": id_, "position": place, "option1": f"{place}", "sku": f"S{id_}-{place}", "price": 900 + place, "stock": place}
            for id_ in ids[::5] for place in range(1, 5)
        ])  # fmt: skip
        insert_rows(ProductDay, [
            {"product": id_, "day": (now() - timedelta(days=age)).date(), "views": dice.randint(1, 9)}
            for id_ in ids[::3] for age in dice.sample(range(40), 8)
        ])  # fmt: skip
        for some in chunked(ids, 500):
            summarise(some)
        recount_viewed()
        recount_days()
        recount_goods()
    return shop.owner  # type: ignore[no-any-return]
