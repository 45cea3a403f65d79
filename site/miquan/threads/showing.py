"""What a deal or a trip says of itself, as its page shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from miquan import places
from miquan.circle.wording import line_in_script
from miquan.groups.words import SLOW
from miquan.i18n import _, lazy
from miquan.money import price_shown
from miquan.templating import day_shown
from miquan.threads.care import seconds_left
from miquan.threads.facts import Facts
from miquan.threads.queries.opening import Opened
from miquan.viewer import viewer

LABELS: dict[str, Any] = {
    "price": lazy("價格"), "where": lazy("哪裡有"), "link": lazy("網頁"), "countries": lazy("去哪裡"), "days": lazy("什麼時候"),
    "until": lazy("到什麼時候"), "room": lazy("還能帶什麼"),
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """`price` stands for words where it is one; `url` leads out of the site."""

    label: Any
    words: str
    url: str = ""
    price: Any = None


def facts_shown(thread: Opened) -> list[Fact]:
    """In the order in which they are asked for; nothing for threads that have none."""
    facts = thread.facts
    told = _deal(facts, thread) if thread.kind == "deal" else _trip(facts, thread) if thread.kind == "trip" else []
    return [fact for fact in told if fact.words or fact.price]


def _deal(facts: Facts, thread: Opened) -> list[Fact]:
    price = price_shown(facts.price, facts.currency, viewer().currency) if facts.price is not None else None
    until = _day(facts.until) if facts.until else ""
    host = (urlsplit(facts.link).hostname or "") if facts.link else ""
    return [
        Fact(LABELS["price"], "", price=price), Fact(LABELS["where"], _said(facts.where, thread)),
        Fact(LABELS["until"], until), Fact(LABELS["link"], host.removeprefix("www."), facts.link),
    ]  # fmt: skip


def _trip(facts: Facts, thread: Opened) -> list[Fact]:
    names = [places.country_name(code, viewer().lang) or code for code in facts.countries]
    where = _("、").join([*names, *filter(None, [_said(facts.cities, thread)])])
    return [
        Fact(LABELS["countries"], where), Fact(LABELS["days"], _days(facts)),
        Fact(LABELS["room"], _said(facts.room, thread)),
    ]  # fmt: skip


def _days(facts: Facts) -> str:
    if facts.since and facts.until:
        return _("%(since)s到%(until)s", since=_day(facts.since), until=_day(facts.until))
    if facts.since:
        return _("%(day)s起", day=_day(facts.since))
    return _("到%(day)s", day=_day(facts.until)) if facts.until else ""


def _day(day: date) -> str:
    return day_shown(day, viewer().lang, with_year=True)


def _said(words: str, thread: Opened) -> str:
    return line_in_script(words, thread.source_lang, thread.lang)


def pace_told(thread: Opened) -> str:
    """How slowly one speaks here, and how long the reader has to wait yet; "" where they need not think of it."""
    pause = 0 if thread.tends or not thread.may_answer else thread.slow_seconds
    if not pause:
        return ""
    told = _("這個群慢慢說：每則%(pause)s", pause=SLOW.get(pause, _("隔%(num)s秒", num=pause)))
    minutes, seconds = divmod(seconds_left(viewer().id or 0, thread.group, pause), 60)
    return told + (
        _("。再等%(minutes)s分%(seconds)s秒", minutes=minutes, seconds=seconds) if minutes or seconds else ""
    )
