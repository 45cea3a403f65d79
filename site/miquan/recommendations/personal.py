"""What recommendations hold of a member: what was worked out for them, what they do not want, and they themselves."""

from collections.abc import Iterator

from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy
from miquan.recommendations.models import Dismissed, Recommended, Renewal, Similar


def _recommended(member_id: int) -> Iterator[Row]:
    yield from rows_of(Recommended, Recommended.member == member_id, ("member",))
    yield from rows_of(Renewal, Renewal.member == member_id, ("member",))


def _erase_recommended(member_id: int, _keep_words: bool) -> None:
    with transaction():
        about = (Recommended.kind == "member") & (Recommended.item == member_id)
        Recommended.delete().where((Recommended.member == member_id) | about).execute()
        Renewal.delete().where(Renewal.member == member_id).execute()
        alike = (Similar.item == member_id) | (Similar.other == member_id)
        Similar.delete().where(Similar.kind == "member", alike).execute()


def _dismissed(member_id: int) -> Iterator[Row]:
    return rows_of(Dismissed, Dismissed.member == member_id, ("member",))


def _erase_dismissed(member_id: int, _keep_words: bool) -> None:
    with transaction():
        about = (Dismissed.kind == "member") & (Dismissed.item == member_id)
        Dismissed.delete().where((Dismissed.member == member_id) | about).execute()


SECTIONS = (
    Section("recommended", lazy("推薦給你的東西和理由"), (Recommended, Renewal), _recommended, _erase_recommended),
    Section("dismissed", lazy("你說過不想再看到的推薦"), (Dismissed,), _dismissed, _erase_dismissed),
)
