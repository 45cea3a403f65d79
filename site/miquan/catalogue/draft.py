"""From the rows of one handle to what the product should be. Pure: nothing is looked up or stored."""

from dataclasses import dataclass, field

from miquan import text
from miquan.catalogue import facts, wording, words
from miquan.catalogue.exporting.reading import restored
from miquan.catalogue.grouping import Group, Record
from miquan.catalogue.mapping.model import Mapping
from miquan.catalogue.notes import Notes
from miquan.catalogue.pictures import pictures
from miquan.catalogue.rules import Finding
from miquan.catalogue.variants import Pricing, read_variants
from miquan.products.draft import ProductDraft
from miquan.products.models import TITLE_LIMIT
from miquan.products.rules import MAX_VARIANTS, problems_with

_STATES = {
    word: state
    for state, told in {
        "published": "active published public publish live visible enabled on_sale 上架 已上架 販售中 在售 公開 出品中 销售中 上架中 aktiv actif activo",
        "draft": "draft inactive unpublished hidden private disabled unlisted 草稿 未上架 隱藏 下架 已下架 非公開 隐藏 entwurf brouillon borrador",
        "archived": "archived removed expired 封存 已封存 归档 存檔",
    }.items()
    for word in told.split()
} | {
    "true": "published",
    "false": "draft",
    "yes": "published",
    "no": "draft",
    "1": "published",
    "0": "draft",
    "是": "published",
    "否": "draft",
}
_YES = frozenset({"true", "yes", "1", "是", "y"})
_COLUMNS = {
    "title": "title", "story": "story", "variants": "option1_value", "options": "option1_name", "price": "price",
    "stock": "quantity", "pictures": "image", "tags": "tags", "weight_g": "grams",
}  # fmt: skip
_STORY_READ = 500_000
_SAMPLE = 2_000


@dataclass(frozen=True)
class Context:
    """What all products of one import share. `categories` are words that name a category, to its slug."""

    currency: str
    lang: str = "zh-hant"
    categories: dict[str, str] = field(default_factory=dict)
    mapping: Mapping = field(default_factory=Mapping)


@dataclass(frozen=True)
class Wanted:
    """A product as the file wants it; `state` is draft, published or archived."""

    draft: ProductDraft
    state: str


def read_product(group: Group, context: Context) -> tuple[Wanted | None, list[Finding]]:
    """What a product's rows say, and what there is to say about them. None when the product is refused."""
    notes = Notes(group, list(group.spoilt))
    if len(group.variants) > MAX_VARIANTS:
        notes.refuse("option1_value", "variants_many")
    if notes.refusals:
        return None, notes.found
    draft, pricing = _draft(notes, context)
    if not notes.refusals:
        for problem in problems_with(draft):
            notes.refuse(_COLUMNS.get(problem.field, "handle"), f"{problem.field}_{problem.code}", text=problem.text)
    if notes.refusals:
        return None, notes.found
    state = _state(notes, draft, context, pricing)
    return Wanted(draft, state), notes.found


def _draft(notes: Notes, context: Context) -> tuple[ProductDraft, Pricing]:
    group, mapping = notes.group, context.mapping
    title = wording.line(group.first("title"), TITLE_LIMIT + 1)
    # Cleaned before it is kept: no script of a stranger's export ever enters the database.
    story = _story(group)
    shown = pictures(notes)
    pricing = Pricing(context.currency, mapping.currency, mapping.decimal)
    options, variants = read_variants(notes, {p.source_url: i for i, p in enumerate(shown)}, pricing)
    category = facts.category(group, title, context.categories)
    draft = ProductDraft(
        title=title,
        currency=pricing.code,
        variants=tuple(variants),
        story=story,
        story_format="html",
        lang=words.language(title, _words_of(story[:_SAMPLE]), context.lang),
        kind=facts.kind(notes) or ("stock" if any(v.stock is not None for v in variants) else "on_demand"),
        options=options,
        pictures=tuple(shown),
        attributes=tuple(facts.attributes(notes, named=bool(category))),
        tags=tuple(facts.tags(notes)),
        category=category,
        brand=wording.line(group.first("vendor"), 80),
        weight_g=max((v.weight_g for v in variants if v.weight_g), default=None),
        **facts.particulars(notes),
    )
    return restored(draft, group), pricing


def _story(group: Group) -> str:
    if group.records[0].header.format == "shopify":
        return text.clean_html(text.clean_text(group.first("story"), _STORY_READ))
    return wording.story(group.first("story"))


def _words_of(sample: str) -> str:
    """Without tags; of what is no Chinese for certain, nothing."""
    return "" if sample.isascii() else text.html_to_text(sample)


def _state(notes: Notes, draft: ProductDraft, context: Context, pricing: Pricing) -> str:
    """Drafts and archived products stay what they are; what cannot be sold as it is becomes a draft."""
    state = _said(notes, context.mapping.state)
    if state != "published":
        return state
    if any(variant.price == 0 for variant in draft.variants):
        notes.note("price", "price_zero", _free(notes, draft))
        return "draft"
    if pricing.opened is not None:
        notes.note("price", "price_open", pricing.opened)
        return "draft"
    if notes.group.first("gift_card").lower() in _YES:
        notes.note("gift_card", "gift_card")
        return "draft"
    return "published"


def _said(notes: Notes, otherwise: str) -> str:
    """The state that the file tells, by its status and by whether it is published."""
    group = notes.group
    said, published = group.first("status").lower(), group.first("published").lower()
    if said and said not in _STATES:
        notes.note("status", "state_unknown", value=said)
    state = _STATES.get(said, "draft") if said else otherwise
    if not said and published:
        state = "published"
    if state == "published" and published and published not in _YES:
        return "draft"
    return state


def _free(notes: Notes, draft: ProductDraft) -> Record:
    """The row of the first variant that costs nothing."""
    priced = notes.group.variants
    pairs = zip(priced, draft.variants, strict=False)
    return next((record for record, variant in pairs if variant.price == 0), priced[0])
