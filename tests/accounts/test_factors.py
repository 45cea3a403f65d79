"""Second factors by code: the authenticator app, recovery codes, what signing in asks for and what it refuses."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.factors import actions
from miquan.accounts.factors.using import authenticator, recovery_codes
from miquan.accounts.models import Member, MemberSession, SecurityEvent
from miquan.db import now
from tests.accounts.signing import code, fresh, password, stale, turned_on, waiting
from tests.browsing import Browser
from tests.cast import Cast

SETUP = "/zh-hant/me/security/totp"
CODE = "/zh-hant/sign-in/code"
RECOVERY = "/zh-hant/sign-in/recovery"


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子")


def by_password(cast: Cast, member: Member) -> None:
    """Give the member the cast's password."""
    Member.update(password=cast._hash).where(Member.id == member.id).execute()


@pytest.fixture
def guarded(hana: Member) -> Member:
    return turned_on(hana)


def kinds(member: Member) -> list[str]:
    """What happened to their account's safety besides signing in."""
    rows = SecurityEvent.select().where(SecurityEvent.member == member.id).order_by(SecurityEvent.id)
    return [row.kind for row in rows if not row.kind.startswith("signed_in")]


def is_in(browser: Browser) -> bool:
    return browser.get("/zh-hant/me").status == 200


class TestTurningOn:
    def test_a_code_of_the_shown_secret_turns_it_on_and_gives_codes_once(self, app: Any, hana: Member) -> None:
        browser = fresh(Browser(app, hana))
        page = browser.get(SETUP)
        assert page.all("img")[0].get("src", "").startswith("data:image/svg+xml;base64,")
        (shown,) = page.all("code")
        secret = "".join((shown.text or "").split("-")).replace(" ", "")
        sent = browser.post(page.form("").get("action", ""), {**page.fields(), "code": code(secret)})
        assert (sent.status, sent.location) == (303, "/zh-hant/me/security")
        there = browser.follow(browser.follow(sent))
        codes = [e.text or "" for e in there.all("code")]
        assert len(codes) == 10
        assert all(re.fullmatch(r"([0-9a-f]{4}-){2}[0-9a-f]{4}", each) for each in codes)
        assert "no-store" in there.headers["Cache-Control"]
        again = browser.get("/zh-hant/me/security/codes")
        assert not again.all("code")
        assert "還有10個備用碼" in again.text
        stored = Member.get_by_id(hana.id)
        assert secret not in str(stored.tf_totp_secret)
        assert not set(codes) & set(stored.mf_recovery_codes)
        assert kinds(hana) == ["totp_added", "codes_made"]

    def test_a_wrong_code_turns_nothing_on_and_keeps_the_secret(self, app: Any, hana: Member) -> None:
        browser = fresh(Browser(app, hana))
        page = browser.get(SETUP)
        for typed in ("000000", "", "12345", "一二三四五六", "9" * 400):
            sent = browser.post(page.form("").get("action", ""), {**page.fields(), "code": typed})
            assert sent.status == 422
            assert [e.text for e in sent.all("code")] == [e.text for e in page.all("code")]
        assert Member.get_by_id(hana.id).tf_totp_secret is None

    def test_it_asks_who_it_is_first_and_comes_back(self, app: Any, cast: Cast, hana: Member) -> None:
        by_password(cast, hana)
        browser = stale(Browser(app, hana))
        page = browser.get(SETUP)
        assert page.location.startswith("/zh-hant/verify?next=")
        wrong = browser.send(page.location, password="not this one")
        assert "密碼不對" in wrong.text
        right = browser.send(page.location, password=password())
        assert right.location == SETUP
        assert browser.get(SETUP).status == 200

    def test_the_state_of_another_member_or_purpose_is_refused(self, app: Any, hana: Member, cast: Cast) -> None:
        theirs = fresh(Browser(app, cast.nina))
        page = theirs.get(SETUP)
        secret = "".join((page.all("code")[0].text or "").split("-"))
        mine = fresh(Browser(app, hana))
        action = page.form("").get("action", "")
        other_purpose = (
            f"{SETUP}/{app.extensions['security'].wan_serializer.dumps({'secret': 'x', 'member': hana.fs_uniquifier})}"
        )
        for address in (action, other_purpose, f"{SETUP}/nonsense"):
            sent = mine.post(address, {**mine.get(SETUP).fields(), "code": code(secret)})
            assert sent.status == 303
            assert sent.location == SETUP
        assert Member.get_by_id(hana.id).tf_totp_secret is None

    def test_taking_it_away_takes_the_codes_too(self, app: Any, guarded: Member) -> None:
        browser = fresh(Browser(app, guarded))
        sent = browser.send("/zh-hant/me/security", action="/totp/removal", to=f"{SETUP}/removal")
        assert sent.status == 303
        member = Member.get_by_id(guarded.id)
        assert (member.tf_primary_method, member.tf_totp_secret, member.mf_recovery_codes) == (None, None, None)
        assert kinds(guarded)[-1] == "totp_removed"
        assert SecurityEvent.select().where(SecurityEvent.kind == "codes_made").count() == 1


