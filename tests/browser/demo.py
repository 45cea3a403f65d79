"""An installation filled with the demo's people and goods, in seconds: a few of its drawings stand in for all of them."""

import os
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from miquan import db
from miquan.commands.db import upgrade
from miquan.demo.seeding import pictures, seed_people, seed_products
from miquan.factory import create_app
from miquan.media.models import File
from miquan.media.rules import WIDTHS
from miquan.outbox.models import Delivery
from miquan.products.subscribers import recount_tags
from miquan.search.indexing import rebuild
from tests.conftest import settings_for

_DRAWN = {"product": 6, "avatar": 3, "banner": 2}


def seed(folder: Path) -> None:
    """Fill the empty `folder` as `make run` would, its search index built and nothing left for the worker."""
    app = create_app(settings_for(folder, ""))
    with app.app_context():
        upgrade()
        with db.transaction():
            urgent = [*seed_people()[1], *seed_products()[1]]
            recount_tags()
        _pictures(urgent, app.extensions["miquan"].media)
        Delivery.update(done_at=db.now()).execute()
        rebuild()
    db.database.obj.close_all()


def _pictures(orders: list[dict[str, Any]], media: Path) -> None:
    """Draw the first of each purpose and lend their files to all the others: 800 drawings take minutes."""
    for purpose, few in _DRAWN.items():
        drawn = list(islice((order for order in orders if order["purpose"] == purpose), few))
        for order in drawn:
            pictures.draw(order, media)
        lent = [order["name"] for order in drawn]
        names = [name for (name,) in File.select(File.name).where(File.purpose == purpose).tuples() if name not in lent]
        for name, source in zip(names, cycle(lent), strict=False):
            for width in WIDTHS:
                _lend(media, source, name, width)


def _lend(media: Path, source: str, name: str, width: int) -> None:
    target = media / "public" / name[:2] / f"{name}-{width}.webp"
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(media / "public" / source[:2] / f"{source}-{width}.webp", target)
