"""What is true of posts, without I/O: kinds, limits, what is wrong with one, how hot it is, when its turn comes in a feed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import log10
from typing import Any

from miquan.circle import models as m
from miquan.i18n import lazy
from miquan.problems import Problem

__all__ = ["Problem"]

KINDS = ("recommend", "life", "haul", "trip", "question", "followup")
VISIBILITIES = ("public", "followers", "unlisted")
DISCLOSURES = ("none", "own", "affiliate", "gift", "paid")
# What the address of a post leads to for others: the post, or word that it is gone.
SHOWN, GONE_STATES = "published", ("hidden", "removed")

MAX_PICTURES = 18
MAX_PRODUCTS = 12
MAX_TAGS = 10
MAX_MENTIONS = 20
MAX_DEPTH = 6
SOONEST, LATEST = timedelta(minutes=1), timedelta(days=90)

# Seconds in which a post loses as much heat as ten times the liking gives it: half a day.
_TENFOLD = 45_000
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_FINENESS = 1_000_000
# The first window of a feed, in days; those behind it last one day each.
WEEK = 7


@dataclass(frozen=True)
class PictureWords:
    """A picture of the author's own, and what it shows."""

    file_id: int
    alt: str = ""


@dataclass(frozen=True)
class Pin:
    """A point of the post's n-th picture, in thousandths of its width and height."""

    picture: int
    x: int
    y: int


@dataclass(frozen=True)
class Spot:
    """Where it was. The point is coarse: it is rounded again when it is stored."""

    country: str = ""
    city: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class PostWords:
    """A post as its author writes it. `follows_up` is the id of an earlier post, `products` are ids in order."""

    kind: str = "life"
    title: str = ""
    body: str = ""
    lang: str = "zh-hant"
    visibility: str = "public"
    disclosure: str = "none"
    spot: Spot = field(default_factory=Spot)
    follows_up: int | None = None
    pictures: tuple[PictureWords, ...] = ()
    products: tuple[int, ...] = ()
    pins: dict[int, Pin] = field(default_factory=dict)


class NotReady(ValueError):
    """The post cannot be stored or published as it is; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems


class Outdated(ValueError):
    """The post has been changed since its author last read it."""


class NotHere(LookupError):
    """There is no such thing for this member."""


_Check = tuple[str, str, Any, Callable[[PostWords], bool]]
_CHECKS: tuple[_Check, ...] = (
    ("kind", "unknown", lazy("從六種帖裡選一種"), lambda w: w.kind not in KINDS),
    ("visibility", "unknown", lazy("選一種誰看得到"), lambda w: w.visibility not in VISIBILITIES),
    ("disclosure", "unknown", lazy("選一種關係"), lambda w: w.disclosure not in DISCLOSURES),
    ("title", "long", lazy("標題最多120個字"), lambda w: len(w.title) > m.TITLE_LIMIT),
    ("body", "long", lazy("內文最多20,000個字"), lambda w: len(w.body) > m.BODY_LIMIT),
    ("pictures", "many", lazy("照片最多18張"), lambda w: len(w.pictures) > MAX_PICTURES),
    ("products", "many", lazy("一篇最多提12件商品"), lambda w: len(w.products) > MAX_PRODUCTS),
)  # fmt: skip


def problems_with(words: PostWords) -> list[Problem]:
    """What keeps a post from being stored."""
    return [Problem(field, code, text) for field, code, text, is_wrong in _CHECKS if is_wrong(words)]


def problems_for_publishing(words: PostWords) -> list[Problem]:
    """What keeps a post from being shown to others."""
    found = problems_with(words)
    if not words.body.strip() and not words.pictures:
        found.append(Problem("body", "missing", lazy("寫幾句，或放一張照片")))
    if words.kind == "followup" and words.follows_up is None:
        found.append(Problem("follows_up", "missing", lazy("選一篇你以前寫的帖，接著說")))
    return found


def problem_with_time(moment: datetime | None, now: datetime) -> Problem | None:
    """What is wrong with the moment at which a post shall come out."""
    if moment is None:
        return Problem("scheduled_at", "missing", lazy("選一個時間"))
    if not SOONEST <= moment - now <= LATEST:
        return Problem("scheduled_at", "range", lazy("選一分鐘以後、90天以內的時間"))
    return None


def hotness(published: datetime | None, now: datetime, *, likes: int, comments: int, saves: int, reposts: int) -> int:
    """How high a post stands among hot ones: the decimal logarithm of what it was given, plus its age as a head start.

    A like counts 1, a comment 2, a save 3, a repost 4. Ten times as much stands as high as 12.5 hours younger, so that
    nothing has to be computed anew as time goes by. What is not out yet, or dated into the future, has 0.
    """
    if published is None or published > now:
        return 0
    given = likes + 2 * comments + 3 * saves + 4 * reposts
    heat = log10(max(given, 1)) + (published - _BEGINNING).total_seconds() / _TENFOLD
    return max(round(heat * _FINENESS), 0)


def coarse(degrees: float | None) -> float | None:
    """A coordinate rounded to a tenth of a degree, about 11 km: never more than its owner agreed to."""
    return None if degrees is None else round(degrees, 1)


def disclosed(chosen: str, *, has_own: bool) -> str:
    """What is said of the author's tie to the goods: their own are always told, being paid is told before that."""
    if has_own and chosen in ("none", "affiliate"):
        return "own"
    return "none" if chosen == "own" and not has_own else chosen


def slots(ages: Iterable[int]) -> list[int]:
    """In which window of a feed each thing of one who is followed has its place. `ages`: whole days, the newest first.

    A feed is a row of windows back from the moment when its first page was asked for: the last seven days, then day by
    day. Whoever is followed (a member, a tag, a storefront) has one slot in each. Their newest thing takes the slot of
    the window in which it came out; each one before that takes the slot of its own window where that is free, else the
    next free one further back. Nothing is left out: whoever says much is only spread out, so that whoever says little
    is seen between.

    Windows are read one after another; in a window those come first for whom it is their newest thing at all, then
    the newer before the older. So everybody who came out with something in the last week gets one place before anybody
    gets a second. What comes out later changes no place of what was there at that moment: pages go on by key. Neither
    does who reads: what they may not see, or have muted, keeps its slot empty.
    """
    found: list[int] = []
    for age in ages:
        own = max(age - WEEK + 1, 0)
        found.append(max(own, found[-1] + 1) if found else own)
    return found
