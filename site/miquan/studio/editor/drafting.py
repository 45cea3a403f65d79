"""From a filled-in product form to a draft, and back."""

from typing import Any

from miquan import places, text
from miquan.media.models import File
from miquan.money import Money, decimal_text, parse_price
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft, Words
from miquan.products.models import Product
from miquan.studio.editor.forms import ProductForm

_SAME = [
    "lang",
    "kind",
    "category",
    "shop",
    "shop_city",
    "shop_country",
    "origin_country",
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


def draft_from(form: ProductForm, files: dict[str, File], before: dict[str, Any] | None) -> ProductDraft:
    """What the form says the product is. `before` is the last snapshot: what the form does not show is kept from it.

    `files` are the author's own that the form names, by id.
    """
    options = tuple(text.clean_line(o.data or "", 60) for o in (form.option1, form.option2, form.option3) if o.data)
    same: dict[str, Any] = {name: getattr(form, name).data for name in _SAME}
    same |= {name: text.clean_line(same[name] or "", 500) for name in _TEXTS}
    if city := places.find_city(same["shop_city"], same["shop_country"]) if same["shop_city"] else None:
        same["shop_city"] = city.slug
    kept = _kept(form, files, before)
    return ProductDraft(
        title=text.clean_line(form.title.data, 200),
        story=text.clean_text(form.story.data or "", 50_000),
        story_format=(before or {}).get("story_format", "markdown"),
        currency=form.money,
        options=options,
        variants=tuple(_variants(form, len(options), before, kept)),
        pictures=tuple(kept),
        attributes=tuple(_facts(form)),
        tags=tuple(dict.fromkeys(filter(None, (text.clean_line(t, 60) for t in _split(form.tags.data or ""))))),
        brand=text.clean_line(form.brand.data or "", 80),
        words={lang: Words(**words) for lang, words in (before or {}).get("words", {}).items()},
        **same,
    )


_TEXTS = frozenset(
    ["lang", "kind", "category", "shop", "shop_city", "shop_country", "origin_country", "condition", "hs_code"]
)


def _split(tags: str) -> list[str]:
    for mark in "，、;；#\n":
        tags = tags.replace(mark, ",")
    return tags.split(",")


def _variants(
    form: ProductForm, width: int, before: dict[str, Any] | None, kept: list[PictureDraft]
) -> list[VariantDraft]:
    known = {tuple(v["options"]): v for v in (before or {}).get("variants", [])}
    found = []
    for entry in form.variants:
        row = entry.form
        if row.is_blank and len(form.variants) > 1:
            continue
        values = tuple(text.clean_line(v.data or "", 300) for v in (row.value1, row.value2, row.value3))[:width]
        old = known.get(values, {})
        found.append(
            VariantDraft(
                price=parse_price(row.price.data or "", form.money),
                options=values,
                stock=row.stock.data,
                sku=text.clean_line(row.sku.data or "", 80),
                compare_at=old.get("compare_at"),
                weight_g=old.get("weight_g"),
                barcode=old.get("barcode", ""),
                picture=_moved(old.get("picture"), before, kept),
            )
        )
    return found


def _moved(place: int | None, before: dict[str, Any] | None, kept: list[PictureDraft]) -> int | None:
    """Where a variant's picture stands now; None when it was taken away."""
    if place is None or not before:
        return None
    held = before["pictures"][place]
    return next(
        (i for i, p in enumerate(kept) if (p.file_id, p.source_url) == (held["file_id"], held["source_url"])), None
    )


def _facts(form: ProductForm) -> list[tuple[str, str]]:
    rows = (
        (text.clean_line(f.form.name.data or "", 60), text.clean_line(f.form.value.data or "", 300)) for f in form.facts
    )
    return [(name, value) for name, value in rows if name and value]


def _kept(form: ProductForm, files: dict[str, File], before: dict[str, Any] | None) -> list[PictureDraft]:
    """The pictures in order: only what the product has already, or what its author brought for products."""
    held = [(str(p["file_id"] or ""), p["source_url"]) for p in (before or {}).get("pictures", [])]
    known = {**dict.fromkeys((id_, "") for id_ in files), **dict.fromkeys(held)}
    rows = [entry.form for entry in form.kept if not entry.form.remove.data]
    rows.sort(key=lambda row: row.place.data or 999)
    found = []
    for row in rows:
        key = (row.file_id.data or "", row.source_url.data or "")
        if key in known:
            del known[key]
            found.append(
                PictureDraft(int(key[0]) if key[0] else None, key[1], text.clean_line(row.alt.data or "", 500))
            )
    return found


def form_values(product: Product, snapshot: dict[str, Any]) -> dict[str, Any]:
    """The form's initial values from the product's last snapshot."""
    options = [*snapshot["options"], "", "", ""]
    found = {name: snapshot[name] for name in _SAME if name != "ships_by"}
    return {
        **found,
        "version": str(product.version),
        "title": snapshot["title"],
        "story": snapshot["story"],
        "brand": snapshot["brand"],
        "ships_by": product.ships_by,
        "tags": "、".join(snapshot["tags"]),
        "option1": options[0],
        "option2": options[1],
        "option3": options[2],
        "variants": [_variant_values(v, snapshot["currency"]) for v in snapshot["variants"]],
        "facts": [{"name": name, "value": value} for name, value in snapshot["attributes"]],
        "kept": [
            {"file_id": p["file_id"] or "", "source_url": p["source_url"], "alt": p["alt"], "place": i + 1}
            for i, p in enumerate(snapshot["pictures"])
        ],
    }


def _variant_values(variant: dict[str, Any], currency: str) -> dict[str, Any]:
    values = [*variant["options"], "", "", ""]
    return {
        "value1": values[0],
        "value2": values[1],
        "value3": values[2],
        "price": decimal_text(Money(variant["price"], currency)),
        "stock": variant["stock"],
        "sku": variant["sku"],
    }
