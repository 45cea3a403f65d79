"""`/demo/mail`: letters of a demo installation, read from this machine only, their HTML shut in."""

from pathlib import Path
from typing import Any

import pytest

from miquan import db as kernel
from miquan import i18n
from miquan.factory import create_app
from miquan.mail.letters import send_letter
from miquan.outbox.worker import Worker
from tests.browsing import Browser
from tests.cast import Cast
from tests.conftest import AloneClient, settings_for


def demo(folder: Path, template: Path, **more: str) -> Any:
    (folder / "miquan.db").write_bytes(template.read_bytes())
    app = create_app(settings_for(folder, f"sqlite:///{folder / 'miquan.db'}", MIQUAN_DEMO="1", **more))
    app.test_client_class = AloneClient
    return app


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Any:
    """A demo site with three letters, the last one hostile."""
    app = demo(tmp_path, sqlite_template)
    with app.app_context():
        i18n.speak("zh-hant")
        cast = Cast()
        for member in (cast.nina, cast.ruo):
            send_letter(member, "reset_instructions", reset_link="/reset/abc", within="1天")
        words = '<script>alert(1)</script> https://ok.example/x"onmouseover=alert(1) javascript:alert(1)'
        send_letter(
            cast.mei,
            "question",
            kind="question",
            asker="妮娜",
            handle="nina",
            words=words,
            title="",
            about_link="/@nina",
            reply_address="n@example.org",
        )
        Worker(app, ["mail"]).step("mail")
        yield app
    kernel.database.obj.close_all()


def test_a_newcomer_finds_the_letter(site: Any) -> None:
    browser = Browser(site)
    for path in ("/zh-hant/", "/zh-hant/reset", "/zh-hant/demo"):
        assert browser.get(path).all("a", href="/zh-hant/demo/mail"), path
    page = browser.get("/zh-hant/demo/mail")
    links = [a.get("href") or "" for a in page.all("a") if "/demo/mail/" in (a.get("href") or "")]
    assert len(links) == 3
    assert "妮娜想問你一件事" in page.words("li")[0] or any("妮娜想問你一件事" in w for w in page.words("li"))
    letter = browser.get(links[-1])
    assert "nina@example.org" in letter.text
    assert [a for a in letter.all("a") if (a.get("href") or "").endswith("/zh-hant/reset/abc")]


def test_pages_of_letters(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miquan.demo.mailbox.PAGE", 2)
    browser = Browser(site)
    (older,) = [a.get("href") for a in browser.get("/en/demo/mail").all("a") if "before=" in (a.get("href") or "")]
    page = browser.get(str(older))
    assert len([a for a in page.all("a") if "/demo/mail/" in (a.get("href") or "")]) == 1
    assert browser.get("/en/demo/mail?before=x").status == 200


def test_hostile_words_stay_words_and_html_is_shut_in(site: Any) -> None:
    browser = Browser(site)
    page = browser.get(
        next(
            a.get("href") or "" for a in browser.get("/en/demo/mail").all("a") if "/demo/mail/" in (a.get("href") or "")
        )
    )
    assert not [s for s in page.all("script") if not s.get("src")]
    assert all((a.get("href") or "").startswith(("/", "http", "#")) for a in page.all("a"))
    assert not [a for a in page.all("a") if a.get("onmouseover")]
    (html,) = [a.get("href") or "" for a in page.all("a") if (a.get("href") or "").endswith("/html")]
    shown = browser.get(html)
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "<script" not in shown.text


def test_nobody_else_reads_them(site: Any) -> None:
    there = site.test_client()
    for path in ("/en/demo/mail", "/en/demo/mail/1", "/en/demo/mail/1/html"):
        assert there.get(path, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("evil.example:8000", 404), ("[::1", 404),
        ("localhost.evil.example", 404),
    ],
)  # fmt: skip
def test_nobody_reads_them_by_another_name_of_this_machine(site: Any, host: str, status: int) -> None:
    """DNS rebinding: to the browser the mailbox would belong to the page that asks."""
    assert Browser(site).get("/en/demo/mail", headers={"Host": host}).status == status


@pytest.mark.parametrize("number", ["0", "99999999", "-1", "x", "99999999999999999999999"])
def test_what_never_was_is_404(site: Any, number: str) -> None:
    assert Browser(site).get(f"/en/demo/mail/{number}").status == 404


def test_with_a_mail_server_there_is_no_mailbox(tmp_path: Path, sqlite_template: Path) -> None:
    app = demo(tmp_path, sqlite_template, SMTP_URL="smtp://127.0.0.1:1")
    page = Browser(app).get("/zh-hant/reset")
    assert not page.all("a", href="/zh-hant/demo/mail")
    assert Browser(app).get("/zh-hant/demo/mail").status == 404
    kernel.database.obj.close_all()
