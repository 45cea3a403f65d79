"""What mail holds of a member: what they do not want, and letters to them or about them that are still kept."""

import re
from collections.abc import Iterator

from peewee import chunked

from miquan.accounts.models import Member, SecurityEvent
from miquan.config import settings
from miquan.db import transaction
from miquan.departures.section import BATCH, Row, Section, rows_of
from miquan.i18n import lazy
from miquan.mail.models import MailRefusal
from miquan.outbox import Event, EventRow


def _refusals(member_id: int) -> Iterator[Row]:
    return rows_of(MailRefusal, MailRefusal.member == member_id, ("member",))


def _letters(member_id: int) -> Iterator[Row]:
    """Subject and time of each; what letters say may hold keys to the account."""
    email = Member.get_by_id(member_id).email
    for some in chunked(_about([email], None), BATCH):
        for row in EventRow.select(EventRow.at, EventRow.data).where(EventRow.id.in_(some)).order_by(EventRow.id):
            if row.data.get("to") == email:
                yield {"at": row.at.isoformat(), "subject": row.data["subject"]}


def _erase(member_id: int, _keep_words: bool) -> None:
    with transaction():
        MailRefusal.delete().where(MailRefusal.member == member_id).execute()


def _erase_letters(member_id: int, _keep_words: bool) -> None:
    """Letters to any address they had, and those that name them to others, with the files of them."""
    member = Member.get_by_id(member_id)
    for some in chunked(_about(_addresses(member), member.handle), BATCH):
        # A file may be deleted twice, a row that is gone no longer tells of its file.
        for id_ in some:
            (settings().data / "mail" / f"{id_:08d}.eml").unlink(missing_ok=True)
        with transaction():
            EventRow.delete().where(EventRow.id.in_(some)).execute()


def _addresses(member: Member) -> list[str]:
    query = SecurityEvent.select(SecurityEvent.data).where(SecurityEvent.member == member.id)
    old = [data.get("old") for (data,) in query.where(SecurityEvent.kind == "email_changed").tuples()]
    return [member.email, *(str(address) for address in old if address)]


def _about(addresses: list[str], handle: str | None) -> list[int]:
    """The ids of letters that hold one of the addresses, or the handle as a word behind an @."""
    held = EventRow.data.cast("TEXT")
    letters = EventRow.select(EventRow.id, held).where(EventRow.name == Event.MAIL_REQUESTED)
    found = set()
    for words in [*addresses, *([f"@{handle}"] if handle else [])]:
        is_it = re.compile(r"(?<![a-z0-9_.+-])" + re.escape(words) + r"(?![a-z0-9_])", re.IGNORECASE)
        rows = letters.where(held.contains(words)).tuples()
        found |= {id_ for id_, data in rows if is_it.search(str(data))}
    return sorted(found)


SECTIONS = (
    Section("mail_refusals", lazy("你不想收到的信"), (MailRefusal,), _refusals, _erase),
    Section("letters", lazy("這個月寄給你的信的標題"), (EventRow,), _letters, _erase_letters),
)
