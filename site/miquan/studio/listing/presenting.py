"""The words and links around the list, made before the template runs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from miquan.categories.tree import tree
from miquan.i18n import _, lazy
from miquan.products.facets import KIND_NAMES
from miquan.studio.listing import queries
from miquan.studio.listing.filters import Filters, read_kept
from miquan.studio.listing.queries import Shelf
from miquan.viewer import viewer

STATES = {"published": lazy("上架中"), "draft": lazy("草稿"), "sold_out": lazy("已售出"), "archived": lazy("已下架")}
NEEDS = {
    "problems": lazy("有地方要補"),
    "low": lazy("快賣完了"),
    "no_picture": lazy("沒有照片"),
    "old": lazy("放了一週以上的草稿"),
    "unsaved": lazy("有沒存的修改"),
}
SORTS = {
    "": lazy("最近改過的在前"),
    "oldest": lazy("最久沒改的在前"),
    "title": lazy("照名字"),
    "price": lazy("價格低的在前"),
    "price_down": lazy("價格高的在前"),
    "stock": lazy("剩得少的在前"),
    "stock_down": lazy("剩得多的在前"),
    "views": lazy("看的人多的在前"),
    "views_up": lazy("看的人少的在前"),
}
# (words, address, whether it is the current one, count or none)
Link = tuple[Any, str, bool, int | None]


@dataclass(frozen=True)
class ListPage:
    """What stands around the rows. `chips`: filters in force, (words, address without it)."""

    states: list[Link]
    views: list[Link]
    chips: list[tuple[Any, str]]
    next: str
    first: str
    panel: str
    keep: str
    clear: str
    needs: dict[str, Any]
    sorts: dict[str, Any]
    kinds: dict[str, Any]


def page(shelf: Shelf, panel: bool) -> ListPage:
    """The links of a page of the list."""
    wanted = shelf.filters
    views = [(view, read_kept(view.query)) for view in shelf.views]
    is_kept = any(kept == wanted for _view, kept in views)
    return ListPage(
        states=_states(shelf),
        views=[(view.name, address(kept), kept == wanted, None) for view, kept in views],
        chips=[] if panel else _chips(wanted, queries.names([wanted])),
        next=address(wanted, after=shelf.after) if shelf.after else "",
        first="" if shelf.is_first else address(wanted),
        panel="" if panel else address(wanted, panel="1"),
        keep="" if is_kept or not (wanted.told()) else wanted.kept(),
        clear=address(Filters(sort=wanted.sort)) if wanted.narrows else "",
        needs=NEEDS, sorts=SORTS, kinds=KIND_NAMES,
    )  # fmt: skip


def address(filters: Filters, **more: str) -> str:
    """The list with these filters."""
    told = urlencode({**filters.told(), **more})
    return f"{viewer().root}/studio/products{'?' if told else ''}{told}"


def _states(shelf: Shelf) -> list[Link]:
    wanted = shelf.filters
    found: list[Link] = [(_("全部"), address(wanted.but(state="")), not wanted.state, shelf.everything)]
    for state, words in STATES.items():
        found.append((words, address(wanted.but(state=state)), wanted.state == state, shelf.counts.get(state, 0)))
    return found


def _chips(wanted: Filters, names: dict[tuple[str, str], str]) -> list[tuple[Any, str]]:
    """What narrows the list and stands in no field of its own."""
    found: list[tuple[Any, str]] = []
    if wanted.category:
        node = tree().by_slug.get(wanted.category)
        words = node.name(viewer().lang) if node else _("沒有種類")
        found.append((words, address(wanted.but(category=""))))
    if wanted.brand:
        found.append((names.get(("brand", wanted.brand), wanted.brand), address(wanted.but(brand=""))))
    if wanted.tag:
        words = names.get(("tag", wanted.tag), wanted.tag)
        found.append((f"#{words}", address(wanted.but(tag=""))))
    return found


def pairs(back: str) -> list[tuple[str, str]]:
    """The parameters of a list's address."""
    return parse_qsl(urlsplit(back).query)[:20]


def in_words(wanted: Filters, names: dict[tuple[str, str], str]) -> list[Any]:
    """What filters mean, for people; `names` as `queries.names` gives them."""
    told = [(STATES, wanted.state), (NEEDS, wanted.need), (KIND_NAMES, wanted.kind)]
    found = [words[value] for words, value in told if value]
    found += [words for words, _without in _chips(wanted, names)]
    if wanted.q:
        found.append(_("有「%(words)s」", words=wanted.q))
    if wanted.sort:
        found.append(SORTS[wanted.sort])
    return found
