"""From a filled-in product form to a draft, and from what was stored to a form."""

from datetime import date
from typing import Any

from miquan import places, text
from miquan.media.models import File
from miquan.money import Money, decimal_text, parse_price
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft, Words
from miquan.products.rules import tags_in
from miquan.studio.editor import grid
from miquan.studio.editor.forms import ProductForm
from miquan.studio.editor.parts import VariantForm, picture_key
from miquan.viewer import viewer

_TEXTS = (
    "lang", "kind", "category", "shop", "shop_city", "shop_country", "origin_country", "condition", "hs_code",
)  # fmt: skip
_NUMBERS = (
    "weight_g", "length_mm", "width_mm", "height_mm", "ships_within_days", "lead_days", "ships_by", "preorder_cap",
)  # fmt: skip


def draft_from(form: ProductForm, files: dict[str, File], before: dict[str, Any] | None) -> ProductDraft:
    """What the form says the product is. `before` is the last snapshot: what the form does not show is kept from it.

    `files` are the author's own that the form names, by id. Prices must have been judged: raises ValueError.
    """
    kept = _kept(form, files, before)
    same: dict[str, Any] = {name: text.clean_line(getattr(form, name).data or "", 500) for name in _TEXTS}
    if city := places.find_city(same["shop_city"], same["shop_country"]) if same["shop_city"] else None:
        same["shop_city"] = city.slug
    options = tuple(text.clean_line(o.data or "", 60) for o, _values in form.option_fields() if o.data)
    pictures = [picture_key(p.file_id, p.source_url) for p in kept]
    rows = [row.form for row in form.variants if not (row.form.is_blank and len(form.variants) > 1)]
    return ProductDraft(
        title=text.clean_line(form.title.data or "", 200),
        story=text.clean_text(form.story.data or "", 50_000),
        story_format=(before or {}).get("story_format", "markdown"),
        currency=form.money,
        options=options,
        variants=tuple(_variant(row, form.money, len(options), pictures) for row in rows),
        pictures=tuple(kept),
        attributes=tuple(_facts(form)),
        tags=tags_in(form.tags.data or ""),
        brand=text.clean_line(form.brand.data or "", 80),
        words=_words(form),
        **same,
        **{name: getattr(form, name).data for name in _NUMBERS},
    )


def _variant(row: VariantForm, currency: str, width: int, pictures: list[str]) -> VariantDraft:
    before = (row.compare_at.data or "").strip()
    return VariantDraft(
        price=parse_price(row.price.data or "", currency),
        options=tuple(text.clean_line(value, 300) for value in row.values)[:width],
        compare_at=parse_price(before, currency) if before else None,
        stock=row.stock.data,
        sku=text.clean_line(row.sku.data or "", 80),
        weight_g=row.weight_g.data,
        barcode=text.clean_line(row.barcode.data or "", 80),
        picture=pictures.index(row.picture.data) if row.picture.data in pictures else None,
    )


def _words(form: ProductForm) -> dict[str, Words]:
    """What was written in languages other than the main one."""
    return {
        lang: Words(text.clean_line(words.title.data, 200), text.clean_text(words.story.data or "", 50_000))
        for lang, _name, words in form.more_words()
        if lang != form.lang.data and (words.title.data or "").strip()
    }


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


def form_values(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The form's values from what was stored once."""
    options = [*snapshot["options"], "", "", ""]
    rows = snapshot["variants"]
    values = [grid.joined_values(v["options"][i] for v in rows) if options[i] else "" for i in range(3)]
    ships_by = snapshot["ships_by"]
    return {
        **{name: snapshot[name] for name in (*_TEXTS, *_NUMBERS, "title", "story", "brand")},
        "shop_city": _city_words(snapshot["shop_city"], snapshot["shop_country"]),
        "ships_by": date.fromisoformat(ships_by) if ships_by else None,
        "tags": "、".join(snapshot["tags"]),
        **{f"option{i + 1}": options[i] for i in range(3)},
        **{f"values{i + 1}": values[i] for i in range(3)},
        "variants": [_variant_values(v, snapshot["currency"], snapshot["pictures"]) for v in rows],
        "facts": [{"name": name, "value": value} for name, value in snapshot["attributes"]],
        "kept": [
            {"file_id": p["file_id"] or "", "source_url": p["source_url"], "alt": p["alt"], "place": i + 1}
            for i, p in enumerate(snapshot["pictures"])
        ],
        **{f"in_{lang.replace('-', '_')}": words for lang, words in snapshot["words"].items()},
    }


def _city_words(slug: str, country: str) -> str:
    """A town that is known, as the author reads it; what is read back as another stays as it was stored."""
    if not slug or places.city(country, slug) is None:
        return slug
    name = places.city_name(country, slug, viewer().lang)
    found = places.find_city(name, country)
    return name if found is not None and found.slug == slug else slug


def _typed(minor: int, currency: str) -> str:
    """An amount as one would type it: whole ones without cents."""
    return decimal_text(Money(minor, currency)).removesuffix(".00")


def _variant_values(variant: dict[str, Any], currency: str, pictures: list[dict[str, Any]]) -> dict[str, Any]:
    one, two, three = (*variant["options"], "", "", "")[:3]
    place, before = variant["picture"], variant["compare_at"]
    shown = pictures[place] if place is not None else None
    return {
        **{name: variant[name] for name in ("stock", "sku", "weight_g", "barcode")},
        "value1": one,
        "value2": two,
        "value3": three,
        "price": _typed(variant["price"], currency),
        "compare_at": "" if before is None else _typed(before, currency),
        "picture": picture_key(shown["file_id"], shown["source_url"]) if shown else "",
    }
