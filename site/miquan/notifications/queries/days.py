"""Notices by the reader's own days."""

from datetime import date, timedelta
from itertools import groupby

from miquan.db import now
from miquan.i18n import _
from miquan.notifications.queries.inbox import Row
from miquan.notifications.rules import zone
from miquan.templating import day_shown
from miquan.viewer import viewer


def by_day(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """What each day is called, and its rows."""
    here = zone(viewer().zone)
    today = now().astimezone(here).date()
    return [
        (_called(day, today), list(some)) for day, some in groupby(rows, lambda row: row.at.astimezone(here).date())
    ]


def _called(day: date, today: date) -> str:
    if day >= today:
        return _("今天")
    if day == today - timedelta(days=1):
        return _("昨天")
    return day_shown(day, viewer().lang, with_year=day.year != today.year)
