"""A real mail server that takes letters, refuses them, puts them off, is away or says nothing."""

import socket
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from miquan.mail import smtp
from miquan.mail.smtp import NotNow, Refused
from miquan.outbox import SetAside
from tests.mail.server import mail_server


def letter(to: str = "nina@example.org") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "換一個新密碼", "蜜圈 <no-reply@miquan.example>", to
    message["Message-ID"] = "<event-1@miquan.example>"
    message.set_content("你好\n.\n再見")
    return message


def test_a_letter_arrives_as_it_was_written() -> None:
    with mail_server() as server:
        smtp.send(letter(), server.url, "miquan.example")
    (raw,) = server.letters
    found = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=default)
    assert isinstance(found, EmailMessage)
    assert (found["Subject"], found["To"], found["Message-ID"]) == (
        "換一個新密碼",
        "nina@example.org",
        "<event-1@miquan.example>",
    )
    assert found.get_content().split() == ["你好", ".", "再見"]
    assert "rcpt TO:<nina@example.org>" in server.heard
    assert "ehlo miquan.example" in server.heard


@pytest.mark.parametrize(
    ("answers", "error", "code"),
    [
        ({"RCPT": "550 5.1.1 <nina@example.org>: no such user"}, Refused, "550"),
        ({"RCPT": "450 4.2.0 <nina@example.org>: greylisted"}, NotNow, "450"),
        ({"RCPT": "452 4.2.2 mailbox full"}, NotNow, "452"),
        ({"words": "554 5.7.1 looks like spam"}, Refused, "554"),
        ({"words": "451 4.3.0 try later"}, NotNow, "451"),
        ({"MAIL": "553 5.7.1 sender not allowed"}, NotNow, "553"),
        ({"greeting": "554 no service"}, NotNow, "554"),
        ({"EHLO": "421 closing", "HELO": "421 closing"}, NotNow, "421"),
    ],
)  # fmt: skip
def test_for_good_and_for_now(answers: dict[str, str], error: type[Exception], code: str) -> None:
    with mail_server(**answers) as server, pytest.raises(error) as raised:
        smtp.send(letter(), server.url)
    assert code in str(raised.value)
    assert "nina@example.org" not in str(raised.value)
    assert isinstance(raised.value, SetAside) is (error is Refused)
    assert server.letters == []


def test_a_letter_that_was_taken_is_sent_whatever_follows() -> None:
    with mail_server(QUIT="500 what") as server:
        smtp.send(letter(), server.url)
    assert len(server.letters) == 1


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotNow, match="refused"):
        smtp.send(letter(), f"smtp://127.0.0.1:{port}")


@pytest.mark.parametrize("silent", ["greeting", "EHLO", "RCPT", "words"])
def test_a_server_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch, silent: str) -> None:
    monkeypatch.setattr(smtp, "PATIENCE", 0.3)
    begun = time.monotonic()
    with mail_server(**{silent: None}) as server, pytest.raises(NotNow):
        smtp.send(letter(), server.url)
    assert time.monotonic() - begun < 5


def test_a_server_that_says_a_word_now_and_then_for_ever_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "LONGEST", 0.5)
    monkeypatch.setattr(smtp, "PATIENCE", 20.0)
    begun = time.monotonic()
    with mail_server(RCPT=None) as server, pytest.raises(NotNow):
        smtp.send(letter(), server.url)
    assert time.monotonic() - begun < 5


def test_an_address_that_would_say_more_than_an_address_is_one_header() -> None:
    with pytest.raises(ValueError, match="Header values"):
        letter("nina@example.org\r\nBcc: evil@example.org")
