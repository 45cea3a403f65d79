"""Starting a thread and changing one's own: the same form, which works without scripts."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request

from miquan import urls
from miquan.circle.queries.finding import products_for
from miquan.groups.queries.finding import GroupPage
from miquan.groups.rules import Verb
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import LOOKING, WRITING, limiter, who
from miquan.once import fresh
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import is_number
from miquan.threads import actions, drafts, filling, rules, words
from miquan.threads.finding import group_at, seen_thread
from miquan.threads.forms import NewThreadForm, ReplyForm, ThreadForm
from miquan.threads.models import ThreadDraft
from miquan.threads.queries.opening import Opened
from miquan.threads.queries.own import form_values, own_reply
from miquan.threads.rules import PollWords, ThreadWords
from miquan.threads.similar import similar_in
from miquan.viewer import viewer

bp = Blueprint("thread_composing", __name__, url_prefix="/g")


@bp.route("/<slug>/t/new", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_WRITE)
def new(slug: str) -> Any:
    group = group_at(slug)
    if isinstance(group, str):
        return redirect(f"{urls.group(group)}/t/new", 301)
    if not group.may(Verb.WRITE):
        abort(403 if group.reads else 404)
    if request.method == "GET":
        kind = request.args.get("kind", "")
        data = {"nonce": fresh(), "lang": viewer().lang, "kind": kind if kind in rules.KINDS else "discussion"}
        draft = drafts.own_draft(viewer().id or 0, group.id, None)
        if draft is not None and "draft" in request.args:
            return _page(filling.drafted(NewThreadForm, draft), group, 200, draft=draft)
        return _page(NewThreadForm(data=data), group, 200, waiting=draft)
    form = NewThreadForm()

    def store() -> str:
        made = actions.start_thread(group.id, _words(form, filling.poll_in(form)), by=viewer().id or 0)
        filling.forget_sent(form, group.id)
        if made.state == "hidden":
            return f"{viewer().root}/me/decisions"
        return urls.thread(group.row.slug, made.id, made.slug)

    return _answered(form, *_received(form, store), group, _("開好了"))


def _received(form: ThreadForm, store: Any) -> tuple[str | None, bool]:
    try:
        return filling.received(form, store)
    except rules.NotHere:
        abort(404)
    except rules.NotTheirs:
        abort(403)


def _words(form: ThreadForm, poll: PollWords | None = None) -> ThreadWords:
    return ThreadWords(form.kind.data or "", form.title.data or "", filling.said_in(form), poll, filling.facts_in(form))


def _answered(form: ThreadForm, answer: str | None, used_tool: bool, about: Any, done: str) -> Any:
    if answer is not None:
        flash(done, "success")
        return redirect_to(answer)
    return _page(form, about, 200 if used_tool else 422)


def _page(
    form: ReplyForm,
    about: GroupPage | Opened,
    status: int,
    *,
    draft: ThreadDraft | None = None,
    waiting: ThreadDraft | None = None,
) -> Any:
    """`about`: the group of a new thread, or the thread that is changed."""
    thread = about if isinstance(about, Opened) else None
    group, name = (thread.group_slug, thread.group_name) if thread else (about.row.slug, about.name)  # type: ignore[union-attr]
    address = f"{thread.base}/edit" if thread else f"{urls.group(group)}/t/new"
    title = _("改話題") if thread else _("開話題")
    return respond(
        "threads/compose.html", block="form", status=status, thread=thread, group=(name, urls.group(group)), title=title, words=words,
        address=address, here=f"{urls.group(group)}/t", finder=f"{urls.group(group)}/t/products" + (f"?thread={thread.id}" if thread else ""),
        keep="" if thread else f"{urls.group(group)}/t/draft", draft=draft, waiting=waiting,
        kept_at=filling.clock(draft.updated_at) if draft else "", seo=seo(title, "", index=False),
        similar=[] if thread else similar_in(about.id, form.title.data or ""), **filling.around(form),
    )  # fmt: skip


@bp.route("/<slug>/t/<int:thread_id>/edit", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.POST_WRITE)
def edit(slug: str, thread_id: int) -> Any:
    thread = seen_thread(thread_id)
    opening = own_reply(thread.id, 0) or abort(404)
    if request.method == "GET":
        values = {**form_values(opening), "nonce": fresh(), "title": thread.source_title, "kind": thread.kind}
        values |= filling.facts_told(thread.facts)
        return _page(ThreadForm(data=values), thread, 200)
    form = ThreadForm()

    def store() -> str:
        version = filling.number_in(form.version)
        made = actions.edit_thread(thread.id, _words(form), by=viewer().id or 0, version=version)
        return urls.thread(thread.group_slug, made.id, made.slug)

    return _answered(form, *_received(form, store), thread, _("改好了"))


@bp.get("/<slug>/t/products")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_ANSWER)
def products(slug: str) -> Any:
    """Products for what is being typed, as buttons of the form that asks: a new thread's, or one in a thread."""
    group = group_at(slug)
    if isinstance(group, str) or not group.may(Verb.WRITE):
        abort(404)
    told, number = request.args.get("thread", ""), request.args.get("number", "")
    address = f"{group.url}/t/new"
    if is_number(told, 9):
        address = f"{group.url}/t/{told}" + (f"/replies/{number}/edit" if is_number(number, 9) else "/replies")
        address = address if "reply" in request.args or is_number(number, 9) else f"{group.url}/t/{told}/edit"
    found = products_for(viewer().id or 0, request.args.get("find", ""))
    return respond("circle/_found.html", found=found, searched=True, address=address)
