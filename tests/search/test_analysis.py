"""From words to tokens: what must be found by what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miquan.search import analysis


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("手工果醬", "手工果酱"),
        ("Crème Brûlée", "creme brulee"),
        ("ＳＫ－ＩＩ", "sk-ii"),
        ("Straße", "strasse"),
        ("Ångström", "angstrom"),
        ("臺灣茶", "台湾茶"),
        ("1２３", "123"),
    ],
)
def test_width_case_accents_and_script_make_no_difference(one: str, other: str) -> None:
    assert analysis.fold(one) == analysis.fold(other)
    assert analysis.tokens(one) == analysis.tokens(other)


def test_kana_keep_their_marks() -> None:
    assert analysis.fold("ガ") != analysis.fold("カ")


def test_a_mixed_name_is_found_whole_and_in_parts() -> None:
    assert set(analysis.tokens("SK-II")) == {"sk", "ii", "skii"}
    assert {"la", "mer", "面霜"} <= set(analysis.tokens("La Mer 面霜"))


def test_plurals_are_found_by_their_singular() -> None:
    assert analysis.tokens("candles boxes berries glass") == ["candle", "box", "berry", "glass"]


def test_titles_hold_every_character_and_pair() -> None:
    assert {"手", "手工", "工果", "果酱", "酱"} <= set(analysis.title_tokens("手工果醬"))


@pytest.mark.parametrize("query", ["", "   ", "\x00", "“”()*:^~\\'", "🫙", "AND OR NOT", "a" * 50_000, "果" * 50_000])
def test_no_query_is_an_error(query: str) -> None:
    assert len(analysis.query_terms(query)) <= analysis.MAX_TERMS


@given(st.text(max_size=300))
def test_any_text_can_be_analysed(text: str) -> None:
    assert all(token and len(token) <= 200 for token in analysis.title_tokens(text))
    assert len(analysis.query_terms(text)) <= analysis.MAX_TERMS


@given(st.text(st.characters(categories=["Cs"]), max_size=5))
def test_half_characters_are_dropped(text: str) -> None:
    assert analysis.tokens(text) == []
