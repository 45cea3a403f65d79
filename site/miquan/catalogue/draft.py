"""From the rows of one handle to what the product should be. Pure: nothing is looked up or stored."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from miquan import text
from miquan.catalogue import rules, words
from miquan.catalogue.grouping import Group, Record
from miquan.catalogue.notes import Notes
from miquan.catalogue.rules import Finding
from miquan.catalogue.variants import read_variants
from miquan.products.draft import PictureDraft, ProductDraft
from miquan.products.models import NAME_LIMIT, TITLE_LIMIT, VALUE_LIMIT
from miquan.products.rules import MAX_ATTRIBUTES, MAX_PICTURES, MAX_TAGS, MAX_VARIANTS, TAG_LIMIT, problems_with

_STATES = {"active": "published", "draft": "draft", "archived": "archived"}
_YES = frozenset({"true", "yes", "1"})
# Values that programs wrote for programs: references, JSON, addresses.
_MACHINE = re.compile(r"[\[{]|gid:|https?://|shopify--", re.IGNORECASE)
_COLUMNS = {
    "title": "title", "story": "story", "variants": "option1_value", "options": "option1_name", "price": "price",
    "stock": "quantity", "pictures": "image", "tags": "tags", "weight_g": "grams",
}  # fmt: skip
_ADDRESS_LIMIT = 2_000
_ALT_LIMIT = 500
_STORY_READ = 500_000


@dataclass(frozen=True)
class Context:
    """What all products of one import share. `categories` are words that name a category, to its slug."""

    currency: str
    lang: str = "zh-hant"
    categories: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """A product as the file wants it; `state` is draft, published or archived."""

    draft: ProductDraft
    state: str


def read_product(group: Group, context: Context) -> tuple[Wanted | None, list[Finding]]:
    """What a product's rows say, and what there is to say about them. None when the product is refused."""
    notes = Notes(group, list(group.spoilt))
    if sum(record.is_variant for record in group.records) > MAX_VARIANTS:
        notes.refuse("option1_value", "variants_many")
    if notes.refusals:
        return None, notes.found
    draft = _draft(notes, context)
    if not notes.refusals:
        for problem in problems_with(draft):
            notes.refuse(_COLUMNS.get(problem.field, "handle"), f"{problem.field}_{problem.code}", text=problem.text)
    if notes.refusals:
        return None, notes.found
    return Wanted(draft, _state(notes, draft)), notes.found


def _draft(notes: Notes, context: Context) -> ProductDraft:
    group = notes.group
    title = text.clean_line(group.first("title"), TITLE_LIMIT + 1)
    # Cleaned before it is kept: no script of a stranger's export ever enters the database.
    story = text.clean_html(text.clean_text(group.first("story"), _STORY_READ))
    pictures = _pictures(notes)
    options, variants = read_variants(notes, {p.source_url: i for i, p in enumerate(pictures)}, context.currency)
    category = words.category(group.first("type"), group.first("category"), context.categories)
    return ProductDraft(
        title=title,
        currency=context.currency,
        variants=tuple(variants),
        story=story,
        story_format="html",
        lang=words.language(title, text.html_to_text(story), context.lang),
        kind="stock" if any(v.stock is not None for v in variants) else "on_demand",
        options=options,
        pictures=tuple(pictures),
        attributes=tuple(_facts(notes, named=bool(category))),
        tags=tuple(_tags(notes)),
        category=category,
        brand=text.clean_line(group.first("vendor"), 80),
        weight_g=max((v.weight_g for v in variants if v.weight_g), default=None),
    )


def _state(notes: Notes, draft: ProductDraft) -> str:
    """Drafts and archived products stay what they are; what cannot be sold as it is becomes a draft."""
    group = notes.group
    said, published = group.first("status").lower(), group.first("published").lower()
    state = _STATES.get(said, "draft")
    if said and said not in _STATES:
        notes.note("status", "state_unknown", value=said)
    if not said:
        state = "published" if published in _YES else "draft"
    if state != "published":
        return state
    if published and published not in _YES:
        return "draft"
    if any(variant.price == 0 for variant in draft.variants):
        priced = [record for record in group.records if record.is_variant] or group.records
        free = (r for r in priced if rules.price(r["price"], draft.currency) == 0)
        notes.note("price", "price_zero", next(free, priced[0]))
        return "draft"
    if group.first("gift_card").lower() in _YES:
        notes.note("gift_card", "gift_card")
        return "draft"
    return "published"


def _pictures(notes: Notes) -> list[PictureDraft]:
    """The addresses in the order the export gives, each once; those only a variant names come last."""
    ordered = sorted((r for r in notes.group.records if r["image"]), key=_position)
    named = [(r["image"], r["image_alt"], "image", r) for r in ordered]
    named += [(r["variant_image"], "", "variant_image", r) for r in notes.group.records if r["variant_image"]]
    found: dict[str, PictureDraft] = {}
    for address, alt, column, record in named:
        if not _is_address(address) or len(found) >= MAX_PICTURES:
            notes.note(column, "picture_address", record)
        else:
            found.setdefault(address, PictureDraft(source_url=address, alt=text.clean_line(alt, _ALT_LIMIT)))
    return list(found.values())


def _position(record: Record) -> int:
    position = record["image_position"]
    return int(position) if position.isascii() and position.isdigit() and len(position) < 9 else 10**9


def _is_address(address: str) -> bool:
    """An absolute http address that a database can hold and a page could show."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and len(address) <= _ADDRESS_LIMIT
        and address.isprintable()
    )


def _facts(notes: Notes, *, named: bool) -> list[tuple[str, str]]:
    """The free columns, each once. The type is one of them unless it already named a category."""
    record = notes.group.records[0]
    rows = [(label, record.cells[place].strip()) for place, label in record.header.facts]
    if not named:
        rows.insert(0, (record.header.column("type"), notes.group.first("type")))
    found: dict[str, str] = {}
    for label, value in rows:
        name, words_ = text.clean_line(label, NAME_LIMIT), text.clean_line(value.replace("; ", ", "), VALUE_LIMIT + 1)
        if not name or not words_ or _MACHINE.match(words_) or name in found:
            continue
        if len(words_) > VALUE_LIMIT or len(found) >= MAX_ATTRIBUTES:
            notes.note("handle", "facts", value=f"{name}: {words_}")
        else:
            found[name] = words_
    return list(found.items())


def _tags(notes: Notes) -> list[str]:
    names = [text.clean_line(name, TAG_LIMIT + 1) for name in notes.group.first("tags").split(",")]
    wanted = list(dict.fromkeys(name for name in names if name))
    fitting = [name for name in wanted if len(name) <= TAG_LIMIT][:MAX_TAGS]
    if len(fitting) < len(wanted):
        notes.note("tags", "tags")
    return fitting
