"""Storefronts that wait to be opened: who, since when, and what they would show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.desk.queries import LATEST, PAGE
from miquan.media.models import File
from miquan.media.shown import Picture, shown
from miquan.people.shown import Person, columns, person
from miquan.products.models import Product
from miquan.storefronts.models import Storefront, StorefrontReview
from miquan.storefronts.queries import Profile, profile
from miquan.viewer import viewer

_Avatar = File.alias("avatar_file")
_Decider = Member.alias("decider_member")


@dataclass(frozen=True)
class Waiting:
    """One wish. `decision` is "" while it waits."""

    storefront: int
    person: Person
    headline: str
    lang: str
    asked_at: datetime
    decision: str
    decided_at: datetime | None
    by: str
    reason: str

    @property
    def url(self) -> str:
        return f"{viewer().root}/desk/storefronts/{self.storefront}"


@dataclass(frozen=True)
class Candidate:
    """A storefront as it would be, and everything that was decided about it, newest first."""

    row: Storefront
    profile: Profile
    goods: list[tuple[str, str, Picture | None]] = field(default_factory=list)
    reviews: list[Waiting] = field(default_factory=list)


def waiting(*, decided: bool = False) -> list[Waiting]:
    """Those that wait, the longest first; or those that were decided, the newest first."""
    if decided:
        rows = _reviews(StorefrontReview.decision.in_(("approved", "refused"))).order_by(StorefrontReview.id.desc())
    else:
        rows = _reviews(StorefrontReview.decision == "").order_by(StorefrontReview.asked_at)
    return [_waiting(row) for row in rows.limit(PAGE).tuples()]


def count_waiting() -> int:
    return int(StorefrontReview.select().where(StorefrontReview.decision == "").count())


def candidate(storefront_id: int) -> Candidate | None:
    """Any storefront of a member who is here; None for no such."""
    row = (
        Storefront.select(Storefront, Member).join(Member).where(Storefront.id == storefront_id, Member.active).first()
    )
    found = profile(row.owner.handle, any_state=True) if row else None
    if found is None:
        return None
    reviews = _reviews(StorefrontReview.storefront == row.id).order_by(StorefrontReview.id.desc()).limit(LATEST)
    return Candidate(row, found, _goods(row.id), [_waiting(review) for review in reviews.tuples()])


def _goods(storefront_id: int) -> list[tuple[str, str, Picture | None]]:
    """(title, language, picture) of what they have put in so far."""
    rows = (
        Product.select(Product.title, Product.lang, File.name, File.width, File.height)
        .join(File, JOIN.LEFT_OUTER, on=(File.id == Product.cover))
        .where(Product.storefront == storefront_id, Product.state != "removed")
        .order_by(Product.id.desc())
        .limit(LATEST)
    )
    return [(title, lang, shown(name, width, height, at=320)) for title, lang, name, width, height in rows.tuples()]


def _reviews(where: Any) -> Any:
    return (
        StorefrontReview.select(
            StorefrontReview.storefront, Storefront.headline, Storefront.lang, StorefrontReview.asked_at,
            StorefrontReview.decision, StorefrontReview.decided_at, _Decider.handle, StorefrontReview.reason, *columns(_Avatar),
        )
        .join(Storefront)
        .join(Member)
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .join_from(StorefrontReview, _Decider, JOIN.LEFT_OUTER, on=(_Decider.id == StorefrontReview.decided_by))
        .where(where, Member.active)
    )  # fmt: skip


def _waiting(row: tuple[Any, ...]) -> Waiting:
    id_, headline, lang, asked, decision, decided, by, reason, *who = row
    return Waiting(id_, person(*who), headline, lang, asked, decision, decided, by or "", reason)
