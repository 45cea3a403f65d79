"""How a member wants to hear of each type, which other letters come, and their quiet hours."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import ValidationError

from miquan.fields import options
from miquan.i18n import lazy
from miquan.mail.rules import NAMES, REFUSABLE
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import Channel

CHANNELS = {
    Channel.HERE: lazy("只在這裡"),
    Channel.MAIL: lazy("馬上寫信"),
    Channel.DAILY: lazy("每天一封信"),
    Channel.WEEKLY: lazy("每週一封信"),
    Channel.OFF: lazy("不要"),
}
_HOURS = [("", lazy("沒有")), *((str(hour), f"{hour:02}:00") for hour in range(24))]


class HearingForm(FlaskForm):  # type: ignore[misc]
    """A field for each type and for each kind of other letters, by its name, and from when until when no letter comes."""

    since = SelectField(lazy("從"), choices=options(_HOURS), default="")
    until = SelectField(lazy("到"), choices=options(_HOURS), default="")

    def validate_until(self, field: Any) -> None:
        if bool(field.data) != bool(self.since.data):
            raise ValidationError(lazy("兩個時間都要選，或都不選"))
        if field.data and field.data == self.since.data:
            raise ValidationError(lazy("選兩個不同的時間"))

    @property
    def hours(self) -> tuple[int, int] | None:
        return (int(self.since.data), int(self.until.data)) if self.since.data else None

    @property
    def channels(self) -> dict[str, str]:
        return {name: self[name].data for name in TYPES}

    @property
    def letters(self) -> frozenset[str]:
        """The kinds of other letters that are wanted."""
        return frozenset(kind for kind in REFUSABLE if self[kind].data == Channel.MAIL)


for _name, _type in TYPES.items():
    _offered = [(str(way), words) for way, words in CHANNELS.items() if not (_type.fixed and way == Channel.OFF)]
    setattr(HearingForm, _name, SelectField(_type.title, choices=options(_offered), default=str(_type.channel)))
# What is written about and stands in no inbox comes by letter, or not at all.
_BY_LETTER = options([(str(way), CHANNELS[way]) for way in (Channel.MAIL, Channel.OFF)])
for _kind in REFUSABLE:
    setattr(HearingForm, _kind, SelectField(NAMES[_kind], choices=_BY_LETTER, default=str(Channel.MAIL)))
