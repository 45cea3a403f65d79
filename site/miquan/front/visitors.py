"""The front page as visitors see it, the same for everyone: what is hot, who is worth following, what is new."""

from typing import Any

from flask import request

from miquan.categories.tree import tree
from miquan.circle import words
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.lists import hot
from miquan.front.people import new_shops, worth_following
from miquan.hypermedia import is_partial, respond
from miquan.i18n import _
from miquan.products import cardcache
from miquan.products.browsing import Filters, Scope, browse
from miquan.products.browsing.mixed import mixed_newest
from miquan.seo import jsonld
from miquan.seo.page import Seo, seo
from miquan.storefronts.queries import buyers
from miquan.viewer import viewer

PEOPLE, SHOPS, GOODS = 6, 3, 12


def page() -> Any:
    before = request.args.get("before", "")[:40]
    found = hot(None, before)
    posts: dict[str, Any] = {"posts": post_cards(found.ids), "next": _next(found.next), "words": words}
    if before or is_partial():
        return respond("front/hot.html", block="posts", seo=_seo(index=False), **posts)
    people = buyers(limit=PEOPLE)
    counts = browse(Scope(), Filters(), size=1).categories
    return respond(
        "front/index.html",
        people=worth_following(PEOPLE),
        heroes=[buyer for buyer in people if buyer.picture][:3],
        shops=new_shops()[:SHOPS],
        cards=cardcache.cards_html(mixed_newest(GOODS)),
        topics=[node for node in tree().children(None) if counts.get(node.slug)][:12],
        seo=_seo(),
        **posts,
    )


def _next(key: str) -> str:
    return f"{viewer().root}/?before={key}" if key else ""


def _seo(index: bool = True) -> Seo:
    found = seo(
        _("先認識人，再買東西"),
        _("住在各地的買手，在小蜜圈寫下他們真正的日常，也替你帶回只有當地才找得到的那一件。"),
        index=index,
    )
    if index:
        found.data = [jsonld.website(), jsonld.organization()]
    return found
