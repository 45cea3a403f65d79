"""What leaving itself holds: that a member asked for their data, and that they asked to be erased."""

from collections.abc import Iterator

from miquan.db import transaction
from miquan.departures.models import Departure, MemberExport
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy


def _exports(member_id: int) -> Iterator[Row]:
    return rows_of(MemberExport, MemberExport.member == member_id, ("member", "file"))


def _erase_exports(member_id: int, _keep_words: bool) -> None:
    with transaction():
        MemberExport.delete().where(MemberExport.member == member_id).execute()


def _departures(member_id: int) -> Iterator[Row]:
    return rows_of(Departure, Departure.member == member_id, ("member",))


def _erase_departures(member_id: int, _keep_words: bool) -> None:
    """The one that is being carried out stays: when it was asked for and done, of a member who is nobody now."""
    with transaction():
        Departure.delete().where(Departure.member == member_id, Departure.returned_at.is_null(False)).execute()


SECTIONS = (
    Section("exports", lazy("你要過的資料檔"), (MemberExport,), _exports, _erase_exports),
    Section("departures", lazy("你要求刪除帳號的紀錄"), (Departure,), _departures, _erase_departures),
)
