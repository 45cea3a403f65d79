"""The front page as a member sees it: what those whom they follow came out with, or what may be for them."""

from collections.abc import Sequence
from typing import Any

from flask import request

from miquan.circle.cardcache import posts_html
from miquan.circle.queries.following import Feed, following
from miquan.circle.queries.lists import hot
from miquan.circle.queries.stamps import Stamp, stamps
from miquan.front.people import new_shops, worth_following
from miquan.groups import words as group_words
from miquan.groups.queries.cards import GroupLine, group_cards
from miquan.groups.queries.fitting import for_you
from miquan.groups.queries.lists import my_groups
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.portraits.carrying import POSTS
from miquan.portraits.queries import was_asked
from miquan.products import cardcache
from miquan.recommendations.fitting import wanted
from miquan.recommendations.queries import Asked, Recommendations, goods_shown, recommended
from miquan.seo.page import seo
from miquan.text import is_number
from miquan.threads.queries.unread import unread_in
from miquan.viewer import viewer

FOR_YOU = "for-you"
PEOPLE, FIRST_PEOPLE, SHOPS, GOODS = 3, 6, 3, 3
_FOUND = {"post": Asked("post"), "member": Asked("member", FIRST_PEOPLE), "product": Asked("product", GOODS)}
# The key that leads from what was found for them to what is hot.
_HOT = "hot"
# The stream as blocks: ("post", [one]), ("recommended", [why, one]) and ("goods", [those that stand side by side]).
Block = tuple[str, list[Any]]


def page() -> Any:
    asked, before = request.args.get("feed", ""), request.args.get("before", "")[:120]
    me = viewer().id or 0
    feed = None if asked == FOR_YOU else following(me, before)
    # Who follows nobody yet finds an empty page under that name.
    is_alone = feed is not None and not (feed.follows or asked or before)
    if feed is None or is_alone:
        found = _asked(me, before, "post", "member", "product")
        context = _for_you(me, before, found.get("post")) | {"follows": not is_alone}
    else:
        found, context = _asked(me, before, "member"), _following(feed)
    if not before:
        context |= _aside(me, found, PEOPLE if context["blocks"] and context["follows"] else FIRST_PEOPLE)
        context["is_new"] = asked != FOR_YOU and not was_asked(me)
    return respond(
        "front/later.html" if before else "front/member.html",
        block="stream",
        **context,
        groups=_groups() if "first" in request.args else [],
        group_words=group_words,
        seo=seo(_("小蜜圈"), _("你關注的人最近寫了什麼。"), index=False),
    )


def _asked(me: int, before: str, *kinds: str) -> dict[str, Recommendations]:
    """What was found for them, of these kinds; behind the first page only posts, which go on by number."""
    asked = [_FOUND[kind] for kind in kinds if not before]
    if before and is_number(before) and "post" in kinds:
        asked = [Asked("post", before=before)]
    return dict(zip([one.kind for one in asked], recommended(me, *asked), strict=True)) if asked else {}


def _groups() -> list[tuple[GroupLine, str]]:
    """Where people talk about what they have just named, each with why."""
    why = for_you(viewer().id or 0)
    return [(card, why[card.id]) for card in group_cards(list(why))]


def _aside(me: int, found: dict[str, Recommendations], people: int) -> dict[str, Any]:
    mine = my_groups(me)
    return {
        "people": worth_following(people, found["member"]),
        "shops": new_shops()[:SHOPS],
        "goods": goods_shown(found["product"]) if "product" in found else [],
        "mine": mine,
        "unread": unread_in(me, [line.id for line in mine]),
    }


def _following(feed: Feed) -> dict[str, Any]:
    return {
        "tab": "following",
        "blocks": blocks_of(feed),
        "next": f"{viewer().root}/?before={feed.next}" if feed.next else "",
        "top": feed.top,
        "follows": feed.follows,
    }


def _for_you(me: int, before: str, found: Recommendations | None) -> dict[str, Any]:
    """What was found for them, and after that, or where there is nothing yet, what is hot."""
    if found is not None and found.items:
        blocks, then = _recommended(found), found.next or _HOT
    else:
        warm = hot(me, "" if before == _HOT or is_number(before) else before, wanted=_wanted)
        known = stamps(warm.ids, me)
        blocks, then = _posts([known[i] for i in warm.ids if i in known]), warm.next
    address = f"{viewer().root}/?feed={FOR_YOU}&before={then}" if then else ""
    return {"tab": FOR_YOU, "blocks": blocks, "next": address, "top": ""}


def _wanted(me: Any) -> list[Any]:
    return wanted(me, POSTS)


def _recommended(found: Recommendations) -> list[Block]:
    """Each with the reason above it."""
    known = stamps(found.ids, viewer().id)
    cards = posts_html([known[i] for i in found.ids if i in known])
    return [("recommended", [one, cards[one.item]]) for one in found.items if one.item in cards]


def _posts(those: Sequence[Stamp]) -> list[Block]:
    cards = posts_html(those)
    return [("post", [cards[one.id]]) for one in those if one.id in cards]


def blocks_of(feed: Feed) -> list[Block]:
    """The feed's things as they stand under each other; goods that follow each other stand side by side."""
    posts = posts_html([feed.stamps[t.id] for t in feed.things if t.kind != "storefront"])
    ids = [t.id for t in feed.things if t.kind == "storefront"]
    goods = cardcache.cards_by_id(ids) if ids else {}
    found: list[Block] = []
    for thing in feed.things:
        html = goods.get(thing.id) if thing.kind == "storefront" else posts.get(thing.id)
        if html is None:
            continue
        if thing.kind == "storefront" and found and found[-1][0] == "goods":
            found[-1][1].append(html)
        else:
            found.append(("goods" if thing.kind == "storefront" else "post", [html]))
    return found
