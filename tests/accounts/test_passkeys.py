"""Passkeys: adding, signing in with them alone or after the password, and every answer that is not good enough."""

import json
import time
from typing import Any

import pytest

from miquan.accounts.models import Member, MemberSession, Passkey, SecurityEvent
from tests.accounts.keyring import Keyring
from tests.accounts.signing import fresh, password, stale, turned_on, waiting
from tests.browsing import Browser, Page
from tests.cast import Cast

KEYS = "/zh-hant/me/security/passkeys"
SIGN_IN = "/zh-hant/sign-in/passkey"


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子")


@pytest.fixture
def origin(app: Any) -> str:
    return str(app.jinja_env.globals["passkey_origin"]())


def is_in(browser: Browser) -> str:
    """Whose browser it is; empty for a visitor's."""
    page = browser.get("/zh-hant/me")
    return page.words("h1")[0] if page.status == 200 else ""


def asked(page: Page) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """(what the page asks the browser for, where the answer goes, the form's other fields)."""
    (form,) = [f for f in page.all("form") if f.get("data-passkey")]
    action = form.get("action") or ""
    return json.loads(form.get("data-options") or ""), action, page.fields(action)


def add(browser: Browser, key: Keyring, usage: str = "first", name: str = "我的手機", **changes: str) -> Page:
    page = browser.send(KEYS, to=KEYS, name=name, usage=usage)
    options, action, fields = asked(page)
    return browser.post(action, {**fields, "credential": key.made(options), **changes})


def start(browser: Browser, path: str = SIGN_IN) -> tuple[dict[str, Any], str, dict[str, Any]]:
    return asked(browser.post(path, browser.get(path).fields()))


def sign_in(browser: Browser, key: Keyring, path: str = SIGN_IN) -> Page:
    options, action, fields = start(browser, path)
    return browser.post(action, {**fields, "credential": key.signed(options)})


@pytest.fixture
def key(app: Any, hana: Member, origin: str) -> Keyring:
    """hana's passkey, which signs in by itself."""
    made = Keyring(origin)
    add(fresh(Browser(app, hana)), made)
    MemberSession.delete().execute()
    return made


class TestAdding:
    def test_it_is_named_listed_told_and_removed(self, app: Any, hana: Member, origin: str) -> None:
        browser = fresh(Browser(app, hana))
        made = add(browser, Keyring(origin), name=" 花子的\u202e 手機 ")
        assert (made.status, made.location) == (302, "/zh-hant/me/security")
        page = browser.get("/zh-hant/me/security")
        assert "花子的 手機" in page.text
        row = Passkey.get()
        assert (row.user_id, row.usage, row.transports) == (hana.id, "first", ["internal"])
        gone = browser.post(f"{KEYS}/removal", page.fields("/passkeys/removal"))
        assert gone.status == 302
        assert Passkey.select().count() == 0
        events = SecurityEvent.select().order_by(SecurityEvent.id)
        assert [(e.kind, e.data["name"]) for e in events] == [
            ("passkey_added", "花子的 手機"),
            ("passkey_removed", "花子的 手機"),
        ]

    def test_one_for_the_second_step_brings_recovery_codes(self, app: Any, hana: Member, origin: str) -> None:
        browser = fresh(Browser(app, hana))
        page = browser.follow(browser.follow(add(browser, Keyring(origin), "secondary")))
        assert len(page.all("code")) == 10

    def test_from_elsewhere_unverified_or_broken_it_is_refused(self, app: Any, hana: Member, origin: str) -> None:
        browser = fresh(Browser(app, hana))
        for wrong in ({"origin": "https://evil.example"}, {"rp": "evil.example"}, {"verifies": False}):
            assert add(browser, Keyring(**{"origin": origin, **wrong})).location == KEYS
        options, action, fields = asked(browser.send(KEYS, to=KEYS, name="x", usage="first"))
        whole = Keyring(origin).made(options)
        nonsense = ["", "{}", "[]", "null", "x", "9" * 30_000, '{"id":"a","rawId":"a"}', whole[:-40]]
        for credential in (*nonsense, whole.replace('"attestationObject": "', '"attestationObject": "AAAA')):
            assert browser.post(action, {**fields, "credential": credential}).status == 302
        assert Passkey.select().count() == 0

    def test_an_answer_works_once_and_for_its_own_challenge(self, app: Any, hana: Member, origin: str) -> None:
        browser = fresh(Browser(app, hana))
        first, second = (asked(browser.send(KEYS, to=KEYS, name=f"key {n}", usage="first")) for n in "ab")
        made = Keyring(origin)
        for options, (_o, action, fields) in ((first[0], second), (second[0], first)):
            browser.post(action, {**fields, "credential": made.made(options)})
        assert Passkey.select().count() == 0
        for each in (made, Keyring(origin)):
            browser.post(first[1], {**first[2], "credential": each.made(first[0])})
        assert Passkey.select().count() == 1

    def test_it_needs_a_fresh_sign_in(self, app: Any, hana: Member) -> None:
        assert "/verify?next=" in stale(Browser(app, hana)).get(KEYS).location

    def test_another_members_is_not_mine_to_remove(self, app: Any, key: Keyring, cast: Cast) -> None:
        thief = fresh(Browser(app, cast.nina))
        token = thief.get(KEYS).fields()["csrf_token"]
        thief.post(f"{KEYS}/removal", {"csrf_token": token, "name": Passkey.get().name})
        assert Passkey.select().count() == 1


