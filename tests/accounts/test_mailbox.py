"""A member's address: confirmed, changed, stopped; links for one purpose, dead once what they are bound to changes."""

import re
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from miquan.accounts import mailbox, tokens
from miquan.accounts.factors.using import authenticator
from miquan.accounts.models import Member, MemberSession, SecurityEvent
from miquan.accounts.personal import ACCOUNT
from miquan.db import now
from miquan.storefronts.models import Storefront
from tests.accounts.signing import stale
from tests.accounts.test_passkeys import asked
from tests.browsing import Browser
from tests.cast import PASSWORD, Cast
from tests.mails import mails, worked

NEW = "new@example.org"


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    return cast.member("hana", "花子", password=True)


@pytest.fixture
def fresh(app: Any, cast: Cast) -> Browser:
    """The browser of somebody who has just joined."""
    assert cast
    browser = Browser(app)
    told = {"email": "yuki@example.org", "password": PASSWORD, "handle": "yuki", "display_name": "雪"}
    assert browser.send("/zh-hant/join", **told).status == 302
    return browser


def link(purpose: str, to: str) -> str:
    """The newest link of this kind that was mailed there."""
    for mail in reversed(worked()):
        found = re.search(rf"https?://[^/\s]+(/\S*/{purpose}/\S+)", mail["text"])
        if mail["to"] == to and found:
            return found.group(1)
    raise AssertionError(f"no {purpose} for {to}")


def member(handle: str = "hana") -> Member:
    found: Member = Member.get(Member.handle == handle)
    return found


def press(browser: Browser, path: str) -> Any:
    return browser.post(path, browser.get(path).fields())


class TestConfirming:
    def test_until_then_nothing_reaches_others(self, app: Any, cast: Cast, fresh: Browser) -> None:
        assert cast.kyoto
        for path in ("/zh-hant/studio/storefront", "/zh-hant/@mei/question"):
            for page in (
                fresh.get(path),
                fresh.post(path, {"csrf_token": fresh.get("/zh-hant/me").fields()["csrf_token"]}),
            ):
                assert (page.status, page.location) == (303, "/zh-hant/me/confirmation")
        assert fresh.get("/zh-hant/me/handle").status == 200
        assert "yuki@example.org" in fresh.get("/zh-hant/").text
        assert Storefront.get_or_none(Storefront.owner == member("yuki").id) is None

    def test_the_link_works_in_any_browser_and_only_by_a_press(self, app: Any, fresh: Browser) -> None:
        stranger = Browser(app)
        path = link("confirm", "yuki@example.org")
        assert stranger.get(path).status == 200
        # Whoever reads the letter may not be who joined: they learn what they would take for theirs.
        assert ["@yuki" in browser.get(path).text for browser in (stranger, fresh)] == [True, False]
        assert member("yuki").confirmed_at is None
        assert stranger.post(path).status == 400
        assert press(stranger, path).status == 303
        assert member("yuki").confirmed_at is not None
        assert fresh.get("/zh-hant/studio/storefront").status == 200
        assert "確認你的信箱" not in fresh.get("/zh-hant/").text

    def test_it_leads_on_to_the_first_questions(self, app: Any, fresh: Browser) -> None:
        path = link("confirm", "yuki@example.org")
        assert press(fresh, path).location == "/zh-hant/me/welcome"

    def test_who_has_answered_them_comes_to_the_front_page(self, app: Any, fresh: Browser) -> None:
        path, welcome = link("confirm", "yuki@example.org"), "/zh-hant/me/welcome"
        skipping = f"{welcome}/skipping"
        assert fresh.post(skipping, fresh.get(f"{welcome}/topics").fields(skipping)).status == 303
        assert press(fresh, path).location == "/zh-hant/"

    def test_elsewhere_it_leads_on_after_signing_in(self, app: Any, fresh: Browser) -> None:
        path = link("confirm", "yuki@example.org")
        assert press(Browser(app), path).location == "/zh-hant/sign-in?next=/zh-hant/me/welcome"

    def test_a_link_dies_with_its_time_and_its_address(self, app: Any, fresh: Browser, monkeypatch: Any) -> None:
        path = link("confirm", "yuki@example.org")
        with monkeypatch.context() as later:
            later.setattr(mailbox, "CONFIRM_WITHIN", timedelta(seconds=-1))
            assert Browser(app).get(path).status == 410
        Member.update(email="other@example.org").where(Member.handle == "yuki").execute()
        assert Browser(app).get(path).status == 410
        assert mailbox.confirm(path.rsplit("/", 1)[-1]) is None

    def test_the_letter_can_be_had_again(self, app: Any, fresh: Browser) -> None:
        before = len(mails())
        assert press(fresh, "/zh-hant/me/confirmation").status == 303
        assert [mail["to"] for mail in mails()[before:]] == ["yuki@example.org"]


