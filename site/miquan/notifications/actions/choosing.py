"""How a member wants to hear of what."""

from collections.abc import Mapping

from peewee import CharField

from miquan.db import transaction
from miquan.mail.actions import choose as choose_letters
from miquan.notifications.models import NoticeChoice, NoticeHours
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import DIGESTS, WRITES, Channel


class NotOffered(ValueError):
    """No such type or channel, or one that cannot be turned off."""


def choose(member_id: int, channels: Mapping[str, str]) -> None:
    """From now on by these channels, by type, also where that is what the type says itself today. Raises NotOffered."""
    for name, channel in channels.items():
        type_ = TYPES.get(name)
        if type_ is None or channel not in list(Channel) or (type_.fixed and channel == Channel.OFF):
            raise NotOffered(name)
    _write(member_id, channels, {})


def choose_all(
    member_id: int, channels: Mapping[str, str], letters: frozenset[str], hours: tuple[int, int] | None
) -> None:
    """All that there is to choose, or nothing of it: by type, which other letters come, and when none does. Raises NotOffered."""
    with transaction():
        choose(member_id, channels)
        choose_letters(member_id, letters)
        keep_quiet(member_id, hours)


def stop_letters(member_id: int, slot: str) -> None:
    """No letters of this slot any more: of a type, or of all that go into a digest. They are told on the site."""
    with transaction():
        chosen = _rows(member_id, NoticeChoice.channel)
        if slot in DIGESTS:
            stopped = [name for name, type_ in TYPES.items() if chosen.get(name, type_.channel) == slot]
        else:
            # Whoever wants to hear nothing of it at all goes on so.
            stopped = [slot] if chosen.get(slot, TYPES[slot].channel) in WRITES else []
        was = {name: str(chosen.get(name, TYPES[name].channel)) for name in stopped}
        _write(member_id, dict.fromkeys(stopped, Channel.HERE), was)


def resume_letters(member_id: int, slot: str) -> None:
    """Letters again: what a click stopped, and nothing else.

    Where none did: of a type at once, or what comes in this digest by itself and is told on the site alone.
    """
    with transaction():
        stopped = _rows(member_id, NoticeChoice.stopped)
        if slot not in DIGESTS:
            choose(member_id, {slot: stopped.get(slot) or Channel.MAIL})
            return
        again = [name for name, channel in stopped.items() if channel == slot]
        if not again:
            chosen = _rows(member_id, NoticeChoice.channel)
            own = [name for name, type_ in TYPES.items() if type_.channel == slot]
            again = [name for name in own if chosen.get(name) == Channel.HERE]
        choose(member_id, dict.fromkeys(again, slot))


def _rows(member_id: int, column: CharField) -> dict[str, str]:
    """By type, of those that they chose and that there still are."""
    rows = NoticeChoice.select(NoticeChoice.type, column).where(NoticeChoice.member == member_id)
    return {name: value for name, value in rows.tuples() if name in TYPES}


def _write(member_id: int, channels: Mapping[str, str], stopped: Mapping[str, str]) -> None:
    rows = [
        {"member": member_id, "type": name, "channel": channel, "stopped": stopped.get(name, "")}
        for name, channel in channels.items()
    ]
    if rows:
        with transaction():
            NoticeChoice.insert_many(rows).on_conflict(
                conflict_target=[NoticeChoice.member, NoticeChoice.type],
                preserve=[NoticeChoice.channel, NoticeChoice.stopped],
            ).execute()


def keep_quiet(member_id: int, hours: tuple[int, int] | None) -> None:
    """No letters between these hours of their clock; None: at any hour."""
    with transaction():
        NoticeHours.delete().where(NoticeHours.member == member_id).execute()
        if hours is not None:
            NoticeHours.create(member=member_id, since=hours[0], until=hours[1])
