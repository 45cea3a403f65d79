"""The demo content and the category data read well and hold together: these are a newcomer's first words."""

import json
import re
from collections import Counter
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import miquan

PACKAGE = Path(miquan.__file__).parent
CONTENT = PACKAGE / "demo" / "content"
Row = dict[str, Any]

LANGS = {"zh-hant", "zh-hans", "en"}
KINDS = {"one_off", "stock", "made_to_order", "preorder", "on_demand"}
STATES = {"draft", "published", "sold_out", "archived", "removed"}
OBJECTS = set(
    re.findall(
        r"\w+",
        """bowl cup mug teapot kettle plate vase jar tin bottle perfume book print record camera sweater scarf bag basket
    shoes hat doll knife pen notebook lamp clock watch ring necklace earrings soap candle cheese jam tea coffee
    chocolate cookies wine bread fruit spice rug blanket cushion chair brush fabric poster map musicbox instrument
    glass spoon board pan mill umbrella wallet belt gloves socks hairpin mask fan tray box chopsticks honey oil salt
    pasta sausage figurine toy puzzle cards stamps coin keycap keyboard pencil ink paper lantern incense apron tote
    quilt slippers""",
    )
)
PATTERNS = {"plain", "stripe", "dots", "waves", "check", "floral", "crackle", "knit", "label", "geometric"}
SCENES = {"table", "window", "wall", "linen", "shelf", "market"}
HAIR = {"bob", "long", "short", "bun", "curly", "bald", "cap", "pony"}
COLOUR = re.compile(r"#[0-9a-f]{6}")
MARKUP = re.compile(r"[<>]|&\w+;")
COUNTRY = re.compile(r"[A-Z]{2}")


def load(path: Path) -> list[Row]:
    rows: list[Row] = json.loads(path.read_text("utf-8"))
    return rows


CATEGORIES = load(PACKAGE / "products" / "data" / "categories.json")
ATTRIBUTES = load(PACKAGE / "products" / "data" / "attributes.json")
MEMBERS = load(CONTENT / "members.json")
STOREFRONTS = load(CONTENT / "storefronts.json")
PRODUCTS = [row for path in sorted(CONTENT.glob("products_*.json")) for row in load(path)]
each_product = pytest.mark.parametrize("row", PRODUCTS, ids=lambda row: row["key"])


