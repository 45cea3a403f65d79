"""What the page of a thread is made of."""

from typing import Any

from flask import request

from miquan.hypermedia import respond
from miquan.once import fresh
from miquan.permissions import Permission, can
from miquan.seo.page import seo
from miquan.threads import drafts, rules, words
from miquan.threads.filling import clock
from miquan.threads.forms import ReplyForm
from miquan.threads.queries.beside import others_in, tags_of
from miquan.threads.queries.moved import went_from
from miquan.threads.queries.opening import Opened
from miquan.threads.queries.poll import poll_of
from miquan.threads.queries.replies import Replies, ReplyShown, one, replies
from miquan.threads.replycache import replies_html
from miquan.threads.showing import facts_shown, pace_told
from miquan.threads.structured import beginning
from miquan.viewer import viewer


def once_more(thread: Opened, form: ReplyForm) -> Any:
    """The end of the thread, with an answer in its box that could not be taken, and why."""
    page = replies(thread.id, after=rules.page_of(thread.last_number))
    box = {**context(thread, page, accepted_in(thread, page)), "form": form, "draft": None, "kept_at": ""}
    return respond("threads/show.html", status=422, **box, seo=seo(thread.title, "", index=False))


def accepted_in(thread: Opened, page: Replies) -> ReplyShown | None:
    """The answer, which every page of the question shows."""
    if thread.accepted is None:
        return None
    here = [row for row in page.rows if row.number == thread.accepted]
    found = here[0] if here else one(thread.id, thread.accepted, original="original" in request.args)
    return found if found is not None and found.person is not None else None


def context(thread: Opened, page: Replies, accepted: ReplyShown | None) -> dict[str, Any]:
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
        "poll": poll_of(thread, is_begun=page.opening.person is not None) if is_first else None,
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