class TestChanging:
    def ask(self, browser: Browser, new: str = NEW) -> None:
        assert browser.send("/zh-hant/me/email", email=new).status == 303

    def test_it_changes_once_the_new_address_says_so(self, app: Any, hana: Member) -> None:
        other, browser = Browser(app, hana), Browser(app, hana)
        self.ask(browser)
        assert member().email == "hana@example.org"
        assert press(browser, link("email-change", NEW)).status == 303
        assert member().email == NEW
        assert {mail["to"] for mail in mails()[-2:]} == {NEW, "hana@example.org"}
        assert browser.get("/zh-hant/me").status == 200
        assert other.get("/zh-hant/me").status == 303
        assert press(browser, "/zh-hant/me/confirmation").status == 200
        assert mailbox.change(hana.id, link("email-change", NEW).rsplit("/", 1)[-1]) is False

    def test_an_old_address_that_was_never_confirmed_is_not_told_the_new_one(self, app: Any, fresh: Browser) -> None:
        """A slip of the keyboard while joining: it is a stranger's."""
        self.ask(fresh)
        before = len(mails())
        assert press(fresh, link("email-change", NEW)).status == 303
        assert [mail["to"] for mail in mails()[before:]] == [NEW]
        assert not any(NEW in mail["text"] for mail in mails() if mail["to"] == "yuki@example.org")

    def test_only_the_member_themselves_can_follow_the_link(self, app: Any, cast: Cast, hana: Member) -> None:
        self.ask(Browser(app, hana))
        path = link("email-change", NEW)
        assert Browser(app).get(path).status == 303
        assert Browser(app, cast.ruo).get(path).status == 410
        assert mailbox.change(cast.ruo.id, path.rsplit("/", 1)[-1]) is False

    def test_the_old_address_can_stop_it(self, app: Any, hana: Member) -> None:
        thief = Browser(app, hana)
        self.ask(thief)
        change = link("email-change", NEW)
        assert press(Browser(app), link("email-stop", "hana@example.org")).status == 303
        assert thief.get("/zh-hant/me").status == 303
        again = Browser(app, member())
        assert again.get(change).status == 410
        assert (member().email, MemberSession.select().count()) == ("hana@example.org", 1)

    def test_only_the_newest_wish_counts(self, app: Any, hana: Member) -> None:
        browser = Browser(app, hana)
        self.ask(browser)
        first = link("email-change", NEW)
        self.ask(browser, "third@example.org")
        assert browser.get(first).status == 410
        assert browser.get(link("email-change", "third@example.org")).status == 200

    def test_every_link_from_before_is_dead_afterwards(self, app: Any, hana: Member) -> None:
        """Known from elsewhere: who had read the old mailbox reset the password after the address had changed."""
        Browser(app).send("/zh-hant/reset", email="hana@example.org")
        reset, token = link("reset", "hana@example.org"), tokens.issue("confirm", hana.id, tokens.stamp(hana.email))
        assert Browser(app).get(reset).status == 200
        browser = Browser(app, hana)
        self.ask(browser)
        assert press(browser, link("email-change", NEW)).status == 303
        dead = Browser(app)
        assert (dead.get(reset).status, dead.get(f"/zh-hant/confirm/{token}").status) == (302, 410)
        form = {"password": "又一個長一點的密碼", "password_confirm": "又一個長一點的密碼"}
        dead.post(reset, {**dead.get("/zh-hant/reset").fields(), **form})
        assert member().password == hana.password

    def test_a_known_address_is_answered_the_same_and_its_owner_told(self, app: Any, cast: Cast, hana: Member) -> None:
        pages = []
        for new in (NEW, cast.mei.email):
            browser = Browser(app, hana)
            page = browser.send("/en/me/email", email=new)
            pages.append(
                (page.status, page.location, browser.get("/en/me/email").text.replace(new, "").count("address"))
            )
        assert pages[0] == pages[1]
        assert [mail["to"] for mail in mails()[-2:]] == [cast.mei.email, hana.email]
        assert "/email-change/" not in mails()[-2]["text"]

    def test_a_stale_sign_in_is_asked_first(self, app: Any, hana: Member) -> None:
        browser = Browser(app, hana)
        fields = browser.get("/zh-hant/me/email").fields()
        stale(browser)
        for page in (browser.get("/zh-hant/me/email"), browser.post("/zh-hant/me/email", {**fields, "email": NEW})):
            assert (page.status, page.location) == (303, "/zh-hant/verify?next=%2Fzh-hant%2Fme%2Femail")
        assert SecurityEvent.select().where(SecurityEvent.kind == "email_change_asked").count() == 0
        back = browser.send("/zh-hant/verify?next=%2Fzh-hant%2Fme%2Femail", password=PASSWORD)
        assert back.location.endswith("/zh-hant/me/email")
        assert browser.get("/zh-hant/me/email").status == 200

    @pytest.mark.parametrize("wrong", ["hana@example.org", "no address", "", "a b@example.org", "x@@example.org"])
    def test_what_is_no_new_address(self, app: Any, hana: Member, wrong: str) -> None:
        before = len(mails())
        assert Browser(app, hana).send("/zh-hant/me/email", email=wrong).status == 422
        assert len(mails()) == before


