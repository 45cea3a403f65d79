"""The page of a thread, and what has been said in it since."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from miquan import urls
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import limiter, who
from miquan.pagecache import cached, not_kept
from miquan.seo import jsonld
from miquan.seo.page import Seo, seo
from miquan.text import is_number
from miquan.threads import rules
from miquan.threads.finding import address_of, seen_thread
from miquan.threads.marks import mark
from miquan.threads.page import accepted_in, context
from miquan.threads.queries.opening import Opened, opened
from miquan.threads.queries.replies import Replies, ReplyShown, newer, replies
from miquan.threads.replycache import replies_html
from miquan.threads.structured import beginning, thread_data
from miquan.viewer import viewer

bp = Blueprint("threads", __name__, url_prefix="/g")


@bp.get("/<slug>/t/<int:thread_id>")
@bp.get("/<slug>/t/<int:thread_id>-<name>")
@cached(query=("after", "before", "at", "original"))
def show(slug: str, thread_id: int, name: str = "") -> Any:
    # How far somebody has read, and whom a block parts from them, is theirs alone.
    if viewer().signed_in:
        not_kept()
    thread = opened(thread_id, original="original" in request.args) or abort(404)
    if thread.leads_to is not None:
        return _led_on(thread)
    if not thread.is_seen:
        return _gone(thread)
    if (slug, name) != (thread.group_slug, thread.slug):
        more = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return redirect(thread.url + more, 301)
    page = _page(thread)
    at = _number("at")
    if at and at not in {row.number for row in page.rows}:
        return redirect(address_of(thread.id, at), 301)
    if viewer().signed_in:
        # Behind the last page may lie what others cannot see yet: that is nothing new for them.
        mark(viewer().id or 0, thread.id, page.last if page.after else thread.last_number, seen=thread.seen)
    accepted = accepted_in(thread, page)
    return respond(
        "threads/show.html", block="replies", **context(thread, page, accepted), seo=_seo(thread, page, accepted)
    )


def _led_on(thread: Opened) -> Any:
    """A thread that was merged leads to where its replies are, if the reader may know of that."""
    assert thread.leads_to is not None
    number = _number("at")
    return redirect(address_of(thread.id, number) if number else seen_thread(thread.leads_to[1]).url, 301)


def _gone(thread: Opened) -> Any:
    """Nothing of it is told; its author reads why."""
    if thread.state not in rules.GONE_STATES:
        abort(404)
    reason = thread.reason if viewer().owns(thread.author) else ""
    return respond(
        "threads/gone.html", status=410, thread=thread, reason=reason, seo=seo(_("這個話題不在了"), "", index=False)
    )


def _page(thread: Opened) -> Replies:
    numbers = {name: _number(name) for name in ("after", "before", "at")}
    after = rules.page_of(numbers["at"]) if numbers["at"] else numbers["after"]
    before = 0 if numbers["at"] else numbers["before"]
    page = replies(thread.id, after=after, before=before, original="original" in request.args)
    if not page.rows and (after or before) and not numbers["at"]:
        abort(404)
    return page


def _number(name: str) -> int:
    told = request.args.get(name, "")
    return int(told) if is_number(told, 9) else 0


def _seo(thread: Opened, page: Replies, accepted: ReplyShown | None) -> Seo:
    behind = page.first - 1 if page.first > 1 else 0
    picture = page.opening.pictures[0] if page.opening.pictures and not behind else None
    name = thread.title or _("沒有標題")
    title = _("%(name)s（%(first)s至%(last)s則）", name=name, first=page.first, last=page.last) if behind else name
    path = f"/g/{thread.group_slug}/t/{thread.id}-{thread.slug}" + (f"?after={behind}" if behind else "")
    is_public = thread.visibility == "public" and page.opening.person is not None
    found = seo(
        title, beginning(page.opening) or name, path=path, kind="article", picture=picture if is_public else None,
        index=is_public and "original" not in request.args,
    )  # fmt: skip
    # Search engines are told, who are no members.
    if is_public and not viewer().signed_in:
        trail = [(thread.group_name, urls.group(thread.group_slug)), (name, thread.url)]
        found.data = [thread_data(thread, page, accepted), jsonld.breadcrumbs(trail)]
    return found


@bp.get("/<slug>/t/<int:thread_id>/fresh")
@limiter.limit("240 per minute", key_func=who)
@cached(query=("since", "show"))
def newly(slug: str, thread_id: int) -> Any:
    """What has been said after a number: how much, or with `show` the replies; without scripts the thread itself."""
    thread = seen_thread(thread_id)
    since = _number("since")
    if not is_partial():
        return redirect_to(thread.at_reply(since + 1) if since < thread.last_number else thread.url)
    if "show" not in request.args:
        many, _last = newer(thread.id, since) if since < thread.last_number else (0, since)
        return respond("threads/_fresh.html", thread=thread, since=since, many=many)
    page = replies(thread.id, after=since)
    if viewer().signed_in and page.rows:
        mark(viewer().id or 0, thread.id, page.last, seen=thread.seen)
    return respond(
        "threads/_newly.html", thread=thread, listed=list(zip(page.rows, replies_html(page.rows, thread), strict=True)),
        since=page.last or since, more=page.after,
    )  # fmt: skip
