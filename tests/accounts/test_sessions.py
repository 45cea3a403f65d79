"""Signing in and out: the cookie, who may do it, what ends a session."""

import re
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member, MemberSession
from miquan.accounts.sessions import hashed
from miquan.db import now
from miquan.moderation.actions import reinstate_member, suspend_member
from tests.accounts.signing import code, turned_on, waiting
from tests.browsing import Browser, Page
from tests.cast import PASSWORD, Cast
from tests.mails import mails, worked

HOSTILE = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "http:evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "///evil.example",
]


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子", password=True)


def sign_in(
    browser: Browser,
    email: str = "hana@example.org",
    password: str = PASSWORD,
    path: str = "/zh-hant/sign-in",
    **more: str,
) -> Page:
    return browser.send(path, email=email, password=password, **more)


def is_in(browser: Browser) -> bool:
    return browser.get("/zh-hant/me").status == 200


def test_a_member_signs_in_and_out(app: Any, hana: Member) -> None:
    browser = Browser(app)
    page = sign_in(browser)
    assert (page.status, page.location) == (302, "/zh-hant/")
    assert is_in(browser)
    out = browser.send("/zh-hant/me", action="/sign-out", to="/zh-hant/sign-out")
    assert out.status == 302
    assert out.location == "/zh-hant/"
    assert not is_in(browser)
    assert MemberSession.select().count() == 0


def test_the_address_may_be_written_in_capitals(app: Any, hana: Member) -> None:
    browser = Browser(app)
    sign_in(browser, email=" HANA@Example.ORG ")
    assert is_in(browser)


@pytest.mark.parametrize(
    ("email", "password"),
    [("hana@example.org", "wrong password"), ("nobody@example.org", PASSWORD), ("hana", PASSWORD)],
)
def test_every_failure_reads_the_same(app: Any, hana: Member, email: str, password: str) -> None:
    browser = Browser(app)
    page = sign_in(browser, email=email, password=password)
    assert page.status in (200, 422)
    assert "電子郵件或密碼不對，再試一次" in page.text
    assert not is_in(browser)


def test_who_was_switched_off_cannot_sign_in_and_is_out_at_once(app: Any, hana: Member) -> None:
    inside = Browser(app, hana)
    assert is_in(inside)
    Member.update(active=False).where(Member.id == hana.id).execute()
    assert not is_in(inside)
    late = Browser(app)
    assert "電子郵件或密碼不對" in sign_in(late).text
    assert not is_in(late)


def test_who_has_no_password_cannot_sign_in_by_one(app: Any, cast: Cast) -> None:
    assert cast.nina.password is None
    browser = Browser(app)
    for password in ("", "None", PASSWORD):
        sign_in(browser, email="nina@example.org", password=password)
        assert not is_in(browser)


def test_a_cookie_replayed_after_signing_out_is_dead(app: Any, hana: Member) -> None:
    browser = Browser(app, hana)
    stolen = browser.cookie()
    browser.send("/zh-hant/me", action="/sign-out", to="/zh-hant/sign-out")
    thief = Browser(app)
    thief.client.set_cookie("miquan", stolen)
    assert not is_in(thief)


def test_signing_in_gives_a_new_cookie(app: Any, hana: Member) -> None:
    browser = Browser(app)
    browser.get("/zh-hant/sign-in")
    before = browser.cookie()
    assert before
    sign_in(browser)
    assert browser.cookie() not in ("", before)
    thief = Browser(app)
    thief.client.set_cookie("miquan", before)
    assert not is_in(thief)


def test_a_planted_cookie_is_not_taken_over(app: Any, hana: Member) -> None:
    browser = Browser(app)
    browser.client.set_cookie("miquan", "m.planted-by-somebody-else")
    sign_in(browser)
    assert is_in(browser)
    assert "planted" not in browser.cookie()
    assert MemberSession.get_or_none(MemberSession.token_hash == hashed("planted-by-somebody-else")) is None


def test_signing_in_over_somebody_elses_session_ends_it(app: Any, cast: Cast, hana: Member) -> None:
    browser = Browser(app, cast.mei)
    old = browser.cookie()
    browser.send("/zh-hant/me", action="/sign-out", to="/zh-hant/sign-out")
    sign_in(browser)
    again = Browser(app)
    again.client.set_cookie("miquan", old)
    assert not is_in(again)
    assert [row.member_id for row in MemberSession.select()] == [hana.id]


@pytest.mark.parametrize(
    "cookie", ["m.", "m." + "x" * 5_000, "nonsense", "\x00", "m.\u00e9", "eyJfdXNlcl9pZCI6IjEifQ.x.y"]
)
def test_a_broken_cookie_is_none(app: Any, hana: Member, cookie: str) -> None:
    page = Browser(app).get("/zh-hant/", headers={"Cookie": f"miquan={cookie}"})
    assert page.status == 200


def test_the_cookie_holds_no_secret_of_the_row(app: Any, hana: Member) -> None:
    browser = Browser(app, hana)
    row = MemberSession.get()
    assert row.token_hash == hashed(browser.cookie().removeprefix("m."))
    assert hana.fs_uniquifier not in browser.cookie()
    assert len(browser.cookie()) >= 24


