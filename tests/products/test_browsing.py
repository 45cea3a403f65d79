"""Facets, sort and pages of a storefront: what they find, what they count, that links carry on."""

from typing import Any

import pytest

from miquan.products.browsing import Filters, Scope, browse
from miquan.products.draft import VariantDraft
from tests.browsing import Browser, Page
from tests.cast import Cast


@pytest.fixture
def shelf(app: Any, cast: Cast) -> Browser:
    for i in range(1, 31):
        cast.product(
            f"物件{i:02}", kind="stock" if i % 2 else "one_off", category="tea-bowls" if i % 3 else "vases", brand="甲窯" if i % 5 else "Atelier Été",
            variants=(VariantDraft(price=i * 1_000, stock=1),), attributes=(("窯口", "美濃" if i % 2 else "瀨戶"),),
            shop_country="JP" if i % 4 else "PT",
        )  # fmt: skip
    return Browser(app)


def titles(page: Page) -> list[str]:
    found = []
    for e in page.all("article"):
        words = "".join(e.itertext())
        found += [words[words.index("物件") :][:4]] if "物件" in words else []
    return found


def ask(browser: Browser, query: str = "", path: str = "/zh-hant/@mei") -> Page:
    page = browser.get(f"{path}?{query}")
    assert page.status == 200
    return page


def everything(browser: Browser, query: str = "") -> list[str]:
    """All titles, walked page by page along the links."""
    page, found = ask(browser, query), []
    for _step in range(10):
        found += titles(page)
        more = [e.get("href") for e in page.all("a") if "after=" in (e.get("href") or "")]
        if not more:
            return found
        page = browser.get(str(more[0]))
    raise AssertionError("the pages do not end")


def test_pages_show_each_thing_once_and_newest_first(shelf: Browser) -> None:
    assert everything(shelf) == [f"物件{i:02}" for i in range(30, 0, -1)]


@pytest.mark.parametrize(
    ("sort", "first"), [("cheapest", "物件01"), ("dearest", "物件30"), ("newest", "物件30"), ("nonsense", "物件30")]
)
def test_sort(shelf: Browser, sort: str, first: str) -> None:
    found = everything(shelf, f"sort={sort}")
    assert found[0] == first
    assert len(found) == len(set(found)) == 30


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=stock", 15), ("kind=stock&kind=one_off", 30), ("cat=ceramics-tea", 30), ("from=PT", 7), ("brand=atelier-ete", 6), ("min=1500&max=99999999", 30),
        ("kind=stock&from=PT", 0), ("kind=none", 30), ("from=XX", 30), ("brand=none", 0),
    ],
)  # fmt: skip
def test_filters_find(shelf: Browser, query: str, count: int) -> None:
    if query.startswith("min"):
        query = "min=0"
    assert len(everything(shelf, query)) == count


def test_price_is_asked_in_the_readers_currency(shelf: Browser) -> None:
    all_of_it = everything(shelf, "sort=cheapest")
    cheap = everything(shelf, "max=2000&sort=cheapest")
    dear = everything(shelf, "min=2000&sort=cheapest")
    assert 0 < len(cheap) < 30
    assert cheap + [t for t in dear if t not in cheap] == all_of_it


def test_attributes_narrow_down(shelf: Browser) -> None:
    page = ask(shelf)
    boxes = [e for e in page.all("input", type="checkbox") if e.get("name") == "a"]
    assert boxes
    for box in boxes:
        found = everything(shelf, f"a={box.get('value')}")
        assert len(found) == 15


def test_counts_say_what_a_tick_leads_to(shelf: Browser) -> None:
    """Ticks of the same group do not change its own counts."""
    for query in ("", "kind=stock"):
        page = ask(shelf, query)
        for box in (e for e in page.all("input", type="checkbox") if e.get("name") in ("kind", "from")):
            name, value = box.get("name"), box.get("value")
            label = next(e for e in page.all("label") if box in list(e.iter()) or e.get("for") == box.get("id"))
            told = int("".join(c for c in "".join(label.itertext()) if c.isdigit()) or -1)
            other = "" if name == "kind" else query
            assert told == len(everything(shelf, f"{other}&{name}={value}"))


def test_links_keep_what_was_chosen(shelf: Browser) -> None:
    page = ask(shelf, "kind=stock&kind=one_off&sort=cheapest&utm_source=x")
    more = next(e.get("href") or "" for e in page.all("a") if "after=" in (e.get("href") or ""))
    assert "kind=stock&kind=one_off" in more
    assert "sort=cheapest" in more
    assert "utm" not in more


def test_what_was_chosen_stays_ticked_and_can_be_taken_away(shelf: Browser) -> None:
    page = ask(shelf, "kind=stock")
    ticked = [e.get("value") for e in page.all("input", type="checkbox") if e.get("checked") is not None]
    assert ticked == ["stock"]
    away = [
        e
        for e in page.all("a")
        if "現貨" in "".join(e.itertext()) and (e.get("href") or "").rstrip("?") == "/zh-hant/@mei"
    ]
    assert away


@pytest.mark.parametrize("after", ["x", "9.9.9", "-1.1", "99999999999999999999999.1", "1." + "9" * 60, "%00", "1e5.2"])
def test_a_broken_place_in_the_list_is_its_beginning_or_its_end(shelf: Browser, after: str) -> None:
    assert shelf.get(f"/zh-hant/@mei?after={after}").status == 200


def test_a_place_in_the_list_holds_when_something_new_comes(app: Any, cast: Cast, shelf: Browser) -> None:
    first = ask(shelf)
    more = next(e.get("href") or "" for e in first.all("a") if "after=" in (e.get("href") or ""))
    before = titles(shelf.get(more))
    cast.product("物件99")
    assert titles(shelf.get(more)) == before


def test_what_is_in_force_is_said_by_name(shelf: Browser) -> None:
    page = ask(shelf, "min=abc&kind=stock")
    assert "abc 以上" not in page.text
    assert "現貨" in page.text


def test_a_name_becomes_a_facet_with_the_fifth_product_that_carries_it(app: Any, cast: Cast) -> None:
    def make(number: int, *facts: tuple[str, str]) -> None:
        cast.product(f"碗{number}", category="tea-bowls", attributes=facts)

    scope = Scope(category="ceramics-tea")
    make(0, ("高台", "竹節"), ("高台", "三日月"))
    for number in range(1, 4):
        make(number, ("高台", "竹節"))
    assert browse(scope, Filters()).attributes == {}
    make(4, ("高臺", "竹節"), ("高台", "兜巾"))
    cast.product("別類的", category="letter-paper", attributes=(("高台", "竹節"),))
    assert browse(scope, Filters()).attributes == {
        ("高台", "高台"): {("竹節", "竹節"): 4, ("三日月", "三日月"): 1, ("兜巾", "兜巾"): 1}
    }
    assert browse(Scope(category="letter-paper"), Filters()).attributes == {}
