"""Why something is recommended: what each reason rests on, and what it is called.

A reason is told only while it is true: `holds` is part of the query that reads recommendations, so that what somebody
has taken back, lost sight of or may not know of any more takes its recommendations with it.
"""

from enum import StrEnum
from typing import Any

from peewee import JOIN, SQL, Case, Value, fn

from miquan import places
from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.brands.models import Brand
from miquan.categories.tree import tree
from miquan.circle.models import Post, PostLike, PostText
from miquan.circle.queries.visible import unblocked, visible_to
from miquan.follows.models import Follow
from miquan.i18n import _
from miquan.portraits.carrying import Target
from miquan.portraits.models import Interest, Weight
from miquan.portraits.rules import LIKED
from miquan.products.models import Product, ProductText, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.recommendations.models import Recommended, Similar
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.text import name_to_script

_NAME_LIMIT = 60
# What a portrait can be asked about; a reason of this name has the key of one.
PORTRAIT = ("tag", "category", "brand", "country")
_ONE = SQL("1")
_Because = Post.alias("because_post")
_BecauseText = PostText.alias("because_text")
_Good = Product.alias("because_good")
_GoodText = ProductText.alias("because_good_text")
_Shop = Storefront.alias("because_shop")
_Owner = Member.alias("because_owner")
_Friend = Member.alias("friend")
_FriendsFollow = Follow.alias("friends_follow")
_Passed = Post.alias("passed_by_friend")


class Reason(StrEnum):
    """`reason_id` is the id of a post, product, member or tag; `reason_key` what `PORTRAIT` or a place is called by."""

    SAVED_POST = "saved_post"
    LIKED_POST = "liked_post"
    SAVED_PRODUCT = "saved_product"
    FOLLOWED_MEMBER = "followed_member"
    FOLLOWED_TAG = "followed_tag"
    FRIEND_FOLLOWS = "friend_follows"
    FRIEND_REPOSTED = "friend_reposted"
    TAG = "tag"
    CATEGORY = "category"
    BRAND = "brand"
    COUNTRY = "country"
    PLACE = "place"
    EXPLORE = "explore"


def holds(me: int, target: Target) -> Any:
    """SQL: the reason of this row of `Recommended` is true of the member and of the thing, and may be told to them."""
    r, id_ = Recommended.reason, Recommended.reason_id
    true = {
        Reason.SAVED_POST: _saved(me, "post") & _post_seen(me),
        Reason.LIKED_POST: fn.EXISTS(PostLike.select(_ONE).where(PostLike.member == me, PostLike.post == id_))
        & _post_seen(me),
        Reason.SAVED_PRODUCT: _saved(me, "product") & _product_seen(me),
        Reason.FOLLOWED_MEMBER: _follows(me, "member") & _member_seen(me) & _followed_by_the_same(target),
        Reason.FOLLOWED_TAG: _follows(me, "tag") & target.carries_tag_id(id_),
        Reason.FRIEND_FOLLOWS: _follows(me, "member")
        & _member_seen(me, open_follows=True)
        & _friend_follows(target.who),
        Reason.FRIEND_REPOSTED: _follows(me, "member") & _member_seen(me) & _friend_reposted(target),
        Reason.PLACE: target.is_near(me, Recommended.reason_key),
        Reason.EXPLORE: SQL("1 = 1"),
    }
    found: Any = r.in_(PORTRAIT) & _in_portrait(me) & target.carries(r, Recommended.reason_key)
    for reason, condition in true.items():
        found |= (r == str(reason)) & condition
    return found


def _saved(me: int, kind: str) -> Any:
    return fn.EXISTS(Save.select(_ONE).where(Save.member == me, Save.kind == kind, Save.item == Recommended.reason_id))


def _follows(me: int, kind: str) -> Any:
    rows = Follow.select(_ONE).where(Follow.follower == me, Follow.kind == kind, Follow.target == Recommended.reason_id)
    return fn.EXISTS(rows)


def _post_seen(me: int) -> Any:
    seen = visible_to(me, listed=False, post=_Because)
    return fn.EXISTS(_Because.select(_ONE).where(_Because.id == Recommended.reason_id, seen))


def _product_seen(me: int) -> Any:
    rows = _Good.select(_ONE).join(_Shop, on=(_Shop.id == _Good.storefront)).join(_Owner, on=(_Owner.id == _Shop.owner))
    public = (_Good.state.in_(PUBLIC_STATES), _Shop.state.in_(PUBLIC), _Owner.active, unblocked(me, _Shop.owner))
    return fn.EXISTS(rows.where(_Good.id == Recommended.reason_id, *public))


def _member_seen(me: int, *, open_follows: bool = False) -> Any:
    there = [_Friend.id == Recommended.reason_id, _Friend.active, unblocked(me, _Friend.id)]
    if open_follows:
        there.append(_Friend.follows_seen_by != "nobody")
    return fn.EXISTS(_Friend.select(_ONE).where(*there))


def _friend_follows(who: Any) -> Any:
    rows = _FriendsFollow.select(_ONE).where(
        _FriendsFollow.follower == Recommended.reason_id, _FriendsFollow.kind == "member", _FriendsFollow.target == who
    )
    return fn.EXISTS(rows)


