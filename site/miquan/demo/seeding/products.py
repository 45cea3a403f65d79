"""Demo products, written through the same actions as anybody's."""

from datetime import date, timedelta
from typing import Any

from miquan.accounts.models import Member
from miquan.db import now, transaction
from miquan.demo.seeding import content
from miquan.demo.seeding.pictures import wanted
from miquan.products.actions import archive, publish, remove, save_product, sell_out_or_restock
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft
from miquan.products.models import Product
from miquan.storefronts.models import Storefront

# Pictures of this many products are drawn before the port opens: what the front page shows.
URGENT = 36
_SAME = [
    "title",
    "story",
    "lang",
    "kind",
    "origin_country",
    "shop",
    "shop_city",
    "shop_country",
    "weight_g",
    "hs_code",
    "ships_within_days",
    "lead_days",
]


def seed_products() -> tuple[int, list[dict[str, Any]]]:
    """All demo products. Returns their number and the drawings that should not wait."""
    shops = {s.owner.handle: s for s in Storefront.select(Storefront, Member).join(Member).where(Member.demo)}
    rows = [row for row in content.products() if row["storefront"] in shops]
    urgent: list[dict[str, Any]] = []
    ages = _ages(rows)
    newest = {row["key"] for row in sorted(rows, key=lambda row: ages[row["key"]])[:URGENT]}
    with transaction():
        for row in rows:
            at_once = urgent if row["key"] in newest else None
            _product(row, shops[row["storefront"]], ages[row["key"]], at_once)
    return len(rows), urgent


def _ages(rows: list[dict[str, Any]]) -> dict[str, timedelta]:
    """How long ago each was published: the first of the list is the newest, and nothing is younger than a post about it."""
    told: dict[str, float] = {}
    for post in content.posts():
        for thing in post.get("products", ()):
            told[thing["key"]] = max(told.get(thing["key"], 0), post["days_ago"] + 2)
    return {
        row["key"]: max(timedelta(hours=9 * n), timedelta(days=told.get(row["key"], 0))) for n, row in enumerate(rows)
    }


def _product(row: dict[str, Any], shop: Storefront, age: timedelta, urgent: list[dict[str, Any]] | None) -> None:
    """`urgent` takes the first drawing where it should not wait."""
    pictures = [_picture(row, i, shop, urgent) for i in range(len(row["pictures"]))]
    product, _changed = save_product(
        shop, _draft(row, shop, pictures), by=shop.owner_id, import_key=f"demo:{row['key']}", demo=True
    )
    if row["state"] != "draft":
        publish(product.id, by=shop.owner_id)
        # As if they had come over the past months.
        Product.update(published_at=now() - age).where(Product.id == product.id).execute()
    if row["state"] == "archived":
        archive(product.id, by=shop.owner_id)
    elif row["state"] == "removed":
        remove(product.id, by=shop.owner_id)
    elif row["state"] in ("published", "sold_out"):
        sell_out_or_restock(product.id, by=shop.owner_id)


def _picture(row: dict[str, Any], place: int, shop: Storefront, urgent: list[dict[str, Any]] | None) -> PictureDraft:
    drawn = row["pictures"][place]
    later = place > 0 or urgent is None
    spec = {**drawn["draw"], "place": row.get("shop_country") or shop.ships_from}
    file_id, order = wanted("product", spec, ("product", row["key"], place), shop.owner_id, later=later)
    if urgent is not None and not later:
        urgent.append(order)
    return PictureDraft(file_id=file_id, alt=drawn["alt"])


def _draft(row: dict[str, Any], shop: Storefront, pictures: list[PictureDraft]) -> ProductDraft:
    size, preorder = row.get("size_mm") or [None, None, None], row.get("preorder") or {}
    sold_out = row["state"] == "sold_out"
    return ProductDraft(
        currency=shop.currency,
        options=tuple(option["name"] for option in row["options"]),
        variants=_variants(row, sold_out=sold_out),
        pictures=tuple(pictures),
        attributes=tuple((a["name"], a["value"]) for a in row["attributes"]),
        tags=tuple(row["tags"]),
        category=row["category"],
        brand=row.get("brand") or "",
        condition=row.get("condition") or "",
        length_mm=size[0],
        width_mm=size[1],
        height_mm=size[2],
        ships_by=date.fromisoformat(preorder["ships_by"]) if preorder else None,
        preorder_cap=preorder.get("cap"),
        **{name: row[name] if row.get(name) is not None else _nothing(name) for name in _SAME},
    )


def _nothing(name: str) -> Any:
    return None if name.endswith(("_g", "_days")) else ""


def _variants(row: dict[str, Any], *, sold_out: bool) -> tuple[VariantDraft, ...]:
    if not row["options"]:
        return (
            VariantDraft(
                price=row["price"], compare_at=row.get("compare_at"), stock=0 if sold_out else row.get("stock")
            ),
        )
    return tuple(
        VariantDraft(
            price=v.get("price") or row["price"], options=tuple(v["values"]), stock=0 if sold_out else v.get("stock")
        )
        for v in row["variants"]
    )
