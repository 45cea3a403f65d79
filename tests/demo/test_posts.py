"""What the demo's people tell each other: it holds together, and every word of it leads somewhere."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from miquan import places, text
from miquan.circle.models import ALT_LIMIT, COMMENT_LIMIT, PLACE_LIMIT, TITLE_LIMIT
from miquan.circle.rules import DISCLOSURES, KINDS, MAX_PICTURES, MAX_PRODUCTS, MAX_TAGS, VISIBILITIES
from miquan.circle.wording import mentions_in, rendered, tags_in
from miquan.demo.seeding import content
from tests.demo.test_content import COLOUR, MARKUP, MEMBERS, OBJECTS, PATTERNS, PRODUCTS, SCENES, runs

Row = dict[str, Any]
POSTS = content.posts()
HANDLES = {row["handle"] for row in MEMBERS}
BY_KEY = {row["key"]: row for row in POSTS}
GOODS = {row["key"]: row for row in PRODUCTS}
VIEWS = {"window", "street", "harbour", "market", "mountains", "tram"}


def each_post(check: Callable[[Row], None]) -> Callable[[], None]:
    """A test of all posts that tells every one that is wrong, not the first: as tests of their own they were two thousand."""

    @wraps(check)
    def run() -> None:
        wrong: dict[str, str] = {}
        for row in POSTS:
            try:
                check(row)
            except (AssertionError, LookupError) as error:
                wrong[row["key"]] = f"{error!r}"
        assert wrong == {}

    # Without this pytest would look for a fixture called `row`.
    del run.__wrapped__  # type: ignore[attr-defined]
    return run


def said_under(row: Row) -> Iterator[Row]:
    """Every comment and every answer below a post or a comment."""
    for said in [*row.get("comments", ()), *row.get("answers", ())]:
        yield said
        yield from said_under(said)


def words(row: Row) -> str:
    return f"{row.get('title', '')}\n{row.get('body', '')}"


def test_keys_are_unique_and_known() -> None:
    assert len(BY_KEY) == len(POSTS)
    assert all(re.fullmatch(r"[a-z0-9-]{3,60}", key) for key in BY_KEY)
    assert {row["by"] for row in POSTS} <= HANDLES


@each_post
def test_a_post_fits_its_table(row: Row) -> None:
    assert row["kind"] in (*KINDS, "repost")
    assert row.get("visibility", "public") in VISIBILITIES
    assert row.get("disclosure", "none") in DISCLOSURES
    assert 0 < row["days_ago"] < 430
    assert row["kind"] == "repost" or row.get("body") or row.get("pictures")
    assert len(row.get("title", "")) <= TITLE_LIMIT
    assert len(row.get("place", "")) <= PLACE_LIMIT
    assert len(row.get("pictures", ())) <= MAX_PICTURES
    assert len(row.get("products", ())) <= MAX_PRODUCTS
    assert len(re.findall(r"(?<!\S)#\w+", words(row))) <= MAX_TAGS
    assert not MARKUP.search(re.sub(r"(?m)^> ", "", words(row)))


@each_post
def test_everything_named_in_a_post_is_there(row: Row) -> None:
    assert set(mentions_in(words(row))) <= HANDLES
    assert {thing["key"] for thing in row.get("products", ())} <= set(GOODS)
    assert all(GOODS[thing["key"]]["state"] in ("published", "sold_out") for thing in row.get("products", ()))
    country, city = row.get("country", ""), row.get("city", "")
    assert not country or country in places.COUNTRIES
    assert not city or places.city(country, city)


@each_post
def test_what_follows_or_passes_on_points_at_something_earlier(row: Row) -> None:
    assert ("follows_up" in row) == (row["kind"] == "followup")
    assert ("repost_of" in row) == (row["kind"] == "repost")
    if origin := BY_KEY.get(row.get("follows_up", "")):
        assert origin["by"] == row["by"]
        assert origin["days_ago"] > row["days_ago"]
        assert origin["kind"] != "repost"
    elif "repost_of" in row:
        origin = BY_KEY[row["repost_of"]]
        assert origin["by"] != row["by"]
        assert origin["days_ago"] > row["days_ago"]
        assert origin.get("visibility", "public") == "public"
        assert origin["kind"] != "repost"
        assert not row.get("pictures")
    else:
        assert row["kind"] not in ("followup", "repost")


@each_post
def test_pictures_can_be_drawn_and_are_told(row: Row) -> None:
    for picture in row.get("pictures", ()):
        draw = picture["draw"]
        assert 4 <= len(picture["alt"]) <= ALT_LIMIT
        if "product" in draw:
            assert draw["picture"] < len(GOODS[draw["product"]]["pictures"])
        elif "view" in draw:
            assert draw["view"] in VIEWS
            assert draw["place"] in places.COUNTRIES
        else:
            assert (draw["object"] in OBJECTS, draw["pattern"] in PATTERNS, draw["scene"] in SCENES) == (True,) * 3
            assert all(COLOUR.fullmatch(colour) for colour in draw["colours"])
    alts = [picture["alt"] for picture in row.get("pictures", ())]
    assert len(set(alts)) == len(alts)


@each_post
def test_its_markdown_is_what_the_site_shows(row: Row) -> None:
    handles = [handle for handle in mentions_in(words(row)) if handle in HANDLES]
    shown = text.html_to_text(rendered(row.get("body", ""), handles).html)
    assert not re.search(r"\*\*|\|--|\]\(|(?m:^\s*(?:[-=+>]|\d\.) )", shown)


@each_post
def test_comments_are_by_people_who_are_there(row: Row) -> None:
    for said in said_under(row):
        assert said["by"] in HANDLES
        assert 0 < len(said["body"]) <= COMMENT_LIMIT
        assert set(mentions_in(said["body"])) <= HANDLES
        assert not MARKUP.search(said["body"])


def test_a_tag_does_not_swallow_the_sentence_after_it() -> None:
    found = {name for row in POSTS for name in tags_in(words(row)).values()}
    assert found
    assert max(map(len, found)) <= 20


def plain(body: str) -> str:
    """Only the writer's own words: without names, marks and what they quote of each other."""
    own = re.sub(r"@\w+|「[^」]*」|“[^”]*”|\"[^\"]*\"", "", body)
    return " ".join(re.findall(r"[^\W\d_]+(?:'[a-z]+)?", own))


