"""Mail: written into the outbox with its words ready, sent by the worker to SMTP or to files."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from miquan.config import Settings, settings
from miquan.outbox import Event, EventRow, subscribes


@subscribes(Event.MAIL_REQUESTED, lane="mail", name="accounts.deliver_mail")
def deliver_mail(event: EventRow) -> None:
    """Hand one mail over. Raises on failure, so that the outbox tries again."""
    message = _message(event.data, event.id, settings())
    if settings().smtp_url:
        _by_smtp(message, settings().smtp_url)
    else:
        _to_file(message, settings().data / "mail" / f"{event.id:08d}.eml")


def _message(data: dict[str, str], event_id: int, own: Settings) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(data["subject"].split())
    message["From"], message["To"] = data["from"], data["to"]
    if data.get("reply_to"):
        message["Reply-To"] = data["reply_to"]
    message["Date"] = formatdate()
    # The same mail sent twice after a lost answer carries the same id.
    host = urlsplit(own.url).hostname or "localhost"
    message["Message-ID"] = f"<event-{event_id}@{host}>" if event_id else make_msgid(domain=host)
    message.set_content(data["text"])
    if data["html"]:
        message.add_alternative(data["html"], subtype="html")
    return message


def _by_smtp(message: EmailMessage, url: str) -> None:
    """`smtp://user:password@host:25`, `smtp+starttls://…:587` or `smtps://…:465`."""
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=30, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=30)
    )
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _to_file(message: EmailMessage, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    side = path.with_suffix(".part")
    side.write_bytes(message.as_bytes())
    side.replace(path)
