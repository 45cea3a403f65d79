"""Autosaving what is written in a group, offering it again, and throwing it away."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan import places
from miquan.circle.composing import saving
from miquan.circle.forms import APART
from miquan.db import now
from miquan.groups.rules import Verb
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import LOOKING, WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.text import is_number
from miquan.threads import drafts
from miquan.threads.finding import group_at, seen_thread
from miquan.threads.forms import NewThreadForm, ReplyForm
from miquan.viewer import viewer

bp = Blueprint("thread_keeping", __name__, url_prefix="/g")


@bp.post("/<slug>/t/draft")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_WRITE)
def keep_thread(slug: str) -> Any:
    group, address = _group(slug)
    return _kept(NewThreadForm(), group, None, address)


@bp.post("/<slug>/t/<int:thread_id>/draft")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_ANSWER)
def keep_reply(slug: str, thread_id: int) -> Any:
    thread = seen_thread(thread_id)
    if not thread.is_inside:
        abort(403)
    return _kept(ReplyForm(), thread.group, thread.id, f"{thread.base}/replies?draft=1")


@bp.post("/<slug>/t/draft/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.POST_WRITE)
def drop_thread(slug: str) -> Any:
    group, address = _group(slug)
    return _dropped(group, None, address.partition("?")[0])


@bp.post("/<slug>/t/<int:thread_id>/draft/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.POST_ANSWER)
def drop_reply(slug: str, thread_id: int) -> Any:
    thread = seen_thread(thread_id)
    return _dropped(thread.group, thread.id, thread.url)


def _group(slug: str) -> tuple[int, str]:
    group = group_at(slug)
    if isinstance(group, str) or not group.may(Verb.WRITE):
        abort(404)
    return group.id, f"{group.url}/t/new?draft=1"


def _kept(form: ReplyForm, group_id: int, thread_id: int | None, address: str) -> Any:
    """Answers the line that says whether it is kept."""
    told, nonce = request.form.get("seq", ""), request.form.get("nonce", "")[:43].replace("\x00", "")
    row = drafts.keep_words(
        viewer().id or 0, group_id, thread_id, saving.sent_now(form, APART), seq=int(told) if is_number(told, 9) else 0, nonce=nonce
    )  # fmt: skip
    if not is_partial():
        return redirect_to(address)
    return respond(
        "studio/editor/_status.html", state="kept" if row else "elsewhere", draft=row, ticket="", address=address, sign_in="",
        kept_at=places.local_time(viewer().zone, now()),
    )  # fmt: skip


def _dropped(group_id: int, thread_id: int | None, address: str) -> Any:
    drafts.forget_words(viewer().id or 0, group_id, thread_id)
    flash(_("丟掉了"), "success")
    return redirect_to(address)