class TestSigningIn:
    def test_it_needs_neither_address_nor_password_nor_code(self, app: Any, hana: Member, key: Keyring) -> None:
        turned_on(hana)
        browser = Browser(app)
        page = browser.get("/en/sign-in?next=/en/studio/storefront")
        action = "/en/sign-in/passkey?next=/en/studio/storefront"
        options, there, fields = asked(browser.post(action, page.fields(action)))
        assert "allowCredentials" not in options or not options["allowCredentials"]
        done = browser.post(there, {**fields, "credential": key.signed(options)})
        assert done.location == "/en/studio/storefront"
        assert is_in(browser) == "花子"
        row = Passkey.get()
        assert row.lastuse_datetime > row.created_at
        assert row.sign_count == key.count

    def test_the_same_answer_signs_in_once(self, app: Any, hana: Member, origin: str) -> None:
        uncounted = Keyring(origin, counts=False)
        add(fresh(Browser(app, hana)), uncounted)
        browser, thief = Browser(app), Browser(app)
        options, action, fields = start(browser)
        answer = uncounted.signed(options)
        token = start(thief)[2]
        browser.post(action, {**fields, "credential": answer})
        thief.post(action, {**token, "credential": answer})
        assert (is_in(browser), is_in(thief)) == ("花子", "")

    def test_from_elsewhere_unverified_or_copied_it_is_refused(self, app: Any, key: Keyring) -> None:
        browser, good = Browser(app), dict(vars(key))
        wrong = {"origin": "https://evil.example", "rp": "evil.example", "verifies": False, "count": -1, "user": b"x"}
        for attribute, value in wrong.items():
            setattr(key, attribute, value)
            assert sign_in(browser, key).location == SIGN_IN, attribute
            assert not is_in(browser)
            setattr(key, attribute, good[attribute])
        sign_in(browser, key)
        assert is_in(browser)

    def test_another_challenge_signature_or_purpose_is_refused(self, app: Any, key: Keyring) -> None:
        browser = Browser(app)
        options, action, fields = start(browser)
        other, _action, _fields = start(browser)
        forged = key.signed(options, signature="AAAA")
        for answer in (key.signed(other), forged, forged[:-9], "{}", "[]", key.signed(options, authenticatorData="AA")):
            browser.post(action, {**fields, "credential": answer})
            assert not is_in(browser)
        setup = app.extensions["security"].tf_setup_serializer.dumps({"challenge": "x", "user_verification": False})
        browser.post(f"{SIGN_IN}/{setup}", {**fields, "credential": key.signed({"challenge": "eA"})})
        assert not is_in(browser)

    def test_a_switched_off_account_stays_out(self, app: Any, hana: Member, key: Keyring) -> None:
        Member.update(active=False).where(Member.id == hana.id).execute()
        browser = Browser(app)
        assert sign_in(browser, key).location == SIGN_IN
        assert MemberSession.select().count() == 0

    def test_no_token_no_answer(self, app: Any, key: Keyring) -> None:
        browser = Browser(app)
        options, action, _fields = start(browser)
        assert browser.post(action, {"credential": key.signed(options)}).status == 400
        assert not is_in(browser)


