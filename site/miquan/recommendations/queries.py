"""What is recommended to a member, each kind by one query: with its reason, and only what may be shown at this moment."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import JOIN

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.media.models import File
from miquan.people.shown import WIDTH, Person, columns, person
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
_Avatar = File.alias("avatar_file")


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


def recommended_posts(member_id: int, before: str = "", size: int = PAGE) -> Recommendations:
    """Posts for a member, at most two of an author a page. `before` is the key that the last page gave."""
    return _page("post", member_id, before, size)


def recommended_goods(member_id: int, before: str = "", size: int = PAGE) -> Recommendations:
    """Products for a member that can be had, at most two of a storefront a page."""
    return _page("product", member_id, before, size)


def recommended_people(member_id: int, size: int = 3) -> list[RecommendedPerson]:
    """People worth following, whom the member does not follow yet."""
    rows = _written("member", size).rows(member_id, viewer().lang, 0)
    return [RecommendedPerson(person(*row[-WIDTH:]), _one("member", row[:-WIDTH])) for row in rows]


@cache
def _written(kind: str, most: int) -> Prepared:
    """The query for so many of a kind. Put together anew it would cost four times what the database takes to answer it."""
    return Prepared(
        lambda me, lang, last: _QUERIES[kind](me, lang, last).order_by(Recommended.rank).limit(most).tuples()
    )


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
    query = (
        Recommended.select(*_told(me, lang), *columns(_Avatar))
        .join(Member, on=((Recommended.kind == "member") & (Recommended.item == Member.id)))
        .join(_Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
    )
    return query.where(*_mine(me, "member", last), *fitting_people(me), reasons.holds(me, PEOPLE))


_QUERIES = {"post": _posts, "product": _goods, "member": _people}


def _mine(me: Any, kind: str, last: Any) -> tuple[Any, ...]:
    return Recommended.member == me, Recommended.kind == kind, Recommended.rank > last


def goods_shown(found: Recommendations) -> list[tuple[Recommendation, ProductCard]]:
    """With the card of each."""
    cards = {card.id: card for card in product_cards(found.ids)}
    return [(one, cards[one.item]) for one in found.items if one.item in cards]


def _told(me: Any, lang: Any) -> tuple[Any, ...]:
    return (
        Recommended.item, Recommended.rank, Recommended.reason, Recommended.reason_id, Recommended.reason_key,
        reasons.name(lang), reasons.said(me),
    )  # fmt: skip


def _page(kind: str, member_id: int, before: str, size: int) -> Recommendations:
    last = int(before) if is_number(before, 9) else 0
    rows = _written(kind, size * _SPARE + 1).rows(member_id, viewer().lang, last)
    of_author: Counter[int] = Counter()
    taken: list[Recommendation] = []
    for row in rows:
        *told, author = row
        if len(taken) == size:
            return Recommendations(taken, str(taken[-1].rank))
        if of_author[author] < MOST_OF_AN_AUTHOR:
            of_author[author] += 1
            taken.append(_one(kind, told))
    more = len(rows) > size * _SPARE
    return Recommendations(taken, str(rows[-2][1]) if more else "")


def _one(kind: str, row: Any) -> Recommendation:
    item, rank, reason, reason_id, key, name, is_said = row
    why = reasons.told(reason, name or "", key, is_said=bool(is_said), lang=viewer().lang)
    return Recommendation(kind, item, rank, why, reason, reason_id, key)
