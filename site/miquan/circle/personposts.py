"""`/@handle/posts`: everything that somebody wrote and passed on, as far as the reader may see it; and as Atom."""

from typing import Any

from flask import Blueprint, request

from miquan.circle import atom, words
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.lists import of_author
from miquan.follows.queries import standing
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached, not_kept
from miquan.people.shown import person_of
from miquan.seo import jsonld
from miquan.seo.page import seo
from miquan.storefronts.moved import moved
from miquan.storefronts.queries import member_at
from miquan.viewer import viewer

bp = Blueprint("personposts", __name__)


@bp.get("/@<handle>/posts")
@cached(query=("before",))
def show(handle: str) -> Any:
    if viewer().signed_in:
        not_kept()
    member = member_at(handle)
    if member is None:
        return moved(handle, "personposts.show")
    who = person_of(member)
    found = of_author(member.id, viewer().id, request.args.get("before", "")[:40])
    here = f"{who.url}/posts"
    told = seo(
        _("%(name)s的生活", name=who.name), _("%(name)s在小蜜圈寫的帖。", name=who.name), path=f"/@{who.handle}/posts", picture=who.avatar,
        index=member.posts > 0 and "before" not in request.args, feed=f"{here}.atom",
    )  # fmt: skip
    told.data = [jsonld.breadcrumbs([(who.name, who.url), (_("生活"), here)])]
    return respond(
        "circle/person.html", block="results", person=who, member=member, standing=standing(member.id), words=words,
        cards=post_cards(found.ids), next=f"{here}?before={found.next}" if found.next else "", seo=told,
    )  # fmt: skip


@bp.get("/@<handle>/posts.atom")
@cached()
def feed(handle: str) -> Any:
    member = member_at(handle)
    if member is None:
        return moved(handle, "personposts.feed")
    who = person_of(member)
    here = f"{who.url}/posts"
    return atom.answer(
        _("%(name)s的生活", name=who.name),
        here,
        f"{here}.atom",
        of_author(member.id, None, size=atom.ENTRIES).ids,
        member.created_at,
    )