def test_no_two_texts_share_a_run_of_words() -> None:
    first: dict[str, str] = {}
    shared = {
        (first[run], row["key"], run)
        for row in POSTS
        for run in runs(plain(row.get("body", "")), row["lang"])
        if first.setdefault(run, row["key"]) != row["key"]
    }
    assert shared == set()


def test_no_comment_stands_twice() -> None:
    counted = Counter(said["body"] for row in POSTS for said in said_under(row))
    assert [body for body, times in counted.items() if times > 1] == []


def test_boards_belong_to_people_who_are_there() -> None:
    boards = content.load("boards")
    assert len({(row["owner"], row["name"]) for row in boards}) == len(boards)
    assert {row["owner"] for row in boards} <= HANDLES
    assert {row["visibility"] for row in boards} == {"public", "private"}


def test_four_hundred_posts_of_every_kind_and_language() -> None:
    assert len(POSTS) == 400
    kinds = Counter(row["kind"] for row in POSTS)
    assert set(kinds) == {*KINDS, "repost"}
    assert min(kinds.values()) >= 10
    langs = Counter(row["lang"] for row in POSTS)
    assert langs["zh-hant"] > langs["zh-hans"] >= 60
    assert langs["en"] >= 60
    assert {row.get("visibility", "public") for row in POSTS} == set(VISIBILITIES)
    assert {row["by"] for row in POSTS} == HANDLES
    assert sum(1 for row in POSTS for _ in said_under(row)) >= 800
    lengths = sorted(len(row.get("body", "")) for row in POSTS if row["kind"] != "repost")
    assert lengths[0] < 40
    assert lengths[-1] > 250


def test_the_last_three_days_are_lively() -> None:
    fresh = [row for row in POSTS if row["days_ago"] < 3]
    assert len(fresh) >= 25
    assert len({row["by"] for row in fresh}) >= 20
    assert len({int(row["days_ago"]) for row in fresh}) == 3