class TestSigningIn:
    def test_a_password_alone_does_not_and_with_the_code_language_and_destination_are_kept(
        self, app: Any, cast: Cast, guarded: Member
    ) -> None:
        by_password(cast, guarded)
        browser = Browser(app)
        page = browser.get("/en/sign-in?next=/en/studio/storefront")
        fields = {**page.fields(), "email": guarded.email, "password": password()}
        sent = browser.post("/en/sign-in?next=/en/studio/storefront", fields)
        assert not is_in(browser)
        assert MemberSession.select().count() == 0
        page = browser.get(sent.location)
        assert page.words("h1") == ["Enter your code"]
        done = browser.post(sent.location, {**page.fields(), "code": code(guarded.secret)})
        assert done.location == "/en/studio/storefront"
        assert not {name for name in MemberSession.get().data if name.startswith("tf_")}
        assert MemberSession.select().count() == 1
        assert browser.get("/en/me").status == 200

    def test_a_code_works_once(self, app: Any, guarded: Member) -> None:
        first, second = waiting(app, guarded), waiting(app, guarded)
        same = code(guarded.secret)
        first.send(CODE, code=same)
        assert is_in(first)
        refused = second.send(CODE, code=same)
        assert "已經用過" in refused.text
        assert not is_in(second)

    def test_another_members_code_is_wrong(self, app: Any, guarded: Member, cast: Cast) -> None:
        other = turned_on(cast.nina)
        browser = waiting(app, guarded)
        browser.send(CODE, code=code(other.secret))
        assert not is_in(browser)

    def test_guessing_is_stopped_for_the_account_and_then_goes_on(self, app: Any, guarded: Member) -> None:
        browser = waiting(app, guarded)
        fields = browser.get(CODE).fields()
        for _ in range(10):
            assert "驗證碼不對" in browser.post(CODE, {**fields, "code": "000000"}).text
        elsewhere = waiting(app, guarded)
        assert "試錯太多次" in elsewhere.send(CODE, code=code(guarded.secret)).text
        codes = recovery_codes().get_recovery_codes(Member.get_by_id(guarded.id))
        assert "試錯太多次" in elsewhere.send(RECOVERY, code=codes[0]).text
        assert not is_in(elsewhere)
        later = now() + timedelta(minutes=16)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("miquan.accounts.factors.queries.now", lambda: later)
            elsewhere.send(CODE, code=code(guarded.secret))
        assert is_in(elsewhere)

    def test_waiting_too_long_asks_for_the_password_again(self, app: Any, guarded: Member) -> None:
        browser = waiting(app, guarded)
        later = time.time() + 601
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("miquan.accounts.factors.signing.time.time", lambda: later)
            page = browser.get(CODE)
        assert (page.status, page.location) == (303, "/zh-hant/sign-in")
        assert browser.get(CODE).location.endswith("/sign-in")

    def test_a_new_password_ends_the_waiting(self, app: Any, guarded: Member) -> None:
        browser = waiting(app, guarded)
        app.extensions["security"].datastore.set_uniquifier(Member.get_by_id(guarded.id))
        assert browser.get(CODE).location.endswith("/sign-in")

    def test_nobody_gets_between_password_and_code_without_a_password(self, app: Any, guarded: Member) -> None:
        browser = Browser(app)
        token = browser.get("/zh-hant/sign-in").fields()["csrf_token"]
        for path in ("code", "recovery", "rescue", "factor"):
            assert browser.get(f"/zh-hant/sign-in/{path}").location.endswith("/sign-in")
            sent = browser.post(f"/zh-hant/sign-in/{path}", {"csrf_token": token, "code": code(guarded.secret)})
            assert sent.status in (302, 303)
            assert not is_in(browser)

    def test_no_token_no_code(self, app: Any, guarded: Member) -> None:
        browser = waiting(app, guarded)
        assert browser.post(CODE, {"code": code(guarded.secret)}).status == 400
        assert not is_in(browser)


