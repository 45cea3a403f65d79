"""Search: two words at full size, with facets, until a new product is found; SQLite's FTS5 on the same tokens beside it."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from random import Random

import numpy as np

from bench.report import Line, Yardstick
from bench.seeded import Installation
from miquan.db import database
from miquan.outbox.worker import Worker
from miquan.products.browsing import Filters, Scope, browse
from miquan.products.models import Product
from miquan.search import analysis, indexing
from miquan.search.kinds import all_documents
from miquan.search.service import engine, find

QUERIES = 300


def budgets(installation: Installation) -> Iterator[Line | Yardstick]:
    """Searching one installation, whose index is built here."""
    app = installation.use()
    with app.app_context():
        built = indexing.rebuild()
        yield Yardstick("search.documents", built["documents"], "")
        yield Yardstick("search.build", built["seconds"], " s")
        queries = two_words(QUERIES)
        find(queries[0])
        yield Line("search.two_words.p95", p95(queries, find), 50, " ms")
        yield Line("search.with_facets.p95", p95(queries, _with_facets), 80, " ms")
        fts = _fts5()
        yield Yardstick("search.fts5.two_words.p95", p95(queries, lambda q: _ask_fts5(fts, q)), " ms")
        yield Line("search.findable.seconds", _findable(app), 3, " s")
    database.close()


def two_words(count: int) -> list[str]:
    """Pairs of words that stand together in the titles of random products; the same on every run."""
    titles = [row[0] for row in Product.select(Product.title).order_by(Product.id).tuples()]
    chance, found = Random(7), []
    while len(found) < count:
        words = [t.forms[0] for t in analysis.query_terms(chance.choice(titles)) if len(t.forms[0]) > 1]
        if len(words) > 1:
            found.append(" ".join(chance.sample(words, 2)))
    return found


def p95(queries: Iterable[str], ask: Callable[[str], object]) -> float:
    """Milliseconds below which 95 of 100 queries stay; the better of two rounds with nothing kept between."""
    rounds = []
    for _round in range(2):
        taken = []
        for query in queries:
            began = time.perf_counter()
            ask(query)
            taken.append((time.perf_counter() - began) * 1000)
        rounds.append(float(np.percentile(taken, 95)))
        _forget()
    return min(rounds)


def _forget() -> None:
    """Drop the postings that were read, so that every round begins cold."""
    view = getattr(engine(), "_view", None)
    if view is not None:
        view.postings.clear()


def _with_facets(query: str) -> object:
    return browse(Scope(ids=find(query).hits.ids), Filters(), "relevance")


def _fts5() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE d USING fts5(title, head, body, content='', tokenize='unicode61')")
    rows = (
        (
            " ".join(analysis.title_tokens(d.title)),
            " ".join(analysis.title_tokens(d.head)),
            " ".join(analysis.tokens(d.description)),
        )
        for d in all_documents()
    )
    connection.executemany("INSERT INTO d(title, head, body) VALUES (?, ?, ?)", rows)
    return connection


def _ask_fts5(connection: sqlite3.Connection, query: str) -> object:
    asked = " AND ".join(f'"{t.forms[0]}"' for t in analysis.query_terms(query))
    sql = "SELECT rowid FROM d WHERE d MATCH ? ORDER BY bm25(d, 3.0, 1.6, 1.0) LIMIT 5000"
    return connection.execute(sql, (asked,)).fetchall()


def _findable(app: object) -> float:
    """From a published product's commit until a search finds it, the worker running in this process."""
    import threading

    from miquan.products.actions import publish, save_product
    from miquan.products.draft import ProductDraft, VariantDraft
    from miquan.storefronts.models import Storefront

    worker = Worker(app, ["index"])  # type: ignore[arg-type]
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        shop = Storefront.select().order_by(Storefront.id).get()
        draft = ProductDraft(
            title="剛剛上架的蜂巢量杯 zqxv", currency=shop.currency, variants=(VariantDraft(price=100, stock=1),)
        )
        product, _changed = save_product(shop, draft, by=None)
        publish(product.id, by=shop.owner_id)
        began = time.perf_counter()
        while product.id not in find("蜂巢量杯 zqxv").hits.ids[:1] and time.perf_counter() - began < 30:
            time.sleep(0.05)
        return time.perf_counter() - began
    finally:
        worker.stop()
        thread.join()
