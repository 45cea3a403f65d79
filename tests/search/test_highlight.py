"""Marks on the author's own text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miquan.search.highlight import highlight


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("手工果醬三入", "果酱", "手工<mark>果醬</mark>三入"),
        ("草莓手工果酱", "手工果醬", "草莓<mark>手工果酱</mark>"),
        ("Crème Brûlée 烤碗", "creme", "<mark>Crème</mark> Brûlée 烤碗"),
        ("ＳＫ－ＩＩ 青春露", "ii", "ＳＫ－<mark>ＩＩ</mark> 青春露"),
        ("a heart of art", "art", "a heart of <mark>art</mark>"),
        ("candles", "candle", "<mark>candle</mark>s"),
        ("<b>果醬</b> & 茶", "果醬", "&lt;b&gt;<mark>果醬</mark>&lt;/b&gt; &amp; 茶"),
        ("沒有", "果醬", "沒有"),
    ],
)
def test_marks_the_words_of_the_query(text: str, query: str, marked: str) -> None:
    assert highlight(text, query) == marked


@given(st.text(max_size=80), st.text(max_size=20))
def test_never_changes_the_words_nor_lets_markup_through(text: str, query: str) -> None:
    html = highlight(text, query)
    assert html.replace("<mark>", "").replace("</mark>", "") == str(highlight(text, ""))
