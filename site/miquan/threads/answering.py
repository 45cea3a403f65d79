"""Replies: writing one, changing one, finding one, and what it was before. Every act is a plain form too."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request

from miquan import urls
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import is_number
from miquan.threads import actions, drafts, filling, rules
from miquan.threads.finding import address_of, numbered, seen_thread
from miquan.threads.forms import ReplyForm
from miquan.threads.models import ThreadDraft
from miquan.threads.page import once_more
from miquan.threads.queries.opening import Opened, opened
from miquan.threads.queries.own import form_values, own_reply, seen_reply, versions_of
from miquan.threads.queries.replies import one
from miquan.threads.showing import pace_told
from miquan.viewer import viewer

bp = Blueprint("thread_answering", __name__, url_prefix="/g")


@bp.route("/<slug>/t/<int:thread_id>/replies", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_ANSWER)
def write(slug: str, thread_id: int) -> Any:
    """A page of its own for an answer to something, with its words quoted where that is asked for."""
    thread = seen_thread(thread_id)
    if not thread.is_inside:
        abort(403)
    if request.method == "GET":
        if thread.is_closed:
            abort(403)
        draft = drafts.own_draft(viewer().id or 0, thread.group, thread.id)
        if draft is not None and "draft" in request.args:
            return _page(filling.drafted(ReplyForm, draft), thread, 200, address=f"{thread.base}/replies", draft=draft)
        return _page(_blank(thread), thread, 200, address=f"{thread.base}/replies", waiting=draft)
    form = ReplyForm()

    def store() -> str:
        told = filling.number_in(form.answers)
        made = actions.write_reply(thread.id, filling.said_in(form), by=viewer().id or 0, answers=told)
        filling.forget_sent(form, thread.group, thread.id)
        waits = made.state == "hidden"
        flash(*((_("等人看過，別人才看得到你的回覆"), "info") if waits else (_("回覆送出去了"), "success")))
        return urls.thread(thread.group_slug, thread.id, thread.slug, made.number)

    return _answered(form, store, thread, f"{thread.base}/replies")


def _blank(thread: Opened) -> ReplyForm:
    told = request.args.get("answers", "")
    number = int(told) if is_number(told, 9) else None
    about = one(thread.id, number) if number is not None else None
    found = about if about is not None and about.person is not None else None
    body = ""
    if found is not None and "quote" in request.args:
        row = seen_reply(thread.id, found.number)
        assert found.person is not None
        body = rules.quoted(row.body if row else "", found.person.name)
    data = {"nonce": fresh(), "lang": viewer().lang, "answers": str(found.number) if found else "", "body": body}
    return ReplyForm(data=data)


def _answered(form: ReplyForm, store: Any, thread: Opened, address: str, number: int | None = None) -> Any:
    try:
        answer, used_tool = filling.received(form, store)
    except rules.NotHere:
        abort(404)
    except rules.NotTheirs:
        abort(403)
    if answer is not None:
        return redirect_to(answer)
    if request.form.get("box") and not used_tool and thread.may_answer:
        return once_more(thread, form)
    return _page(form, thread, 200 if used_tool else 422, address=address, number=number)


def _page(
    form: ReplyForm, thread: Opened, status: int, *, address: str, number: int | None = None,
    draft: ThreadDraft | None = None, waiting: ThreadDraft | None = None,
) -> Any:  # fmt: skip
    told = filling.number_in(form.answers)
    title = _("改回覆") if number else _("寫回覆")
    finder = f"{urls.group(thread.group_slug)}/t/products?thread={thread.id}&" + (
        f"number={number}" if number else "reply"
    )
    return respond(
        "threads/reply.html", block="form", status=status, thread=thread, number=number, title=title, address=address, here=f"{urls.group(thread.group_slug)}/t", finder=finder,
        about=one(thread.id, told) if told is not None else None, seo=seo(title, "", index=False), keep="" if number else f"{thread.base}/draft",
        draft=draft, waiting=waiting, pace="" if number else pace_told(thread), kept_at=filling.clock(draft.updated_at) if draft else "", **filling.around(form),
    )  # fmt: skip


@bp.get("/<slug>/t/<int:thread_id>/replies/<int:number>")
def reply(slug: str, thread_id: int, number: int) -> Any:
    """A reply's address for good: it leads to the page on which it stands now."""
    thread = opened(thread_id) or abort(404)
    if thread.leads_to is not None:
        return redirect(address_of(thread.id, numbered(number)), 301)
    return redirect_to(seen_thread(thread_id).at_reply(numbered(number)))


@bp.route("/<slug>/t/<int:thread_id>/replies/<int:number>/edit", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_ANSWER)
def edit(slug: str, thread_id: int, number: int) -> Any:
    thread = seen_thread(thread_id)
    if number == 0:
        return redirect_to(f"{thread.base}/edit")
    mine = own_reply(thread.id, numbered(number)) or abort(404)
    address = f"{thread.base}/replies/{number}/edit"
    if request.method == "GET":
        form = ReplyForm(data={**form_values(mine), "nonce": fresh()})
        return _page(form, thread, 200, address=address, number=number)
    form = ReplyForm()

    def store() -> str:
        version = filling.number_in(form.version)
        actions.edit_reply(thread.id, number, filling.said_in(form), by=viewer().id or 0, version=version)
        return thread.at_reply(number)

    return _answered(form, store, thread, address, number)


@bp.get("/<slug>/t/<int:thread_id>/replies/<int:number>/history")
def history(slug: str, thread_id: int, number: int) -> Any:
    """What a reply, or the opening, was after each change, for those who may read it."""
    thread = seen_thread(thread_id)
    row = seen_reply(thread.id, numbered(number)) or abort(404)
    return respond(
        "threads/history.html",
        thread=thread,
        number=number,
        versions=versions_of(row),
        seo=seo(_("改過什麼"), "", index=False),
    )
