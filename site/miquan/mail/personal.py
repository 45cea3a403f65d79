"""What mail holds of a member: what they do not want, and letters to them or about them that are still kept."""

import re
from collections.abc import Iterator
from typing import Any

from peewee import chunked

from miquan.accounts.models import Member
from miquan.accounts.queries import former_addresses
from miquan.db import transaction
from miquan.departures.section import BATCH, Row, Section, rows_of
from miquan.i18n import lazy
from miquan.mail import files
from miquan.mail.models import MailRefusal
from miquan.outbox import Event, EventRow


def _refusals(member_id: int) -> Iterator[Row]:
    return rows_of(MailRefusal, MailRefusal.member == member_id, ("member",))


def _letters(member_id: int) -> Iterator[Row]:
    """Which, and when. The words of one that is still to be sent may hold keys to the account."""
    for row in rows_of(EventRow, _to(member_id)):
        yield {"at": row["at"], "kind": row["data"].get("kind"), "template": row["data"].get("template")}


def _erase(member_id: int, _keep_words: bool) -> None:
    with transaction():
        MailRefusal.delete().where(MailRefusal.member == member_id).execute()


def _erase_letters(member_id: int, _keep_words: bool) -> None:
    """Letters to any address they had, and those that name them to others, with the files of them."""
    member = Member.get_by_id(member_id)
    names = [member.email, *former_addresses(member_id), f"@{member.handle}"]
    for number in list(files.numbers()):
        if _names(_said(number), names):
            files.forget(number)
    for some in chunked(_about(member_id, names), BATCH):
        # A file may be deleted twice, a row that is gone no longer tells of its file.
        for id_ in some:
            files.forget(id_)
        with transaction():
            EventRow.delete().where(EventRow.id.in_(some)).execute()


def _to(member_id: int) -> Any:
    letters = EventRow.name == str(Event.MAIL_REQUESTED)
    return letters & (EventRow.subject_kind == "member") & (EventRow.subject_id == member_id)


def _about(member_id: int, names: list[str]) -> list[int]:
    """The ids of letters to the member, and of those that still hold one of the names in their words."""
    found = {id_ for (id_,) in EventRow.select(EventRow.id).where(_to(member_id)).tuples()}
    held = EventRow.data.cast("TEXT")
    letters = EventRow.select(EventRow.id, held).where(EventRow.name == Event.MAIL_REQUESTED)
    for name in names:
        found |= {id_ for id_, data in letters.where(held.contains(name)).tuples() if _names(str(data), [name])}
    return sorted(found)


def _said(number: int) -> str:
    """All that a letter that was kept as a file says."""
    one = files.letter(number)
    return " ".join((one.to, one.reply_to, one.subject, one.text, one.html)) if one else ""


def _names(words: str, names: list[str]) -> bool:
    """Whether one of the names stands there by itself, not as a part of a longer one."""
    return any(
        re.search(r"(?<![a-z0-9_.+-])" + re.escape(name) + r"(?![a-z0-9_])", words, re.IGNORECASE) for name in names
    )


SECTIONS = (
    Section("mail_refusals", lazy("你不想收到的信"), (MailRefusal,), _refusals, _erase),
    Section("letters", lazy("這個月寄給你哪些信"), (EventRow,), _letters, _erase_letters),
)
