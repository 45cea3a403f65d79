"""Installations of a given size, in a folder that goes away with the run."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.report import Line
from miquan import i18n
from miquan.config import from_environment
from miquan.db import bind, database


@dataclass
class Installation:
    """An application over its own database; `seconds` is what the bulk inserts took."""

    app: Flask
    url: str
    products: int
    seconds: float

    def use(self) -> Flask:
        """Point the one database proxy at this installation."""
        if not database.is_closed():
            database.close()
        bind(self.url)
        return self.app


def installation(folder: Path, products: int) -> Installation:
    """Demo people and products, then bulk rows up to the size."""
    from miquan.commands.db import upgrade
    from miquan.demo.seeding import scale_to, seed_people, seed_products
    from miquan.factory import create_app

    folder.mkdir(parents=True)
    settings = from_environment({"MIQUAN_DATA": str(folder), "MIQUAN_DEMO": "1", "DATABASE_URL": ""})
    app = create_app(settings)
    with app.app_context():
        i18n.speak("zh-hant")
        upgrade()
        seed_people()
        seed_products()
        began = time.perf_counter()
        scale_to(products)
        seconds = time.perf_counter() - began
        database.close()
    return Installation(app, settings.database_url, products, seconds)


def budget(big: Installation) -> Iterator[Line]:
    """Bulk inserts of 100,000 products in under three minutes."""
    yield Line("seed.scale.seconds", big.seconds * 100_000 / big.products, 180, " s")
