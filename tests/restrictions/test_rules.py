"""Rules about goods: what falls under them, whom they concern, and what a product page says."""

from typing import Any

import pytest

from miquan.db import counting_queries
from miquan.restrictions.actions import RuleDraft, load_rules, save_rule, switch_rule
from miquan.restrictions.models import GoodsRule
from miquan.restrictions.queries import warnings_for
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast


def said(words: str, *ships_to: str, category: str = "", lang: str = "zh-hant") -> list[tuple[str, str]]:
    return [(w.destination, w.level) for w in warnings_for(words, category, ships_to, lang)]


@pytest.mark.parametrize(
    ("words", "ships_to", "found"),
    [
        ("山崎威士忌12年", ["TW"], [("TW", "forbidden")]),
        ("山崎威士忌12年", ["HK", "TW"], [("TW", "forbidden"), ("HK", "limited")]),
        ("山崎威士忌12年", [], []),
        ("威士忌杯，手工切子", ["TW"], []),
        ("A ginger biscuit from York", ["TW"], []),
        ("A bottle of GIN", ["TW"], [("TW", "forbidden")]),
        ("Two wine glasses", ["TW", "US"], []),
        ("小米行动电源", ["TW"], [("", "limited")]),
        ("象牙白的瓷杯", ["TW"], []),
        ("江戶的象牙根付", ["TW"], [("", "forbidden")]),
        ("志野茶碗", ["TW", "HK", "CN", "US", "GB", "JP"], []),
        ("", ["TW"], []),
    ],
)  # fmt: skip
def test_words_in_any_script_and_case(app: Any, words: str, ships_to: list[str], found: list[tuple[str, str]]) -> None:
    assert said(words, *ships_to) == found


def test_a_category_and_all_below_it(app: Any, cast: Cast) -> None:
    assert said("一瓶", "CN", category="perfume") == [("", "limited")]
    assert said("一本", "CN", category="cookbooks") == [("CN", "limited")]
    assert said("一本", "TW", category="cookbooks") == []


def test_in_the_readers_language_else_in_one_there_is(app: Any, cast: Cast) -> None:
    rule = save_rule(RuleDraft("", "note", {"zh-hant": "易碎，包厚一點。"}, words="玻璃"), by=cast.ou.id)
    sentences = {lang: warnings_for("玻璃球", "", [], lang)[0].sentence for lang in ("zh-hant", "zh-hans", "en")}
    assert sentences == {"zh-hant": "易碎，包厚一點。", "zh-hans": "易碎，包厚一点。", "en": "易碎，包厚一點。"}
    assert switch_rule(rule, on=False, by=cast.ou.id)
    assert not switch_rule(rule, on=False, by=cast.ou.id)
    assert warnings_for("玻璃球", "", [], "en") == []


def test_asking_again_asks_the_database_for_the_version_only(app: Any) -> None:
    warnings_for("清酒", "", ["TW"], "en")
    with counting_queries() as seen:
        warnings_for("清酒", "", ["TW"], "en")
    assert len(seen) == 1


def test_the_starting_set_is_complete_and_loaded_once(app: Any, cast: Cast) -> None:
    rows = list(GoodsRule.select())
    assert {"TW", "HK", "MO", "CN", "SG", "MY", "US", "GB", "JP", ""} <= {row.destination for row in rows}
    assert all(set(row.note) == {"zh-hant", "zh-hans", "en"} and row.source.startswith("http") for row in rows)
    assert all(row.words or row.category_id for row in rows)
    switch_rule(rows[0], on=False, by=cast.ou.id)
    assert load_rules() == 0
    assert not GoodsRule.get_by_id(rows[0].id).active


def test_a_product_page_says_what_concerns_its_reader_first(app: Any, cast: Cast) -> None:
    Storefront.update(ships_to=["TW", "HK"]).where(Storefront.id == cast.kyoto.id).execute()
    sake, bowl = cast.product("伏見的清酒"), cast.product("清酒杯")
    page = Browser(app).get(f"/zh-hant/@mei/p/{sake.id}-{sake.slug}")
    notes = ["".join(e.itertext()) for e in page.all("div", data_tone="warn")]
    assert len(notes) == 1
    assert "台灣：不能寄" in notes[0]
    assert "香港：寄之前先查" in page.text
    # The mainland is not where this storefront ships to: what concerns others stands behind a line.
    assert Browser(app).get(f"/zh-hans/@mei/p/{sake.id}-{sake.slug}").all("div", data_tone="warn") == []
    assert "寄送前看一下" not in Browser(app).get(f"/zh-hant/@mei/p/{bowl.id}-{bowl.slug}").text


@pytest.mark.parametrize("words", ["(" * 5_000, "酒" * 60_000, "\x00\ud83d", "-清酒", "gin" * 20_000])
def test_no_words_are_too_strange(app: Any, words: str) -> None:
    assert isinstance(warnings_for(words, "no-such-category", ["TW", "XX"], "en"), list)
