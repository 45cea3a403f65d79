"""The letters of notices: one sentence a row, in the member's language, and one click that stops what it came by."""

import hashlib
from typing import Any

from miquan.accounts.models import Member
from miquan.i18n import lazy, speaking
from miquan.mail.families import FAMILIES, Family
from miquan.mail.letters import send_letter
from miquan.mail.rules import called
from miquan.notifications.actions import choosing
from miquan.notifications.actions.lettering import write_again
from miquan.notifications.models import Notice
from miquan.notifications.queries.choices import channels_of
from miquan.notifications.queries.inbox import Row, these
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import DIGESTS, Channel
from miquan.people.shown import Person

MOST = 30
_DIGESTS = {Channel.DAILY: lazy("每天一封的摘要"), Channel.WEEKLY: lazy("每週一封的摘要")}


def send(member: Member, slot: str, *, since: Any) -> None:
    """Ask for the letter about what came since and is unread, if any may still be seen; inside the caller's transaction."""
    channel = slot if slot in DIGESTS else Channel.MAIL
    types = [name for name, chosen in channels_of(member.id).items() if chosen == channel and slot in (channel, name)]
    waiting = Notice.select(Notice.id, Notice.mailed).where(
        Notice.member == member.id, Notice.closed == 0, Notice.at >= since, Notice.mailed < Notice.last, Notice.type.in_(types)
    )  # fmt: skip
    after = dict(waiting.order_by(Notice.at.desc()).limit(MOST).tuples())
    with speaking(member.lang):
        rows = these(after)
        if not rows:
            return
        told = {"notices": [row.id for row in rows], "after": [after[row.id] for row in rows], "said": _said(rows)}
        first, several = rows[0], len(rows) > 1
        send_letter(
            member, "notices", kind=f"notice:{slot}", told=told, sentences=[row.says(_name) for row in rows],
            words=first.words if not several else "", link="/me/notifications" if several else first.url,
            digest=slot in DIGESTS,
        )  # fmt: skip
    Notice.update(mailed=Notice.last).where(Notice.id.in_([row.id for row in rows])).execute()


def _name(one: Person) -> str:
    return called(one.called, one.handle)


def _said(rows: list[Row]) -> str:
    words = "\n".join(f"{row.says(_name)} {row.words}" for row in rows)
    return hashlib.sha256(words.encode()).hexdigest()


def _still(member_id: int, slot: str, told: dict[str, Any]) -> bool:
    """Whether the reader may see everything that it says; else it is written anew about what is left."""
    member: Member | None = Member.get_or_none(Member.id == member_id, Member.active)
    if member is None:
        return False
    ids = told.get("notices", [])
    after = dict(zip(ids, told.get("after", [0] * len(ids)), strict=True))
    with speaking(member.lang):
        says = _said(these(after))
    if says != told.get("said"):
        write_again(member_id, slot, after)
        return False
    return True


def _refuses(member_id: int, slot: str) -> bool:
    chosen = channels_of(member_id)
    return slot not in chosen.values() if slot in DIGESTS else chosen[slot] != Channel.MAIL


FAMILIES["notice"] = Family(
    knows=lambda slot: slot in TYPES or slot in DIGESTS,
    refuses=_refuses,
    stop=choosing.stop_letters,
    resume=choosing.resume_letters,
    name=lambda slot: _DIGESTS[Channel(slot)] if slot in DIGESTS else TYPES[slot].title,
    still=_still,
)
