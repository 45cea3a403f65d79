"""What notifications hold of a member: what they were told, how they want to hear of it, and what others heard of them."""

from collections.abc import Iterator

from miquan.db import transaction
from miquan.departures.section import BATCH, Row, Section, rows_of
from miquan.i18n import lazy
from miquan.notifications.models import Notice, NoticeCause, NoticeChoice, NoticeHours, NoticeLetter


def _notices(member_id: int) -> Iterator[Row]:
    return rows_of(Notice, Notice.member == member_id, ("member", "first", "last", "mailed", "closed"))


def _erase_notices(member_id: int, _keep_words: bool) -> None:
    while some := [id_ for (id_,) in Notice.select(Notice.id).where(Notice.member == member_id).limit(BATCH).tuples()]:
        with transaction():
            Notice.delete().where(Notice.id.in_(some)).execute()


def _causes(member_id: int) -> Iterator[Row]:
    return rows_of(NoticeCause, NoticeCause.actor == member_id, ("actor", "told_at"))


def _erase_causes(member_id: int, _keep_words: bool) -> None:
    mine = NoticeCause.actor == member_id
    while some := [id_ for (id_,) in NoticeCause.select(NoticeCause.id).where(mine).limit(BATCH).tuples()]:
        with transaction():
            NoticeCause.delete().where(NoticeCause.id.in_(some)).execute()


def _choices(member_id: int) -> Iterator[Row]:
    yield from rows_of(NoticeChoice, NoticeChoice.member == member_id, ("member",))
    yield from rows_of(NoticeHours, NoticeHours.member == member_id, ("member",))


def _erase_choices(member_id: int, _keep_words: bool) -> None:
    with transaction():
        for model in (NoticeChoice, NoticeHours, NoticeLetter):
            model.delete().where(model.member == member_id).execute()


SECTIONS = (
    Section("notices", lazy("你收到的通知"), (Notice,), _notices, _erase_notices),
    Section("notice_causes", lazy("你做的事裡，別人收到通知的"), (NoticeCause,), _causes, _erase_causes),
    Section(
        "notice_choices", lazy("你想怎麼收到通知"), (NoticeChoice, NoticeHours, NoticeLetter), _choices, _erase_choices
    ),
)
