"""Countries and towns that go by what somebody typed: found among names in three languages, without the database."""

from functools import cache

from miquan import places, urls
from miquan.i18n import LANGS
from miquan.search.analysis import fold
from miquan.viewer import viewer

MOST = 3
# (country, slug of a town or nothing)
_Place = tuple[str, str]


def called(typed: str) -> list[tuple[str, str]]:
    """(name, address) of the places that are called exactly so."""
    return _told(list(_by_name().get(fold(typed).strip(), {})))


def beginning(typed: str) -> list[tuple[str, str]]:
    """(name, address) of the places whose names begin so; a Latin letter alone says too little."""
    wanted = fold(typed).strip()
    if len(wanted) < 2 and wanted.isascii():
        return []
    return _told([place for name, those in _by_name().items() if name.startswith(wanted) for place in those])


def _told(found: list[_Place]) -> list[tuple[str, str]]:
    lang = viewer().lang
    return [
        (
            places.city_name(country, town, lang) if town else places.country_name(country, lang),
            urls.place(places.country_slug(country), town),
        )
        for country, town in list(dict.fromkeys(found))[:MOST]
    ]


@cache
def _by_name() -> dict[str, dict[_Place, None]]:
    """Countries before towns, and the larger of these first."""
    found: dict[str, dict[_Place, None]] = {}
    for code in sorted(places.COUNTRIES):
        for lang in LANGS:
            found.setdefault(fold(places.country_name(code, lang)).strip(), {})[code, ""] = None
    for town in places.known_cities():
        for name in town.names.values():
            found.setdefault(fold(name).strip(), {})[town.country, town.slug] = None
    return found
