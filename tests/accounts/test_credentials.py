"""Passwords, handles and the list of sessions: what is refused, what changes, whose it is."""

import re
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts import handles, passwords
from miquan.accounts.models import HandleChange, Member, MemberSession, SecurityEvent
from miquan.accounts.sessions import sign_out_one, sign_out_others
from miquan.db import now, transaction
from miquan.limits import limiter, typed_address
from miquan.outbox import Event, EventRow
from tests.browsing import Browser
from tests.cast import PASSWORD, Cast
from tests.mails import mails

OTHER = "又一個長一點的密碼"


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子", password=True)


def is_in(browser: Browser) -> bool:
    return browser.get("/zh-hant/me").status == 200


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("x" * 129, "long"), ("abcdEFGH12 " * 11, ""), ("PassWord1", "common"), ("football", "common"), ("my hanako cup", "name"),
        ("Mei.Lin-1988 cup", "name"), ("qiqiqiqi", "guessable"), ("一隻安靜的陶碗", ""), ("lin bowl quiet 7", ""), ("   spaces count 8  ", ""),
    ],
)  # fmt: skip
def test_what_a_password_may_be(password: str, problem: str) -> None:
    assert passwords.problem(password, "hanako", "林美", "mei.lin@example.org") == problem


def test_the_commonest_are_those_that_would_fit() -> None:
    assert len(passwords.commonest()) > 2_900
    assert all(len(word) >= passwords.SHORTEST for word in passwords.commonest())


class TestPassword:
    @staticmethod
    def send(browser: Browser, password: str, again: str | None = None) -> Any:
        return browser.send("/zh-hant/me/password", password=password, password_confirm=again or password)

    def test_it_ends_the_other_sessions_and_keeps_this_one(self, app: Any, hana: Member) -> None:
        other, browser = Browser(app, hana), Browser(app, hana)
        before = browser.cookie()
        assert self.send(browser, OTHER).status == 303
        assert (is_in(browser), is_in(other)) == (True, False)
        assert browser.cookie() != before
        assert "密碼剛剛換過" in mails()[-1]["text"]
        old, new = Browser(app), Browser(app)
        old.send("/zh-hant/sign-in", email=hana.email, password=PASSWORD)
        new.send("/zh-hant/sign-in", email=hana.email, password=OTHER)
        assert (is_in(old), is_in(new)) == (False, True)

    def test_who_has_none_can_set_one(self, app: Any, cast: Cast) -> None:
        browser = Browser(app, cast.nina)
        assert "設一個密碼" in browser.get("/zh-hant/me/password").words("h1")
        assert self.send(browser, OTHER).status == 303
        assert str(Member.get_by_id(cast.nina.id).password).startswith("$argon2")

    @pytest.mark.parametrize("wrong", ["short", "password1", "I am hana here", "長" * 129, ""])
    def test_a_bad_one_is_refused_beside_the_field(self, app: Any, hana: Member, wrong: str) -> None:
        page = self.send(Browser(app, hana), wrong)
        assert page.status == 422
        assert page.all("p", id="password-wrong")
        assert Member.get_by_id(hana.id).password == hana.password

    def test_two_different_ones_change_nothing(self, app: Any, hana: Member) -> None:
        assert self.send(Browser(app, hana), OTHER, "不一樣的另一個密碼").status == 422

    def test_a_reset_asks_the_same(self, app: Any, hana: Member) -> None:
        from flask_security.recoverable import generate_reset_password_token

        browser, path = Browser(app), f"/zh-hant/reset/{generate_reset_password_token(hana)}"
        for wrong in ("I am hana here", "長" * 129):
            page = browser.post(path, {**browser.get(path).fields(), "password": wrong, "password_confirm": wrong})
            assert page.status in (200, 422)
        assert Member.get_by_id(hana.id).password == hana.password


