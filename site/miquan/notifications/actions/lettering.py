"""Letters of notices: asked for when something happens, written when they are due, about what is unread and may be seen then.

One waits at most for each member and slot; it is taken away in the transaction that asks for the mail, so that a worker
that is killed in between writes nothing twice.
"""

from datetime import datetime
from typing import Any

from peewee import JOIN, Case

from miquan.accounts.models import Member
from miquan.db import held, now, transaction
from miquan.i18n import SOURCE
from miquan.notifications import rules
from miquan.notifications.models import Notice, NoticeCause, NoticeChoice, NoticeHours, NoticeLetter
from miquan.notifications.registry import NoticeType
from miquan.notifications.rules import WRITES
from miquan.outbox import Event, record
from miquan.viewer import ZONES


def ask_for_letters(type_: NoticeType, members: list[int], cause: NoticeCause) -> None:
    """Inside the caller's transaction: a letter waits for those of these members who have it open and want one."""
    for member, channel, zone, hours in _wanting(type_, members, cause):
        slot = rules.slot_of(type_.name, channel)
        added = NoticeLetter.insert(member=member, slot=slot, at=cause.at).on_conflict_ignore().as_rowcount().execute()
        if added:
            remind(member, slot, rules.due(channel, now(), zone, hours))


def remind(member_id: int, slot: str, due_at: datetime) -> None:
    record(Event.NOTICES_DUE, subject=("member", member_id), data={"slot": slot}, due_at=due_at)


def _wanting(type_: NoticeType, members: list[int], cause: NoticeCause) -> list[tuple[int, str, str, Any]]:
    """Member, channel, zone, quiet hours of those with an address of their own; most types write only to who chose it."""
    mine = (NoticeChoice.member == Member.id) & (NoticeChoice.type == type_.name)
    open_ = (Notice.member == Member.id) & (Notice.type == type_.name) & (Notice.kind == cause.kind)
    rows = (
        Member.select(Member.id, NoticeChoice.channel, Member.zone, Member.lang, NoticeHours.since, NoticeHours.until)
        .join(Notice, on=(open_ & (Notice.subject == cause.subject) & (Notice.closed == 0) & (Notice.last >= cause.id)))
        .join_from(Member, NoticeChoice, JOIN.LEFT_OUTER, on=mine)
        .join_from(Member, NoticeHours, JOIN.LEFT_OUTER, on=(NoticeHours.member == Member.id))
        .where(Member.id.in_(members), Member.confirmed_at.is_null(False), Member.suspended_at.is_null())
    )
    chosen = NoticeChoice.channel.in_(WRITES)
    rows = rows.where(chosen | NoticeChoice.channel.is_null() if type_.channel in WRITES else chosen)
    return [
        (member, channel or type_.channel, zone or ZONES.get(lang, ZONES[SOURCE]), None if since is None else (since, until))
        for member, channel, zone, lang, since, until in rows.tuples()
    ]  # fmt: skip


def write_letter(member_id: int, slot: str) -> None:
    """The time has come: what waits in this slot is written, or put off where the hours became quiet meanwhile."""
    from miquan.notifications.letters import send

    with transaction():
        row = held(NoticeLetter.select().where(NoticeLetter.member == member_id, NoticeLetter.slot == slot)).first()
        member: Member | None = Member.get_or_none(Member.id == member_id)
        if row is None or member is None:
            return
        hours = NoticeHours.get_or_none(NoticeHours.member == member_id)
        local = now().astimezone(rules.zone(member.zone or ZONES.get(member.lang, ZONES[SOURCE])))
        then = rules.awake(local, (hours.since, hours.until) if hours else None)
        if then > local:
            remind(member_id, slot, then)
            return
        NoticeLetter.delete().where(NoticeLetter.id == row.id).execute()
        send(member, slot, since=row.at)


def write_again(member_id: int, slot: str, after: dict[int, int]) -> None:
    """A letter about these notices was not sent after all, because it would tell what is no longer so. Beside each: what an earlier one told."""
    with transaction():
        ids = list(after)
        mine = Notice.select(Notice.at).where(Notice.member == member_id, Notice.id.in_(ids)).order_by(Notice.at)
        since = mine.limit(1).scalar()
        if since is not None:
            mailed = Case(Notice.id, tuple(after.items()))
            Notice.update(mailed=mailed).where(Notice.member == member_id, Notice.id.in_(ids)).execute()
            if NoticeLetter.insert(member=member_id, slot=slot, at=since).on_conflict_ignore().as_rowcount().execute():
                remind(member_id, slot, now())
