"""Between the Chinese scripts: characters and wording change, names do not."""

import threading

import pytest

from miquan import text


@pytest.mark.parametrize(
    ("hant", "hans"),
    [
        ("歷史", "历史"),
        ("軟體", "软件"),
        ("滑鼠", "鼠标"),
        ("頭髮", "头发"),
        ("皇后之後", "皇后之后"),
        ("乾燥的樹幹", "干燥的树干"),
        ("三天的行程", "三天的行程"),
        ("發卡行的帳單", "发卡行的账单"),
        ("胡同裡的老鐘", "胡同里的老钟"),
        ("鍾情台北的老物件", "钟情台北的老物件"),
    ],
)
def test_both_ways(hant: str, hans: str) -> None:
    assert text.to_script(hant, "zh-hans") == hans
    assert text.to_script(hans, "zh-hant") == hant


@pytest.mark.parametrize(
    ("name", "lang", "shown"),
    [
        ("鐵瓶", "zh-hans", "铁瓶"), ("铁瓶", "zh-hant", "鐵瓶"), ("鐵瓶", "zh-hant", "鐵瓶"), ("鐵瓶", "en", "鐵瓶"),
        ("里山", "zh-hant", "里山"), ("干貝", "zh-hant", "干貝"), ("渋谷", "zh-hant", "渋谷"), ("tea", "zh-hans", "tea"), ("", "zh-hans", ""),
    ],
)  # fmt: skip
def test_a_name_of_no_language_is_read_in_the_readers_script(name: str, lang: str, shown: str) -> None:
    assert text.name_to_script(name, lang) == shown


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans"])
@pytest.mark.parametrize("same", ["", "Miquan 1 & 2 <3", "🍯", "かな", "\n\n"])
def test_what_is_not_chinese_stays(same: str, lang: str) -> None:
    assert text.to_script(same, lang) == same


def test_names_stay_as_their_owners_write_them() -> None:
    assert text.to_script("葉後記說歷史", "zh-hans", keep=["葉後記"]) == "葉後記说历史"
    assert text.to_script("歷史歷史館", "zh-hans", keep=["歷史", "歷史館"]) == "歷史歷史館"
    assert text.to_script("歷史", "zh-hans", keep=["", "無"]) == "历史"
    assert text.to_script("(a+)+歷", "zh-hans", keep=["(a+)+", "[", "\\"]) == "(a+)+历"


def test_only_the_words_of_html_change() -> None:
    source = '<p>歷史 <a href="https://x.example/?q=歷史" rel="ugc">歷史</a>&amp;</p>'
    assert text.html_to_script(source, "zh-hans") == (
        '<p>历史 <a href="https://x.example/?q=歷史" rel="ugc">历史</a>&amp;</p>'
    )


def test_names_in_html_are_found_although_they_are_escaped() -> None:
    assert text.html_to_script("<p>黃&amp;葉的歷史</p>", "zh-hans", keep=["黃&葉"]) == "<p>黃&amp;葉的历史</p>"
    assert text.html_to_script("<p>葉後記的歷史</p>", "zh-hans", keep=["葉後記"]) == "<p>葉後記的历史</p>"


def test_nothing_is_lost_behind_what_the_converter_cannot_read() -> None:
    assert text.to_script("歷\x00史", "zh-hans") == "历史"
    assert text.to_script("歷\ud800史", "zh-hans") == "历史"


def test_other_languages_are_refused() -> None:
    with pytest.raises(KeyError):
        text.to_script("歷史", "en")


def test_threads_may_convert_at_once() -> None:
    found: list[bool] = []

    def run() -> None:
        found.append(all(text.to_script("歷史軟體", "zh-hans") == "历史软件" for _ in range(300)))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4
