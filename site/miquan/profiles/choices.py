"""What a profile's lists offer, named in the reader's language."""

from functools import cache

from babel.core import get_global
from babel.dates import get_timezone_location

from miquan import i18n, places
from miquan.choices import choice
from miquan.i18n import _, language_name
from miquan.money import CURRENCIES, rates
from miquan.viewer import viewer

SITE_LANGUAGES = [(lang, i18n.OWN_NAMES[lang]) for lang in i18n.LANGS]
# Chinese by script and by what is spoken, then the languages of the places where buyers live, then others by speakers.
SPOKEN = (
    "zh-hant", "zh-hans", "yue", "nan", "hak", "en", "ja", "ko", "fr", "de", "es", "pt", "it", "nl", "sv", "nb", "da", "fi", "is",
    "pl", "cs", "sk", "hu", "ro", "bg", "hr", "sr", "sl", "el", "tr", "uk", "ru", "ca", "eu", "ga", "cy", "lt", "lv", "et", "he",
    "ar", "fa", "ur", "hi", "bn", "pa", "ta", "te", "mr", "gu", "ne", "si", "th", "vi", "id", "ms", "fil", "km", "lo", "my", "mn",
    "bo", "ug", "kk", "uz", "hy", "ka", "az", "sw", "am", "af", "mi",
)  # fmt: skip
LANGUAGES_LIMIT = 12
# The parts of the world that zones are named after, as CLDR's territories.
_PARTS = {
    "Asia": "142", "Europe": "150", "America": "019", "Africa": "002", "Australia": "009", "Pacific": "009",
    "Atlantic": "001", "Indian": "001", "Arctic": "001",
}  # fmt: skip
_ORDER = ("142", "150", "019", "009", "002", "001")


def countries() -> list[tuple[str, str]]:
    """(code, name) sorted by name, an empty one first."""
    rows = [(code, places.country_name(code, viewer().lang)) for code in places.COUNTRIES]
    return [("", "—"), *sorted(rows, key=lambda row: row[1])]


def languages(kept: list[str]) -> list[tuple[str, str]]:
    """(code, name) of languages people speak, and of those that this member says already."""
    return [(code, language_name(code)) for code in dict.fromkeys((*SPOKEN, *kept))]


def currencies(kept: str) -> list[tuple[str, str]]:
    """Currencies that prices can be shown in today: those with a rate that operators offer, and the member's own."""
    offered = set(rates().per_euro) - set(choice("hidden_currencies")) | {kept}
    return [("", _("跟著語言")), *((code, code) for code in CURRENCIES if code in offered)]


def zones(kept: str) -> dict[str, list[tuple[str, str]]]:
    """Group -> (zone, name), by part of the world; the first choice follows the city."""
    found = dict(_zones(i18n.current_lang()))
    known = {zone for rows in found.values() for zone, _name in rows}
    first = [("", _("跟著城市")), *([(kept, kept)] if kept and kept not in known else [])]
    return {_("平常"): first, **found}


@cache
def _zones(lang: str) -> dict[str, list[tuple[str, str]]]:
    locale = i18n.locale()
    groups: dict[str, list[tuple[str, str]]] = {part: [] for part in _ORDER}
    for zone in get_global("zone_territories"):
        part = _PARTS.get(zone.partition("/")[0])
        if part and places.is_zone(zone):
            groups[part].append((zone, get_timezone_location(zone, locale=locale)))
    other = _("其他地方")
    return {
        other if part == "001" else str(locale.territories[part]): sorted(rows, key=lambda row: row[1])
        for part, rows in groups.items()
        if rows
    }


def city_names() -> list[str]:
    """Names of the towns that have one in the reader's language, for suggestions while typing."""
    lang = viewer().lang
    return list(dict.fromkeys(town.names.get(lang) or town.names["en"] for town in places.known_cities()))
