"""What the lists and bulk changes of a storefront hold of a member."""

from collections.abc import Iterator

from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of, with_parts
from miquan.i18n import lazy
from miquan.storefronts.models import Storefront
from miquan.studio.models import BulkChange, BulkItem, SavedView


def _shops(member_id: int) -> object:
    return Storefront.select(Storefront.id).where(Storefront.owner == member_id)


def _changes(member_id: int) -> Iterator[Row]:
    rows = rows_of(BulkChange, BulkChange.storefront.in_(_shops(member_id)), ("by",))
    return with_parts(rows, items=(BulkItem, BulkItem.change, ()))


def _views(member_id: int) -> Iterator[Row]:
    return rows_of(SavedView, SavedView.storefront.in_(_shops(member_id)))


def _erase_changes(member_id: int, _keep_words: bool) -> None:
    with transaction():
        BulkChange.delete().where(BulkChange.storefront.in_(_shops(member_id))).execute()


def _erase_views(member_id: int, _keep_words: bool) -> None:
    with transaction():
        SavedView.delete().where(SavedView.storefront.in_(_shops(member_id))).execute()


SECTIONS = (
    Section("bulk_changes", lazy("你整批改過的商品"), (BulkChange, BulkItem), _changes, _erase_changes),
    Section("saved_views", lazy("你存下來的商品清單"), (SavedView,), _views, _erase_views),
)
