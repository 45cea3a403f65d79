"""What may be recommended to a member at this moment, as SQL: asked when recommendations are made, and again when read.

So what they ban, dismiss, block, mute or follow is gone on the next page, whenever the worker comes round to it.
"""

from typing import Any

from peewee import SQL, fn

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.circle.queries.visible import holds_word, lasting, unblocked, unmuted, visible_to
from miquan.follows.models import Follow, Mute
from miquan.portraits.carrying import GOODS, PEOPLE, POSTS, Target
from miquan.portraits.models import Interest
from miquan.products.models import Product, ProductTag
from miquan.recommendations.models import Dismissed
from miquan.storefronts.models import Storefront

_ONE = SQL("1")
_Banned = Interest.alias("banned")


def fitting_posts(me: int) -> list[Any]:
    """Conditions on `Post`: others' public posts. What is for followers is theirs who follow, and no recommendation."""
    public = (Post.state == "published") & (Post.visibility == "public") & (Post.kind != "repost")
    return [public, Post.author != me, visible_to(me), unmuted(me), *wanted(me, POSTS)]


def fitting_people(me: int) -> list[Any]:
    """Conditions on `Member`: whom they do not follow yet, and who has something to show."""
    follows = Follow.select(_ONE).where(Follow.follower == me, Follow.kind == "member", Follow.target == Member.id)
    shop = Storefront.select(_ONE).where(Storefront.owner == Member.id, Storefront.state == "open")
    shows = (Member.posts > 0) | fn.EXISTS(shop)
    there = [
        Member.active,
        Member.id != me,
        ~fn.EXISTS(follows),
        shows,
        unblocked(me, Member.id),
        _unmuted_member(me, Member.id),
    ]
    return [*there, *wanted(me, PEOPLE)]


def fitting_goods(me: int) -> list[Any]:
    """Conditions on `Product` joined with `Storefront` and its owner: what can be had."""
    mine = _lasting(me)
    tags = Mute.select(_ONE).join(ProductTag, on=((ProductTag.tag == Mute.target) & (ProductTag.product == Product.id)))
    words = Mute.select(_ONE).where(mine, Mute.kind == "word", holds_word(Product.title, Mute.word))
    had = (Product.state == "published") & Product.available & (Storefront.state == "open")
    return [
        had, Member.active, Storefront.owner != me, unblocked(me, Storefront.owner), _unmuted_member(me, Storefront.owner),
        ~fn.EXISTS(tags.where(mine, Mute.kind == "tag")), ~fn.EXISTS(words), *wanted(me, GOODS),
    ]  # fmt: skip


def _lasting(me: int) -> Any:
    return (Mute.member == me) & lasting()


def _unmuted_member(me: int, who: Any) -> Any:
    return ~fn.EXISTS(Mute.select(_ONE).where(_lasting(me), Mute.kind == "member", Mute.target == who))


def wanted(me: int, target: Target) -> list[Any]:
    """Neither banned nor dismissed, and not by somebody who was; asked of all lists that nobody asked for by name."""
    banned = _Banned.select(_ONE).where(_Banned.member == me, _Banned.stance == "banned")
    carried = banned.where(target.carries(_Banned.kind, _Banned.key))
    mine = Dismissed.select(_ONE).where(Dismissed.member == me)
    itself = mine.where(Dismissed.kind == target.kind, Dismissed.item == target.id)
    theirs = mine.where(Dismissed.kind == "member", Dismissed.item == target.who)
    tags = mine.where(Dismissed.kind == "tag", target.carries_tag_id(Dismissed.item))
    return [~fn.EXISTS(carried), ~fn.EXISTS(itself), ~fn.EXISTS(theirs), ~fn.EXISTS(tags)]
