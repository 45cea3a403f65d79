"""What letters say, in whose language, and that hostile words in them stay words."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest

import miquan
from miquan import i18n, paths
from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.mail import letters, rules
from miquan.mail.letters import send_letter
from miquan.mail.models import MailRefusal
from tests.cast import Cast
from tests.mails import mails

CONTEXT: dict[str, Any] = {
    "within": timedelta(days=1), "reset_link": "/zh-hant/reset/abc", "link": "/change/abc", "confirmation_link": "/confirm/abc",
    "asker": "妮娜", "handle": "nina", "new": "new@example.org", "words": "口緣會\n割嘴嗎", "title": "志野茶碗", "about_link": "/@nina", "subject": "X", "facts": ["Z"], "then": "W:", "button": "V",
    "sentences": ["X", "Z"], "digest": False, "shop_link": "/@nina", "settings_link": "/studio/storefront", "reply_address": "nina@example.org",
}  # fmt: skip
NAMES = sorted(path.stem for path in (paths.TEMPLATES / "mail").glob("[!_]*.txt"))
HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;{{ 7*7 }}\r\nBcc: evil@example.org"


def said(member: Member, template: str, **more: Any) -> dict[str, Any]:
    send_letter(member, template, **{**CONTEXT, **more})
    return mails()[-1]


def tree(html: str) -> Any:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def words(html: str) -> str:
    body = tree(html).find("body")
    return " ".join("".join(body.itertext()).split())


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_every_letter_says_the_same_in_both_parts_in_the_members_language(app: Any, cast: Cast, lang: str) -> None:
    member = cast.member("hana", "Hana", lang=lang)
    for name in NAMES:
        letter = said(member, name)
        assert letter["lang"] == lang
        shown = tree(letter["html"])
        assert shown.get("lang") == i18n.HTML_LANGS[lang]
        assert [h.text for h in shown.iter("h1")] == [letter["subject"]]
        html, text = words(letter["html"]), " ".join(letter["text"].replace("> ", "").split())
        for line in text.split("-- ")[0].split():
            assert line in html, (name, line)
        links = {a.get("href") for a in shown.iter("a")}
        assert all(link.startswith(f"{app.extensions['miquan'].url}/{lang}/") for link in links), links
        assert all(link in letter["text"] for link in links)
        if lang == "en":
            assert not re.search(r"[\u4e00-\u9fff]", re.sub("口緣會|割嘴嗎|志野茶碗|妮娜", "", letter["text"])), name
    assert i18n.current_lang() == "zh-hant"


def test_a_letter_holds_only_the_blocks_that_are_laid_out(app: Any) -> None:
    for name in NAMES:
        assert set(app.jinja_env.get_template(f"mail/{name}.txt").blocks) <= letters.BLOCKS, name


def test_every_letter_is_asked_for_by_something(app: Any) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(miquan.__file__).parent.rglob("*.py"))
    assert [name for name in NAMES if f'"{name}"' not in code] == []


def test_flask_security_sends_no_letter_of_its_own(app: Any, cast: Cast) -> None:
    with pytest.raises(NotImplementedError, match="welcome"):
        app.extensions["security"].mail_util.send_mail("security/email/welcome", "X", cast.ruo.email, "", "", "")


def test_hostile_words_stay_words(app: Any, cast: Cast) -> None:
    member = cast.member("hana", "Hana")
    Member.update(display_name=HOSTILE[:40]).where(Member.id == member.id).execute()
    letter = said(Member.get_by_id(member.id), "question", kind="question", words=HOSTILE, asker=HOSTILE, title=HOSTILE)
    shown = tree(letter["html"])
    assert not list(shown.iter("img"))
    assert not list(shown.iter("script"))
    assert "<img src=x onerror=alert(1)>\"'&amp;{{ 7*7 }}" in words(letter["html"])
    assert "\n" not in letter["subject"]
    assert "\r" not in letter["subject"]


@pytest.mark.parametrize(
    "name", ["http://evil.example", "evil.example", "Win: evil．example/x", "a@evil.example", "www。evil。tw"]
)
def test_a_name_that_would_become_a_link_gives_way_to_the_handle(name: str) -> None:
    assert rules.called(name, "hana") == "@hana"


@pytest.mark.parametrize("name", ["林美", "Hana O'Hara", "J. R. Ewing", "王.", "阿美 🐝"])
def test_other_names_stay(name: str) -> None:
    assert rules.called(name, "hana") == name


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/reset/x?a=1#b", "/en/reset/x?a=1#b"), ("https://evil.example/zh-hant/reset/x", "/en/reset/x"), ("//evil.example/x", "/en/x"),
        ("javascript:alert(1)", "/en/alert(1)"), ("/media/ab/x.webp", "/media/ab/x.webp"), ("/zh-hans", "/en/"), ("", "/en/"),
    ],
)  # fmt: skip
def test_a_letter_leads_to_this_site_only(app: Any, target: str, path: str) -> None:
    assert letters.local(target, "en") == app.extensions["miquan"].url + path


def test_it_is_kept_or_lost_with_what_it_tells_of(app: Any, cast: Cast) -> None:
    member = cast.ruo
    with pytest.raises(ZeroDivisionError), transaction():
        send_letter(member, "welcome_existing")
        raise ZeroDivisionError
    assert mails() == []


def test_somebody_without_an_account_is_written_to_in_the_readers_language(app: Any) -> None:
    with i18n.speaking("en"):
        send_letter("who@example.org", "confirmation_instructions", **CONTEXT)
    assert (mails()[-1]["to"], mails()[-1]["lang"], mails()[-1]["member"]) == ("who@example.org", "en", None)
    assert "Hello" not in mails()[-1]["text"]


def test_what_a_member_refused_is_not_sent_but_letters_about_the_account_are(app: Any, cast: Cast) -> None:
    for kind in rules.KINDS:
        MailRefusal.create(member=cast.ruo, kind=kind)
    assert not send_letter(cast.ruo, "question", kind="question", **CONTEXT)
    assert send_letter(cast.ruo, "welcome_existing")
    assert send_letter(cast.nina, "question", kind="question", **CONTEXT)
    assert [(m["to"], m["kind"]) for m in mails()] == [(cast.ruo.email, "account"), (cast.nina.email, "question")]


def test_only_what_may_be_refused_says_how(app: Any, cast: Cast) -> None:
    assert "/unsubscribe/" not in said(cast.ruo, "reset_instructions")["text"]
    letter = said(cast.ruo, "question", kind="question")
    assert "/zh-hant/unsubscribe/" in letter["text"]
    assert "/unsubscribe/" in letter["html"]


def test_an_unknown_kind_or_letter_is_a_mistake(app: Any, cast: Cast) -> None:
    with pytest.raises(KeyError):
        send_letter(cast.ruo, "welcome_existing", kind="spam")
    with pytest.raises(Exception, match="nothing"):
        send_letter(cast.ruo, "nothing")
    assert mails() == []
