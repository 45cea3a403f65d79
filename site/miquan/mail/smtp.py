"""Handing a letter to a mail server, and telling what it says for good from what it says for now."""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from miquan.mail.rules import redacted
from miquan.outbox import SetAside

# Seconds: for each answer, and for the whole of one letter, since a server may say a word every now and then for ever.
PATIENCE = 30.0
LONGEST = 120.0
_ADDRESS = re.compile(r"[^\s<>,;:\"']+@[^\s<>,;:\"']+")


class NotNow(OSError):
    """The server did not take the letter; it may later. The words hold no whole address."""


class Refused(SetAside):
    """The server will never take this letter for this address. The words hold no whole address."""


def send(message: EmailMessage, url: str, name: str = "localhost") -> None:
    """`smtp://user:password@host:25`, `smtp+starttls://…:587` or `smtps://…:465`. `name`: how we greet.

    Raises Refused for what a server says about this recipient or this letter with a 5xx code, NotNow for everything else:
    a refused sign-in or sender is the operator's to mend, and the letters wait for it.
    """
    try:
        with _connected(url, name) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _told(code, words) from None
    except smtplib.SMTPDataError as error:
        raise _told(error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(_plain(error)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow(f"{type(error).__name__}: {_plain(error)}") from None


def _told(code: int, words: bytes | str) -> Exception:
    said = f"{code} {_plain(words)}"
    return Refused(said) if code >= 500 else NotNow(said)


def _plain(words: object) -> str:
    """What a server said, in one line and without whole addresses: it is stored and logged."""
    line = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return _ADDRESS.sub(lambda found: redacted(found[0]), " ".join(line.split()))[:300]


@contextmanager
def _connected(url: str, name: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(local_hostname=name, timeout=PATIENCE, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(local_hostname=name, timeout=PATIENCE)
    )
    # Certificates are checked against this; the constructor would set it, but connect before it can be bounded.
    server._host = host  # type: ignore[attr-defined]
    with _bounded(server):
        code, words = server.connect(host, port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            yield server
            with suppress(OSError, smtplib.SMTPException):
                # The letter is taken; what becomes of the farewell does not matter.
                server.quit()
        finally:
            server.close()


@contextmanager
def _bounded(server: smtplib.SMTP) -> Iterator[None]:
    """Cut the line when all of it has taken too long."""

    def cut() -> None:
        with suppress(OSError):
            if server.sock:
                server.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
