"""Saved views: kept under a name, renamed, put in order, deleted."""

from miquan.db import transaction
from miquan.i18n import lazy
from miquan.storefronts.models import Storefront
from miquan.studio.listing.filters import Filters
from miquan.studio.listing.queries import saved_views
from miquan.studio.models import VIEW_NAME_LIMIT, SavedView
from miquan.text import clean_line

MOST_VIEWS = 20


class NotKept(ValueError):
    """A view cannot be kept under this name; `message` says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


def keep_view(storefront: Storefront, name: str, filters: Filters) -> SavedView:
    """Keep filters under a name, after the others. Raises NotKept."""
    with transaction():
        held = saved_views(storefront)
        if len(held) >= MOST_VIEWS:
            raise NotKept(lazy("最多存20個，先刪掉用不到的"))
        clean = _free(held, name, 0)
        position = max((view.position for view in held), default=0) + 1
        return SavedView.create(storefront=storefront, name=clean, query=filters.kept(), position=position)  # type: ignore[no-any-return]


def rename_view(storefront: Storefront, view: SavedView, name: str) -> None:
    """Raises NotKept."""
    with transaction():
        clean = _free(saved_views(storefront), name, view.id)
        SavedView.update(name=clean).where(SavedView.id == view.id).execute()


def _free(held: list[SavedView], name: str, but: int) -> str:
    clean = clean_line(name, VIEW_NAME_LIMIT)
    if not clean:
        raise NotKept(lazy("給它一個名字"))
    if any(view.name == clean and view.id != but for view in held):
        raise NotKept(lazy("已經有一個叫這個名字了"))
    return clean


def move_view(storefront: Storefront, view: SavedView, step: int) -> None:
    """One place up (-1) or down (1) among the storefront's views."""
    with transaction():
        held = [v.id for v in saved_views(storefront)]
        if view.id not in held:
            return
        place = held.index(view.id)
        held.insert(max(0, min(len(held) - 1, place + step)), held.pop(place))
        for position, id_ in enumerate(held, start=1):
            SavedView.update(position=position).where(SavedView.id == id_).execute()


def delete_view(view: SavedView) -> None:
    with transaction():
        SavedView.delete().where(SavedView.id == view.id).execute()
