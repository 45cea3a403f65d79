"""Three languages: which one a reader gets, and what it says."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from miquan import i18n
from miquan.i18n import LANGS, _, current_lang, language_name, lazy, negotiate, ngettext, speak
from miquan.templating import day_shown


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("", "zh-hant"),
        ("*", "zh-hant"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-hant"),
        ("zh-HK", "zh-hant"),
        ("zh-Hant-MO", "zh-hant"),
        ("zh-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh-Hans-TW", "zh-hans"),
        ("zh-Hant-CN", "zh-hant"),
        ("ZH_tw", "zh-hant"),
        ("en-GB,zh-TW;q=0.9", "en"),
        ("en;q=0.5,zh-TW;q=0.9", "zh-hant"),
        ("zh-TW;q=0,en", "en"),
        ("de-DE,ja;q=0.9", "en"),
        ("de,zh-CN;q=0.3", "zh-hans"),
        ("en;q=broken,zh-TW", "zh-hant"),
        ("en;q=nan, zh-TW;q=0.1", "zh-hant"),
        (",,;;q=1,", "en"),
        ("\x00\ud800🍯", "en"),
        ("zh-TW" + ",en" * 100_000, "zh-hant"),
    ],
)
def test_the_readers_language(accept: str, lang: str) -> None:
    assert negotiate(accept) == lang


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: {}\\n"\n\n'
CATALOGUES = {
    "zh-hant": HEAD.format("nplurals=1; plural=0;"),
    "zh-hans": HEAD.format("nplurals=1; plural=0;") + 'msgid "買手"\nmsgstr "买手"\n',
    "en": HEAD.format("nplurals=2; plural=(n != 1);")
    + """
msgid "買手"
msgstr "buyer"

msgid "空的"
msgstr ""

#, fuzzy
msgid "不確定"
msgstr "unsure"

msgid "%(num)s 只%(what)s"
msgid_plural "%(num)s 只%(what)s"
msgstr[0] "%(num)s %(what)s"
msgstr[1] "%(num)s %(what)ss"
""",
}


@pytest.fixture
def _words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small catalogues of this test's own."""
    for lang, source in CATALOGUES.items():
        (tmp_path / f"{lang}.po").write_text(source, "utf-8")
    monkeypatch.setattr("miquan.paths.TRANSLATIONS", tmp_path)
    i18n.catalogue.cache_clear()
    yield
    i18n.catalogue.cache_clear()
    monkeypatch.undo()
    speak("zh-hant")


@pytest.mark.usefixtures("_words")
def test_speaking() -> None:
    for lang, word in (("zh-hant", "買手"), ("zh-hans", "买手"), ("en", "buyer")):
        speak(lang)
        assert (current_lang(), _("買手")) == (lang, word)


@pytest.mark.usefixtures("_words")
def test_an_empty_or_doubtful_translation_is_none() -> None:
    speak("en")
    assert (_("空的"), _("不確定")) == ("空的", "不確定")


def test_what_nobody_translated_is_shown_as_written() -> None:
    speak("en")
    assert _("這句話沒有人翻過 %(a)s", a=1) == "這句話沒有人翻過 1"
    assert _("100% 沒有人翻過") == "100% 沒有人翻過"
    speak("zh-hant")


@pytest.mark.parametrize("lang", ["", "zh", "fr", "zh-Hant", "../zh-hant"])
def test_no_other_language_is_spoken(lang: str) -> None:
    with pytest.raises(KeyError):
        speak(lang)


def test_each_thread_speaks_its_own() -> None:
    speak("en")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(current_lang()))
    thread.start()
    thread.join()
    assert found == ["zh-hant"]
    speak("zh-hant")


def test_a_lazy_message_is_translated_when_it_is_shown() -> None:
    word = lazy("買手")
    speak("zh-hans")
    assert str(word) == "买手"
    speak("zh-hant")
    assert str(word) == "買手"


@pytest.mark.usefixtures("_words")
def test_plurals() -> None:
    one = "%(num)s 只%(what)s"
    speak("en")
    assert [ngettext(one, one, n, what="bowl") for n in (0, 1, 2)] == ["0 bowls", "1 bowl", "2 bowls"]
    speak("zh-hant")
    assert [ngettext(one, one, n, what="碗") for n in (1, 2)] == ["1 只碗", "2 只碗"]


def test_names_of_languages() -> None:
    speak("zh-hant")
    assert [language_name(code) for code in ("ja", "en", "pt")] == ["日文", "英文", "葡萄牙文"]
    for code in ("", "xx-not-one", "\x00", "🍯", "a" * 10_000, "zh_Hant_TW_x_y"):
        assert isinstance(language_name(code), str)
    speak("en")
    assert language_name("ja") == "Japanese"
    speak("zh-hant")


def test_every_table_knows_every_language() -> None:
    for table in (i18n.LOCALES, i18n.HTML_LANGS, i18n.OWN_NAMES, i18n.CURRENCIES):
        assert set(table) == set(LANGS)


@pytest.mark.parametrize(
    ("lang", "this_year", "before"),
    [("zh-hant", "3月5日", "2019年3月5日"), ("zh-hans", "3月5日", "2019年3月5日"), ("en", "5 Mar", "5 Mar 2019")],
)
def test_days_are_written_as_people_write_them(lang: str, this_year: str, before: str) -> None:
    day = date(2019, 3, 5)
    assert (day_shown(day, lang, with_year=False), day_shown(day, lang, with_year=True)) == (this_year, before)
