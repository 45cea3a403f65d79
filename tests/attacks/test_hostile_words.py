"""Words that cost far too much, digits that are none, and shapes that no form sends."""

import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest

from miquan.accounts.models import Member
from tests.browsing import Browser
from tests.cast import Cast, token_in

# Sorting marks takes quadratic time with the interpreter's lock held: 30,000 stop every other reader for 2 s.
MARKS = "a" + "\u0301\u0316" * 2_000
MOST = 500


@pytest.fixture
def sorted_lengths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many marks stood in what the libraries around the account's forms normalised."""
    found: list[int] = []

    def normalize(form: Any, text: str) -> str:
        found.append(sum(map(bool, map(unicodedata.combining, text))))
        return unicodedata.normalize(form, text)

    watched = SimpleNamespace(**{**vars(unicodedata), "normalize": normalize})
    monkeypatch.setattr("flask_security.password_util.unicodedata", watched)
    monkeypatch.setattr("email_validator.syntax.unicodedata", watched)
    return found


@pytest.mark.parametrize(
    ("path", "field"),
    [("/sign-in", "password"), ("/sign-in", "email"), ("/reset", "email"), ("/join", "password"), ("/join", "email")],
)
def test_no_heap_of_marks_is_sorted_for_an_account(
    app: Any, cast: Cast, sorted_lengths: list[int], path: str, field: str
) -> None:
    hana = cast.member("hana", "花子", password=True)
    browser = Browser(app)
    said = {"email": hana.email, "password": "x", "handle": "yuki", "display_name": "雪"}
    typed = MARKS + "@example.org" if field == "email" else MARKS
    page = browser.post(
        f"/zh-hant{path}",
        {"csrf_token": token_in(browser.get(f"/zh-hant{path}").text), **said, field: typed},
    )
    assert page.status < 500
    assert max(sorted_lengths, default=0) <= MOST
    # An address is looked at letter by letter, each with the marks after it: 2 MB take most of a minute.
    assert len(sorted_lengths) <= MOST


def test_no_heap_of_marks_is_sorted_for_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    from miquan.money import parse_price

    lengths: list[int] = []

    def normalize(form: Any, text: str) -> str:
        lengths.append(len(text))
        return unicodedata.normalize(form, text)

    watched = SimpleNamespace(**{**vars(unicodedata), "normalize": normalize})
    monkeypatch.setattr("miquan.money.amounts.unicodedata", watched)
    with pytest.raises(ValueError):
        parse_price("1" + MARKS, "TWD")
    assert max(lengths, default=0) <= MOST


@pytest.mark.parametrize("after", ["1.²", "².1", "-².1"])
@pytest.mark.parametrize("sort", ["newest", "cheapest"])
def test_raised_digits_are_no_place_in_a_list(app: Any, cast: Cast, after: str, sort: str) -> None:
    """`"²".isdigit()` is true, and `int("²")` raises."""
    cast.product()
    assert Browser(app).get(f"/zh-hant/@mei?sort={sort}&after={after}").status == 200


def test_raised_digits_in_the_studio_and_in_a_question(app: Any, cast: Cast) -> None:
    cast.product()
    assert Browser(app, cast.mei).get("/zh-hant/studio/products?after=²").status == 200
    assert Browser(app, cast.nina).get("/zh-hant/@mei/question?product=²").status == 200


@pytest.mark.parametrize("number", ["²", "9" * 5_000])
def test_a_row_of_a_list_that_has_no_number_is_no_fault_of_ours(app: Any, cast: Cast, number: str) -> None:
    _shop = cast.kyoto
    browser = Browser(app, cast.mei)
    token = token_in(browser.get("/zh-hant/studio/products/new").text)
    page = browser.post("/zh-hant/studio/products/new", {"csrf_token": token, f"variants-{number}-price": "1"})
    assert page.status in (400, 422)


@pytest.mark.parametrize("said", [[1, 2], "x", {"email": 5}, {"email": True, "password": True}, {"email": {"a": 1}}])
@pytest.mark.parametrize("path", ["/sign-in", "/reset", "/join"])
def test_json_of_any_shape_is_refused_and_no_fault_of_ours(app: Any, cast: Cast, path: str, said: Any) -> None:
    _known: Member = cast.mei
    browser = Browser(app)
    token = token_in(browser.get(f"/zh-hant{path}").text)
    page = browser.ask("POST", f"/zh-hant{path}", json=said, headers={"X-CSRFToken": token})
    assert page.status < 500
