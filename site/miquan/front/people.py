"""People worth following, each with the reason: whose posts are hot, then who keeps a storefront."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, fn

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.circle.queries.visible import lasting, unblocked, visible_to
from miquan.follows.models import Follow, Mute
from miquan.follows.queries import Followed
from miquan.front.kept import kept
from miquan.i18n import _, ngettext
from miquan.media.models import File
from miquan.people.shown import WIDTH, Person, columns, person
from miquan.portraits.carrying import PEOPLE
from miquan.prepared import Prepared, padded
from miquan.recommendations.fitting import wanted
from miquan.recommendations.queries import Recommendation, Recommendations, people_shown
from miquan.storefronts.queries import BuyerCard, newest_storefronts
from miquan.viewer import viewer

# So many of the hottest posts are looked at, so many people are found in them.
HOTTEST, MOST = 200, 24
_Avatar = File.alias("avatar_file")


@dataclass(frozen=True)
class Worth:
    """Somebody, and why they are named here."""

    person: Person
    why: str
    one: Recommendation | None = None

    @property
    def thing(self) -> Followed:
        """What the button follows."""
        return Followed("member", self.person.id, self.person.name, self.person.url, 0)


def worth_following(size: int, found: Recommendations | None = None) -> list[Worth]:
    """For this reader: nobody they follow already, have muted, want less of, or are parted from by a block.

    Members are shown first who was found for them, each with its own reason.
    """
    own = [Worth(it.person, it.recommendation.why, it.recommendation) for it in people_shown(found)] if found else []
    own = own[:size]
    return own if len(own) == size else [*own, *_hot_or_buyers(size - len(own), {it.person.id for it in own})]


def _hot_or_buyers(size: int, named: set[int]) -> list[Worth]:
    worth = [Worth(person(*row[-WIDTH:]), _why(*row[1:3])) for row in kept("hot authors", _hot_authors)]
    hot = {one.person.id for one in worth}
    shops = sorted(new_shops(), key=lambda shop: shop.products, reverse=True)
    worth += [Worth(shop.person, _goods(shop)) for shop in shops if shop.person.id not in hot]
    known = _known({one.person.id for one in worth}) | named
    return [one for one in worth if one.person.id not in known][:size]


def new_shops() -> list[BuyerCard]:
    """The storefronts that opened last, in this reader's language."""
    found: list[BuyerCard] = kept("shops", lambda: newest_storefronts(MOST))
    return found


def _why(posts: int, likes: int) -> str:
    told = ngettext("%(num)s篇熱門的帖", "%(num)s篇熱門的帖", posts)
    return told if not likes else _("%(posts)s，一共%(likes)s個喜歡", posts=told, likes=f"{likes:,}")


def _goods(buyer: BuyerCard) -> str:
    return _("、").join(words for _term, words in buyer.facts)


def _hot_authors() -> list[tuple[Any, ...]]:
    """Rows of (id, posts, likes, person…)."""
    hot = (
        Post.select(Post.author, Post.likes, Post.hotness)
        .where(Post.state == "published", Post.visibility == "public", Post.kind != "repost", visible_to(None))
        .order_by(Post.hotness.desc(), Post.id.desc())
        .limit(HOTTEST)
        .alias("hot")
    )
    counted = (
        Member.select(hot.c.author_id, fn.COUNT(hot.c.author_id), fn.SUM(hot.c.likes), *columns(_Avatar))
        .join(hot, on=(hot.c.author_id == Member.id))
        .join_from(Member, _Avatar, JOIN.LEFT_OUTER, on=((_Avatar.id == Member.avatar) & (_Avatar.state == "ready")))
        .where(Member.active)
        .group_by(hot.c.author_id, *columns(_Avatar))
        .order_by(fn.SUM(hot.c.likes).desc(), fn.MAX(hot.c.hotness).desc())
    )
    return list(counted.limit(MOST).tuples())


def _known(ids: set[int]) -> set[int]:
    """Those of them whom the reader does not have to be told of."""
    me = viewer().id
    if me is None or not ids:
        return set()
    return ids - {row[0] for row in _FREE.rows(me, *padded(sorted(ids)))}


def _free(me: Any, *ids: Any) -> Any:
    one = SQL("1")
    muted = Mute.select(one).where(Mute.member == me, Mute.kind == "member", Mute.target == Member.id, lasting())
    follows = Follow.select(one).where(Follow.follower == me, Follow.kind == "member", Follow.target == Member.id)
    strange = unblocked(me, Member.id) & ~fn.EXISTS(muted) & ~fn.EXISTS(follows)
    return Member.select(Member.id).where(Member.id.in_(ids), Member.id != me, strange, *wanted(me, PEOPLE)).tuples()


_FREE = Prepared(_free)
