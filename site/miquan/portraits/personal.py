"""What a portrait holds of a member: all of it, since nothing in it is anybody else's."""

from collections.abc import Iterator
from typing import Any

from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy
from miquan.portraits.models import Interest, Pause, Portrait, Signal, Weight


def _section(name: str, title: Any, model: Any) -> Section:
    def export(member_id: int) -> Iterator[Row]:
        return rows_of(model, model.member == member_id, ("member",))

    def erase(member_id: int, _keep_words: bool) -> None:
        with transaction():
            model.delete().where(model.member == member_id).execute()

    return Section(name, title, (model,), export, erase)


SECTIONS = (
    _section("portrait", lazy("畫像的設定"), Portrait),
    _section("pauses", lazy("畫像停下來的時候"), Pause),
    _section("interests", lazy("你說過的興趣"), Interest),
    _section("weights", lazy("從你看過、收藏過的東西推想出來的喜好"), Weight),
    _section("signals", lazy("畫像從哪些事情推想"), Signal),
)
