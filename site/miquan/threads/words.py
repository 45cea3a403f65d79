"""What kinds and orders of threads are called, and how long something lasts."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from miquan.db import now
from miquan.i18n import _, lazy, ngettext
from miquan.text import to_script
from miquan.viewer import viewer

KINDS: dict[str, Any] = {
    "discussion": lazy("聊聊"),
    "question": lazy("發問"),
    "deal": lazy("好價"),
    "trip": lazy("行程"),
}
MEANINGS: dict[str, Any] = {
    "discussion": lazy("說說你的經驗，聽聽別人的"),
    "question": lazy("問一件事，選出一個解答"),
    "deal": lazy("哪裡有、多少錢、到什麼時候"),
    "trip": lazy("什麼時候去哪裡，可以幫忙看什麼"),
}
# How much one hears of a thread: (how, name, icon, what it does).
WATCHING: list[tuple[str, Any, str, Any]] = [
    ("watch", lazy("追蹤"), "bell", lazy("每則新回覆都通知你")),
    ("none", lazy("一般"), "message-circle", lazy("只通知和你有關的：回覆你、提到你")),
    ("mute", lazy("靜音"), "moon", lazy("什麼都不通知，也不算你沒讀")),
]
SORTS: dict[str, Any] = {"active": lazy("最近有人說話"), "new": lazy("最新"), "top": lazy("最熱")}


def today() -> date:
    """By the reader's clock."""
    return now().astimezone(ZoneInfo(viewer().zone)).date()


def left(until: datetime) -> str:
    """How long something still lasts, as people say it."""
    minutes = max(int((until - now()).total_seconds() // 60), 1)
    if minutes < 60:
        return ngettext("還剩%(num)s分鐘", "還剩%(num)s分鐘", minutes)
    if minutes < 1_440:
        return ngettext("還剩%(num)s小時", "還剩%(num)s小時", minutes // 60)
    return ngettext("還剩%(num)s天", "還剩%(num)s天", minutes // 1_440)


def says_solved(flair: str) -> bool:
    """Whether a group's own word says no more than that there is an answer."""
    return to_script(flair, "zh-hans") == to_script(_("已解決"), "zh-hans")
