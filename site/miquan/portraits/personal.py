"""What a portrait holds of a member: all of it, since nothing in it is anybody else's.

What others did with their storefront is a source of others' portraits, and goes with it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from miquan.bulk import delete_rows
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of
from miquan.i18n import lazy
from miquan.portraits.models import Interest, Pause, Portrait, Signal, Weight
from miquan.storefronts.models import Storefront


def _section(name: str, title: Any, model: Any) -> Section:
    def export(member_id: int) -> Iterator[Row]:
        return rows_of(model, model.member == member_id, ("member",))

    def erase(member_id: int, _keep_words: bool) -> None:
        with transaction():
            model.delete().where(model.member == member_id).execute()

    return Section(name, title, (model,), export, erase)


def _erase_signals(member_id: int, _keep_words: bool) -> None:
    shops = Storefront.select(Storefront.id).where(Storefront.owner == member_id)
    delete_rows(Signal, Signal.member == member_id)
    delete_rows(Signal, (Signal.kind == "storefront") & Signal.item.in_(shops))


_SIGNALS = _section("signals", lazy("畫像從哪些事情推想"), Signal)
SECTIONS = (
    _section("portrait", lazy("畫像的設定"), Portrait),
    _section("pauses", lazy("畫像停下來的時候"), Pause),
    _section("interests", lazy("你說過的興趣"), Interest),
    _section("weights", lazy("從你看過、收藏過的東西推想出來的喜好"), Weight),
    replace(_SIGNALS, erase=_erase_signals),
)
