"""`/tags/<slug>`: what people wrote about something, and the goods that carry it."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, request

from miquan import text, urls
from miquan.circle import atom, words
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.lists import of_tag
from miquan.circle.queries.tags import tag_called
from miquan.follows.queries import Followed, followed
from miquan.follows.queries.away import mute_of
from miquan.groups.queries.lists import groups_of_tag
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached, not_kept
from miquan.products.models import Tag
from miquan.products.queries.tags import called
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("tags", __name__)
# Below this a page is too thin for search engines.
_ENOUGH = 3
_NEVER = datetime(2020, 1, 1, tzinfo=UTC)


@bp.get("/tags/<slug>")
@cached(query=("before",))
def show(slug: str) -> Any:
    if viewer().signed_in:
        not_kept()
    tag, moved = _found(slug)
    if moved:
        return redirect(urls.tag(tag.slug), 301)
    folded = tag.slug
    found = of_tag(tag.id, viewer().id, request.args.get("before", "")[:40])
    name = text.name_to_script(tag.name, viewer().lang)
    title = _("關於%(tag)s", tag=name)
    return respond(
        "circle/tag.html", block="results", tag=tag, cards=post_cards(found.ids), words=words, address=urls.tag(folded),
        followed=Followed("tag", tag.id, f"#{name}", "", tag.followers), follows=tag.id in followed("tag", [tag.id]),
        next=found.next, mute=mute_of("tag", tag.id), goods=urls.search(tag.name) if tag.products else "",
        public_groups=[] if "before" in request.args else groups_of_tag(tag.id),
        seo=seo(title, title, path=urls.tag(folded)[len(viewer().root) :], index=tag.posts >= _ENOUGH and "before" not in request.args, feed=_feed(tag)),
    )  # fmt: skip


@bp.get("/tags/<slug>/feed.atom")
@cached()
def feed(slug: str) -> Any:
    """What everyone may read about it."""
    tag, moved = _found(slug)
    if moved:
        return redirect(_feed(tag), 301)
    ids = of_tag(tag.id, None, size=atom.ENTRIES).ids
    name = text.name_to_script(tag.name, viewer().lang)
    return atom.answer(_("關於%(tag)s", tag=name), urls.tag(tag.slug), _feed(tag), ids, _NEVER)


def _feed(tag: Tag) -> str:
    return f"{urls.tag(tag.slug)}/feed.atom"


def _found(slug: str) -> tuple[Tag, bool]:
    """The tag, and whether its address is another: spelt otherwise, or of a tag that became this one."""
    folded = text.fold(slug[:200])[:60]
    tag = tag_called(folded, viewer().id)
    if tag is not None:
        return tag, tag.slug != slug
    others = Tag.select(Tag.slug).where(Tag.id.in_(list(called(text.in_either_script(folded)).values()))).tuples()
    tag = next(filter(None, (tag_called(other, viewer().id) for (other,) in others)), None)
    if tag is None:
        abort(404)
    return tag, True