class TestRecovery:
    def test_from_the_code_page_to_a_recovery_code_and_in_once(self, app: Any, guarded: Member) -> None:
        codes = recovery_codes().get_recovery_codes(Member.get_by_id(guarded.id))
        browser = waiting(app, guarded)
        links = {a.get("href") for a in browser.get(CODE).all("a")}
        assert "/zh-hant/sign-in/rescue" in links
        ways = {a.get("href") for a in browser.get("/zh-hant/sign-in/rescue").all("a")}
        assert RECOVERY in ways
        browser.send(RECOVERY, code=f" {codes[3].upper().replace('-', '')} ")
        assert "還剩9個" in browser.get("/zh-hant/me").text
        assert is_in(browser)
        assert kinds(guarded)[-1] == "code_used"
        assert len(Member.get_by_id(guarded.id).mf_recovery_codes) == 9
        thief = waiting(app, guarded)
        assert "已經用過" in thief.send(RECOVERY, code=codes[3]).text
        assert not is_in(thief)

    def test_another_members_code_is_wrong(self, app: Any, guarded: Member, cast: Cast) -> None:
        other = turned_on(cast.nina)
        browser = waiting(app, guarded)
        browser.send(RECOVERY, code=recovery_codes().get_recovery_codes(other)[0])
        assert not is_in(browser)
        assert len(Member.get_by_id(other.id).mf_recovery_codes) == 10

    def test_new_ones_end_the_old_ones_and_need_a_fresh_sign_in(self, app: Any, guarded: Member) -> None:
        old = recovery_codes().get_recovery_codes(Member.get_by_id(guarded.id))
        old_one = stale(Browser(app, guarded))
        token = old_one.get("/zh-hant/me/security").fields()["csrf_token"]
        for path in ("/zh-hant/me/security/codes", f"{SETUP}/removal", "/zh-hant/me/security/passkeys/removal"):
            assert "/verify" in old_one.post(path, {"csrf_token": token, "name": "x"}).location
        browser = fresh(Browser(app, guarded))
        sent = browser.send("/zh-hant/me/security/codes")
        shown = [e.text or "" for e in browser.follow(sent).all("code")]
        assert len(shown) == 10
        assert not set(shown) & set(old)
        assert not actions.spend_code(guarded.id, lambda closed: recovery_codes()._opens(closed, old[0]))

    def test_programs_cannot_read_the_codes(self, app: Any, guarded: Member) -> None:
        browser = fresh(Browser(app, guarded))
        page = browser.get("/zh-hant/me/security/codes?show_codes=1", headers={"Accept": "application/json"})
        assert page.headers["Content-Type"].startswith("text/html")
        for each in recovery_codes().get_recovery_codes(Member.get_by_id(guarded.id)):
            assert each not in page.text


def test_secrets_of_an_older_key_still_open(app: Any, guarded: Member) -> None:
    from dataclasses import replace

    from miquan.accounts.factors import keys
    from miquan.accounts.factors.codes import RecoveryCodes
    from miquan.accounts.factors.totp import Authenticator

    own = app.extensions["miquan"]
    turned = replace(own, secret_key="a new key", old_keys=(own.secret_key,))
    newer = Authenticator(keys.totp_secrets(turned), "Miquan")
    assert newer.counter_of(code(guarded.secret), str(Member.get_by_id(guarded.id).tf_totp_secret)) is not None
    assert next(iter(keys.totp_secrets(turned))) in newer.generate_totp_secret()
    assert authenticator().counter_of("000000", newer.generate_totp_secret()) is None
    opener = RecoveryCodes(app)
    opener.setup_cryptor(keys.code_keys(turned))
    assert len(opener.get_recovery_codes(Member.get_by_id(guarded.id))) == 10
