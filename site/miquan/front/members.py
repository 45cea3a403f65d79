"""The front page as a member sees it: what those whom they follow came out with, or what may be for them."""

from collections.abc import Sequence
from typing import Any

from flask import request
from markupsafe import Markup

from miquan.circle.cardcache import posts_html
from miquan.circle.queries.following import Feed, following
from miquan.circle.queries.lists import hot
from miquan.circle.queries.stamps import Stamp, stamps
from miquan.front.kept import kept
from miquan.front.people import worth_following
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.products import cardcache
from miquan.seo.page import seo
from miquan.storefronts.queries import newest_storefronts
from miquan.viewer import viewer

FOR_YOU = "for-you"
PEOPLE, FIRST_PEOPLE, SHOPS = 3, 6, 3
# The stream as blocks: ("post", [one]) and ("goods", [those that stand side by side]).
Block = tuple[str, list[Markup]]


def page() -> Any:
    for_you = request.args.get("feed") == FOR_YOU
    before = request.args.get("before", "")[:120]
    context = _for_you(before) if for_you else _following(before)
    aside: dict[str, Any] = {} if before else _aside(PEOPLE if context["blocks"] else FIRST_PEOPLE)
    return respond(
        "front/later.html" if before else "front/member.html",
        block="stream",
        **context,
        **aside,
        seo=seo(_("小蜜圈"), _("你關注的人最近寫了什麼。"), index=False),
    )


def _aside(people: int) -> dict[str, Any]:
    return {"people": worth_following(people), "shops": kept("shops", lambda: newest_storefronts(SHOPS))}


def _following(before: str) -> dict[str, Any]:
    me = viewer().id or 0
    feed = following(me, before)
    return {
        "tab": "following",
        "blocks": blocks_of(feed),
        "next": f"{viewer().root}/?before={feed.next}" if feed.next else "",
        "top": feed.top,
        "follows": feed.follows,
    }


def _for_you(before: str) -> dict[str, Any]:
    me = viewer().id or 0
    found = hot(me, before)
    known = stamps(found.ids, me)
    return {
        "tab": FOR_YOU,
        "blocks": _posts([known[i] for i in found.ids if i in known]),
        "next": f"{viewer().root}/?feed={FOR_YOU}&before={found.next}" if found.next else "",
        "top": "",
        "follows": True,
    }


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
