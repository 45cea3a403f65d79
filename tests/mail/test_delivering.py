"""From the outbox to a server or a file: once, never lost, and nothing of its words kept afterwards."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.mail import actions, files
from miquan.mail.letters import send_letter
from miquan.mail.sending import compose
from miquan.outbox import Delivery, Event, EventRow, claims, record
from miquan.outbox.worker import Worker
from tests.cast import Cast
from tests.conftest import settings_for
from tests.mail.server import MailServer, mail_server
from tests.mails import mails

LINK = "/zh-hant/reset/secret-token"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def posting(app: Any, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The application with a mail server."""
    own = settings_for(app.extensions["miquan"].data, app.extensions["miquan"].database_url, SMTP_URL=server.url)
    monkeypatch.setitem(app.extensions, "miquan", own)
    return app


def ask(member: Member) -> int:
    """A letter that holds a secret; the number of its event."""
    send_letter(member, "reset_instructions", reset_link=LINK, within="")
    return int(EventRow.select().order_by(EventRow.id.desc()).get().id)


def work(app: Any) -> None:
    Worker(app, ["mail"]).step("mail")


def due_now() -> None:
    Delivery.update(due_at=claims.later(-1)).where(Delivery.done_at.is_null()).execute()


def row(event_id: int) -> Delivery:
    return Delivery.get(Delivery.event == event_id)


def test_what_was_sent_is_forgotten(posting: Any, server: MailServer, cast: Cast) -> None:
    number = ask(cast.nina)
    work(posting)
    assert len(server.letters) == 1
    assert row(number).done_at is not None
    data = EventRow.get_by_id(number).data
    assert set(data) == {"template", "kind", "lang", "member", "to", "sent"}
    assert data["to"] == "n…@example.org"
    assert "secret-token" not in str(data)


def test_a_worker_killed_after_sending_sends_the_same_letter_or_none(
    posting: Any, server: MailServer, cast: Cast
) -> None:
    number = ask(cast.nina)
    words = EventRow.get_by_id(number).data
    work(posting)
    # Killed before the delivery was marked: the words are gone, so nothing is sent again.
    Delivery.update(done_at=None).execute()
    due_now()
    work(posting)
    assert (len(server.letters), row(number).done_at is not None) == (1, True)
    # Killed before the words were forgotten: sent again, as the same message.
    Delivery.update(done_at=None).execute()
    EventRow.update(data=words).execute()
    due_now()
    work(posting)
    ids = {line for letter in server.letters for line in letter.splitlines() if line.lower().startswith(b"message-id")}
    assert (len(server.letters), len(ids)) == (2, 1)


def test_a_refused_letter_is_set_aside_at_once_and_keeps_its_words(
    posting: Any, server: MailServer, cast: Cast
) -> None:
    server.answers["RCPT"] = "550 <nina@example.org> is nobody"
    number = ask(cast.nina)
    work(posting)
    found = row(number)
    assert (found.set_aside_at is not None, found.attempts) == (True, 1)
    assert "nina@example.org" not in found.error
    out = posting.test_cli_runner().invoke(args=["outbox"]).output
    assert "mail.set_aside 1" in out
    assert "template=reset_instructions to=n…@example.org" in out
    assert "nina@example.org" not in out
    server.answers.clear()
    assert claims.replay() == 1
    work(posting)
    assert b"secret-token" in _decoded(server.letters[0])


def _decoded(raw: bytes) -> bytes:
    from email import message_from_bytes

    return b"".join(part.get_payload(decode=True) or b"" for part in message_from_bytes(raw).walk())  # type: ignore[misc]


def test_a_letter_that_is_put_off_comes_later(posting: Any, server: MailServer, cast: Cast) -> None:
    server.answers["RCPT"] = "451 later"
    number = ask(cast.nina)
    for _attempt in range(claims.ATTEMPTS + 1):
        work(posting)
        due_now()
    assert (row(number).set_aside_at, row(number).attempts) == (None, claims.ATTEMPTS + 1)
    server.answers.clear()
    work(posting)
    assert (len(server.letters), row(number).done_at is not None) == (1, True)


def test_what_was_refused_meanwhile_is_not_sent(posting: Any, server: MailServer, cast: Cast) -> None:
    told = {
        "asker": "妮娜",
        "handle": "nina",
        "words": "在嗎",
        "title": "",
        "about_link": "/@nina",
        "reply_address": "n@example.org",
    }
    send_letter(cast.mei, "question", kind="question", **told)
    assert actions.stop(cast.mei.id, "question")
    work(posting)
    assert server.letters == []
    assert "not_wanted" in EventRow.get(EventRow.name == Event.MAIL_REQUESTED).data
    assert "在嗎" not in str(mails())


def test_addresses_that_cannot_be_are_written_to_by_no_server(posting: Any, server: MailServer, cast: Cast) -> None:
    send_letter("sun@demo.invalid", "confirmation_instructions", confirmation_link="/x", within=timedelta(days=1))
    work(posting)
    assert server.letters == []


def test_a_letter_of_which_no_message_can_be_made_is_set_aside(posting: Any, cast: Cast) -> None:
    number = ask(cast.nina)
    data = EventRow.get_by_id(number).data
    EventRow.update(data={**data, "to": "a@example.org\r\nBcc:evil@example.org"}).execute()
    work(posting)
    assert row(number).set_aside_at is not None


def test_letters_asked_for_by_an_older_release_are_sent(posting: Any, server: MailServer) -> None:
    old = {
        "subject": "你好",
        "to": "a@example.org",
        "from": "no-reply@x.example",
        "text": "信",
        "html": "",
        "reply_to": "",
    }
    with transaction():
        record(Event.MAIL_REQUESTED, data=old)
    work(posting)
    assert len(server.letters) == 1


def test_without_a_server_letters_are_files_for_nobody_else(app: Any, cast: Cast) -> None:
    number = ask(cast.nina)
    work(app)
    path = files.folder() / f"{number:08d}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    (found,) = files.newest(10)
    assert (found.number, found.to, found.subject) == (number, cast.nina.email, "換一個新密碼")
    assert LINK in found.text
    assert LINK in found.html


def test_headers_of_a_question_and_of_a_letter_about_the_account(app: Any, cast: Cast) -> None:
    own = app.extensions["miquan"]
    ask(cast.nina)
    plain = compose(mails()[-1], 7, own)
    assert (plain["Auto-Submitted"], plain["List-Unsubscribe"], plain["Reply-To"]) == ("auto-generated", None, None)
    assert (plain["Message-ID"], plain["Content-Language"]) == ("<event-7@127.0.0.1>", "zh-Hant")
    assert [part.get_content_type() for part in plain.iter_parts()] == ["text/plain", "text/html"]
    told = {
        "asker": "妮娜",
        "handle": "nina",
        "words": "在嗎",
        "title": "",
        "about_link": "/@nina",
        "reply_address": "n@example.org",
    }
    send_letter(cast.mei, "question", kind="question", reply_to="nina@example.org", **told)
    question = compose(mails()[-1], 8, own)
    assert question["Reply-To"] == "nina@example.org"
    assert question["List-Unsubscribe"].startswith(f"<{own.url}/unsubscribe/")
    assert question["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_nothing_is_a_letter_while_there_is_no_folder(app: Any) -> None:
    assert files.newest(10) == []
    assert files.letter(1) is None
