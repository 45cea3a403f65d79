"""Joining: what makes a member, what is refused, what is told to whom."""

from typing import Any

import pytest

from miquan.accounts.models import HandleChange, Member, MemberSession
from tests.browsing import Browser
from tests.cast import PASSWORD, Cast
from tests.mails import mails

NEW = {"email": "hana@example.org", "password": PASSWORD, "handle": "hana", "display_name": "花子"}


def join(app: Any, path: str = "/zh-hant/join", **changes: str) -> Any:
    return Browser(app).send(path, **{**NEW, **changes})


def test_a_visitor_becomes_a_member_and_is_signed_in(app: Any, cast: Cast) -> None:
    browser = Browser(app)
    page = browser.send("/zh-hans/join", **NEW)
    assert page.status == 302
    assert page.location == "/zh-hans/me/welcome"
    member = Member.get(Member.handle == "hana")
    assert (member.email, member.display_name, member.lang, member.active) == (
        "hana@example.org",
        "花子",
        "zh-hans",
        True,
    )
    assert member.role_names == {"member"}
    assert str(member.password).startswith("$argon2")
    assert browser.get("/zh-hans/me").status == 200


@pytest.mark.parametrize("typed", ["Hana_K", " HANA_K ", "@Hana_k", "Ｈａｎａ＿Ｋ"])
def test_a_handle_is_lowered_and_shown_as_it_was_stored(app: Any, cast: Cast, typed: str) -> None:
    refused = join(app, handle=typed, password="1234567")
    assert refused.status in (200, 422)
    assert refused.fields()["handle"] == "hana_k"
    browser = Browser(app)
    browser.send("/zh-hant/join", **{**NEW, "handle": typed})
    assert Member.get(Member.display_name == "花子").handle == "hana_k"
    assert "@hana_k" in browser.get("/zh-hant/me").text
    assert browser.send("/zh-hant/me/handle", handle="@Hana_2").status == 303
    assert Member.get(Member.display_name == "花子").handle == "hana_2"


def test_the_new_member_gets_one_mail_in_their_language(app: Any, cast: Cast) -> None:
    join(app, "/zh-hant/join")
    (mail,) = mails()
    assert mail["to"] == "hana@example.org"
    assert "花子" in mail["text"]
    assert "@hana" in mail["text"]
    assert "花子" in mail["html"]


def test_who_brought_them_is_kept(app: Any, cast: Cast) -> None:
    browser = Browser(app)
    page = browser.get(f"/zh-hant/join?ref={cast.mei.handle}")
    browser.post("/zh-hant/join", {**page.fields(), **NEW, "ref": cast.mei.handle})
    assert Member.get(Member.handle == "hana").inviter_id == cast.mei.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", "ha"), ("handle", "h" * 31), ("handle", "花子"), ("handle", "a-b"), ("handle", "admin"), ("handle", "mei"), ("handle", "MEI"),
        ("handle", ""), ("display_name", ""), ("display_name", "\u200b\u202e"), ("display_name", "長" * 41), ("email", "no address"), ("email", ""),
        ("password", "1234567"), ("password", ""), ("password", "password123"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_makes_no_member(app: Any, cast: Cast, field: str, value: str) -> None:
    assert cast.mei.handle == "mei"
    before = Member.select().count()
    page = join(app, **{field: value})
    assert page.status in (200, 422)
    assert page.all("div", id="errors") or page.all("section", id="errors")
    assert Member.select().count() == before


def test_a_handle_that_was_given_up_lately_is_not_given_out(app: Any, cast: Cast) -> None:
    HandleChange.create(handle="hana", member=cast.mei.id)
    assert join(app).status in (200, 422)
    assert Member.get_or_none(Member.handle == "hana") is None


def test_a_known_address_is_not_told_to_be_known(app: Any, cast: Cast) -> None:
    """The page is the same; its owner gets a letter."""
    known = cast.mei
    before = len(mails())
    fresh = join(app, handle="other1", email="somebody@example.org")
    taken = join(app, handle="other2", email=known.email.upper())
    assert (taken.status, taken.location) == (fresh.status, fresh.location)
    assert [mail["to"] for mail in mails()[before:]] == ["somebody@example.org", known.email]
    assert "已經有帳號" in mails()[-1]["text"]


def test_extra_fields_make_nobody_an_operator(app: Any, cast: Cast) -> None:
    join(app, roles="operator", active="0", demo="1", id="1", confirmed_at="2020-01-01", fs_uniquifier="known")
    member = Member.get(Member.handle == "hana")
    assert member.role_names == {"member"}
    assert (member.active, member.demo) == (True, False)
    assert member.fs_uniquifier != "known"


def test_a_session_knows_where_it_was_begun(app: Any, cast: Cast) -> None:
    browser = Browser(app)
    page = browser.get("/en/join")
    browser.post("/en/join", {**page.fields(), **NEW}, headers={"User-Agent": "F" * 400})
    row = MemberSession.get()
    assert row.member.handle == "hana"
    assert row.agent == "F" * 300
    assert browser.cookie().removeprefix("m.") not in row.token_hash
