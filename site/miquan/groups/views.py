"""`/g/<slug>`: what is said in a group, what it is, who is in it, and its shelf."""

from typing import Any

from flask import Blueprint, request

from miquan.groups.frame import before, found, frame, onward, told
from miquan.groups.queries.finding import GroupPage
from miquan.groups.queries.members import members_of, tenders_of
from miquan.groups.queries.shelf import BESIDE, shelf_of
from miquan.groups.rules import Verb
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.threads import words as thread_words
from miquan.threads.lines import lines_html
from miquan.threads.queries.lists import listed
from miquan.threads.rules import KINDS, SORTS

bp = Blueprint("groups", __name__)
# More look after no group.
_TENDERS = 200


@bp.get("/g/<slug>")
@cached(query=("before", "sort", "only"))
def show(slug: str) -> Any:
    page = found(slug)
    if not page.reads:
        return respond("groups/closed.html", **frame(page, "threads", seo=told(page, index=True)))
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    only = request.args.get("only", "")
    only = only if only in ("open", *KINDS) else ""
    threads = listed(page.id, sort, request.args.get("before", "")[:40], only)
    shelf, _next = shelf_of(page.id, size=BESIDE)
    return respond(
        "groups/show.html", block="results",
        **frame(
            page, "threads", lines=lines_html(threads.rows), thread_words=thread_words, sort=sort, only=only, shelf=shelf,
            next=onward(page.url, threads.next, sort=sort if sort != SORTS[0] else "", only=only), seo=told(page, index=not request.args),
        ),
    )  # fmt: skip


@bp.get("/g/<slug>/about")
@cached()
def about(slug: str) -> Any:
    page = found(slug)
    tenders = tenders_of(page.id)
    title = _("關於這個群")
    return respond(
        "groups/about.html", **frame(page, "about", tenders=tenders, seo=told(page, title, "/about", index=True))
    )


@bp.get("/g/<slug>/members")
@cached(query=("before", "q", "role"))
def members(slug: str) -> Any:
    page = found(slug)
    if not page.reads:
        return _closed(page, "members")
    words, role = request.args.get("q", "")[:40], request.args.get("role", "")
    only = role if role == "tending" or (role == "banned" and page.may(Verb.TEND)) else ""
    tends, whole = page.may(Verb.TEND), not (words or only)
    # Whoever looks after it stands before all others.
    first = tenders_of(page.id, _TENDERS, tends=tends) if whole and not before() else []
    some = members_of(page.id, before(), words, "plain" if whole else only, tends=tends)
    here = f"{page.url}/members"
    return respond(
        "groups/members.html", block="results",
        **frame(
            page, "members", rows=[*first, *some.rows], typed=words, only=only, next=onward(here, some.next, q=words, role=only),
            seo=told(page, _("成員"), "/members"),
        ),
    )  # fmt: skip


@bp.get("/g/<slug>/shelf")
@cached(query=("before",))
def shelf(slug: str) -> Any:
    page = found(slug)
    if not page.reads:
        return _closed(page, "shelf")
    rows, following = shelf_of(page.id, before())
    return respond(
        "groups/shelf.html", block="results",
        **frame(
            page, "shelf", rows=rows, next=onward(f"{page.url}/shelf", following),
            seo=told(page, _("架上"), "/shelf", index=bool(rows) and "before" not in request.args),
        ),
    )  # fmt: skip


def _closed(page: GroupPage, tab: str) -> Any:
    return respond("groups/closed.html", status=403, **frame(page, tab, seo=told(page)))
