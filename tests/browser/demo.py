"""An installation filled with the demo's people and goods, in seconds: a few of its drawings stand in for all of them."""

import os
import sqlite3
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from miquan import db
from miquan.accounts.actions import grant
from miquan.accounts.models import Member
from miquan.commands.db import upgrade
from miquan.demo.seeding import pictures, seed_demo
from miquan.factory import create_app
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox.models import Delivery
from miquan.search.indexing import rebuild
from tests.conftest import settings_for

# One of the demo's shoppers, who looks after this installation.
OPERATOR = "ruth_tp"
_DRAWN = {"product": 6, "avatar": 3, "banner": 2, "post": 4}
SHELVES = {
    "front": "/", "search": "/search?q=茶", "search_nothing": "/search?q=qqqqzzzz", "search_empty": "/search",
    "categories": "/categories", "category": "/categories/ceramics-tea", "category_without_goods": "/categories/dolls",
    "brands": "/brands", "brand": "/brands/docaria-tres-irmas",
    "places": "/places", "country": "/places/japan", "city": "/places/japan/kyoto",
}  # fmt: skip
PEOPLE = {"person": "/@yuan_kyoto", "person_filtered": "/@yuan_kyoto?kind=stock&sort=cheapest", "shopper": "/@mimi_tw"}
ACCOUNT = {"sign_in": "/sign-in", "join": "/join", "forgot": "/reset"}
OTHERS = {"missing": "/nothing-here", "components": "/desk/components", "demo": "/demo"}
_PRODUCT = "SELECT m.handle, p.id, p.slug FROM product p JOIN storefront s ON s.id = p.storefront_id JOIN member m ON m.id = s.owner_id"
_OPTIONS = "(SELECT COUNT(*) FROM product_option o WHERE o.product_id = p.id)"
# What is picked, and in which order, from all products.
GOODS = {
    "one_off": ("p.kind = 'one_off' AND p.state = 'published' AND p.lang = 'zh-hant'", ""),
    "stock": ("p.kind = 'stock' AND p.state = 'published' AND p.lang = 'zh-hans'", ""),
    "preorder": ("p.kind = 'preorder' AND p.state = 'published' AND p.lang = 'en'", ""),
    "on_demand": ("p.kind = 'on_demand' AND p.state = 'published'", "LENGTH(p.title) DESC"),
    "options": ("p.state = 'published' AND p.price_to > p.price", f"{_OPTIONS} DESC, p.id"),
    "sold": ("p.state = 'sold_out'", ""),
    "gone": ("p.state = 'archived'", ""),
}


def seed(folder: Path) -> None:
    """Fill the empty `folder` as `make run` would, its search index built and nothing left for the worker."""
    app = create_app(settings_for(folder, ""))
    with app.app_context():
        upgrade()
        with db.transaction():
            urgent = seed_demo()
            grant(Member.get(Member.handle == OPERATOR).id, "operator")
        _pictures(urgent, app.extensions["miquan"].media)
        Delivery.update(done_at=db.now()).execute()
        rebuild()
    db.database.obj.close_all()


def _pictures(orders: list[dict[str, Any]], media: Path) -> None:
    """Draw the first of each purpose and lend their files to all the others: 800 drawings take minutes."""
    for purpose, few in _DRAWN.items():
        drawn = list(islice((order for order in orders if order["purpose"] == purpose), few))
        for order in drawn:
            pictures.draw(order)
        lent = [order["name"] for order in drawn]
        names = [name for (name,) in File.select(File.name).where(File.purpose == purpose).tuples() if name not in lent]
        for name, source in zip(names, cycle(lent), strict=False):
            for width in WIDTHS:
                _lend(media, source, name, width)


def _lend(media: Path, source: str, name: str, width: int) -> None:
    target = media / "public" / name[:2] / f"{name}-{width}.webp"
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(media / "public" / source[:2] / f"{source}-{width}.webp", target)


def addresses(file: Path) -> dict[str, str]:
    """One address of everything that the site shows, by name, below the language."""
    asked = sqlite3.connect(file)
    found = {**SHELVES, **PEOPLE, **ACCOUNT, **OTHERS}
    for name, (where, order) in GOODS.items():
        row = asked.execute(f"{_PRODUCT} WHERE {where} ORDER BY {order or 'p.id'} LIMIT 1").fetchone()
        assert row, f"the demo has no product such as {name}"
        found[name] = f"/@{row[0]}/p/{row[1]}-{row[2]}"
        found[f"edit_{name}"] = f"/studio/products/{row[1]}"
    asked.close()
    return found
