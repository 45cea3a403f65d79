"""What is recommended to a member, of all kinds by one query: with its reason, and only what may be shown at this moment."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

from peewee import SQL

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.people.queries import people_by_id
from miquan.people.shown import Person
from miquan.portraits.carrying import GOODS, PEOPLE, POSTS
from miquan.prepared import Prepared
from miquan.products.models import Product
from miquan.products.queries import ProductCard, product_cards
from miquan.recommendations import reasons
from miquan.recommendations.fitting import fitting_goods, fitting_people, fitting_posts
from miquan.recommendations.models import Recommended
from miquan.recommendations.page import MOST_OF_AN_AUTHOR
from miquan.recommendations.rules import PAGE
from miquan.storefronts.models import Storefront
from miquan.text import is_number
from miquan.viewer import viewer

# What an author has too much of is passed over, so that a few more are read than shown.
_SPARE = 2


@dataclass(frozen=True)
class Recommendation:
    """One thing: `item` is its id, `why` the sentence that says for what reason, `reason` and the rest what that rests on."""

    kind: str
    item: int
    rank: int
    why: str
    reason: str
    reason_id: int | None
    reason_key: str

    @property
    def hiding_url(self) -> str:
        """Where a form says: less of this."""
        return f"{viewer().root}/recommendations/{self.kind}/{self.item}/hiding"


@dataclass(frozen=True)
class Recommendations:
    """In order; `next` is the key of what follows, empty when that is all."""

    items: list[Recommendation]
    next: str = ""

    @property
    def ids(self) -> list[int]:
        return [one.item for one in self.items]

    @property
    def by_id(self) -> dict[int, Recommendation]:
        return {one.item: one for one in self.items}


@dataclass(frozen=True)
class RecommendedPerson:
    person: Person
    recommendation: Recommendation


@dataclass(frozen=True)
class Asked:
    """A page of one kind. `before` is the key that the last page gave."""

    kind: str
    size: int = PAGE
    before: str = ""


def recommended_posts(member_id: int, before: str = "", size: int = PAGE) -> Recommendations:
    """Posts for a member, at most two of an author a page."""
    return recommended(member_id, Asked("post", size, before))[0]


def recommended_goods(member_id: int, before: str = "", size: int = PAGE) -> Recommendations:
    """Products for a member that can be had, at most two of a storefront a page."""
    return recommended(member_id, Asked("product", size, before))[0]


def recommended_people(member_id: int, size: int = 3) -> list[RecommendedPerson]:
    """People worth following, whom the member does not follow yet."""
    return people_shown(recommended(member_id, Asked("member", size))[0])


def recommended(member_id: int, *asked: Asked) -> list[Recommendations]:
    """A page of each kind that is asked for, all by one query."""
    lasts = [int(one.before) if is_number(one.before, 9) else 0 for one in asked]
    rows = _written(*((one.kind, _most(one)) for one in asked)).rows(member_id, viewer().lang, *lasts)
    return [_page(one, sorted((row for row in rows if row[0] == one.kind), key=lambda row: row[2])) for one in asked]


@cache
def _written(*kinds: tuple[str, int]) -> Prepared:
    """The query for so many of each kind. Put together anew it would cost four times what the database takes to answer it."""

    def make(me: Any, lang: Any, *lasts: Any) -> Any:
        parts = [
            _QUERIES[kind](me, lang, last).order_by(Recommended.rank).limit(most).select_from(SQL("*"))
            for (kind, most), last in zip(kinds, lasts, strict=True)
        ]
        return reduce(lambda one, other: one.union_all(other), parts).tuples()

    return Prepared(make)


def _posts(me: Any, lang: Any, last: Any) -> Any:
    query = Recommended.select(*_told(me, lang), Post.author).join(
        Post, on=((Recommended.kind == "post") & (Recommended.item == Post.id))
    )
    return query.where(*_mine(me, "post", last), *fitting_posts(me), reasons.holds(me, POSTS))


def _goods(me: Any, lang: Any, last: Any) -> Any:
    query = (
        Recommended.select(*_told(me, lang), Storefront.owner)
        .join(Product, on=((Recommended.kind == "product") & (Recommended.item == Product.id)))
        .join(Storefront, on=(Storefront.id == Product.storefront))
        .join(Member, on=(Member.id == Storefront.owner))
    )
    return query.where(*_mine(me, "product", last), *fitting_goods(me), reasons.holds(me, GOODS))


def _people(me: Any, lang: Any, last: Any) -> Any:
    query = Recommended.select(*_told(me, lang), Member.id).join(
        Member, on=((Recommended.kind == "member") & (Recommended.item == Member.id))
    )
    return query.where(*_mine(me, "member", last), *fitting_people(me), reasons.holds(me, PEOPLE))


_QUERIES = {"post": _posts, "product": _goods, "member": _people}


def _mine(me: Any, kind: str, last: Any) -> tuple[Any, ...]:
    return Recommended.member == me, Recommended.kind == kind, Recommended.rank > last


def goods_shown(found: Recommendations) -> list[tuple[Recommendation, ProductCard]]:
    """With the card of each."""
    cards = {card.id: card for card in product_cards(found.ids)}
    return [(one, cards[one.item]) for one in found.items if one.item in cards]


def people_shown(found: Recommendations) -> list[RecommendedPerson]:
    """With who each of them is."""
    those = people_by_id(found.ids)
    return [RecommendedPerson(those[one.item], one) for one in found.items if one.item in those]


def _told(me: Any, lang: Any) -> tuple[Any, ...]:
    return (
        Recommended.kind, Recommended.item, Recommended.rank, Recommended.reason, Recommended.reason_id, Recommended.reason_key,
        reasons.name(lang), reasons.said(me),
    )  # fmt: skip


def _most(asked: Asked) -> int:
    return asked.size * _SPARE + 1


def _page(asked: Asked, rows: Sequence[Any]) -> Recommendations:
    of_author: Counter[int] = Counter()
    taken: list[Recommendation] = []
    for *told, author in rows:
        if len(taken) == asked.size:
            return Recommendations(taken, str(taken[-1].rank))
        if of_author[author] < MOST_OF_AN_AUTHOR:
            of_author[author] += 1
            taken.append(_one(told))
    more = len(rows) == _most(asked)
    return Recommendations(taken, str(rows[-2][2]) if more else "")


def _one(told: Sequence[Any]) -> Recommendation:
    kind, item, rank, reason, reason_id, key, name, is_said = told
    why = reasons.told(reason, name or "", key, is_said=bool(is_said), lang=viewer().lang)
    return Recommendation(kind, item, rank, why, reason, reason_id, key)
