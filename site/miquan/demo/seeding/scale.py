"""`flask seed --scale N`: bulk rows for measuring. Built from the demo's own products, in memory-bounded batches."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.db import BaseModel, database, now, transaction
from miquan.demo.seeding import content
from miquan.products.actions import recount_goods
from miquan.products.actions.summaries import summarise
from miquan.products.models import (
    Product,
    ProductAttribute,
    ProductPicture,
    ProductRevision,
    ProductTag,
    ProductText,
    Variant,
)
from miquan.storefronts.models import Storefront
from miquan.versions import bump

BATCH = 2_000
PER_SHOP = 100
_SHARED = [
    "lang",
    "kind",
    "story",
    "story_format",
    "story_html",
    "category",
    "brand",
    "currency",
    "price_eur",
    "available",
    "cover",
    "origin_country",
    "shop",
    "shop_city",
    "shop_country",
    "condition",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "hs_code",
    "ships_within_days",
    "lead_days",
    "ships_by",
    "preorder_cap",
]


def scale_to(target: int) -> int:
    """Add products until there are `target`. Returns how many were added.

    Each is a variation of a demo product: its own title, price and date; same picture, story and facts.
    """
    have = Product.select().count()
    patterns = _patterns()
    if not patterns or have >= target:
        return 0
    shops = _shops(1 + (target - have) // PER_SHOP)
    added = 0
    for batch in _batches(target - have, patterns, shops):
        with transaction():
            _insert(batch)
        added += len(batch)
    with transaction():
        recount_goods()
        bump("catalogue")
        bump("pages")
    return added


def fill_shop(storefront: int, count: int) -> list[int]:
    """Give one storefront so many more products. Returns its ids."""
    first = (Product.select(Product.id).order_by(Product.id.desc()).scalar() or 0) + 1
    for batch in _batches(count, _patterns(), [storefront]):
        with transaction():
            _insert(batch)
    with transaction():
        recount_goods()
        bump("catalogue")
        bump("pages")
    mine = Product.select(Product.id).where(Product.storefront == storefront, Product.id >= first)
    return [row[0] for row in mine.order_by(Product.id).tuples()]


def _patterns() -> list[dict[str, Any]]:
    """Demo products with the rows that hang on them."""
    query = Product.select().where(Product.demo, Product.state == "published").order_by(Product.id)
    found = {p.id: {"product": p, "attributes": [], "tags": [], "texts": [], "alt": ""} for p in query}
    for model, key, columns in (
        (ProductAttribute, "attributes", "position name value name_key value_key"),
        (ProductTag, "tags", "tag_id"),
        (ProductText, "texts", "lang origin title story_html"),
    ):
        for row in model.select():
            if row.product_id in found:
                found[row.product_id][key].append({c: getattr(row, c) for c in columns.split()})  # type: ignore[attr-defined]
    return list(found.values())


def _shops(count: int) -> list[int]:
    """New demo members, each with a storefront; the ids of the storefronts."""
    owners = list(Member.select().where(Member.demo & (Member.country != "")))
    model = list(Storefront.select().limit(12))
    first = (Member.select(Member.id).order_by(Member.id.desc()).scalar() or 0) + 1
    with transaction():
        for start in range(0, count, BATCH):
            numbers = range(first + start, first + min(start + BATCH, count))
            _bulk(Member, [_member(n, owners[n % len(owners)]) for n in numbers])
        rows = (
            Member.select(Member.id, Member.handle)
            .where(Member.handle.startswith("scale_"), Member.id >= first)
            .tuples()
        )
        ids = [(id_, model[id_ % len(model)]) for id_, _handle in rows]
        for start in range(0, len(ids), BATCH):
            _bulk(Storefront, [_shop(id_, like) for id_, like in ids[start : start + BATCH]])
    owned = [id_ for id_, _like in ids]
    return [row[0] for row in Storefront.select(Storefront.id).where(Storefront.owner >= min(owned)).tuples()]


def _member(number: int, like: Member) -> dict[str, Any]:
    return {
        "email": f"scale_{number}@demo.invalid", "active": True, "fs_uniquifier": content.name("scale", number), "handle": f"scale_{number}",
        "display_name": like.display_name, "short_name": like.short_name, "lang": like.lang, "zone": like.zone, "country": like.country,
        "city": like.city, "languages": like.languages, "bio": like.bio, "avatar": like.avatar_id, "demo": True,
    }  # fmt: skip


def _shop(owner: int, like: Storefront) -> dict[str, Any]:
    return {
        "owner": owner, "lang": like.lang, "headline": like.headline, "story": like.story, "currency": like.currency,
        "ships_from": like.ships_from, "ships_to": like.ships_to,
    }  # fmt: skip


def _batches(count: int, patterns: list[dict[str, Any]], shops: list[int]) -> Iterator[list[dict[str, Any]]]:
    dice = random.Random(20_260_101)
    start = now()
    for first in range(0, count, BATCH):
        yield [
            _vary(i, patterns[i % len(patterns)], shops[i % len(shops)], dice, start)
            for i in range(first, min(first + BATCH, count))
        ]


def _vary(i: int, pattern: dict[str, Any], shop: int, dice: random.Random, start: Any) -> dict[str, Any]:
    like = pattern["product"]
    row = {
        name: getattr(like, name if name not in ("category", "brand", "cover") else f"{name}_id") for name in _SHARED
    }
    price = max(1, round(like.price * dice.uniform(0.6, 1.6)))
    title = f"{like.title} {i + 1}"
    row |= {
        "storefront": shop, "state": "published", "title": title[:200], "slug": text.slugify(title), "price": price, "price_to": price,
        "price_eur": round(like.price_eur * price / max(1, like.price)), "version": 1, "demo": True, "stock_left": 5, "variant_count": 1,
        "published_at": start - timedelta(minutes=17 * i), "import_key": f"scale:{i}",
    }  # fmt: skip
    return {"row": row, "pattern": pattern, "price": price, "cover": row["cover"]}


def _insert(batch: list[dict[str, Any]]) -> None:
    top = Product.select(Product.id).order_by(Product.id.desc()).scalar() or 0
    _bulk(Product, [item["row"] for item in batch])
    ids = [row[0] for row in Product.select(Product.id).where(Product.id > top).order_by(Product.id).tuples()]
    pairs = list(zip(ids, batch, strict=True))
    _bulk(Variant, [{"product": i, "position": 0, "price": item["price"], "stock": 5} for i, item in pairs])
    _bulk(ProductPicture, [{"product": i, "position": 0, "file": item["cover"]} for i, item in pairs if item["cover"]])
    _bulk(ProductAttribute, [{"product": i, **row} for i, item in pairs for row in item["pattern"]["attributes"]])
    _bulk(ProductTag, [{"product": i, "tag": row["tag_id"]} for i, item in pairs for row in item["pattern"]["tags"]])
    texts = [{"product": i, "version": 1, **row} for i, item in pairs for row in item["pattern"]["texts"]]
    _bulk(ProductText, texts)
    summarise(ids)
    _bulk(ProductRevision, [{"product": i, "version": 1, "data": {"scale": True}} for i, _item in pairs])


def _bulk(model: type[BaseModel], rows: list[dict[str, Any]]) -> None:
    """Many rows by one prepared statement: building a query object for each would take most of the time."""
    if not rows:
        return
    meta: Any = model._meta  # type: ignore[attr-defined]
    fields = [meta.combined[name] for name in rows[0]]
    # By name: Peewee's fields do not compare, `==` between them makes SQL.
    given = {f.name for f in fields}
    defaults = [f for f in meta.sorted_fields if f.name not in given and f.default is not None]
    mark = "%s" if database.obj.param == "%s" else "?"
    names = ", ".join(f'"{f.column_name}"' for f in [*fields, *defaults])
    sql = f'INSERT INTO "{meta.table_name}" ({names}) VALUES ({", ".join([mark] * (len(fields) + len(defaults)))})'  # noqa: S608
    extra = [_db_value(f, f.default() if callable(f.default) else f.default) for f in defaults]
    values = [[*(_db_value(f, row[n]) for n, f in zip(row, fields, strict=True)), *extra] for row in rows]
    cursor = database.obj.connection().cursor()
    cursor.executemany(sql, values)


def _db_value(field: Any, value: Any) -> Any:
    if field.field_type == "JSON" and database.obj.param != "%s":
        return json.dumps(value, ensure_ascii=False)
    return field.db_value(value)
