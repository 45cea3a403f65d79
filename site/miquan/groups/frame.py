"""What every page of a group has in common: the group itself, found through its reader, and what stands around it."""

from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, request

from miquan import urls
from miquan.groups import words
from miquan.groups.queries.finding import GroupPage, group_page, moved_to
from miquan.groups.queries.lists import my_groups
from miquan.groups.queries.members import applicants, faces_of
from miquan.groups.queries.roles import ban_of
from miquan.groups.rules import Verb
from miquan.i18n import _
from miquan.pagecache import not_kept
from miquan.seo import jsonld
from miquan.seo.page import Seo, absolute, seo
from miquan.text import is_number
from miquan.threads.queries.unread import unread_in
from miquan.viewer import viewer


def found(slug: str) -> GroupPage:
    """The group at this address. One that it had before leads on; what the reader may not know of is 404."""
    if viewer().signed_in:
        not_kept()
    page = group_page(slug)
    if page is not None:
        return page
    now_at = moved_to(slug.lower()) or (slug.lower() if slug != slug.lower() and group_page(slug.lower()) else "")
    if not now_at:
        abort(404)
    if request.method == "GET":
        rest = request.path.partition(f"/g/{slug}")[2]
        query = request.query_string.decode("latin-1")
        abort(redirect(urls.group(now_at) + rest + (f"?{query}" if query else ""), 301))
    return group_page(now_at) or abort(404)


def found_for(verb: str, slug: str) -> GroupPage:
    """As `found`, for who may do this there; others who know of it get 403."""
    page = found(slug)
    if not page.may(verb):
        abort(403)
    return page


def frame(page: GroupPage, tab: str, **more: Any) -> dict[str, Any]:
    """What the layout of a group's pages names."""
    me = viewer().id
    mine = my_groups(me) if me else []
    return {
        "page": page,
        "tab": tab,
        "words": words,
        "faces": faces_of(page.id) if page.reads else [],
        "ban": ban_of(me, page.id) if me and page.role == "banned" else None,
        "waiting": applicants(page.id) if page.may(Verb.TEND) and page.row.joining == "apply" else 0,
        "mine": mine,
        "unread": unread_in(me, [line.id for line in mine]) if me else {},
        **more,
    }


def told(page: GroupPage, title: str = "", path: str = "", *, index: bool = False) -> Seo:
    """What search engines and previews are told: of a private group nothing, of what is not public that it exists."""
    if page.row.visibility == "private":
        return seo(title or page.name, "", path=f"/g/{page.row.slug}{path}", index=False, shared=False)
    words_ = f"{title}・{page.name}" if title else page.name
    told = seo(
        words_, page.purpose, path=f"/g/{page.row.slug}{path}", picture=page.picture, index=index and page.is_indexed
    )
    if told.index:
        told.data = [_data(page, title, path), _trail(page, title)]
    return told


def _data(page: GroupPage, title: str, path: str) -> dict[str, Any]:
    return {
        "@type": "CollectionPage",
        "name": f"{title}・{page.name}" if title else page.name,
        "description": page.purpose,
        "url": absolute(page.url + path),
        "dateCreated": page.row.created_at.isoformat(timespec="seconds"),
        "dateModified": max(page.row.updated_at, page.row.active_at).isoformat(timespec="seconds"),
        "keywords": [name for name, _url in page.tags],
    }


def _trail(page: GroupPage, title: str) -> dict[str, Any]:
    trail = [(_("蜜圈"), f"{viewer().root}/"), (_("群"), f"{viewer().root}/groups"), (page.name, page.url)]
    return jsonld.breadcrumbs([*trail, (title, "")] if title else trail)


def before() -> int:
    """The key of the page that was asked for; 0 for the first."""
    asked = request.args.get("before", "")
    return int(asked) if is_number(asked, 9) else 0


def onward(address: str, key: int | str, **more: str) -> str:
    """The address of the next page; "" when there is none."""
    kept = {name: value for name, value in more.items() if value}
    return f"{address}?{urlencode({**kept, 'before': key})}" if key else ""
