"""Every page and every sentence of Flask-Security that can be shown is ours, in three languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask_security.core import _default_messages

from miquan import paths
from miquan.accounts.messages import MESSAGES
from miquan.accounts.models import Member, MemberSession
from miquan.i18n import LANGS
from tests.accounts.keyring import Keyring
from tests.accounts.signing import fresh, password, turned_on
from tests.accounts.test_passkeys import add
from tests.browsing import Browser, Page
from tests.cast import Cast

# Flask-Security's setting -> the view that shows its template.
VIEWS = {
    "LOGIN_USER": "login", "REGISTER_USER": "register", "FORGOT_PASSWORD": "forgot_password", "RESET_PASSWORD": "reset_password",
    "CHANGE_PASSWORD": "change_password", "CHANGE_EMAIL": "change_email", "CHANGE_USERNAME": "change_username",
    "USERNAME_RECOVERY": "recover_username", "SEND_CONFIRMATION": "send_confirmation", "SEND_LOGIN": "token_login", "LOGOUT_USER": "",
    "VERIFY": "verify", "TWO_FACTOR_VERIFY_CODE": "two_factor_token_validation", "TWO_FACTOR_SETUP": "two_factor_setup",
    "TWO_FACTOR_SELECT": "tf_select", "MULTI_FACTOR_RECOVERY": "mf_recovery", "MULTI_FACTOR_RECOVERY_CODES": "mf_recovery_codes",
    "US_SIGNIN": "us_signin", "US_SETUP": "us_setup", "US_VERIFY": "us_verify", "WAN_REGISTER": "wan_register",
    "WAN_SIGNIN": "wan_signin", "WAN_VERIFY": "wan_verify",
}  # fmt: skip
# What is switched off: mail and text messages as factors, user names, tokens of programs, sign-in by link, other sites.
NEVER_SHOWN = re.compile(
    r"US_|USERNAME_|OAUTH_|REFRESH_TOKEN|LOGIN_E|INVALID_LOGIN|PASSWORDLESS|CODE_HAS_BEEN|FAILED_TO_SEND|USE_CODE|PHONE|PASSWORD_BREACHED"
    r"|GENERIC_US|IDENTITY_|USER_DOES_NOT_EXIST|INVALID_PASSWORD_CODE|PASSWORD_MISMATCH|FORGOT_PASSWORD$"
    # The address and the password are confirmed and changed by pages of our own.
    r"|CONFIRM|EMAIL_CONFIRMED|ALREADY_CONFIRMED|INVALID_CONFIRMATION|CHANGE_EMAIL|PASSWORD_CHANGE$|PASSWORD_IS_THE_SAME"
)


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    """What a page says does not depend on the database."""
    return str(request.param)


def test_every_template_that_can_be_shown_is_ours(app: Any) -> None:
    settings = {k: v for k, v in app.config.items() if re.fullmatch(r"SECURITY_(?!.*EMAIL_TEMPLATE).*_TEMPLATE", k)}
    names = {key.removeprefix("SECURITY_").removesuffix("_TEMPLATE"): value for key, value in settings.items()}
    unknown = {n for n in names if n not in VIEWS and not n.endswith("EMAIL")}
    assert unknown - {n for n in names if "EMAIL" in n and n != "CHANGE_EMAIL"} == set(), "which view shows these?"
    shown = {n: t for n, t in names.items() if n in VIEWS and f"security.{VIEWS[n]}" in app.view_functions}
    assert len(shown) >= 13
    assert {n: t for n, t in shown.items() if not (paths.TEMPLATES / t).is_file()} == {}


def test_every_message_that_can_be_shown_is_ours() -> None:
    assert [name for name in _default_messages if name not in MESSAGES and not NEVER_SHOWN.match(name)] == []


@pytest.fixture
def hana(app: Any, cast: Cast) -> Member:
    """Everything is turned on."""
    member = turned_on(cast.member("hana", "花子", password=True))
    browser = fresh(Browser(app, member))
    for number, usage in enumerate(("first", "secondary")):
        add(browser, Keyring(str(app.jinja_env.globals["passkey_origin"]())), usage, f"10{number}")
    MemberSession.delete().execute()
    return member


def pages(app: Any, member: Member, lang: str) -> Iterator[tuple[str, Page]]:
    """Every page of second factors, in every state."""
    yield from _signed_in(fresh(Browser(app, member)), lang)
    yield from _in_between(Browser(app), member, f"/{lang}/sign-in")
    visitor = Browser(app)
    page = visitor.get(f"/{lang}/sign-in")
    yield "sign-in", page
    yield "passkey", visitor.get(f"/{lang}/sign-in/passkey")
    yield "passkey asked", visitor.post(f"/{lang}/sign-in/passkey", page.fields())
    yield "no state", visitor.follow(visitor.get(f"/{lang}/sign-in/code"))


def _signed_in(browser: Browser, lang: str) -> Iterator[tuple[str, Page]]:
    root = f"/{lang}/me/security"
    for name in ("", "/totp", "/codes", "/passkeys"):
        yield f"security{name}", browser.get(root + name)
    yield "new passkey", browser.send(f"{root}/passkeys", name="新的", usage="first")
    yield "passkey without name", browser.send(f"{root}/passkeys", name=" ", usage="none")
    proof = browser.get(f"{root}/totp")
    yield "wrong proof", browser.post(proof.form().get("action", ""), {**proof.fields(), "code": "x"})
    yield "new codes", browser.follow(browser.send(f"{root}/codes"))
    for name in ("verify", "verify/passkey"):
        yield name, browser.get(f"/{lang}/{name}")
    yield "passkey to verify", browser.send(f"/{lang}/verify/passkey")
    yield "wrong password", browser.send(f"/{lang}/verify", password="x")


def _in_between(browser: Browser, member: Member, root: str) -> Iterator[tuple[str, Page]]:
    browser.send(root, email=member.email, password=password())
    yield "choice", browser.get(f"{root}/factor")
    yield "no choice", browser.send(f"{root}/factor", which="sms")
    yield "rescue", browser.get(f"{root}/rescue")
    for name in ("code", "recovery"):
        yield name, browser.get(f"{root}/{name}")
        yield f"wrong {name}", browser.send(f"{root}/{name}", code="000000")
    yield "second passkey", browser.send(f"{root}/passkey")


_NAMES = {
    "Miquan",
    "MIQUAN",
    "English",
    "App",
    "QR",
    "PIN",
    "JavaScript",
    "Google",
    "Authenticator",
    "Bitwarden",
    "Password",
    "http",
    "localhost",
}


def leaks(page: Page, lang: str) -> list[str]:
    """Words of another language in the main part and in what is flashed; codes and members' own words aside."""
    (main,) = page.all("main")
    skipped = {id(e) for tag in ("code", "noscript", "b", "option") for e in page.all(tag)}
    texts = [e.text or "" for e in main.iter() if id(e) not in skipped] + [e.tail or "" for e in main.iter()]
    texts += [w for e in page.all("div", id="toasts") for w in e.itertext()]
    pattern = r"[\u4e00-\u9fff]+" if lang == "en" else r"[A-Za-z]{3,}"
    return [w for text in texts for w in re.findall(pattern, text) if w not in _NAMES]


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_renders_in_every_language_and_is_kept_by_nobody(app: Any, hana: Member, lang: str) -> None:
    wrong = {}
    for name, page in pages(app, hana, lang):
        problems = leaks(page, lang)
        wanted = 422 if name.startswith(("wrong", "no choice", "passkey without")) else 200
        if page.status != wanted or len(page.all("h1")) != 1 or problems:
            wrong[name] = (page.status, page.words("h1"), problems)
        assert "no-store" in page.headers["Cache-Control"], name
    assert wrong == {}