class TestSecondStep:
    @pytest.fixture
    def second(self, app: Any, hana: Member, origin: str) -> Keyring:
        made = Keyring(origin, verifies=False)
        add(fresh(Browser(app, hana)), made, "secondary")
        MemberSession.delete().execute()
        return made

    def test_after_the_password_it_signs_in(self, app: Any, hana: Member, second: Keyring) -> None:
        browser = waiting(app, hana)
        assert not is_in(browser)
        sign_in(browser, second)
        assert is_in(browser) == "花子"

    def test_alone_it_signs_nobody_in(self, app: Any, second: Keyring) -> None:
        browser = Browser(app)
        sign_in(browser, second)
        assert not is_in(browser)

    def test_behind_another_members_password_it_signs_nobody_in(
        self, app: Any, second: Keyring, cast: Cast, origin: str
    ) -> None:
        """A stolen key must not open its owner's account behind the thief's own password."""
        thief = cast.member("thief", "賊")
        add(fresh(Browser(app, thief)), Keyring(origin), "secondary")
        MemberSession.delete().execute()
        browser = waiting(app, thief)
        sign_in(browser, second)
        assert not is_in(browser)

    def test_who_has_both_chooses(self, app: Any, cast: Cast, hana: Member, second: Keyring) -> None:
        turned_on(hana)
        Member.update(password=cast._hash).where(Member.id == hana.id).execute()
        browser = Browser(app)
        chosen = browser.send("/zh-hant/sign-in", email=hana.email, password=password())
        assert chosen.location == "/zh-hant/sign-in/factor"
        page = browser.get(chosen.location)
        assert [e.get("value") for e in page.all("input", type="radio")] == ["authenticator", "webauthn"]
        assert "/zh-hant/sign-in/recovery" in {a.get("href") for a in browser.get("/zh-hant/sign-in/rescue").all("a")}
        sent = browser.post(chosen.location, {**page.fields(), "which": "webauthn"})
        assert sent.location.startswith(SIGN_IN)
        sign_in(browser, second)
        assert is_in(browser) == "花子"


class TestShowingAgain:
    VERIFY = "/zh-hant/verify/passkey?next=/zh-hant/me/security/codes"

    def test_a_passkey_makes_the_sign_in_fresh(self, app: Any, hana: Member, key: Keyring) -> None:
        browser = stale(Browser(app, hana))
        assert "/verify" in browser.get(KEYS).location
        options, action, fields = start(browser, self.VERIFY)
        done = browser.post(action, {**fields, "credential": key.signed(options)})
        assert done.location == "/zh-hant/me/security/codes"
        assert browser.get(KEYS).status == 200

    def test_another_members_does_not(self, app: Any, key: Keyring, cast: Cast) -> None:
        browser = stale(Browser(app, cast.nina))
        options, action, fields = start(browser, self.VERIFY)
        browser.post(action, {**fields, "credential": key.signed(options)})
        assert "/verify" in browser.get(KEYS).location

    def test_freshness_ends(self, app: Any, hana: Member) -> None:
        browser = Browser(app, hana)
        for age, status in ((14 * 60, 200), (30 * 60, 303)):
            row = MemberSession.get()
            data = {k: v for k, v in row.data.items() if k != "fs_gexp"}
            MemberSession.update(data={**data, "fs_paa": time.time() - age}).execute()
            assert browser.get(KEYS).status == status
