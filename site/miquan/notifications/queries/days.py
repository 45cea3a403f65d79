"""Notices by the reader's own days."""

from datetime import date, timedelta
from itertools import groupby

from babel.dates import format_date

from miquan import i18n
from miquan.db import now
from miquan.i18n import _
from miquan.notifications.queries.inbox import Row
from miquan.notifications.rules import zone
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
    if day.year != today.year:
        return day.isoformat()
    return str(format_date(day, "MMMd" if i18n.current_lang() != "en" else "d MMMM", locale=i18n.locale()))
