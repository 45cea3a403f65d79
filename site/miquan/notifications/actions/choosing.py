"""How a member wants to hear of what."""

from collections.abc import Mapping

from miquan.db import transaction
from miquan.notifications.models import NoticeChoice, NoticeHours
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import DIGESTS, WRITES, Channel


class NotOffered(ValueError):
    """No such type or channel, or one that cannot be turned off."""


def choose(member_id: int, channels: Mapping[str, str]) -> None:
    """From now on by these channels, by type, also where that is what the type says itself today. Raises NotOffered."""
    with transaction():
        for name, channel in channels.items():
            type_ = TYPES.get(name)
            if type_ is None or channel not in list(Channel) or (type_.fixed and channel == Channel.OFF):
                raise NotOffered(name)
            NoticeChoice.insert(member=member_id, type=name, channel=channel).on_conflict(
                conflict_target=[NoticeChoice.member, NoticeChoice.type], preserve=[NoticeChoice.channel]
            ).execute()


def stop_letters(member_id: int, slot: str) -> None:
    """No letters of this slot any more: of a type, or of all that go into a digest. They are told on the site."""
    with transaction():
        chosen = dict(
            NoticeChoice.select(NoticeChoice.type, NoticeChoice.channel)
            .where(NoticeChoice.member == member_id)
            .tuples()
        )
        if slot in DIGESTS:
            stopped = [name for name, type_ in TYPES.items() if chosen.get(name, type_.channel) == slot]
        else:
            # Whoever wants to hear nothing of it at all goes on so.
            stopped = [slot] if chosen.get(slot, TYPES[slot].channel) in WRITES else []
        choose(member_id, dict.fromkeys(stopped, Channel.HERE))


def resume_letters(member_id: int, slot: str) -> None:
    """Letters again: of a type at once, or what comes in this digest where nothing else is said."""
    with transaction():
        if slot in DIGESTS:
            choose(member_id, {name: slot for name, type_ in TYPES.items() if type_.channel == slot})
        else:
            choose(member_id, {slot: Channel.MAIL})


def keep_quiet(member_id: int, hours: tuple[int, int] | None) -> None:
    """No letters between these hours of their clock; None: at any hour."""
    with transaction():
        NoticeHours.delete().where(NoticeHours.member == member_id).execute()
        if hours is not None:
            NoticeHours.create(member=member_id, since=hours[0], until=hours[1])
