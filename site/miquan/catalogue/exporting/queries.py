"""What an export reads: a storefront's goods in batches, so that memory stays flat however many there are."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from miquan import urls
from miquan.catalogue.exporting.columns import HEADER
from miquan.catalogue.exporting.guarding import guard
from miquan.catalogue.exporting.writing import Outgoing, rows_of
from miquan.catalogue.queries import own_handle
from miquan.categories.tree import tree
from miquan.media.models import File
from miquan.products.models import Product, ProductRevision, Variant
from miquan.products.rules import STATES
from miquan.seo.page import absolute
from miquan.storefronts.models import Storefront
from miquan.text import clean_line

BATCH = 200
WIDTH = 1280
STATES_SHOWN = tuple(state for state in STATES if state != "removed")


@dataclass(frozen=True)
class Filter:
    """Which goods: `state` and `category` (a slug, with all below it) or "" for all; `q` stands in the title."""

    state: str = ""
    category: str = ""
    q: str = ""


def read_filter(told: Mapping[str, str]) -> Filter:
    """What an address or a command asks for; unknown values do not count."""
    state, category = told.get("state", ""), told.get("category", "")
    return Filter(
        state if state in STATES_SHOWN else "",
        category if category in tree().by_slug else "",
        clean_line(told.get("q", "")[:400], 100),
    )


def count(storefront: Storefront, wanted: Filter) -> int:
    """How many products the file will hold."""
    return int(_chosen(storefront, wanted, Product.id).count())


def lines(storefront: Storefront, wanted: Filter) -> Iterator[str]:
    """The file, a batch at a time; the first piece begins with a mark that tells spreadsheets it is UTF-8."""
    yield "\ufeff" + _csv([list(HEADER)])
    last = 0
    while True:
        batch = _batch(storefront, wanted, last)
        if not batch:
            return
        yield _csv([row for product in batch for row in rows_of(product)])
        last = int(batch[-1].id)


@dataclass(frozen=True)
class _Numbered(Outgoing):
    id: int = 0


def _chosen(storefront: Storefront, wanted: Filter, *columns: Any) -> Any:
    query = Product.select(*columns).where(Product.storefront == storefront.id, Product.state.in_(STATES_SHOWN))
    if wanted.state:
        query = query.where(Product.state == wanted.state)
    if wanted.q:
        query = query.where(Product.title.contains(wanted.q))
    node = tree().by_slug.get(wanted.category)
    if node:
        query = query.where(Product.category.in_([n.id for n in tree().order[node.place : node.last + 1]]))
    return query


def _batch(storefront: Storefront, wanted: Filter, after: int) -> list[_Numbered]:
    columns = (Product.id, Product.state, Product.import_key, Product.category, ProductRevision.data)
    newest = (ProductRevision.product == Product.id) & (ProductRevision.version == Product.version)
    rows = list(
        _chosen(storefront, wanted, *columns)
        .join(ProductRevision, on=newest)
        .where(Product.id > after)
        .order_by(Product.id)
        .limit(BATCH)
        .tuples()
    )
    names, stocks = _names([row[4] for row in rows]), _stocks([row[0] for row in rows])
    return [_outgoing(storefront, row, names, stocks) for row in rows]


def _outgoing(storefront: Storefront, row: tuple[Any, ...], names: dict[int, str], stocks: Any) -> _Numbered:
    id_, state, key, category, data = row
    node, width = tree().get(category), len(data["options"])
    held = {options[:width]: stock for options, stock in stocks.get(id_, [])}
    kept = key is not None and guard(key) == key
    handle = key if kept else own_handle(storefront.id, id_)
    type_ = node.name("en") if node else ""
    return _Numbered(
        handle, state, _shown(data, names), held, type_, lambda file: _address(names.get(file, "")), id=id_
    )


def _shown(data: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    """Without pictures of which nothing is left; variants point at those that stay."""
    kept = [n for n, p in enumerate(data["pictures"]) if p["source_url"] or p["file_id"] in names]
    if len(kept) == len(data["pictures"]):
        return data
    place = {old: new for new, old in enumerate(kept)}
    variants = [{**v, "picture": place.get(v["picture"])} for v in data["variants"]]
    return {**data, "pictures": [data["pictures"][n] for n in kept], "variants": variants}


def _names(snapshots: list[dict[str, Any]]) -> dict[int, str]:
    """File id -> name of what can be shown."""
    ids = [p["file_id"] for snapshot in snapshots for p in snapshot["pictures"] if p["file_id"]]
    rows = File.select(File.id, File.name).where(
        File.id.in_(ids or [0]), File.state != "refused", File.visibility == "public"
    )
    return dict(rows.tuples())


def _stocks(ids: list[int]) -> dict[int, list[tuple[tuple[str, ...], int | None]]]:
    """What is there now, which orders change without a revision."""
    rows = Variant.select(Variant.product, Variant.option1, Variant.option2, Variant.option3, Variant.stock)
    found: dict[int, list[tuple[tuple[str, ...], int | None]]] = {}
    for product, one, two, three, stock in rows.where(Variant.product.in_(ids or [0])).tuples():
        found.setdefault(product, []).append(((one, two, three), stock))
    return found


def _address(name: str) -> str:
    return absolute(urls.picture(name, WIDTH)) if name else ""


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
