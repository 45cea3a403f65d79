"""`/tags/<slug>`: what people wrote about something, and the goods that carry it."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from miquan import text, urls
from miquan.circle import words
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.lists import of_tag
from miquan.follows.queries import Followed, followed
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached, not_kept
from miquan.products.models import Tag
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("tags", __name__)
# Below this a page is too thin for search engines.
_ENOUGH = 3


@bp.get("/tags/<slug>")
@cached(query=("before",))
def show(slug: str) -> Any:
    if viewer().signed_in:
        not_kept()
    folded = text.fold(slug[:200])[:60]
    tag = Tag.get_or_none(Tag.slug == folded)
    if tag is None:
        abort(404)
    if folded != slug:
        return redirect(urls.tag(folded), 301)
    found = of_tag(tag.id, viewer().id, request.args.get("before", "")[:40])
    title = _("關於%(tag)s", tag=tag.name)
    return respond(
        "circle/tag.html", block="results", tag=tag, cards=post_cards(found.ids), words=words, address=urls.tag(folded),
        followed=Followed("tag", tag.id, f"#{tag.name}", "", tag.followers), follows=tag.id in followed("tag", [tag.id]),
        next=found.next, goods=urls.search(tag.name) if tag.products else "",
        seo=seo(title, title, path=urls.tag(folded)[len(viewer().root) :], index=tag.posts >= _ENOUGH and "before" not in request.args),
    )  # fmt: skip
