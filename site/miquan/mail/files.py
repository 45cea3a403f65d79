"""Letters as files below `mail/`, where no mail server is set: written by the worker, read by `/demo/mail`."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from miquan.config import settings

_NAME = re.compile(r"\d{8,19}\.eml")


@dataclass(frozen=True)
class KeptLetter:
    """One file. `lang` is as in HTML; `html` is somebody else's HTML: never put it into a page."""

    number: int
    lang: str
    subject: str
    to: str
    sender: str
    reply_to: str
    at: datetime | None
    text: str
    html: str


def folder() -> Path:
    return settings().data / "mail"


def keep(message: EmailMessage, number: int) -> None:
    """Whole or not at all; readable by this installation's user only, since it may hold a link that resets a password."""
    path = folder() / f"{number:08d}.eml"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    side = path.with_suffix(".part")
    side.unlink(missing_ok=True)
    with os.fdopen(os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(message.as_bytes())
    side.replace(path)


def newest(limit: int, before: int | None = None) -> list[KeptLetter]:
    """The last letters, newest first; with `before` those that are older than this number."""
    found = sorted((n for n in numbers() if before is None or n < before), reverse=True)
    letters = (letter(number) for number in found[:limit])
    return [one for one in letters if one is not None]


def letter(number: int) -> KeptLetter | None:
    """The letter of this number; None when there is none."""
    try:
        raw = (folder() / f"{number:08d}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    date = message["Date"]
    return KeptLetter(
        number=number,
        lang=str(message["Content-Language"] or ""),
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        reply_to=str(message["Reply-To"] or ""),
        at=date.datetime.astimezone(UTC) if date is not None and date.datetime else None,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def forget(number: int) -> None:
    """A letter that is not there is no error."""
    (folder() / f"{number:08d}.eml").unlink(missing_ok=True)


def numbers() -> Iterator[int]:
    if folder().is_dir():
        yield from (int(path.stem) for path in folder().iterdir() if _NAME.fullmatch(path.name))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
