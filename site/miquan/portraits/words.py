"""What the parts of a portrait are called."""

from typing import Any

from miquan import places
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.i18n import _, language_name, lazy
from miquan.money import Money
from miquan.money.showing import approximately
from miquan.portraits.rules import BANDS, Aspect
from miquan.prepared import Prepared
from miquan.products.models import Tag
from miquan.profiles.choices import SPOKEN
from miquan.viewer import viewer

KINDS: dict[str, Any] = {
    "tag": lazy("標籤"), "category": lazy("種類"), "brand": lazy("品牌"), "country": lazy("國家"), "language": lazy("語言"),
    "band": lazy("價位"),
}  # fmt: skip
ROLES: dict[str, Any] = {
    "shopper": lazy("我想找東西"), "buyer": lazy("我住在外地，想替人帶東西"), "both": lazy("兩種都有"),
}  # fmt: skip
MEANINGS: dict[str, Any] = {
    "shopper": lazy("認識住在當地的人，請他們帶"),
    "buyer": lazy("寫下日常，讓人認識我，再開一間小店"),
    "both": lazy("有時候買，有時候替人帶"),
}
STANCES: dict[str, Any] = {
    "named": lazy("你說過喜歡"), "raised": lazy("你要多一點"), "lowered": lazy("你要少一點"), "banned": lazy("你不要看到"),
}  # fmt: skip
VERBS: dict[str, Any] = {
    "view": lazy("讀了"), "dwell": lazy("讀了二十秒以上"), "search": lazy("搜尋了"), "like": lazy("喜歡了"), "comment": lazy("留言了"), "save": lazy("收藏了"),
    "follow": lazy("關注了"), "hide": lazy("要少看這類"),
}  # fmt: skip
_SPOKEN = frozenset(SPOKEN)


def is_known(kind: str, key: str) -> bool:
    """Whether there is such a thing to be interested in; a tag may be one that nobody has used yet."""
    if not key:
        return False
    if kind == "category":
        return key in tree().by_slug
    if kind == "brand":
        return bool(Brand.select().where(Brand.slug == key).exists())
    fixed = {"country": places.COUNTRIES, "language": _SPOKEN, "band": {name for name, _top in BANDS}}
    return kind == "tag" or key in fixed.get(kind, ())


def names(aspects: list[Aspect]) -> dict[Aspect, str]:
    """What these are called in the reader's language: two queries."""
    keys: dict[str, list[str]] = {}
    for kind, key in aspects:
        keys.setdefault(kind, []).append(key)
    tags, brands = (dict(_NAMES[kind].rows(*_dozens(keys.get(kind, [])))) for kind in ("tag", "brand"))
    known = {"tag": tags, "brand": brands}
    return {one: known[one[0]].get(one[1], one[1]) if one[0] in known else _named(*one) for one in aspects}


def _by_slug(model: Any) -> Prepared:
    return Prepared(lambda *slugs: model.select(model.slug, model.name).where(model.slug.in_(slugs)).tuples())


_NAMES = {"tag": _by_slug(Tag), "brand": _by_slug(Brand)}


def _dozens(slugs: list[str]) -> list[str]:
    """With empty ones behind, which are nobody's, so that few queries are written."""
    return [*slugs, *[""] * (12 - len(slugs) % 12)]


def _named(kind: str, key: str) -> str:
    lang = viewer().lang
    if kind == "category":
        node = tree().by_slug.get(key)
        return node.name(lang) if node else key
    if kind == "country":
        return places.country_name(key, lang) or key
    return language_name(key) if kind == "language" else band(key)


def band(name: str) -> str:
    """A band of prices in the reader's currency."""
    tops = [top for _name, top in BANDS]
    place = next((n for n, (one, _top) in enumerate(BANDS) if one == name), 0)
    if place == len(BANDS) - 1:
        return _("%(money)s以上", money=_about(tops[place - 1]))
    if place == 0:
        return _("%(money)s以下", money=_about(tops[0]))
    high = _about(tops[place]).rpartition(" ")[2]
    return _("%(low)s到%(high)s", low=_about(tops[place - 1]), high=high)


def _about(cents: int) -> str:
    """About so much: two digits are enough to choose by."""
    to = viewer().currency
    found = approximately(Money(cents, "EUR"), to) if to != "EUR" else None
    if found is None:
        return f"EUR {cents // 100:,}"
    whole = int(found.number.replace(",", "").partition(".")[0])
    step = 10 ** max(len(str(whole)) - 2, 0)
    return f"≈ {found.code} {round(whole / step) * step:,}"
