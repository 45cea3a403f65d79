"""The words and small lists of a product page, made before the template runs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date

from miquan import places, text, urls
from miquan.db import now
from miquan.follows.queries import lets_write
from miquan.i18n import _, is_chinese, locale, ngettext
from miquan.money import rate_line
from miquan.products.pricewords import prices_shown
from miquan.products.queries import ProductPage, VariantShown
from miquan.restrictions.showing import Shown, shown
from miquan.storefronts.rules import is_away
from miquan.viewer import viewer


@dataclass(frozen=True)
class OptionChoice:
    """An option as a group of pills: (value, label, checked, disabled)."""

    name: str
    param: str
    values: list[tuple[str, str, bool, bool]]


def options_shown(page: ProductPage, chosen: tuple[str, ...]) -> list[OptionChoice]:
    """Every option with its values; a value is disabled when no variant with the other choices can be had."""
    found = []
    for i, option in enumerate(page.options):
        values = []
        for value in option.values:
            wanted = (*chosen[:i], value, *chosen[i + 1 :])
            variant = page.variant(wanted)
            values.append((value, value, value == chosen[i], variant is None or not variant.available))
        found.append(OptionChoice(option.name, f"o{i + 1}", values))
    return found


def place_name(page: ProductPage) -> str:
    """Where it was found: city, else country."""
    row = page.row
    if row.shop_country and row.shop_city:
        return places.city_name(row.shop_country, row.shop_city, viewer().lang)
    return places.country_name(row.shop_country, viewer().lang) if row.shop_country else ""


def found_words(page: ProductPage) -> str:
    """Who found it where, in words that follow the person's name."""
    if page.row.shop:
        return _("在%(shop)s找到的", shop=page.row.shop)
    where = place_name(page) or page.person.city_name
    return _("在%(place)s找到的", place=where) if where else _("帶回來的")


def stock_words(page: ProductPage, variant: VariantShown | None) -> str:
    """Whether it can be had, in words; the number left only when it is a fact of stock."""
    row = page.row
    if row.state == "sold_out" or (variant is not None and not variant.available and row.kind in ("one_off", "stock")):
        return _("已經有人帶回家了")
    words = {
        "one_off": _("只有這一件"),
        "stock": _("有現貨"),
        "made_to_order": _("訂了才做"),
        "preorder": _("預購中"),
        "on_demand": _("下次去店裡才買，先問還有沒有"),
    }[row.kind]
    left = variant.left if variant else None
    if row.kind == "stock" and left is not None:
        return ngettext("有現貨，還有%(num)s件", "有現貨，還有%(num)s件", left)
    return words


def promise_rows(page: ProductPage) -> list[tuple[str, str]]:
    """(icon, sentence) about time: each from what the buyer filled in."""
    row, found = page.row, []
    if row.kind == "made_to_order" and row.lead_days:
        found.append(("scissors", ngettext("製作大約要%(num)s天", "製作大約要%(num)s天", row.lead_days)))
    if row.kind == "preorder" and row.ships_by:
        found.append(("calendar-clock", _("最晚%(day)s寄出", day=format_date(row.ships_by, "long", locale=locale()))))
    if row.kind == "preorder" and row.preorder_cap:
        found.append(("users", ngettext("最多收%(num)s件", "最多收%(num)s件", row.preorder_cap)))
    if row.ships_within_days:
        found.append(("truck", ngettext("%(num)s天內寄出", "%(num)s天內寄出", row.ships_within_days)))
    to = [places.country_name(c, viewer().lang) for c in page.storefront.ships_to if c in places.COUNTRIES]
    if to:
        found.append(("package", _("寄到%(places)s", places=_("、").join(to))))
    return found


def facts(page: ProductPage) -> list[tuple[str, str, str]]:
    """(name, value, language) of all that is known of the thing: free attributes first, then measures."""
    row, lang = page.row, viewer().lang
    size = [n for n in (row.length_mm, row.width_mm, row.height_mm) if n]
    own = [(name, value, page.row.lang) for name, value in page.attributes]
    known = [
        (_("狀態"), row.condition, row.lang),
        (_("尺寸"), " × ".join(_centimetres(n) for n in size) + " cm" if size else "", lang),
        (_("重量"), f"{row.weight_g:,} g" if row.weight_g else "", lang),
        (_("產地"), places.country_name(row.origin_country, lang) if row.origin_country else "", lang),
        (_("買的地方"), row.shop, row.lang),
        (_("海關稅則號列"), row.hs_code, lang),
    ]
    return [*own, *((name, value, of) for name, value, of in known if value)]


def _centimetres(millimetres: int) -> str:
    return f"{millimetres / 10:g}"


def ask_url(page: ProductPage) -> str:
    return f"{page.person.url}/question?{urlencode({'product': page.id})}"


@dataclass(frozen=True)
class Away:
    """The buyer is on holiday: until when (their own day), and what they say about it."""

    until: str
    note: str


def away(page: ProductPage) -> Away | None:
    """None while the buyer is there. Goods stay visible and asking stays open; buying pauses."""
    shop = page.storefront
    if not is_away(shop, places.there(shop.owner.zone, now()).date()):
        return None
    note, lang = shop.holiday_note, viewer().lang
    if is_chinese(shop.lang) and is_chinese(lang) and shop.lang != lang:
        note = text.to_script(note, lang)
    return Away(format_date(shop.holiday_to, "long", locale=locale()), note)


def goods_rules(page: ProductPage) -> Shown:
    """What the rules about goods say of it, by all of its words."""
    facts_ = (f"{name} {value}" for name, value in page.attributes)
    story = text.html_to_text(str(page.story))
    words = "\n".join((page.row.title, page.title, *page.tags, *facts_, story, text.html_to_text(page.row.story_html)))
    return shown(words, page.category.slug if page.category else "", page.storefront.ships_to)


def context(page: ProductPage, chosen: tuple[str, ...], variant: VariantShown | None) -> dict[str, Any]:
    """Everything of the above that the template names."""
    return {
        "place_name": place_name(page),
        "found_words": found_words(page),
        "options_shown": options_shown(page, chosen),
        "stock_words": stock_words(page, variant),
        "promise_rows": promise_rows(page),
        "facts": facts(page),
        "goods_rules": goods_rules(page),
        "away": away(page),
        "prices": prices_shown(page.price_facts(variant), page.row.currency),
        "ask_url": ask_url(page),
        "takes_questions": lets_write(page.storefront.owner),
        "rate_words": rate_line(page.row.currency, viewer().currency),
        "brand_url": urls.brand(page.brand.slug) if page.brand else "",
    }
