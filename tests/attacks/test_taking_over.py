"""Ways into somebody else's account: a letter whose link leads elsewhere, keys that outlive the session."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask_login import encode_cookie

from miquan.accounts.models import Member, MemberSession
from tests.accounts.keyring import Keyring
from tests.accounts.signing import fresh, turned_on
from tests.accounts.test_passkeys import add, start
from tests.browsing import Browser, alone
from tests.cast import PASSWORD, Cast, token_in
from tests.mails import worked

# htmx asks for a part: it holds no token of its reader's, so nothing but the reader's name would keep it private.
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子", password=True)


@pytest.mark.parametrize("host", ["evil.example", "evil.example/x?", "127.0.0.1.evil.example", "@evil.example"])
def test_the_link_in_a_reset_letter_leads_to_us_whatever_host_was_asked(app: Any, hana: Member, host: str) -> None:
    """Who asks names the host. The member would hand the token to the stranger by opening our own letter."""
    browser = Browser(app)
    token = token_in(browser.get("/zh-hant/reset").text)
    # The client keeps its cookie for our own host; a stranger's program sends it anywhere.
    headers = {"Host": host, "Cookie": f"miquan={browser.cookie()}"}
    stranger = app.test_client(use_cookies=False)
    page = alone(stranger.post, "/zh-hant/reset", data={"csrf_token": token, "email": hana.email}, headers=headers)
    letters = worked()
    assert page.status_code == 400 or letters, "neither refused nor sent"
    own = urlsplit(app.extensions["miquan"].url)
    for letter in letters:
        links = [word for word in letter["text"].split() if "/reset/" in word]
        assert links, "a reset letter without its link"
        assert all(urlsplit(link)[:2] == own[:2] for link in links), links


def key_by_json(browser: Browser, member: Member) -> str:
    """What Flask-Security gives a program that asks for a key while signing in; empty when it gives none."""
    token = token_in(browser.get("/zh-hant/sign-in").text)
    said = {"email": member.email, "password": PASSWORD}
    page = browser.ask("POST", "/zh-hant/sign-in?include_auth_token=1", json=said, headers={"X-CSRFToken": token})
    answer = page.answer.get_json(silent=True) or {}
    return str(answer.get("response", {}).get("user", {}).get("authentication_token", ""))


def test_signing_in_gives_out_no_key_beside_the_session(app: Any, hana: Member) -> None:
    """Such a key works without a row: signing out everywhere does not end it."""
    assert key_by_json(Browser(app), hana) == ""


@pytest.mark.parametrize("way", ["header", "query"])
def test_a_key_of_flask_security_signs_nobody_in(app: Any, hana: Member, way: str) -> None:
    key = str(hana.get_auth_token())
    visitor = Browser(app)
    headers = {"Authentication-Token": key} if way == "header" else {}
    page = visitor.get("/zh-hant/me" + (f"?auth_token={key}" if way == "query" else ""), headers=headers)
    assert page.status == 303


def test_nobody_s_draft_is_offered_to_all_visitors(app: Any, cast: Cast) -> None:
    """A reader without a cookie is a visitor to the page cache, so nothing else may say who reads."""
    draft = cast.product("還沒寫完的花器", state="draft")
    path = f"/zh-hant/@mei/p/{draft.id}-{draft.slug}"
    page = Browser(app).get(path, headers={**PART, "Authentication-Token": str(cast.mei.get_auth_token())})
    assert not page.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("step", ["reset", "me/security/totp", "me/security/passkeys", "sign-in/passkey"])
def test_the_log_does_not_keep_the_token_of_a_link(capsys: pytest.CaptureFixture[str], step: str) -> None:
    """Whoever reads the log could choose a new password as long as the link is good: a day."""
    from miquan.logs import access

    access("GET", f"/zh-hant/{step}/.eJwVyrsK.awTAgw.YASlO7vq", 200, 1.0, None)
    told = capsys.readouterr()
    assert "YASlO7vq" not in told.out + told.err


def test_no_cookie_outlives_the_session(app: Any, cast: Cast) -> None:
    """The answer of a passkey could ask to be remembered: for a year, though every session was ended."""
    hana = cast.member("hana", "花子")
    key = Keyring(str(app.jinja_env.globals["passkey_origin"]()))
    add(fresh(Browser(app, hana)), key)
    browser = Browser(app)
    options, action, fields = start(browser)
    page = browser.post(action, {**fields, "credential": key.signed(options), "remember": "1"})
    assert [cookie.partition("=")[0] for cookie in page.headers.getlist("Set-Cookie")] == ["miquan"]
    assert browser.get("/zh-hant/me").status == 200
    MemberSession.delete().execute()
    with app.test_request_context():
        browser.client.set_cookie("remember_token", encode_cookie(hana.fs_uniquifier))
    assert browser.get("/zh-hant/me").status == 303


def chosen_anew(app: Any, email: str) -> None:
    """The owner of the mailbox forgets the password and chooses another."""
    owner = Browser(app)
    owner.send("/zh-hant/reset", email=email)
    path = urlsplit(next(w for w in worked()[-1]["text"].split() if "/reset/" in w)).path
    again = "又一個長一點的密碼呢"
    assert owner.send(path, password=again, password_confirm=again).location == "/zh-hant/sign-in"


@pytest.mark.parametrize("confirmed", [False, True])
def test_who_joined_with_another_s_address_keeps_no_key(app: Any, cast: Cast, confirmed: bool) -> None:
    """A passkey would open the account of who comes later; an authenticator app would shut them out of it."""
    thief = cast.member("mallory", "馬洛里")
    if not confirmed:
        Member.update(confirmed_at=None).where(Member.id == thief.id).execute()
    key = Keyring(str(app.jinja_env.globals["passkey_origin"]()))
    add(fresh(Browser(app, thief)), key)
    turned_on(thief)
    chosen_anew(app, thief.email)
    again = Browser(app)
    options, action, fields = start(again)
    again.post(action, {**fields, "credential": key.signed(options)})
    assert (again.get("/zh-hant/me").status == 200) == confirmed
    row = Member.get_by_id(thief.id)
    assert (bool(row.tf_totp_secret), bool(row.mf_recovery_codes)) == (confirmed, confirmed)
    assert row.confirmed_at is not None