def strings(value: Any) -> list[str]:
    """Every text inside a row, however deep."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in strings(part)]


def runs(text: str, lang: str) -> set[str]:
    """What two authors would not write alike by chance: 12 characters of Chinese, or 6 words of English."""
    if lang == "en":
        words = re.findall(r"[\w']+", text.lower())
        return {" ".join(words[at : at + 6]) for at in range(len(words) - 5)}
    return {text[at : at + 12] for at in range(len(text) - 11)}


def test_categories_form_a_tree_with_names_in_three_languages() -> None:
    seen: set[str] = set()
    keys = {attribute["key"] for attribute in ATTRIBUTES}
    for row in CATEGORIES:
        assert re.fullmatch(r"[a-z][a-z-]{1,59}", row["slug"])
        assert row["slug"] not in seen
        assert row["parent"] is None or row["parent"] in seen
        assert set(row["names"]) == LANGS
        assert all(row["names"].values())
        assert set(row["attributes"]) <= keys
        assert row["parent"] or row["icon"]
        seen.add(row["slug"])
    assert 110 <= len(seen) <= 150


def test_no_category_lies_deeper_than_three() -> None:
    parents = {row["slug"]: row["parent"] for row in CATEGORIES}
    for slug in parents:
        depth, at = 1, slug
        while parents[at]:
            depth, at = depth + 1, parents[at]
        assert depth <= 3, slug


def test_attributes_are_named_in_three_languages() -> None:
    assert len({row["key"] for row in ATTRIBUTES}) == len(ATTRIBUTES) >= 60
    for row in ATTRIBUTES:
        assert set(row["names"]) == LANGS
        assert row["type"] in {"text", "single", "multi", "unit", "toggle"}
        assert isinstance(row["filterable"], bool)
        assert (row["type"] == "unit") == ("unit" in row)
        assert (row["type"] in {"single", "multi"}) == ("values" in row)
        for value in row.get("values", []):
            assert set(value["names"]) == LANGS


def test_forty_members_and_two_who_look_after_the_site_with_portraits() -> None:
    assert [row["role"] for row in MEMBERS if row.get("role")] == ["operator", "moderator"]
    assert len(MEMBERS) == 42
    assert len({row["handle"] for row in MEMBERS}) == len({row["display_name"] for row in MEMBERS}) == 42
    for row in MEMBERS:
        assert re.fullmatch(r"[a-z0-9_]{3,30}", row["handle"])
        assert row["language"] in LANGS
        assert COUNTRY.fullmatch(row["country"])
        assert ZoneInfo(row["zone"])
        assert row["bio"]
        assert row["portrait"]["hair"] in HAIR
        assert all(COLOUR.fullmatch(row["portrait"][part]) for part in ("hair_colour", "skin", "clothes", "ground"))


def test_twelve_storefronts_in_nine_countries() -> None:
    members = {row["handle"]: row for row in MEMBERS}
    owners = [row["owner"] for row in STOREFRONTS]
    assert len(set(owners)) == 12
    assert len({members[owner]["country"] for owner in owners}) == 9
    assert {row["handle"] for row in MEMBERS if row["buyer"]} == set(owners)
    assert sum(row["holiday"] is not None for row in STOREFRONTS) == 2


@pytest.mark.parametrize("row", STOREFRONTS, ids=lambda row: row["owner"])
def test_a_storefront_is_complete(row: Row) -> None:
    assert 12 <= len(row["headline"]) <= 30
    assert 120 <= len(row["story"]) <= 300
    assert set(row["expertise"]) <= {category["slug"] for category in CATEGORIES}
    assert set(row["policies"]) == {"shipping", "returns", "fee"}
    assert all(COUNTRY.fullmatch(code) for code in [*row["ships_to"], row["ships_from"]])
    assert row["banner"]["view"] in {"window", "street", "harbour", "market", "mountains", "tram"}


def test_twenty_products_for_each_storefront() -> None:
    counts = Counter(row["storefront"] for row in PRODUCTS)
    assert counts == {row["owner"]: 20 for row in STOREFRONTS}
    assert len({row["key"] for row in PRODUCTS}) == len({row["title"] for row in PRODUCTS}) == 240


def test_all_kinds_and_states_occur() -> None:
    assert {row["kind"] for row in PRODUCTS} == KINDS
    assert {row["state"] for row in PRODUCTS} == STATES
    assert min(Counter(row["kind"] for row in PRODUCTS).values()) >= 20


@each_product
def test_words_fit_and_hold_no_markup(row: Row) -> None:
    assert row["lang"] in LANGS
    assert 8 <= len(row["title"]) <= (60 if row["lang"] == "en" else 30)
    assert 80 <= len(row["story"]) <= 300
    assert 3 <= len(row["tags"]) == len(set(row["tags"])) <= 6
    assert 3 <= len(row["attributes"]) <= 6
    assert all(fact["name"] and fact["value"] for fact in row["attributes"])
    assert not [text for text in strings(row) if MARKUP.search(text)]


@each_product
def test_facts_are_plausible(row: Row) -> None:
    assert re.fullmatch(r"[a-z0-9-]{3,60}", row["key"])
    assert row["category"] in {category["slug"] for category in CATEGORIES}
    assert re.fullmatch(r"\d{6}", row["hs_code"])
    assert row["weight_g"] > 0
    assert len(row["size_mm"]) == 3
    assert min(row["size_mm"]) > 0
    assert COUNTRY.fullmatch(row["origin_country"])
    assert COUNTRY.fullmatch(row["shop_country"])
    assert row["shop"]
    assert row["shop_city"]
    assert row["compare_at"] is None or row["compare_at"] > row["price"]


@each_product
def test_the_kind_has_what_it_needs(row: Row) -> None:
    needed = {
        "one_off": row["condition"],
        "stock": row["ships_within_days"] and row["stock"] is not None,
        "made_to_order": row["lead_days"],
        "preorder": row["preorder"] and row["preorder"]["cap"],
        "on_demand": row["stock"] is None,
    }
    assert needed[row["kind"]]
    assert row["state"] != "sold_out" or (row["stock"] == 0 and row["kind"] in {"one_off", "stock"})


@each_product
def test_variants_are_all_combinations(row: Row) -> None:
    if not row["options"]:
        assert row["price"] > 0
        assert row["variants"] == []
        return
    combinations = [list(values) for values in product(*(option["values"] for option in row["options"]))]
    assert [variant["values"] for variant in row["variants"]] == combinations
    assert min(variant["price"] for variant in row["variants"]) == row["price"] > 0


@each_product
def test_pictures_use_the_drawing_vocabulary(row: Row) -> None:
    assert 2 <= len(row["pictures"]) <= 4
    for picture in row["pictures"]:
        draw = picture["draw"]
        assert draw["object"] in OBJECTS
        assert draw["pattern"] in PATTERNS
        assert draw["scene"] in SCENES
        assert draw["colours"]
        assert all(COLOUR.fullmatch(colour) for colour in draw["colours"])
        assert picture["alt"]
    assert all(one["alt"] != other["alt"] for one, other in pairwise(row["pictures"]))


def test_no_two_stories_share_a_run_of_words() -> None:
    written = [(row["key"], row["story"], row["lang"]) for row in PRODUCTS]
    written += [(row["owner"], row["story"], "en" if row["story"].isascii() else "zh-hant") for row in STOREFRONTS]
    first: dict[str, str] = {}
    shared = {
        (first[run], key, run)
        for key, story, lang in written
        for run in runs(story, lang)
        if first.setdefault(run, key) != key
    }
    assert shared == set()


def test_what_the_search_examples_need_is_there() -> None:
    jams = [row for row in PRODUCTS if {"手工果醬", "手工果酱"} & set(row["tags"])]
    assert len(jams) >= 5
    assert {"手工果醬", "手工果酱"} <= {tag for row in jams for tag in row["tags"]}
    brands = Counter(row["brand"] for row in PRODUCTS if row["brand"])
    assert brands["Crème de Grès"] >= 2
    assert sum(count > 1 for count in brands.values()) >= 12