def test_a_session_ends_after_its_time(app: Any, hana: Member) -> None:
    browser = Browser(app, hana)
    MemberSession.update(expires_at=now() - timedelta(seconds=1)).execute()
    assert not is_in(browser)


def test_signing_out_needs_its_token_and_a_post(app: Any, hana: Member) -> None:
    browser = Browser(app, hana)
    assert browser.get("/zh-hant/sign-out").status == 405
    assert browser.post("/zh-hant/sign-out").status == 400
    assert is_in(browser)


@pytest.mark.parametrize("target", HOSTILE)
def test_signing_in_leads_to_no_other_site(app: Any, hana: Member, target: str) -> None:
    for how in ({"path": "/zh-hant/sign-in", "next": target}, {"path": f"/zh-hant/sign-in?next={target}"}):
        browser = Browser(app)
        page = sign_in(browser, **how)
        clean = page.location.replace("\\", "/")
        assert page.status in (200, 302, 400, 422)
        assert not page.location or (clean.startswith("/") and not clean.startswith("//")), page.location


def test_signing_in_leads_on_to_where_one_wanted_to_go(app: Any, hana: Member) -> None:
    browser = Browser(app)
    asked = browser.get("/en/studio/storefront")
    page = browser.follow(asked)
    there = browser.post(asked.location, {**page.fields(), "email": "hana@example.org", "password": PASSWORD})
    assert there.location == "/en/studio/storefront"


class TestReset:
    """A new password by mail."""

    @staticmethod
    def link(browser: Browser, email: str = "hana@example.org", lang: str = "zh-hant") -> str:
        before = len(mails())
        page = browser.send(f"/{lang}/reset", email=email)
        assert page.status == 303
        found = [re.search(r"https?://[^/\s]+(/\S+)", mail["text"]) for mail in worked()[before:]]
        return found[0].group(1) if found and found[0] else ""

    def test_a_link_works_once_and_ends_all_sessions(self, app: Any, hana: Member) -> None:
        old = Browser(app, hana)
        browser = Browser(app)
        link = self.link(browser)
        assert link.startswith("/zh-hant/reset/")
        page = browser.get(link)
        done = browser.post(
            link, {**page.fields(), "password": "又一個長一點的密碼", "password_confirm": "又一個長一點的密碼"}
        )
        assert done.status == 302
        assert not is_in(old)
        assert MemberSession.select().where(MemberSession.member == hana.id).count() <= 1
        again = Browser(app).get(link)
        assert again.status == 302
        assert "/reset" in again.location
        fresh = Browser(app)
        sign_in(fresh, password=PASSWORD)
        assert not is_in(fresh)
        sign_in(fresh, password="又一個長一點的密碼")
        assert is_in(fresh)

    def test_the_member_is_told(self, app: Any, hana: Member) -> None:
        browser = Browser(app)
        link = self.link(browser)
        browser.post(
            link,
            {**browser.get(link).fields(), "password": "又一個長一點的密碼", "password_confirm": "又一個長一點的密碼"},
        )
        assert mails()[-1]["to"] == "hana@example.org"
        assert "密碼剛剛換過" in mails()[-1]["text"]

    def test_a_stranger_learns_nothing(self, app: Any, hana: Member) -> None:
        known, unknown = Browser(app), Browser(app)
        first, second = (
            known.send("/zh-hant/reset", email="hana@example.org"),
            unknown.send("/zh-hant/reset", email="no@example.org"),
        )
        assert (first.status, first.location) == (second.status, second.location)
        assert [mail["to"] for mail in worked()] == ["hana@example.org"]

    @pytest.mark.parametrize("token", ["x", "x.y.z", "%00", "WyIxIl0.aaaa.bbbb"])
    def test_a_forged_link_is_none(self, app: Any, hana: Member, token: str) -> None:
        page = Browser(app).get(f"/zh-hant/reset/{token}")
        assert page.status in (302, 404)

    def test_two_different_passwords_change_nothing(self, app: Any, hana: Member) -> None:
        browser = Browser(app)
        link = self.link(browser)
        page = browser.post(
            link,
            {**browser.get(link).fields(), "password": "又一個長一點的密碼", "password_confirm": "不一樣的另一個密碼"},
        )
        assert page.status in (200, 422)
        sign_in(browser)
        assert is_in(browser)

    def test_the_pages_are_kept_by_nobody(self, app: Any, hana: Member) -> None:
        browser = Browser(app)
        page = browser.get(self.link(browser))
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] in ("no-referrer", "strict-origin-when-cross-origin", "same-origin")


def test_who_is_shut_out_while_signing_in_has_no_session(app: Any, cast: Cast) -> None:
    """It would open the account once they are let in again, by a sign-in that was turned away."""
    nina = turned_on(cast.nina)
    browser = waiting(app, nina)
    fields = browser.get("/zh-hant/sign-in/code").fields()
    suspend_member(nina.id, by=cast.ou.id, reason="x")
    browser.post("/zh-hant/sign-in/code", {**fields, "code": code(nina.secret)})
    assert not MemberSession.select().where(MemberSession.member == nina.id).exists()
    assert reinstate_member(nina.id, by=cast.ou.id, reason="x")
    assert browser.get("/zh-hant/me").status == 303
