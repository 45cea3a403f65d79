"""What the editor's page and its parts show beside the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from miquan import places, urls
from miquan.categories.tree import tree
from miquan.db import now
from miquan.i18n import CURRENCIES, _
from miquan.media.models import File
from miquan.media.shown import Picture
from miquan.money import Money, Price, approximately, parse_price, price_shown
from miquan.people.shown import person_of
from miquan.products.draft import ProductDraft
from miquan.products.models import Product
from miquan.products.pricing import WHY_NOT_SHOWN, judged
from miquan.products.queries import ProductCard, price_facts, variant_key
from miquan.restrictions.queries import Warning, warnings_for
from miquan.studio.editor import checklist, drafting, pictures, queries
from miquan.studio.editor.forms import ProductForm
from miquan.text import is_number
from miquan.viewer import viewer

MOST_WARNINGS = 6


@dataclass(frozen=True)
class Suggestion:
    """A fact that goods of a kind often have: its name, the unit or the words its value is mostly one of."""

    name: str
    unit: str
    choices: tuple[str, ...]


def suggestions(form: ProductForm) -> list[Suggestion]:
    """Facts of the chosen category that are not written yet: its own, then those that others of its goods carry."""
    lang, slug = viewer().lang, form.category.data or ""
    node = tree().by_slug.get(slug)
    known = [tree().attributes[key] for key in (node.attributes if node else ()) if key in tree().attributes]
    found = [Suggestion(a.names[lang], a.unit, tuple(c["names"][lang] for c in a.choices or [])) for a in known] + [
        Suggestion(name, "", ()) for name in queries.common_names(slug)
    ]
    return list({s.name: s for s in reversed(found)}.values())[::-1]


def card(form: ProductForm, cover: Picture | None) -> ProductCard:
    """The card as lists show it, of what the form says now."""
    costs = checklist.prices(form) or [0]
    return ProductCard(
        id=0, url="", title=form.title.data or _("還沒有名字"), title_lang=chosen(form.lang),
        kind=chosen(form.kind), state="published", picture=cover,
        price=price_shown(min(costs), form.money, viewer().currency, from_=max(costs) > min(costs)),
        person=person_of(viewer().member),
    )  # fmt: skip


def chosen(field: Any) -> str:
    """What was chosen of a list; its first where it is none of them."""
    values = [str(value) for value, _words in field.choices]
    return field.data if field.data in values else str(field.default or values[0])


def estimates(form: ProductForm) -> list[Price]:
    """About what the lowest price is to readers of each language, and to the author."""
    costs = [cost for cost in checklist.prices(form) if cost]
    if not costs:
        return []
    codes = dict.fromkeys((viewer().currency, *CURRENCIES.values()))
    found = (approximately(Money(min(costs), form.money), code) for code in codes)
    return [price for price in found if price is not None]


def cover(form: ProductForm, shown: dict[int, Picture]) -> Picture | None:
    """The first picture that can be shown already."""
    return next(iter(gallery(form, shown)), None)


def gallery(form: ProductForm, shown: dict[int, Picture]) -> list[Picture]:
    """The form's pictures that can be shown already, in their order."""
    rows = sorted((row.form for row in form.kept if not row.form.remove.data), key=lambda row: row.place.data or 999)
    ids = [int(row.file_id.data) for row in rows if is_number(str(row.file_id.data or ""), 9)]
    return [shown[i] for i in ids if i in shown and shown[i].state == "ready"]


def readable_draft(form: ProductForm, files: dict[str, File], before: dict[str, Any] | None) -> ProductDraft:
    """The draft of a form that may not be right yet: what cannot be read is left out."""
    form.title.data = form.title.data or _("還沒有名字")
    for field in (form.kind, form.lang, form.category, form.shop_country, form.origin_country):
        field.data = chosen(field)
    for entry in form.variants:
        for field in (entry.form.price, entry.form.compare_at):
            if not checklist.is_price(field.data, form.money):
                field.data = ""
        entry.form.price.data = entry.form.price.data or "0"
    return drafting.draft_from(form, files, before)


def side(form: ProductForm, shown: dict[int, Picture], ships_to: Sequence[str]) -> dict[str, Any]:
    """The live card, the prices as others see them, the list before publishing, and rules about such goods."""
    return {
        "card": card(form, cover(form, shown)),
        "priced": any(checklist.prices(form)),
        "estimates": estimates(form),
        "checks": checklist.checks(form),
        "warnings": warnings(form, ships_to),
    }


def warnings(form: ProductForm, ships_to: Sequence[str]) -> list[Warning]:
    """What the rules about goods say where the storefront ships to, by all the words there are."""
    words = [form.title.data, form.story.data, form.tags.data, form.brand.data]
    words += [w for _lang, _name, more in form.more_words() for w in (more.title.data, more.story.data)]
    words += [f"{fact.form.name.data or ''} {fact.form.value.data or ''}" for fact in form.facts]
    told = "\n".join(filter(None, words))
    return warnings_for(told, form.category.data or "", list(ships_to), viewer().lang)[:MOST_WARNINGS]


def judge_former(form: ProductForm, product: Product | None) -> None:
    """Say beside each former price why shoppers are not shown it, where it was never true."""
    claims = [
        (e.form, parse_price(e.form.compare_at.data, form.money)) for e in form.variants if _is_claim(e.form, form)
    ]
    known = price_facts(product.id) if product and claims else {}
    for row, former in claims:
        fact = known.get(variant_key(row.values))
        _since, why = judged(fact.points if fact else (), former, now())
        if why and why != "not_above":
            row.compare_at.description = _("買家看不到這個原價：%(why)s", why=WHY_NOT_SHOWN[why])


def _is_claim(row: Any, form: ProductForm) -> bool:
    return bool((row.compare_at.data or "").strip()) and checklist.is_price(row.compare_at.data, form.money)


def pictures_of(form: ProductForm, product: Product | None) -> dict[int, Picture]:
    """File id -> picture, of the product's and of those that its author has brought since."""
    own = pictures.as_shown(pictures.named(form, viewer().id or 0))
    return {**(queries.pictures_by_file(product) if product else {}), **own}


def clock(moment: datetime | None = None) -> str:
    """The time of day where the reader is."""
    return places.local_time(viewer().zone, moment or now())


def address(product: Product | None) -> str:
    """The product's page; empty for a new one."""
    return urls.product(viewer().member.handle, product.id, product.slug) if product else ""
