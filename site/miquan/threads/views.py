"""The page of a thread, and what has been said in it since."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from miquan import urls
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import limiter, who
from miquan.once import fresh
from miquan.pagecache import cached, not_kept
from miquan.permissions import Permission, can
from miquan.seo import jsonld
from miquan.seo.page import Seo, seo
from miquan.text import is_number
from miquan.threads import drafts, rules, words
from miquan.threads.filling import clock
from miquan.threads.finding import address_of, seen_thread
from miquan.threads.forms import ReplyForm
from miquan.threads.marks import mark
from miquan.threads.queries.beside import others_in, tags_of
from miquan.threads.queries.moved import went_from
from miquan.threads.queries.opening import Opened, opened
from miquan.threads.queries.poll import poll_of
from miquan.threads.queries.replies import Replies, ReplyShown, newer, one, replies
from miquan.threads.replycache import replies_html
from miquan.threads.showing import facts_shown, pace_told
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
    accepted = _accepted(thread, page)
    return respond(
        "threads/show.html", block="replies", **_context(thread, page, accepted), seo=_seo(thread, page, accepted)
    )


def once_more(thread: Opened, form: ReplyForm) -> Any:
    """The end of the thread, with an answer in its box that could not be taken, and why."""
    page = replies(thread.id, after=rules.page_of(thread.last_number))
    box = {**_context(thread, page, _accepted(thread, page)), "form": form, "draft": None, "kept_at": ""}
    return respond("threads/show.html", status=422, **box, seo=seo(thread.title, "", index=False))


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


def _accepted(thread: Opened, page: Replies) -> ReplyShown | None:
    """The answer, which every page of the question shows."""
    if thread.accepted is None:
        return None
    here = [row for row in page.rows if row.number == thread.accepted]
    found = here[0] if here else one(thread.id, thread.accepted, original="original" in request.args)
    return found if found is not None and found.person is not None else None


def _context(thread: Opened, page: Replies, accepted: ReplyShown | None) -> dict[str, Any]:
    is_first = page.first <= 1
    shown = replies_html(page.all if is_first else page.rows, thread)
    people = {row.person.id: row.person for row in page.all if row.person}
    things = {thing.id: thing.card for row in page.all for thing in row.things if thing.card}
    return {
        "thread": thread,
        "page": page,
        "is_first": is_first,
        "excerpt": beginning(page.opening),
        "opening": shown[0] if is_first else None,
        "facts": facts_shown(thread) if page.opening.person else [],
        "is_over": thread.facts.is_over(words.today()),
        "poll": poll_of(thread) if is_first and page.opening.person else None,
        "listed": list(zip(page.rows, shown[1:] if is_first else shown, strict=True)),
        "accepted": accepted
        if accepted is not None and accepted.number not in {row.number for row in page.rows}
        else None,
        "new_from": _new_from(thread, page),
        **_box(thread),
        "tags": tags_of(thread.id),
        "people": list(people.values())[:12],
        "things": list(things.values())[:4],
        "others": others_in(thread.group, thread.group_slug, thread.id),
        "may_remove": viewer().id == thread.author or thread.tends or can(viewer(), Permission.POST_HIDE),
        "words": words,
        # Only where numbers are missing can something have gone elsewhere.
        "went": went_from(thread.id) if thread.replies < thread.last_number else [],
    }


def _box(thread: Opened) -> dict[str, Any]:
    """The form at the end, with what was typed there and not sent; a draft with more than words is gone on with on its own page."""
    if not thread.may_answer:
        return {"form": None, "draft": None}
    draft = drafts.own_draft(viewer().id or 0, thread.group, thread.id)
    is_plain = draft is not None and not any(name.startswith(("kept-", "things-")) for name in draft.form)
    told = {name: values[0] for name, values in draft.form.items()} if draft is not None and is_plain else {}
    said = {
        "body": told.get("body", ""),
        "answers": told.get("answers", ""),
        "seq": str(draft.seq) if told and draft else "0",
    }
    form = ReplyForm(data={**said, "nonce": fresh(), "lang": viewer().lang})
    return {
        "form": form,
        "draft": draft,
        "is_plain": is_plain,
        "kept_at": clock(draft.updated_at) if draft else "",
        "pace": pace_told(thread),
    }


def _new_from(thread: Opened, page: Replies) -> int:
    """Where on this page begins what the reader has not seen; 0 where nothing, or all of it, is new to them."""
    if not thread.seen:
        return 0
    new = [row.number for row in page.rows if row.number > thread.seen]
    return new[0] if new and len(new) < len(page.rows) else 0


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
