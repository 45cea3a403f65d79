"""Rules about goods: what falls under them, whom they concern, and what a product page says."""

from typing import Any

import pytest

from miquan.db import counting_queries
from miquan.moderation.models import AuditEntry
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


NEW = "/zh-hant/desk/goods-rules/new"
GOOD = {
    "destination": "TW",
    "level": "forbidden",
    "words": "藍莓、-藍莓色",
    "note_hant": "新鮮藍莓不能寄。",
    "note_en": "No fresh blueberries.",
    "source": "https://www.aphia.gov.tw/",
}


def test_operators_add_change_and_switch_off_and_it_is_written_down(app: Any, cast: Cast) -> None:
    ou = Browser(app, cast.ou)
    for _twice in range(2):
        page = ou.get(NEW)
        assert ou.post(NEW, {**page.fields(), **GOOD}).status == 303
    assert said("一盒藍莓", "TW")[0] == ("TW", "forbidden")
    assert said("藍莓色的杯子", "TW") == []
    row = GoodsRule.select().where(GoodsRule.words.contains("藍莓")).first()
    assert row.note["zh-hans"] == "新鲜蓝莓不能寄。"
    path = f"/zh-hant/desk/goods-rules/{row.id}"
    assert ou.send(path, words="覆盆子").status == 303
    assert "覆盆子" in ou.get("/zh-hant/desk/goods-rules?to=TW").text
    assert ou.send("/zh-hant/desk/goods-rules?to=TW", f"/{row.id}/pause", to=f"{path}/pause").status == 303
    assert said("覆盆子", "TW") == []
    acts = [
        e.action
        for e in AuditEntry.select()
        .where(AuditEntry.subject_kind == "goods_rule", AuditEntry.subject_id == row.id)
        .order_by(AuditEntry.id)
    ]
    assert acts == ["goods_rule.added", "goods_rule.changed", "goods_rule.off"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "-藍莓色"},
        {"destination": "XX"},
        {"level": "maybe"},
        {"note_en": ""},
        {"source": "javascript:alert(1)"},
        {"category": "none"},
    ],
)
def test_what_cannot_be_is_said_beside_its_field(app: Any, cast: Cast, wrong: dict[str, str]) -> None:
    before = GoodsRule.select().count()
    page = Browser(app, cast.ou).send(NEW, **{**GOOD, **wrong})
    assert page.status == 422
    assert page.all("p", class_="wrong") or page.all("div", data_tone="bad")
    assert GoodsRule.select().count() == before


def test_moderators_read_and_change_nothing(app: Any, cast: Cast) -> None:
    mo = Browser(app, cast.mo)
    page = mo.get("/zh-hant/desk/goods-rules?to=*")
    assert page.status == 200
    assert all(
        (form.get("method") or "") != "post" or "sign-out" in (form.get("action") or "") for form in page.all("form")
    )
    token = {"csrf_token": mo.get("/zh-hant/me").fields("/sign-out")["csrf_token"], **GOOD}
    assert {
        mo.post(path, token).status
        for path in (NEW, "/zh-hant/desk/goods-rules/1", "/zh-hant/desk/goods-rules/1/pause")
    } == {403}
