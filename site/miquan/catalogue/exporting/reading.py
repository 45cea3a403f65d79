"""Our own columns of a file that we wrote: they make of a product again exactly what it was. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from miquan import places, text
from miquan.catalogue.exporting.columns import PLAIN
from miquan.catalogue.exporting.guarding import unguard
from miquan.catalogue.grouping import Group, Record
from miquan.i18n import LANGS
from miquan.products import models as m
from miquan.products.draft import PictureDraft, ProductDraft, VariantDraft, Words
from miquan.products.rules import KINDS, TAG_LIMIT

_OURS = re.compile(r".*\(product\.metafields\.miquan\.(?P<key>[a-z0-9_-]+)\)\s*", re.IGNORECASE)
_FACT = re.compile(r"(?P<name>(?:[^\\:]|\\.)+): (?P<value>.+)", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9-]{1,60}")
_NUMBERS = frozenset(
    {"weight_g", "length_mm", "width_mm", "height_mm", "ships_within_days", "lead_days", "preorder_cap"}
)
_COUNTRIES = frozenset({"shop_country", "origin_country"})
_LIMITS = {"condition": 200, "shop": 120, "shop_city": 80, "hs_code": 12}
_LARGEST = {"ships_within_days": 365, "lead_days": 1_000, "preorder_cap": 100_000}


def restored(draft: ProductDraft, group: Group) -> ProductDraft:
    """The draft with everything that our columns say; a file without them leaves it as it is.

    Words that were changed in Shopify's own columns since count: a story that no longer is what its Markdown gives is HTML.
    """
    columns = _places(tuple(group.records[0].header.names))
    if not {"kind", "story_format"} <= columns.keys():
        return draft
    row = group.records[0]
    own = {key: unguard(row.cells[place].strip()) for key, place in columns.items()}
    names, variants = _variants(draft, group)
    story, form = _story(_told(group, "story"), own)
    return replace(
        draft,
        title=text.clean_line(_told(group, "title"), m.TITLE_LIMIT),
        story=story,
        story_format=form,
        brand=text.clean_line(_told(group, "vendor"), 80),
        options=names,
        variants=variants,
        pictures=_pictures(draft, group),
        attributes=tuple(_facts(own.get("facts", ""))),
        tags=tuple(dict.fromkeys(_tags(_told(group, "tags"), own.get("tags", "")))),
        **{key: _value(key, own.get(key, ""), getattr(draft, key)) for key in PLAIN},
        words={lang: found for lang in LANGS if (found := _words(own, lang, form))},
    )


@lru_cache(maxsize=64)
def _places(names: tuple[str, ...]) -> dict[str, int]:
    found = ((place, _OURS.fullmatch(name)) for place, name in enumerate(names))
    return {match["key"].lower(): place for place, match in found if match}


def _told(group: Group, column: str) -> str:
    return unguard(group.first(column))


def _value(key: str, cell: str, before: Any) -> Any:
    """A plain field from its cell; what makes no sense leaves the field as the other columns gave it, or empty."""
    if key in _NUMBERS:
        most = _LARGEST.get(key, 1_000_000)
        return int(cell) if text.is_number(cell, 9) and int(cell) <= most else None
    if key in _COUNTRIES:
        return cell if cell in places.COUNTRIES else ""
    if key in _LIMITS:
        return text.clean_line(cell, _LIMITS[key])
    if key == "ships_by":
        return _day(cell)
    if key == "category":
        return cell if not cell or _SLUG.fullmatch(cell) else before
    return cell if cell in (KINDS if key == "kind" else LANGS) else before


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def _story(body: str, own: dict[str, str]) -> tuple[str, str]:
    """(story, its format)."""
    shown = _cleaned(body)
    source = text.clean_text(own.get("story", ""), m.STORY_LIMIT)
    if own["story_format"] == "markdown" and _cleaned(text.render_markdown(source)) == shown:
        return source, "markdown"
    return shown, "html"


def _cleaned(body: str) -> str:
    return text.clean_html(text.clean_text(body, 500_000))


def _words(own: dict[str, str], lang: str, form: str) -> Words | None:
    title = text.clean_line(own.get(f"title_{lang}", ""), m.TITLE_LIMIT)
    story = text.clean_text(own.get(f"story_{lang}", ""), m.STORY_LIMIT)
    return Words(title, text.clean_html(story) if form == "html" else story) if title else None


def _facts(cell: str) -> Iterator[tuple[str, str]]:
    for line in cell.split("\n"):
        if found := _FACT.fullmatch(line.strip()):
            name = re.sub(r"\\(.)", r"\1", found["name"])
            yield text.clean_line(name, m.NAME_LIMIT), text.clean_line(found["value"], m.VALUE_LIMIT)


def _tags(shopify: str, own: str) -> list[str]:
    names = own.split("\n") if own else shopify.split(",")
    return [name for one in names if (name := text.clean_line(one, TAG_LIMIT))]


def _variants(draft: ProductDraft, group: Group) -> tuple[tuple[str, ...], tuple[VariantDraft, ...]]:
    """Names of the options, and the variants with their words as they were written."""
    records = group.variants
    if len(records) != len(draft.variants):
        return draft.options, draft.variants
    names = [text.clean_line(_told(group, f"option{n}_name"), m.NAME_LIMIT) for n in (1, 2, 3)]
    names = [name for name in names if name]
    if names == ["Title"] and len(records) == 1 and records[0]["option1_value"] == "Default Title":
        names = []
    shown = {picture.source_url: n for n, picture in enumerate(draft.pictures)}
    pairs = zip(draft.variants, records, strict=True)
    return tuple(names), tuple(_variant(variant, record, len(names), shown) for variant, record in pairs)


def _variant(variant: VariantDraft, record: Record, width: int, shown: dict[str, int]) -> VariantDraft:
    values = (unguard(record[f"option{n}_value"]) for n in range(1, width + 1))
    return replace(
        variant,
        options=tuple(text.clean_line(value, m.VALUE_LIMIT) for value in values),
        sku=text.clean_line(unguard(record["sku"]), m.SKU_LIMIT),
        barcode=text.clean_line(unguard(record["barcode"]), 80),
        picture=shown.get(record["variant_image"]),
    )


def _pictures(draft: ProductDraft, group: Group) -> tuple[PictureDraft, ...]:
    said = {record["image"]: unguard(record["image_alt"]) for record in group.records if record["image"]}
    return tuple(replace(p, alt=text.clean_line(said.get(p.source_url, p.alt), 500)) for p in draft.pictures)
