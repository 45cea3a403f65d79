"""Heat, ties to the goods, what is wrong with a post, and what its words are made into: no database is needed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miquan.circle import rules
from miquan.circle.machine import POST
from miquan.circle.rules import PostWords, disclosed, hotness
from miquan.circle.wording import in_language, mentions_in, rendered, tags_in, words_key

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
NOTHING = {"likes": 0, "comments": 0, "saves": 0, "reposts": 0}


def heat(ago: timedelta, **given: int) -> int:
    return hotness(NOON - ago, NOON, **{**NOTHING, **given})


def test_ten_times_the_liking_is_worth_twelve_and_a_half_hours() -> None:
    old, young = heat(timedelta(hours=12.5), likes=100), heat(timedelta(0), likes=10)
    assert abs(old - young) < 10
    assert heat(timedelta(hours=1), likes=10) > heat(timedelta(hours=2), likes=10)
    assert heat(timedelta(0), comments=1) == heat(timedelta(0), likes=2)
    assert heat(timedelta(0), saves=4) == heat(timedelta(0), reposts=3)


def test_what_is_not_out_has_no_heat() -> None:
    assert hotness(None, NOON, **NOTHING) == 0
    assert hotness(NOON + timedelta(seconds=1), NOON, **{**NOTHING, "likes": 10**6}) == 0


@pytest.mark.parametrize(
    ("chosen", "has_own", "told"),
    [
        ("none", False, "none"),
        ("none", True, "own"),
        ("affiliate", True, "own"),
        ("paid", True, "paid"),
        ("gift", True, "gift"),
        ("own", False, "none"),
    ],
)
def test_ones_own_goods_are_always_told(chosen: str, has_own: bool, told: str) -> None:
    assert disclosed(chosen, has_own=has_own) == told


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (PostWords(kind="repost"), "kind"),
        (PostWords(visibility="all"), "visibility"),
        (PostWords(disclosure="secret"), "disclosure"),
        (PostWords(title="長" * 121), "title"),
        (PostWords(body="長" * 20_001), "body"),
        (PostWords(pictures=tuple(rules.PictureWords(n) for n in range(19))), "pictures"),
        (PostWords(products=tuple(range(13))), "products"),
    ],
)
def test_what_keeps_a_post_from_being_stored(words: PostWords, field: str) -> None:
    assert [p.field for p in rules.problems_with(words)] == [field]


def test_what_keeps_a_post_from_being_published() -> None:
    assert [p.code for p in rules.problems_for_publishing(PostWords(body="  "))] == ["missing"]
    assert not rules.problems_for_publishing(PostWords(pictures=(rules.PictureWords(1),)))
    assert [p.field for p in rules.problems_for_publishing(PostWords(kind="followup", body="又去了"))] == ["follows_up"]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-1), timedelta(days=91)])
def test_a_post_comes_out_within_ninety_days(ahead: timedelta) -> None:
    assert rules.problem_with_time(NOON + ahead, NOON) is not None
    assert rules.problem_with_time(NOON + timedelta(hours=1), NOON) is None


@pytest.mark.parametrize(
    ("source", "handles"),
    [("和@mei去，@Tang_2也去", ["mei", "tang_2"]), ("a@mei.org x/@mei @me @@mei", []), ("@mei，@mei", ["mei"])],
)
def test_members_are_named_with_an_at(source: str, handles: list[str]) -> None:
    assert mentions_in(source) == handles


@pytest.mark.parametrize(
    ("source", "tags"),
    [
        ("#鐵瓶 和#Kyoto，#２０ #2026", {"鐵瓶": "鐵瓶", "kyoto": "Kyoto"}),
        ("# 標題\n\n&#39;x a#b https://x.org/#frag", {}),
    ],
)
def test_tags_begin_with_a_hash(source: str, tags: dict[str, str]) -> None:
    assert tags_in(source) == tags


def test_links_are_made_only_where_words_are() -> None:
    html = rendered("@mei `@mei #碗` [到 #碗](https://x.org/) #碗 @nobody <b>", ["mei"]).html
    assert html.count('href="/@mei"') == 1
    assert html.count('href="/tags/') == 1
    assert "@nobody" in html
    assert "<b>" not in html
    assert in_language(html, "/en").count('href="/en/') == 2


@pytest.mark.parametrize(
    "attack",
    [
        "<script>x</script>",
        "[x](javascript:alert(1))",
        '#"><img src=x onerror=x>',
        '@mei"onclick=x',
        "![x](http://x/y.png)",
    ],
)
def test_words_are_never_markup(attack: str) -> None:
    html = rendered(attack, ["mei"]).html.lower()
    assert not [bad for bad in ("<script", "<img", 'href="javascript', 'onclick="') if bad in html]


def test_the_same_words_are_known_again() -> None:
    words = "今天在河邊買到一只鐵瓶，老闆說已經用了三十年，壺嘴還是好的，水聲像松風，我很喜歡它，也想讓你看看。"
    assert words_key("", words) == words_key("今天", words[2:].replace("，", " , "))
    assert words_key("", words) != words_key("", words + "又")
    assert words_key("", "太短") == ""


def test_every_state_can_be_reached_and_removed() -> None:
    assert POST.states == {"draft", "scheduled", "published", "hidden", "removed"}
    for state in POST.states - {"removed"}:
        assert POST.step(state, "remove", actor="author").to == "removed"
    assert not POST.verbs("removed")


@pytest.mark.parametrize("degrees", [35.0116363, -0.04, None])
def test_a_point_is_never_precise(degrees: Any) -> None:
    found = rules.coarse(degrees)
    assert found is None or round(found * 10) == found * 10
