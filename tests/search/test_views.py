"""The page of results as a reader meets it."""

import re
from typing import Any

import pytest

from miquan.search import indexing
from miquan.search.models import SearchMiss
from tests.cast import Cast
from tests.circle.test_posts import posted


@pytest.fixture
def shelf(app: Any, cast: Cast) -> list[Any]:
    made = [
        cast.product(title="手工果醬三入", tags=("手工果醬",), brand="Bélanger", category="jam"),
        cast.product(title="草莓手工果酱", lang="zh-hans", kind="on_demand"),
        cast.product(title="志野茶碗", kind="one_off"),
        cast.product(title="還沒上架的果醬", state="draft"),
    ]
    indexing.rebuild()
    return made


def page(client: Any, address: str, **headers: str) -> str:
    found = client.get(address, headers=headers)
    assert found.status_code == 200, address
    return str(found.get_data(as_text=True))


def found_ids(html: str) -> list[int]:
    return sorted({int(i) for i in re.findall(r"/p/(\d+)-", html)})


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
@pytest.mark.parametrize("query", ["手工果醬", "手工果酱"])
def test_both_scripts_find_the_same_in_every_language(client: Any, shelf: list[Any], lang: str, query: str) -> None:
    assert found_ids(page(client, f"/{lang}/search?q={query}")) == [shelf[0].id, shelf[1].id]


@pytest.mark.parametrize("query", ["Bélanger", "belanger", "BELANGER"])
def test_a_brand_with_and_without_accents(client: Any, shelf: list[Any], query: str) -> None:
    assert found_ids(page(client, f"/zh-hant/search?q={query}")) == [shelf[0].id]


def test_drafts_are_never_found(client: Any, shelf: list[Any]) -> None:
    assert found_ids(page(client, "/zh-hant/search?q=還沒上架")) == []


def test_facets_count_and_narrow(client: Any, shelf: list[Any]) -> None:
    html = page(client, "/zh-hant/search?q=果醬&kind=on_demand")
    assert found_ids(html) == [shelf[1].id]
    assert 'name="q"' in html


def test_words_are_marked_and_pages_not_indexed(client: Any, shelf: list[Any]) -> None:
    html = page(client, "/zh-hant/search?q=果酱")
    assert "<mark>" in html
    assert "noindex" in html


def test_nothing_found_helps_on(client: Any, shelf: list[Any]) -> None:
    html = page(client, "/zh-hant/search?q=zzzzqq")
    assert "還沒有人帶回這個" in html
    assert "/zh-hant/categories/" in html


def test_a_word_typed_wrongly_leads_to_what_was_meant(client: Any, cast: Cast) -> None:
    candle = cast.product(title="Handmade candle", story="Burns for forty hours.")
    indexing.rebuild()
    html = page(client, "/en/search?q=candel")
    assert '<a href="/en/search?q=candle">candle</a>' in html
    assert found_ids(page(client, "/en/search?q=candle")) == [candle.id]


def test_what_was_looked_for_in_vain_stands_on_the_desk(app: Any, cast: Cast) -> None:
    SearchMiss.create(key="zzzzqq", query="zzzzqq", lang="en", count=3)
    assert '<a href="/zh-hant/search?q=zzzzqq">zzzzqq</a>' in page(cast.client(cast.mo), "/zh-hant/desk/searches")


def test_a_part_is_answered_to_htmx(client: Any, shelf: list[Any]) -> None:
    html = page(client, "/zh-hant/search?q=果醬", **{"HX-Request": "true", "HX-Request-Type": "partial"})
    assert html.lstrip().startswith('<div id="results"')


@pytest.mark.parametrize(
    "query", ["%00", "%22", "(", "%5C", "*", "a" * 9_000, "%F0%9F%AB%99", "%ED%A0%80", "+", "%E6%9E%9C"]
)
@pytest.mark.parametrize("address", ["search", "search/suggestions"])
def test_any_query_answers(client: Any, shelf: list[Any], address: str, query: str) -> None:
    assert client.get(f"/zh-hant/{address}?q={query}").status_code == 200


def test_markup_in_a_query_stays_text(client: Any, shelf: list[Any]) -> None:
    assert "<script>alert" not in page(client, "/zh-hant/search?q=<script>alert(1)</script>")


def test_suggestions_lead_to_people_kinds_brands_and_goods(client: Any, shelf: list[Any]) -> None:
    assert "/@mei" in page(client, "/zh-hant/search/suggestions?q=林")
    assert "/categories/" in page(client, "/zh-hant/search/suggestions?q=果")
    assert "/brands/" in page(client, "/zh-hant/search/suggestions?q=bel")
    assert f"/p/{shelf[0].id}-" in page(client, "/zh-hant/search/suggestions?q=手工")


def test_sorting_by_price(client: Any, shelf: list[Any]) -> None:
    assert page(client, "/zh-hant/search?q=果醬&sort=cheapest")


def test_a_page_of_results_takes_the_same_queries_for_few_and_many(app: Any, client: Any, cast: Cast) -> None:
    from miquan.db import counting_queries

    counts = []
    for amount in (1, 12):
        for number in range(amount):
            cast.product(title=f"果醬 {amount} {number}")
        indexing.rebuild()
        app.extensions["miquan.columns"].looked_at = -1e9
        page(client, "/zh-hant/search?q=果醬")
        with counting_queries() as seen:
            page(client, "/zh-hant/search?q=果醬&sort=newest")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("lang", "words", "name"), [("zh-hant", "京都", "京都"), ("zh-hans", "日本", "日本"), ("en", "kyoto", "Kyoto")]
)
def test_a_place_is_offered_by_its_name(client: Any, shelf: list[Any], lang: str, words: str, name: str) -> None:
    for address in (f"/{lang}/search?q={words}", f"/{lang}/search/suggestions?q={words[:4]}"):
        assert re.search(rf'href="/{lang}/places/japan[^"]*"[^>]*>(<svg.*?</svg>)?[^<]*{name}', page(client, address))
    assert "/places/" not in page(client, f"/{lang}/search?q=果醬").partition("<main")[2].partition("</main>")[0]


def test_a_search_opens_on_what_there_is(app: Any, client: Any, cast: Cast) -> None:
    posted(cast.mei, "河邊的鷺鷥今天站了很久")
    indexing.rebuild()
    assert re.search(r'in=posts"[^>]*aria-current', page(client, "/zh-hant/search?q=鷺鷥"))
    assert re.search(r'in=goods"[^>]*aria-current', page(client, "/zh-hant/search?q=鷺鷥&in=goods"))
    assert re.search(r'in=goods"[^>]*aria-current', page(client, "/zh-hant/search?q=沒有這個東西"))
