"""Recommendations made anew for one member: candidates by every way, what fits of them weighed, pages put together, stored.

The work is bounded whatever there is: each way brings so many along, and no more than MOST_CANDIDATES are looked at.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from miquan.accounts.models import Member
from miquan.bulk import insert_rows
from miquan.circle.models import Post
from miquan.db import now, transaction
from miquan.portraits.aspects import About, about
from miquan.portraits.learning import portrait_of
from miquan.portraits.models import Signal
from miquan.portraits.queries import taste
from miquan.products.models import Product
from miquan.recommendations import ways
from miquan.recommendations.candidates import Because, Candidate
from miquan.recommendations.fitting import fitting_goods, fitting_people, fitting_posts
from miquan.recommendations.models import Recommended, Renewal
from miquan.recommendations.page import Place, Traits, diversify
from miquan.recommendations.reasons import Reason
from miquan.recommendations.rules import (
    GOODS_PAGES,
    MOST_CANDIDATES,
    PAGE,
    PAGES,
    Found,
    freshness,
    lean,
    legible,
    worth,
)
from miquan.recommendations.ways import Reader, Way
from miquan.storefronts.models import Storefront

# Of what is worth most, so many go into the pages of a kind.
_RANKED = 400
# What is left of the worth of a thing that they have opened already.
_SEEN = 0.2


class Fits(NamedTuple):
    """A candidate that may be recommended: whose it is, and since when it is there."""

    author: int
    born: datetime | None


def renew(member_id: int) -> None:
    """Make all recommendations of a member anew."""
    with transaction():
        # What they are just changing is there when this is ours, or it comes later than this moment.
        portrait_of(member_id)
        moment = now()
    who = ways.reader(member_id, taste(member_id))
    made = {kind: _made(kind, who) for kind in _KINDS}
    with transaction():
        # Two at once would both insert.
        portrait_of(member_id)
        Recommended.delete().where(Recommended.member == member_id).execute()
        insert_rows(Recommended, [row for rows in made.values() for row in rows])
        done(member_id, moment)


def done(member_id: int, moment: datetime) -> None:
    """Write down of when what is known is in them. Joins a transaction."""
    written = Renewal.insert(member=member_id, at=moment)
    written.on_conflict(conflict_target=[Renewal.member], update={"at": moment}).execute()


class _Kind(NamedTuple):
    lead: Callable[[Reader], Iterable[Way]]
    fits: Callable[[int, list[int]], dict[int, Fits]]
    pages: int
    size: int


def _made(kind: str, who: Reader) -> list[dict[str, Any]]:
    how = _KINDS[kind]
    found: dict[int, Found] = {}
    for item, reason, id_, key, much in how.lead(who):
        if item in found or len(found) < MOST_CANDIDATES:
            found.setdefault(item, Found(item)).add(reason, id_, key, much)
    known = _known(kind, who)
    strange = [item for item in ways.unexpected(kind) if item not in found]
    fits = how.fits(who.id, [item for item in (*found, *strange) if item not in known])
    told = about([(kind, item) for item in fits])
    aspects = {item: told.get((kind, item), About()).aspects for item in fits}
    seen, moment = _seen(kind, who.id, fits), now()
    leans = _leans(kind, who, fits)
    ranked = []
    for item in fits.keys() & found.keys():
        fresh_ = freshness(kind, fits[item].born, moment)
        value = worth(found[item], who.taste, aspects[item], fresh_) * legible(aspects[item], who.reads)
        value *= leans.get(fits[item].author, 1.0) * (_SEEN if item in seen else 1.0)
        ranked.append(_candidate(found[item], value))
    ranked.sort(key=lambda one: (-one.score, -one.item))
    traits = {item: Traits(fit.author, _category(aspects[item])) for item, fit in fits.items()}
    fresh = [item for item in strange if item in fits]
    return [
        _row(who.id, kind, n, place, found)
        for n, place in enumerate(_pages(ranked[:_RANKED], fresh, traits, how, who), 1)
    ]


def _leans(kind: str, who: Reader, fits: dict[int, Fits]) -> dict[int, float]:
    """Author -> how much the reader's role makes of them: who sells, and whether where the reader lives."""
    if kind == "product" or not who.role:
        return {}
    shops = Storefront.select(Storefront.owner, Member.country, Member.place_shown).join(Member)
    rows = shops.where(Storefront.state == "open", Storefront.owner.in_([fit.author for fit in fits.values()] or [0]))
    return {
        owner: lean(who.role, sells=True, near=bool(who.country) and shown != "nobody" and country == who.country)
        for owner, country, shown in rows.tuples()
    }


