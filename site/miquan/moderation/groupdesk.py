"""`/g/<slug>/reports`: what was reported in a group, for those who tend it. They decide within it and no further."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan.groups.queries.finding import GroupPage, group_page
from miquan.groups.rules import Verb, may
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, ngettext
from miquan.limits import WRITING, limiter, who
from miquan.moderation import casework, queues, rules
from miquan.moderation.deciding import decide, undo
from miquan.moderation.forms import DecisionForm, chosen
from miquan.moderation.models import Decision
from miquan.moderation.registry import KINDS, REASONS
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("group_reports", __name__, url_prefix="/g/<slug>/reports")

_LAST = 5


@bp.get("")
@requires(Permission.ME_SEE)
def index(slug: str) -> Any:
    return _page(_tended(slug), _form())


@bp.post("")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def decide_many(slug: str) -> Any:
    group, form = _tended(slug), _form()
    things = chosen(request.form.getlist("thing"))
    if not things or not form.validate():
        flash(_("先勾選要決定的東西"), "error") if not things else None
        return _page(group, form, 422)
    done = 0
    for kind, subject_id, seen in things:
        try:
            decide(kind, subject_id, form.wish(seen), by=viewer().id or 0, group=group.row.id)
            done += 1
        except LookupError:
            flash(_("已經不在了"), "error")
        except rules.Blocked as error:
            form.words.errors = [*form.words.errors, error.message]
            return _page(group, form, 422)
        except rules.CannotDecide as error:
            flash(error.message, "error")
    if done:
        flash(ngettext("決定了%(num)s件", "決定了%(num)s件", done), "success")
    return redirect_to(f"{viewer().root}/g/{slug}/reports")


@bp.post("/<int:decision_id>/removal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def take_back(slug: str, decision_id: int) -> Any:
    group = _tended(slug)
    mine = (Decision.id == decision_id) & (Decision.group == group.row.id)
    if not may(group.role, Verb.CHANGE):
        # What another decided only owners take back.
        mine &= Decision.by == viewer().id
    if decision_id >= 2**31 or not Decision.select().where(mine).exists():
        abort(404)
    try:
        undo(decision_id, by=viewer().id or 0)
        flash(_("收回了，像沒有決定過一樣"), "success")
    except rules.CannotDecide as error:
        flash(error.message, "error")
    return redirect_to(f"{viewer().root}/g/{slug}/reports")


def _tended(slug: str) -> GroupPage:
    """Through the reader: whoever may not know of the group learns nothing, whoever is not to tend it is refused."""
    found = group_page(slug)
    if found is None:
        abort(404)
    if not may(found.role, Verb.TEND):
        abort(403)
    return found


def _form() -> DecisionForm:
    return DecisionForm(rules.GROUP_VERBS, [])


def _page(group: GroupPage, form: DecisionForm, status: int = 200) -> Any:
    # What was passed on to the site waits there.
    wanted = queues.Filters(group=group.row.id, state="new", before=request.args.get("before", ""))
    rows, after = queues.reports(wanted)
    lately = casework.decided((Decision.by == viewer().id) & (Decision.group == group.row.id), _LAST)[0]
    return respond(
        "moderation/group.html", status=status, group=group, rows=rows, after=after, form=form, lately=lately, kinds=KINDS,
        reasons=REASONS, rules=rules, ticked=set(request.form.getlist("thing")), seo=seo(_("收到的檢舉"), "", index=False),
    )  # fmt: skip
