"""`/studio`: what waits, what was read this week, one thing worth knowing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy, locale, ngettext
from miquan.permissions import Permission, requires
from miquan.products.readings import WEEK
from miquan.seo.page import seo
from miquan.storefronts.queries import own_storefront
from miquan.studio.blueprint import bp
from miquan.studio.home import queries
from miquan.studio.home.queries import Day, Waiting
from miquan.studio.home.tips import tip
from miquan.studio.listing.filters import Filters
from miquan.studio.listing.presenting import address
from miquan.viewer import viewer


@dataclass(frozen=True)
class Task:
    """Something that waits: how many, in words, and the list of just these."""

    count: int
    words: Any
    hint: Any
    url: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """A day of the chart: its height in parts of a hundred."""

    day: date
    name: str
    views: int
    height: int


_TASKS: tuple[tuple[str, Any, Any, str, str], ...] = (
    ("problems", lazy("有地方要補"), lazy("沒有照片、價格或種類，或寄出日過了"), "triangle-alert", "bad"),
    ("sold_out", lazy("已售出"), lazy("補貨，或收起來"), "package", "warn"),
    ("low", lazy("快賣完了"), lazy("現貨剩三件以下"), "package-check", "warn"),
    ("old", lazy("放了一週以上的草稿"), lazy("寫完上架，或刪掉"), "square-pen", ""),
)


@bp.get("")
@requires(Permission.STUDIO_SEE)
def index() -> Any:
    storefront = own_storefront(viewer().id or 0)
    if storefront is None:
        return redirect_to(f"{viewer().root}/studio/storefront")
    waiting, read, days = queries.waiting(storefront), queries.most_read(storefront), queries.days(storefront)
    now, before = sum(d.views for d in days[WEEK:]), sum(d.views for d in days[:WEEK])
    return respond(
        "studio/home.html", storefront=storefront, tasks=_tasks(waiting), waiting=waiting,
        unsaved=queries.unsaved(storefront), read=read, bars=_bars(days[WEEK:]), views=now, trend=_trend(now, before),
        tip=tip(read, viewer().root), all_products=address(Filters()), seo=seo(_("工作室"), "", index=False),
    )  # fmt: skip


def _tasks(waiting: Waiting) -> list[Task]:
    """Only what there is something of."""
    found = []
    for name, words, hint, icon, tone in _TASKS:
        count = waiting.states["sold_out"] if name == "sold_out" else waiting.needs[name]
        wanted = Filters(state=name) if name == "sold_out" else Filters(need=name)
        if count:
            found.append(Task(count, words, hint, address(wanted), icon, tone))
    return found


def _bars(days: list[Day]) -> list[Bar]:
    most = max((d.views for d in days), default=0) or 1
    return [
        Bar(
            d.day,
            str(format_date(d.day, "EEEEE" if locale().language == "zh" else "EEE", locale=locale())),
            d.views,
            round(100 * d.views / most),
        )
        for d in days
    ]


def _trend(now: int, before: int) -> str:
    """Against the week before, where there is one to compare with."""
    if not before:
        return ""
    if now == before:
        return _("跟前一週一樣")
    more = now - before
    if more > 0:
        return ngettext("比前一週多%(num)s次", "比前一週多%(num)s次", more)
    return ngettext("比前一週少%(num)s次", "比前一週少%(num)s次", -more)