class TestHandle:
    def test_everything_follows_and_the_old_one_leads_there(self, app: Any, cast: Cast) -> None:
        cast.product()
        browser, visitor = Browser(app, cast.mei), Browser(app)
        assert visitor.get("/zh-hant/@mei").status == 200
        assert browser.send("/zh-hant/me/handle", handle=" Mei_Kyoto ").status == 303
        for path in ("/zh-hant/@mei", "/zh-hant/@mei/feed.atom"):
            page = visitor.get(path)
            assert (page.status, page.location) == (301, path.replace("mei", "mei_kyoto"))
        assert visitor.get("/zh-hant/@mei_kyoto").status == 200
        events = EventRow.select().where(EventRow.name == Event.MEMBER_CHANGED, EventRow.subject_id == cast.mei.id)
        assert events.order_by(EventRow.id.desc()).first().actor_id == cast.mei.id
        assert "@mei_kyoto" in mails()[-1]["text"]

    def test_for_a_year_nobody_else_has_it(self, app: Any, cast: Cast) -> None:
        handles.change_handle(cast.mei.id, "mei_kyoto")
        with pytest.raises(handles.Refused):
            handles.change_handle(cast.tang.id, "mei")
        page = Browser(app).send("/zh-hant/join", email="x@example.org", password=OTHER, handle="mei", display_name="x")
        assert "已經有人用了" in page.text
        HandleChange.update(at=now() - timedelta(days=366)).execute()
        handles.change_handle(cast.tang.id, "mei")
        assert Browser(app).get("/zh-hant/@mei").status == 200

    def test_ones_own_old_one_can_be_taken_back(self, app: Any, cast: Cast) -> None:
        handles.change_handle(cast.mei.id, "mei_kyoto")
        handles.change_handle(cast.mei.id, "mei")
        assert [row.handle for row in HandleChange.select()] == ["mei_kyoto"]
        assert Browser(app).get("/zh-hant/@mei_kyoto").location == "/zh-hant/@mei"

    def test_twice_within_thirty_days(self, app: Any, cast: Cast) -> None:
        for handle in ("mei_a", "mei_b"):
            handles.change_handle(cast.mei.id, handle)
        browser = Browser(app, cast.mei)
        fields = browser.get("/zh-hant/me/sessions").fields("/sign-out")
        assert browser.post("/zh-hant/me/handle", {**fields, "handle": "mei_c"}).status == 422
        assert "這個月換過兩次了" in browser.get("/zh-hant/me/handle").text
        assert Member.get_by_id(cast.mei.id).handle == "mei_b"

    @pytest.mark.parametrize("wrong", ["tang", "TANG", "admin", "a", "花子", "a b c", ""])
    def test_what_cannot_be_had(self, app: Any, cast: Cast, wrong: str) -> None:
        assert cast.tang
        assert Browser(app, cast.mei).send("/zh-hant/me/handle", handle=wrong).status == 422

    def test_the_same_is_no_change(self, app: Any, cast: Cast) -> None:
        assert Browser(app, cast.mei).send("/zh-hant/me/handle", handle="mei").status == 303
        assert SecurityEvent.select().where(SecurityEvent.kind == "handle_changed").count() == 0


class TestSessions:
    def test_one_is_signed_out_and_its_next_request_fails(self, app: Any, cast: Cast, hana: Member) -> None:
        phone, here = Browser(app, hana), Browser(app, hana)
        page = here.get("/zh-hant/me/sessions")
        (path,) = [f.get("action") for f in page.all("form") if re.search(r"/\d+/removal$", f.get("action") or "")]
        token = page.fields(path)["csrf_token"]
        assert Browser(app, cast.ruo).post(path, {"csrf_token": token}).status == 400
        assert here.post(path, {"csrf_token": token}).status == 303
        assert (is_in(phone), is_in(here)) == (False, True)
        assert here.post(path, {"csrf_token": token}).status == 404

    def test_nobody_elses_can_be_ended(self, app: Any, cast: Cast, hana: Member) -> None:
        mine, theirs = Browser(app, hana), Browser(app, cast.ruo)
        row = MemberSession.get(MemberSession.member == cast.ruo.id)
        fields = mine.get("/zh-hant/me/handle").fields()
        assert mine.post(f"/zh-hant/me/sessions/{row.id}/removal", fields).status == 404
        assert sign_out_one(hana.id, row.id) is False
        assert is_in(theirs)

    def test_the_others_are_signed_out_together(self, app: Any, cast: Cast, hana: Member) -> None:
        others = [Browser(app, hana) for _ in range(3)]
        here, stranger = Browser(app, hana), Browser(app, cast.ruo)
        assert (
            here.send(
                "/zh-hant/me/sessions", "/me/sessions/others/removal", "/zh-hant/me/sessions/others/removal"
            ).status
            == 303
        )
        assert [is_in(b) for b in (*others, here, stranger)] == [False, False, False, True, True]
        assert "登出了其他瀏覽器" in mails()[-1]["subject"]
        assert sign_out_others(hana.id, MemberSession.get(MemberSession.member == hana.id).id) == 0

    def test_who_is_suspended_is_out_and_who_is_leaving_may_come_back(self, app: Any, hana: Member) -> None:
        browser = Browser(app, hana)
        Member.update(active=False, leaving_at=now() + timedelta(3)).where(Member.id == hana.id).execute()
        assert browser.get("/zh-hant/me/departure").status == 200
        again = Browser(app)
        again.send("/zh-hant/sign-in", email=hana.email, password=PASSWORD)
        assert again.get("/zh-hant/me/departure").status == 200
        Member.update(suspended_at=now()).where(Member.id == hana.id).execute()
        assert (is_in(browser), is_in(again)) == (False, False)


@pytest.fixture
def limited(app: Any) -> Any:
    """Limits count, as they do outside of tests."""
    app.config["RATELIMIT_ENABLED"] = limiter.enabled = True
    limiter.init_app(app)
    limiter.reset()
    yield limiter
    limiter.enabled = False


