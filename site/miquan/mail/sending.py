"""The worker's part: a letter from the outbox is handed to SMTP, or becomes a file of this installation."""

from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

import structlog

from miquan.accounts.models import MAILBOX_END
from miquan.config import Settings, settings
from miquan.db import now
from miquan.i18n import HTML_LANGS, iso_datetime
from miquan.mail import families, files, smtp, unsubscribing
from miquan.mail.rules import redacted
from miquan.outbox import Event, EventRow, SetAside, subscribes

log = structlog.get_logger("miquan.mail")

# What stays of a letter that has been sent. Its words may hold links that reset a password.
_KEPT = ("template", "kind", "lang", "member")


@subscribes(Event.MAIL_REQUESTED, lane="mail", name="accounts.deliver_mail")
def deliver_mail(event: EventRow) -> None:
    """Hand one letter over, then forget its words.

    Killed in between, it is sent again with the same Message-ID; it is never lost. Raises on failure, so that the
    outbox tries again, and `SetAside` where trying again is of no use.
    """
    data = event.data
    if "text" not in data:
        return
    if _is_wanted(data):
        try:
            message = compose(data, event.id, settings())
        except ValueError as error:
            raise SetAside(f"no message can be made of it: {error}"[:200]) from None
        _hand_over(message, event.id)
        _forget(event, "sent")
    else:
        _forget(event, "not_wanted")


def _is_wanted(data: dict[str, Any]) -> bool:
    """Asked once more: the member may have refused since, and some addresses are nobody's. What it tells may be no more."""
    if (settings().smtp_url and data["to"].endswith(".invalid")) or MAILBOX_END in data["to"]:
        return False
    member, kind = data.get("member"), data.get("kind", "account")
    if not member or not families.is_refusable(kind):
        return True
    return not families.refuses(int(member), kind) and families.still(int(member), kind, data.get("told", {}))


def _hand_over(message: EmailMessage, number: int) -> None:
    if settings().smtp_url:
        smtp.send(message, settings().smtp_url, host_of(settings()))
    else:
        files.keep(message, number)


def _forget(event: EventRow, how: str) -> None:
    kept = {name: event.data[name] for name in _KEPT if name in event.data}
    data = {**kept, "to": redacted(event.data["to"]), how: iso_datetime(now())}
    EventRow.update(data=data).where(EventRow.id == event.id).execute()


def host_of(own: Settings) -> str:
    return urlsplit(own.url).hostname or "localhost"


def compose(data: dict[str, str], number: int, own: Settings) -> EmailMessage:
    """The message of a letter. Two of the same number are the same letter: they have one Message-ID."""
    message = EmailMessage()
    message["Subject"] = " ".join(data["subject"].split())
    message["From"], message["To"] = data["from"], data["to"]
    if data.get("reply_to"):
        message["Reply-To"] = data["reply_to"]
    else:
        # Nobody answers it, and no absence note should.
        message["Auto-Submitted"] = "auto-generated"
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<event-{number}@{host_of(own)}>"
    member, kind = data.get("member"), data.get("kind", "account")
    if member and families.is_refusable(kind):
        # RFC 8058: mail providers POST to it, without cookies.
        message["List-Unsubscribe"] = f"<{unsubscribing.address(int(member), kind)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(data["text"])
    if data.get("html"):
        message.add_alternative(data["html"], subtype="html")
    if lang := data.get("lang"):
        # Set last: making it a letter of two parts moves such headers into the first.
        message["Content-Language"] = HTML_LANGS.get(lang, lang)
    return message
