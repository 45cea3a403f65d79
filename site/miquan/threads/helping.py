"""What helps while one writes in a group: the words as others will read them, whom one can name, what was said before."""

from typing import Any

from flask import Blueprint, abort, request

from miquan.circle.composing import reading
from miquan.circle.composing.ahead import ahead
from miquan.circle.queries.reach import within_reach
from miquan.groups.queries.finding import GroupPage
from miquan.groups.rules import CLOSED, Verb
from miquan.hypermedia import is_partial, respond
from miquan.i18n import _
from miquan.limits import LOOKING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import clean_line, clean_text, is_number
from miquan.threads.actions.parts import readers_named
from miquan.threads.finding import group_at
from miquan.threads.forms import NewThreadForm
from miquan.threads.models import BODY_LIMIT, TITLE_LIMIT
from miquan.threads.queries.writers import writers_in
from miquan.threads.similar import similar_in
from miquan.viewer import viewer

bp = Blueprint("thread_helping", __name__, url_prefix="/g")


@bp.post("/<slug>/t/preview")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_ANSWER)
def preview(slug: str) -> Any:
    """Below the form, or as a page of its own, which tells too where a new thread's question may have been answered."""
    group, form = _group(slug), NewThreadForm()
    body, title = clean_text(form.body.data or "", BODY_LIMIT), clean_line(form.title.data or "", TITLE_LIMIT)
    shown = ahead(title, body, form.lang.data or viewer().lang, readers_named(body, group.row, by=viewer().id or 0))
    if is_partial():
        return respond("components/_ahead.html", shown=shown)
    return respond(
        "circle/preview.html", shown=shown, things=reading.things_of(form), similar=similar_in(group.id, title),
        seo=seo(_("預覽"), "", index=False),
    )  # fmt: skip


@bp.get("/<slug>/t/people")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_ANSWER)
def people(slug: str) -> Any:
    """Of a group whose words are for its members only these; in a thread those first who wrote there."""
    group, thread = _group(slug), request.args.get("thread", "")
    near = writers_in(int(thread), group.id) if is_number(thread, 9) else None
    is_closed = group.row.visibility in CLOSED
    found = within_reach(request.args.get("q", ""), group.id, near=near, only_inside=is_closed)
    return respond("components/_people.html", people=found)


@bp.get("/<slug>/t/similar")
@limiter.limit(LOOKING, key_func=who)
@requires(Permission.POST_ANSWER)
def similar(slug: str) -> Any:
    return respond("threads/_similar.html", similar=similar_in(_group(slug).id, request.args.get("title", "")))


def _group(slug: str) -> GroupPage:
    """Where they may write; 404 elsewhere."""
    group = group_at(slug)
    if isinstance(group, str) or not group.may(Verb.WRITE):
        abort(404)
    return group
