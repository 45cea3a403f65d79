"""Which letters a member gets: by their own page, by one click in a letter, and what a stranger can do with it."""

from dataclasses import replace
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.mail import queries, rules, unsubscribing
from miquan.mail.letters import send_letter
from miquan.outbox import Event, EventRow
from tests.browsing import Browser
from tests.cast import Cast
from tests.mails import mails

PATH = "/zh-hant/me/notifications/settings"


def address(member: Member, kind: str = "question", lang: str = "zh-hant") -> str:
    return f"/{lang}/unsubscribe/{unsubscribing.token(member.id, kind)}"


def one_click(app: Any, path: str) -> Any:
    """What a mail provider sends: no cookie, no token, no language."""
    return Browser(app).post(path, {"List-Unsubscribe": "One-Click"})


def test_a_member_chooses(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    fields = browser.get(PATH).fields()
    assert {kind: fields[kind] for kind in rules.REFUSABLE} == {"question": "mail", "news": "mail"}
    assert browser.send(PATH, question="off").location == PATH
    assert queries.refused(cast.mei.id) == {"question"}
    assert queries.refused(cast.nina.id) == frozenset()
    assert browser.send(PATH, question="mail").status == 303
    assert queries.refused(cast.mei.id) == frozenset()
    chosen = EventRow.select().where(EventRow.name == Event.MAIL_CHOSEN).order_by(EventRow.id)
    assert [row.data["refused"] for row in chosen] == [["question"], []]


def test_one_click_stops_one_kind_of_one_member(app: Any, cast: Cast) -> None:
    bare = address(cast.mei, lang="").replace("//", "/")
    page = one_click(app, bare)
    assert (page.status, page.location) == (200, "")
    assert "Set-Cookie" not in page.headers
    assert queries.refused(cast.mei.id) == {"question"}
    assert one_click(app, bare).status == 200
    assert queries.refused(cast.mei.id) == {"question"}
    assert queries.refused(cast.nina.id) == frozenset()
    assert not send_letter(cast.mei, "question", kind="question")


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
def test_opening_the_address_changes_nothing_and_a_button_does(app: Any, cast: Cast, lang: str) -> None:
    path, browser = address(cast.mei, "news", lang), Browser(app)
    page = browser.get(path)
    assert page.status == 200
    assert page.tree.get("lang") in ("zh-Hant", "zh-Hans", "en")
    assert queries.refused(cast.mei.id) == frozenset()
    done = browser.post(path, {"then": "stop"})
    assert (done.status, done.location) == (303, path)
    assert queries.refused(cast.mei.id) == {"news"}
    assert not browser.get(path).all("button", value="resume")
    assert browser.post(path, {"then": "resume"}).status == 403
    assert queries.refused(cast.mei.id) == {"news"}
    mine = Browser(app, cast.mei)
    assert mine.get(path).all("button", value="resume")
    mine.post(path, {"then": "resume"})
    assert queries.refused(cast.mei.id) == frozenset()


def test_a_bare_address_opens_in_the_readers_language(app: Any, cast: Cast) -> None:
    page = Browser(app).get(
        f"/unsubscribe/{unsubscribing.token(cast.mei.id, 'news')}", headers={"Accept-Language": "en"}
    )
    assert (page.status, page.location.split("/")[1]) == (302, "en")


@pytest.mark.parametrize("wrong", ["x", "W10.x", "", "a" * 3_000])
def test_only_our_own_addresses_work(app: Any, cast: Cast, wrong: str) -> None:
    token = unsubscribing.token(cast.mei.id, "question")
    for told in (wrong, token + "x", token[:-2], token.swapcase()):
        for page in (Browser(app).get(f"/en/unsubscribe/{told}"), one_click(app, f"/unsubscribe/{told}")):
            assert page.status in (400, 404), told
    assert queries.refused(cast.mei.id) == frozenset()


def test_an_address_outlives_the_key_that_signed_it(app: Any, cast: Cast, monkeypatch: Any) -> None:
    token, own = unsubscribing.token(cast.mei.id, "question"), app.extensions["miquan"]
    monkeypatch.setitem(app.extensions, "miquan", replace(own, secret_key="a new key", old_keys=(own.secret_key,)))
    assert unsubscribing.read(token) == (cast.mei.id, "question")
    newer = unsubscribing.token(cast.mei.id, "question")
    assert newer != token
    monkeypatch.setitem(app.extensions, "miquan", replace(own, secret_key="a new key"))
    assert (unsubscribing.read(token), unsubscribing.read(newer)) == (None, (cast.mei.id, "question"))


def test_a_token_of_another_purpose_or_kind_stops_nothing(app: Any, cast: Cast) -> None:
    from itsdangerous import URLSafeSerializer

    other = URLSafeSerializer(str(app.secret_key), salt="reset-salt").dumps([cast.mei.id, "question"])
    account = unsubscribing.token(cast.mei.id, "account")
    gone = unsubscribing.token(999_999, "question")
    assert [one_click(app, f"/unsubscribe/{told}").status for told in (other, account, gone)] == [400, 400, 400]


def test_the_address_opens_nothing_else(app: Any, cast: Cast) -> None:
    browser = Browser(app)
    browser.post(address(cast.mei), {"then": "stop"})
    assert browser.get("/zh-hant/me").status == 303
    assert browser.cookie() == ""


def test_no_other_form_is_without_a_token(app: Any, cast: Cast) -> None:
    assert Browser(app, cast.mei).post(PATH, {"question": "mail"}).status == 400


def test_who_takes_no_questions_is_not_asked_any(app: Any, cast: Cast) -> None:
    assert cast.kyoto.id
    before, browser = len(mails()), Browser(app, cast.nina)
    fields = browser.get("/zh-hant/@mei/question").fields()
    one_click(app, address(cast.mei))
    page = browser.get("/zh-hant/@mei/question")
    assert "現在不收提問" in page.text
    assert not page.all("textarea")
    assert browser.post("/zh-hant/@mei/question", {**fields, "words": "在嗎"}).status == 403
    assert len(mails()) == before


def test_every_kind_that_may_be_refused_has_a_field(app: Any) -> None:
    from miquan.notifications.forms import HearingForm

    with app.test_request_context():
        assert set(rules.REFUSABLE) == set(rules.NAMES) <= set(HearingForm()._fields)
