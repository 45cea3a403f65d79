"""What is true of threads, without I/O: kinds, limits, what is wrong with what somebody says, how hot a thread is, its pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from miquan.circle import rules as circle
from miquan.circle.rules import NotHere, NotReady, Outdated, PictureWords, Problem
from miquan.groups.rules import CLOSED, OPENNESS
from miquan.i18n import lazy
from miquan.threads import models as m
from miquan.threads.facts import NONE, Facts
from miquan.threads.facts import problems_with as problems_with_facts

__all__ = ["NotHere", "NotReady", "NotTheirs", "Outdated", "PictureWords", "Problem"]

KINDS = ("discussion", "question", "deal", "trip")
SORTS = ("active", "new", "top")
WATCHING = ("none", "watch", "mute")
GONE_STATES = ("hidden", "removed")
MAX_PICTURES = 12
MAX_PRODUCTS = 8
MIN_OPTIONS, MAX_OPTIONS = 2, 10
POLL_DAYS = 365
PAGE = 20
# Opening and removed replies count for readers from one: the opening is #1.
QUOTED = 600


class NotTheirs(PermissionError):
    """The member may read this, and may not do that here."""


@dataclass(frozen=True)
class Said:
    """What somebody says, in an opening or in a reply. `products` are ids in order."""

    body: str = ""
    lang: str = "zh-hant"
    pictures: tuple[PictureWords, ...] = ()
    products: tuple[int, ...] = ()


@dataclass(frozen=True)
class PollWords:
    """A question with options, as its author writes it. `hidden`: the figures are seen by who voted, or once it is closed."""

    options: tuple[str, ...]
    multiple: bool = False
    hidden: bool = True
    closes_at: datetime | None = None


@dataclass(frozen=True)
class ThreadWords:
    """A thread as its author writes it; its poll is asked once, at the beginning."""

    kind: str = "discussion"
    title: str = ""
    said: Said = field(default_factory=Said)
    poll: PollWords | None = None
    facts: Facts = NONE

    @property
    def source(self) -> str:
        """All of its words, as they are looked at."""
        return "\n".join(filter(None, (self.title, self.said.body, self.facts.words)))


_Check = tuple[str, str, Any, Callable[[Said], bool]]
_SAID: tuple[_Check, ...] = (
    ("body", "missing", lazy("寫幾句，或放一張照片"), lambda s: not s.body.strip() and not s.pictures),
    ("body", "long", lazy("內文最多20,000個字"), lambda s: len(s.body) > m.BODY_LIMIT),
    ("pictures", "many", lazy("照片最多12張"), lambda s: len(s.pictures) > MAX_PICTURES),
    ("products", "many", lazy("一次最多提8件商品"), lambda s: len(s.products) > MAX_PRODUCTS),
)


def problems_with(said: Said) -> list[Problem]:
    """What keeps words from being sent."""
    return [Problem(field, code, text) for field, code, text, is_wrong in _SAID if is_wrong(said)]


def problems_with_thread(words: ThreadWords) -> list[Problem]:
    found = []
    if words.kind not in KINDS:
        found.append(Problem("kind", "unknown", lazy("從四種話題裡選一種")))
    if not words.title:
        found.append(Problem("title", "missing", lazy("給它一個標題")))
    if len(words.title) > m.TITLE_LIMIT:
        found.append(Problem("title", "long", lazy("標題最多120個字")))
    return [*found, *problems_with(words.said), *problems_with_facts(words.facts)]


def problems_with_poll(poll: PollWords, now: datetime) -> list[Problem]:
    """What keeps a poll from being asked."""
    found, options = [], poll.options
    if not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
        found.append(Problem("options", "many", lazy("寫2到10個選項，一行一個")))
    if any(len(words) > m.OPTION_LIMIT for words in options):
        found.append(Problem("options", "long", lazy("一個選項最多100個字")))
    if len(set(options)) < len(options):
        found.append(Problem("options", "same", lazy("有兩個選項一樣")))
    if poll.closes_at is not None and not now < poll.closes_at < now + timedelta(days=POLL_DAYS):
        found.append(Problem("closes_at", "past", lazy("選一個還沒到、一年以內的時間")))
    return found


def may_move(visibility: str, there: str) -> bool:
    """Whether what was said among these may be read among those: never by anybody whom it was not said to.

    What was said to members stays with them: those of another group are others.
    """
    return visibility not in CLOSED and OPENNESS.index(there) <= OPENNESS.index(visibility)


def hotness(started: datetime, now: datetime, *, likes: int, replies: int, saves: int) -> int:
    """As the circle's: a reply counts as a comment does."""
    return circle.hotness(started, now, likes=likes, comments=replies, saves=saves, reposts=0)


def page_of(number: int) -> int:
    """The `after` of the page on which a reply stands; 0 for the first."""
    return (number - 1) // PAGE * PAGE if number > 0 else 0


def quoted(body: str, name: str) -> str:
    """The beginning of somebody's words as a quotation of Markdown, with room for one's own below; quotations in it are left out."""
    lines = [line for line in body.splitlines() if not line.lstrip().startswith(">")]
    words = "\n".join(lines).strip()
    cut = words if len(words) <= QUOTED else words[:QUOTED].rstrip() + "…"
    return "\n".join(f"> {line}".rstrip() for line in (f"**{name}**", "", *cut.splitlines())) + "\n\n"
