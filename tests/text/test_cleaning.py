"""Text from outside: cleaned, folded and romanised, whatever it holds and however much of it there is."""

import time
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miquan import text

HUGE = 300_000
HUGE_TEXTS = {
    "letters": "x" * HUGE,
    "chinese": "蜜" * HUGE,
    "marks": "a" + "\u0300\u0316" * HUGE,
    "hidden marks": "a" + "\u0f73" * HUGE,
    "angles": "<" * HUGE,
    "invisible": "\u200b" * HUGE,
    "surrogates": "\ud800" * HUGE,
    "nul": "\x00" * HUGE,
    "lines": "\n" * HUGE,
}


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("  志野\t茶碗 \n 一只 ", "志野 茶碗 一只"),
        ("a\u200bb\u200dc\ufeffd\u00ade", "abcde"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066left\u2069 \u200fright", "left right"),
        ("nul\x00bell\x07esc\x1b[31m", "nulbellesc[31m"),
        ("half \ud83d only", "half only"),
        ("private \ue000 none \ufffe\uffff", "private none"),
        ("e\u0301", "é"),
        ("全形\u3000空白\u00a0硬", "全形 空白 硬"),
        ("蜂蜜🍯🫨", "蜂蜜🍯🫨"),
        ("<b>", "<b>"),
        ("", ""),
        ("\u200b \u200b", ""),
    ],
)
def test_one_line(given: str, clean: str) -> None:
    assert text.clean_line(given, 80) == clean


def test_a_line_is_cut_without_a_space_at_its_end() -> None:
    assert text.clean_line("four five", 5) == "four"
    assert text.clean_line("蜜" * 50, 40) == "蜜" * 40
    assert text.clean_line("x", 0) == ""


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("a\r\nb\rc\n\nd", "a\nb\nc\n\nd"),
        ("\n\n 一 \n", "一"),
        ("家人👨\u200d👩\u200d👧", "家人👨\u200d👩\u200d👧"),
        ("a\tb", "a\tb"),
        ("a\u202eb\x00c\ud800\u2028d", "abc\u2028d"),
    ],
)
def test_several_lines(given: str, clean: str) -> None:
    assert text.clean_text(given, 80) == clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KYŌTO", "kyoto"),
        ("ｍｉｑｕａｎ　１", "Miquan 1"),
        ("Straße", "STRASSE"),
        ("ﬁn", "FIN"),
        ("  a \n b ", "A B"),
        ("é", "e\u0301"),
    ],
)
def test_folding_makes_equal(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


def test_folding_keeps_apart() -> None:
    assert text.fold("蜜圈") == "蜜圈"
    assert text.fold("a b") != text.fold("ab")
    assert text.fold("\u0300") == ""


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ("Great blue heron!", "great-blue-heron"),
        ("Crème de Grès", "creme-de-gres"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>", "script"),
        ("🍯", "item"),
        ("", "item"),
        ("\ud800\x00", "item"),
    ],
)
def test_addresses(given: str, slug: str) -> None:
    assert text.slugify(given) == slug


def test_chinese_is_romanised_and_addresses_are_short() -> None:
    assert text.slugify("京都").isascii()
    assert text.slugify("京都") != "item"
    assert len(text.slugify("茶碗 " * 1_000)) <= 60


@pytest.mark.parametrize(
    ("given", "limit", "short"),
    [
        ("短", 10, "短"),
        (" a \n b ", 10, "a b"),
        ("第一句說完。第二句很長很長很長", 8, "第一句說完。…"),
        ("one two three four", 10, "one two…"),
        ("沒有標點的一長串文字在這裡", 6, "沒有標點的…"),
        ("ab", 1, "…"),
        ("", 5, ""),
    ],
)
def test_excerpts(given: str, limit: int, short: str) -> None:
    assert text.excerpt(given, limit) == short


@given(st.text(max_size=300), st.integers(1, 100))
def test_nothing_unseen_gets_through(source: str, limit: int) -> None:
    line, block = text.clean_line(source, limit), text.clean_text(source, limit)
    assert len(line) <= limit
    assert len(block) <= limit
    assert line == line.strip()
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Co"}
    assert not {unicodedata.category(c) for c in block if c not in "\n\t\u200d"} & {"Cc", "Cf", "Cs", "Co"}
    assert text.clean_line(line, limit) == line
    assert len(text.excerpt(source, limit)) <= limit
    assert text.slugify(source).isascii()


@pytest.mark.parametrize(
    "act",
    [
        lambda t: text.clean_line(t, 80),
        lambda t: text.clean_text(t, 80),
        text.fold,
        text.slugify,
        lambda t: text.excerpt(t, 80),
        text.html_to_text,
        text.clean_html,
        lambda t: text.to_script(t, "zh-hans"),
    ],
    ids=["clean_line", "clean_text", "fold", "slugify", "excerpt", "html_to_text", "clean_html", "to_script"],
)
@pytest.mark.parametrize("source", HUGE_TEXTS.values(), ids=HUGE_TEXTS)
def test_huge_input_takes_no_time(act: Callable[[str], Any], source: str) -> None:
    started = time.process_time()
    assert isinstance(act(source), str)
    assert time.process_time() - started < 2