def test_a_token_serves_one_purpose(app: Any, hana: Member) -> None:
    browser = Browser(app, hana)
    browser.send("/zh-hant/me/email", email=NEW)
    Browser(app).send("/zh-hant/reset", email="hana@example.org")
    found = {
        p: link(p, to).rsplit("/", 1)[-1]
        for p, to in (("email-change", NEW), ("email-stop", hana.email), ("reset", hana.email))
    }
    found["confirm"] = tokens.issue("confirm", hana.id, tokens.stamp(hana.email))
    for purpose in found:
        for other, token in found.items():
            good = browser.get(f"/zh-hant/{purpose}/{token}").status == 200
            assert good == (purpose == other), f"{other} at {purpose}"


def test_an_unused_wish_ends_after_a_day(app: Any, hana: Member) -> None:
    mailbox.ask_for_change(hana, NEW)
    assert mailbox.pending(hana.id)
    SecurityEvent.create(member=hana.id, kind="email_change_asked", data={"new": NEW}, at=now() - timedelta(days=2))
    assert mailbox.pending(hana.id) is None


class TestPretending:
    """Joining with an address that has an account looks the same, and gives nothing of it."""

    TOLD: ClassVar = {
        "email": "hana@example.org",
        "password": "青い陶器の小さな皿",
        "handle": "mallory",
        "display_name": "馬洛里",
    }

    def joined(self, app: Any) -> Browser:
        browser = Browser(app)
        page = browser.send("/zh-hant/join", **self.TOLD)
        assert (page.status, page.location) == (302, "/zh-hant/me/welcome")
        assert browser.cookie().startswith("m.")
        return browser

    def test_they_are_signed_in_as_themselves_and_can_come_back(self, app: Any, hana: Member) -> None:
        browser = self.joined(app)
        assert "hana@example.org" in browser.get("/zh-hant/me/email").text
        again, owner = Browser(app), Browser(app)
        again.send("/zh-hant/sign-in", email="hana@example.org", password=self.TOLD["password"])
        assert "馬洛里" in again.get("/zh-hant/me").words("h1")
        owner.send("/zh-hant/sign-in", email="hana@example.org", password=PASSWORD)
        assert "花子" in owner.get("/zh-hant/me").words("h1")
        assert Browser(app).send(
            "/zh-hant/sign-in", email=member("mallory").email, password=self.TOLD["password"]
        ).status in (200, 422)

    def test_they_can_confirm_nothing_and_get_no_mail(self, app: Any, hana: Member) -> None:
        browser = self.joined(app)
        press(browser, "/zh-hant/me/confirmation")
        assert {mail["to"] for mail in mails()} == {"hana@example.org"}
        assert not any("/confirm/" in mail["text"] for mail in mails())
        assert browser.get("/zh-hant/studio/storefront").status == 303

    def test_nothing_tells_them_that_the_address_is_known(self, app: Any, hana: Member) -> None:
        browser, row = self.joined(app), member("mallory")
        for path in ("mail", "email", "confirmation", "security", "security/totp", "data", ""):
            assert row.email not in browser.get(f"/zh-hant/me/{path}".rstrip("/")).text
        assert authenticator().fetch_setup_values(authenticator().generate_totp_secret(), row)["username"] == hana.email
        made = browser.send("/zh-hant/me/security/passkeys", to="/zh-hant/me/security/passkeys", name="x")
        assert asked(made)[0]["user"]["name"] == hana.email
        (account,) = ACCOUNT.export(row.id)
        assert account["email"] == hana.email
        assert browser.send("/zh-hant/me/email", email=hana.email).status == 422

    def test_an_address_of_their_own_makes_them_a_member_like_others(self, app: Any, hana: Member) -> None:
        browser = self.joined(app)
        browser.send("/zh-hant/me/email", email=NEW)
        press(browser, link("email-change", NEW))
        assert (member("mallory").email, member("mallory").confirmed_at is not None) == (NEW, True)
        assert browser.get("/zh-hant/studio/storefront").status == 200

    def test_a_changed_password_still_finds_them(self, app: Any, hana: Member) -> None:
        browser = self.joined(app)
        other = "今度はもっと長い合言葉"
        assert browser.send("/zh-hant/me/password", password=other, password_confirm=other).status == 303
        again = Browser(app)
        again.send("/zh-hant/sign-in", email="hana@example.org", password=other)
        assert "馬洛里" in again.get("/zh-hant/me").words("h1")

    def test_nothing_they_read_tells_that_the_address_is_known(self, app: Any, cast: Cast, hana: Member) -> None:
        browser, row = self.joined(app), member("mallory")
        assert browser.send("/zh-hant/me/email", email="hana@example.org").status == 422, (
            "as for an address of one's own"
        )
        letters = browser.get("/zh-hant/me/notifications/settings").text
        assert "hana@example.org" in letters
        assert row.email not in letters
        assert [told["email"] for told in ACCOUNT.export(row.id)] == ["hana@example.org"]
        for who, email in ((cast.ou, "hana@example.org"), (cast.mo, "h…@example.org")):
            found = Browser(app, who).get("/zh-hant/desk/members?q=mallory")
            assert email in found.words("td")