@pytest.mark.parametrize("email", ["hana@example.org", "nobody@example.org"])
def test_guessing_from_many_addresses_is_stopped_by_account(app: Any, hana: Member, limited: Any, email: str) -> None:
    """Whether or not anybody has the account; other accounts are not touched."""
    from unittest.mock import patch

    browser = Browser(app)
    fields = browser.get("/zh-hant/sign-in").fields()

    def guess(number: int, at: str) -> int:
        told = {**fields, "email": at, "password": "wrong"}
        return browser.post("/zh-hant/sign-in", told, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}).status

    with (
        patch("flask_security.forms.hash_password"),
        patch.object(Member, "verify_and_update_password", lambda *_a: False),
    ):
        answers = [guess(n, email.upper() if n % 2 else email) for n in range(12)]
        assert answers.count(429) == 2
        assert answers[:10].count(429) == 0
        assert guess(200, "other@example.org") != 429


def test_a_session_s_holder_cannot_guess_the_password_from_many_addresses(
    app: Any, hana: Member, limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Member, "verify_and_update_password", lambda *_a: False)
    thief = Browser(app, hana)
    told = {**thief.get("/zh-hant/verify").fields(), "password": "wrong"}
    answers = [
        thief.post("/zh-hant/verify", told, environ_base={"REMOTE_ADDR": f"10.0.2.{n}"}).status for n in range(12)
    ]
    assert answers == [422] * 10 + [429] * 2


def test_a_flood_of_guesses_shuts_nobody_out_who_comes_from_their_mailbox(
    app: Any, hana: Member, limited: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred requests a day kept a member out for good: the right password was not even looked at."""
    from tests.accounts.test_mailbox import link

    def knock(browser: Browser, password: str, number: int) -> int:
        told = {**browser.get("/zh-hant/sign-in").fields(), "email": hana.email, "password": password}
        return browser.post("/zh-hant/sign-in", told, environ_base={"REMOTE_ADDR": f"10.0.3.{number}"}).status

    with monkeypatch.context() as guessing:
        guessing.setattr(Member, "verify_and_update_password", lambda *_a: False)
        assert [knock(Browser(app), "wrong", n) for n in range(11)] == [422] * 10 + [429]
    owner, other = Browser(app), Browser(app)
    assert knock(owner, PASSWORD, 20) == 429
    owner.send("/zh-hant/reset", email=hana.email)
    owner.send(link("reset", hana.email), password=OTHER, password_confirm=OTHER)
    assert [knock(owner, OTHER, 20), knock(other, OTHER, 21)] == [302, 429]


def test_letters_are_limited_by_account(app: Any, hana: Member, limited: Any) -> None:
    answers = []
    for number in range(4):
        browser = Browser(app)
        fields = browser.get("/zh-hant/reset").fields()
        told = {**fields, "email": "hana@example.org"}
        answers.append(browser.post("/zh-hant/reset", told, environ_base={"REMOTE_ADDR": f"10.0.1.{number}"}).status)
    assert answers == [303, 303, 303, 429]


@pytest.mark.parametrize(
    "other", ["hana@example。org", "hana@exam\ufe0fple.org", " HANA@EXAMPLE.ORG", "hana@ｅxample.org"]
)
def test_one_mailbox_has_one_limit_however_it_is_written(app: Any, other: str) -> None:
    """A letter went to the same mailbox for every way of writing its domain."""
    keys = set()
    for told in ("hana@example.org", other):
        with app.test_request_context(method="POST", data={"email": told}):
            keys.add(typed_address())
    assert len(keys) == 1


def test_who_invited_is_named_and_kept_through_errors_and_signing_in(app: Any, cast: Cast) -> None:
    assert cast.mei
    browser = Browser(app)
    page = browser.get("/zh-hant/join?ref=mei")
    assert "林美邀你來" in page.text
    there = browser.get(next(a.get("href") or "" for a in page.all("a") if "/sign-in" in (a.get("href") or "")))
    (back,) = {a.get("href") for a in there.all("a") if "/join" in (a.get("href") or "")}
    assert "ref=mei" in str(back)
    told = {"email": "x@example.org", "handle": "newone", "display_name": "新人"}
    wrong = browser.post("/zh-hant/join", {**page.fields(), **told, "password": "1"})
    assert wrong.fields()["ref"] == "mei"
    assert browser.post("/zh-hant/join", {**wrong.fields(), "password": OTHER}).status == 302
    assert Member.get(Member.handle == "newone").inviter_id == cast.mei.id


@pytest.mark.parametrize("ref", ["nobody", "x" * 500, "%00", "<b>", "MEI"])
def test_an_unknown_inviter_is_none(app: Any, cast: Cast, ref: str) -> None:
    page = Browser(app).get(f"/zh-hant/join?ref={ref}")
    assert page.status == 200
    assert "邀你來" not in page.text


def test_a_change_that_fails_leaves_no_session_behind(app: Any, hana: Member) -> None:
    browser = Browser(app, hana)
    with pytest.raises(RuntimeError), transaction():
        passwords.change_password(hana, "x", "abc")
        raise RuntimeError
    assert is_in(browser)