def _followed_by_the_same(target: Target) -> Any:
    rows = Similar.select(_ONE).where(
        Similar.kind == "member", Similar.item == Recommended.reason_id, Similar.other == target.who
    )
    return fn.EXISTS(rows)


def _friend_reposted(target: Target) -> Any:
    if target.kind != "post":
        return SQL("1 = 0")
    public = (_Passed.state == "published", _Passed.visibility == "public")
    return fn.EXISTS(
        _Passed.select(_ONE).where(_Passed.author == Recommended.reason_id, _Passed.repost_of == target.id, *public)
    )


def _in_portrait(me: int) -> Any:
    return _said(me) | fn.EXISTS(
        Weight.select(_ONE).where(
            Weight.member == me,
            Weight.kind == Recommended.reason,
            Weight.key == Recommended.reason_key,
            Weight.weight > 0,
        )
    )


def _said(me: int) -> Any:
    rows = Interest.select(_ONE).where(
        Interest.member == me, Interest.kind == Recommended.reason, Interest.key == Recommended.reason_key
    )
    return fn.EXISTS(rows.where(Interest.stance.in_(LIKED)))


def said(me: int) -> Any:
    """SQL: 1 when the member said so themselves, 0 when it was learnt."""
    return Case(None, [(_said(me), 1)], 0)


def name(lang: str) -> Any:
    """SQL: what the thing is called that the reason rests on, in the reader's script; empty where its key says it all."""
    id_, key = Recommended.reason_id, Recommended.reason_key
    title = fn.COALESCE(fn.NULLIF(fn.COALESCE(_BecauseText.title, _Because.title), ""), _begins(_BecauseText, _Because))
    post = (
        _Because.select(title)
        .join(_BecauseText, JOIN.LEFT_OUTER, on=((_BecauseText.post == _Because.id) & (_BecauseText.lang == lang)))
        .where(_Because.id == id_)
    )
    good = (
        _Good.select(fn.COALESCE(_GoodText.title, _Good.title))
        .join(_GoodText, JOIN.LEFT_OUTER, on=((_GoodText.product == _Good.id) & (_GoodText.lang == lang)))
        .where(_Good.id == id_)
    )
    who = _Friend.select(fn.COALESCE(fn.NULLIF(_Friend.short_name, ""), _Friend.display_name)).where(_Friend.id == id_)
    return Case(
        Recommended.reason,
        [
            (str(Reason.SAVED_POST), post), (str(Reason.LIKED_POST), post), (str(Reason.SAVED_PRODUCT), good),
            (str(Reason.FOLLOWED_MEMBER), who), (str(Reason.FRIEND_FOLLOWS), who), (str(Reason.FRIEND_REPOSTED), who),
            (str(Reason.FOLLOWED_TAG), Tag.select(Tag.name).where(Tag.id == id_)),
            (str(Reason.TAG), Tag.select(Tag.name).where(Tag.slug == key)),
            (str(Reason.BRAND), Brand.select(Brand.name).where(Brand.slug == key)),
        ],
        Value(""),
    )  # fmt: skip


def _begins(text: Any, post: Any) -> Any:
    return fn.SUBSTR(fn.COALESCE(text.excerpt, post.excerpt), 1, _NAME_LIMIT)


def told(reason: str, name: str, key: str, *, is_said: bool, lang: str) -> str:
    """The reason as a sentence; `name` and `is_said` are what `name` and `said` gave."""
    words = name or _named(reason, key, lang)
    if reason in (Reason.FOLLOWED_TAG, Reason.TAG):
        words = name_to_script(words, lang)
    if reason in PORTRAIT:
        return _of_portrait(reason, words, is_said)
    return str(_SENTENCES[Reason(reason)](words))


def _named(reason: str, key: str, lang: str) -> str:
    if reason == Reason.CATEGORY:
        node = tree().by_slug.get(key)
        return node.name(lang) if node else key
    if reason in (Reason.COUNTRY, Reason.PLACE):
        country, _slash, city = key.partition("/")
        return places.city_name(country, city, lang) if city else places.country_name(country, lang)
    return key


def _of_portrait(reason: str, name: str, is_said: bool) -> str:
    if reason == Reason.TAG:
        return _("因為你說過喜歡#%(name)s", name=name) if is_said else _("和你最近看的#%(name)s有關", name=name)
    return _("因為你選了%(name)s", name=name) if is_said else _("和你最近看的%(name)s有關", name=name)


_SENTENCES: dict[Reason, Any] = {
    Reason.SAVED_POST: lambda name: _("因為你收藏了「%(name)s」", name=name),
    Reason.LIKED_POST: lambda name: _("因為你喜歡「%(name)s」", name=name),
    Reason.SAVED_PRODUCT: lambda name: _("因為你收藏了「%(name)s」", name=name),
    Reason.FOLLOWED_MEMBER: lambda name: _("關注%(name)s的人也關注這個人", name=name),
    Reason.FOLLOWED_TAG: lambda name: _("因為你關注了#%(name)s", name=name),
    Reason.FRIEND_FOLLOWS: lambda name: _("你關注的%(name)s也關注這個人", name=name),
    Reason.FRIEND_REPOSTED: lambda name: _("你關注的%(name)s轉發過", name=name),
    Reason.PLACE: lambda name: _("和你一樣在%(name)s", name=name),
    Reason.EXPLORE: lambda _name: _("換個口味，看看別的"),
}