def _candidate(found: Found, value: float) -> Candidate:
    reason, id_, _key = found.best
    return Candidate(found.item, value, Because(id_ or 0, reason), found.reasons[found.best])


def _category(aspects: Iterable[tuple[str, str]]) -> int:
    """What is spread: things of the same first category, tag or country are of one kind."""
    order = {"category": 0, "tag": 1, "country": 2}
    kinds = sorted((order[kind], key) for kind, key in aspects if kind in order)
    return hash(kinds[0]) if kinds else 0


def _pages(
    ranked: list[Candidate], fresh: list[int], traits: dict[int, Traits], how: _Kind, who: Reader
) -> list[Place]:
    places: list[Place] = []
    pages = GOODS_PAGES.get(who.role, how.pages) if how.lead is ways.to_goods else how.pages
    for page in range(pages):
        never = {place.item for place in places}
        left = [one for one in ranked if one.item not in never]
        more = diversify(left, fresh, traits, size=how.size, seed=who.id * how.pages + page, never=never)
        places += more
        if not more:
            break
    return places


def _row(member: int, kind: str, rank: int, place: Place, found: dict[int, Found]) -> dict[str, Any]:
    reason, id_, key = found[place.item].best if place.candidate else (str(Reason.EXPLORE), None, "")
    score = place.candidate.score if place.candidate else 0.0
    return {
        "member": member, "kind": kind, "item": place.item, "rank": rank, "score": score, "reason": reason,
        "reason_id": id_, "reason_key": key, "at": now(),
    }  # fmt: skip


def _known(kind: str, who: Reader) -> set[int]:
    """What they have kept or liked is nothing to recommend."""
    return {"post": {*who.saved_posts, *who.liked_posts}, "product": {*who.saved_products}}.get(kind, set())


def _seen(kind: str, member: int, items: Iterable[int]) -> set[int]:
    rows = Signal.select(Signal.item).where(Signal.member == member, Signal.verb == "view", Signal.kind == kind)
    return {item for (item,) in rows.where(Signal.item.in_(list(items) or [0])).tuples()}


def _posts(me: int, ids: list[int]) -> dict[int, Fits]:
    rows = Post.select(Post.id, Post.author, Post.published_at).where(Post.id.in_(ids or [0]), *fitting_posts(me))
    return {id_: Fits(author, born) for id_, author, born in rows.tuples()}


def _people(me: int, ids: list[int]) -> dict[int, Fits]:
    rows = Member.select(Member.id).where(Member.id.in_(ids or [0]), *fitting_people(me))
    return {id_: Fits(id_, None) for (id_,) in rows.tuples()}


def _goods(me: int, ids: list[int]) -> dict[int, Fits]:
    rows = Product.select(Product.id, Storefront.owner, Product.published_at).join(Storefront).join(Member)
    found = rows.where(Product.id.in_(ids or [0]), *fitting_goods(me)).tuples()
    return {id_: Fits(owner, born) for id_, owner, born in found}


_KINDS = {
    "post": _Kind(ways.to_posts, _posts, PAGES, PAGE),
    "member": _Kind(ways.to_people, _people, 3, 10),
    "product": _Kind(ways.to_goods, _goods, GOODS_PAGES["shopper"], PAGE),
}
