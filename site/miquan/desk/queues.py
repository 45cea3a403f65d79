"""`/desk/queue/…`: what waits, and deciding about one thing or many at once."""

from typing import Any

from flask import Blueprint, abort, flash, request
from markupsafe import Markup

from miquan.circle.rows import rows_html
from miquan.desk import menu, words
from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _, ngettext
from miquan.limits import WRITING, limiter, who
from miquan.moderation import around, casework, hearing, noting, queues, rules
from miquan.moderation.deciding import decide, undo
from miquan.moderation.forms import DecisionForm, HearingForm, NoteForm, chosen
from miquan.moderation.registry import KINDS, REASONS
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.templating import when
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("queues", __name__, url_prefix="/desk")
# Queues that lead from one thing to the next.
_LED = ("reports", "holds", "first-posts", "media")


@bp.get("/queue/<any(reports, holds, 'first-posts', media, appeals):name>")
@requires(Permission.REPORT_DECIDE)
def show(name: str) -> Any:
    return _queue(name, _form(name))


@bp.post("/queue/<any(reports, holds, 'first-posts', media):name>")
@requires(Permission.REPORT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def decide_many(name: str) -> Any:
    """The same decision for everything that was ticked; each stands or falls by itself."""
    form = _form(name)
    things = chosen(request.form.getlist("thing"))
    if not things:
        flash(_("先勾選要決定的東西"), "error")
    if not form.validate() or not things:
        return _queue(name, form, 422)
    told: dict[Any, int] = {}
    for kind, subject_id, seen in things:
        said = _decided(kind, subject_id, form, seen)
        told[said] = told.get(said, 0) + 1
    done = told.pop("", 0)
    if done:
        flash(ngettext("決定了%(num)s件", "決定了%(num)s件", done), "success")
    for said, count in told.items():
        flash(_("%(num)s件沒有決定：%(why)s", num=count, why=said), "error")
    return redirect_to(f"{viewer().root}/desk/queue/{name}")


@bp.get("/things/<kind>/<int:subject_id>")
@requires(Permission.REPORT_DECIDE)
def thing(kind: str, subject_id: int) -> Any:
    return _thing(kind, subject_id)


@bp.post("/things/<kind>/<int:subject_id>")
@requires(Permission.REPORT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def decide_one(kind: str, subject_id: int) -> Any:
    found = _case(kind, subject_id)
    form = DecisionForm(_verbs(found), casework.canned())
    seen = request.form.get("seen", "")
    if request.form.get("put"):
        form.put(casework.canned(), casework.lang_of(found.thing))
        return _thing(kind, subject_id, form)
    if not form.validate():
        return _thing(kind, subject_id, form, 422)
    said = _decided(kind, subject_id, form, int(seen) if is_number(seen, 9) else 0)
    flash(said or _("決定了"), "error" if said else "success")
    return redirect_to(f"{viewer().root}/desk/things/{kind}/{subject_id}{_from()}")


@bp.post("/things/<kind>/<int:subject_id>/notes")
@requires(Permission.REPORT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def note(kind: str, subject_id: int) -> Any:
    _case(kind, subject_id)
    form = NoteForm()
    if not form.validate():
        return _thing(kind, subject_id, status=422, noting=form)
    noting.note(kind, subject_id, form.words.data or "", by=viewer().id or 0)
    return redirect_to(f"{viewer().root}/desk/things/{kind}/{subject_id}#notes")


@bp.post("/things/<kind>/<int:subject_id>/escalation")
@requires(Permission.REPORT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def escalate(kind: str, subject_id: int) -> Any:
    _case(kind, subject_id)
    if noting.escalate(kind, subject_id, by=viewer().id or 0):
        flash(_("交給站務了"), "success")
    else:
        flash(_("已經送過了"), "info")
    return redirect_to(f"{viewer().root}/desk/things/{kind}/{subject_id}")


@bp.post("/decisions/<int:decision_id>/removal")
@requires(Permission.REPORT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def take_back(decision_id: int) -> Any:
    if decision_id >= 2**31:
        abort(404)
    try:
        undo(decision_id, by=viewer().id or 0)
        flash(_("收回了，像沒有決定過一樣"), "success")
    except LookupError:
        abort(404)
    except rules.CannotDecide as error:
        flash(error.message, "error")
    return redirect_to(safe_next(request.form.get("next"), f"{viewer().root}/desk/queue/reports"))


@bp.post("/appeals/<int:appeal_id>/answer")
@requires(Permission.REPORT_DECIDE)
@limiter.limit(WRITING, key_func=who)
def answer(appeal_id: int) -> Any:
    form = HearingForm()
    if appeal_id >= 2**31 or form.outcome.data not in ("upheld", "overturned"):
        abort(404)
    if not form.validate():
        return _unheard(appeal_id, form)
    try:
        overturn = form.outcome.data == "overturned"
        hearing.answer(appeal_id, by=viewer().id or 0, overturn=overturn, words=form.words.data or "")
        flash(_("回覆了，本人會看到"), "success")
    except LookupError:
        abort(404)
    except rules.CannotDecide as error:
        form.words.errors = [*form.words.errors, error.message]
        return _unheard(appeal_id, form)
    return redirect_to(f"{viewer().root}/desk/queue/appeals")


def _unheard(appeal_id: int, form: HearingForm) -> Any:
    """What was typed stands where it was typed, and why it was refused."""
    return _queue("appeals", _form("appeals"), 422, hearing=form, at=appeal_id)


def _from() -> str:
    """What leads back to the queue from which somebody came."""
    name = request.values.get("queue", "")
    return f"?queue={name}" if name in _LED else ""


def _decided(kind: str, subject_id: int, form: DecisionForm, seen: int) -> Any:
    """Empty when it was done, else why not."""
    try:
        decide(kind, subject_id, form.wish(seen), by=viewer().id or 0)
    except LookupError:
        return _("已經不在了")
    except rules.CannotDecide as error:
        return str(error.message)
    return ""


def _grave() -> bool:
    return can(viewer(), Permission.MEMBER_SUSPEND)


def _form(name: str) -> DecisionForm:
    verbs = rules.verbs_for(("hide", "remove", "lock"), waits=name == "holds", in_group=False, grave=_grave())
    return DecisionForm(verbs, casework.canned())


def _filters() -> queues.Filters:
    kind, reason, state, age, before = (
        request.args.get(name, "")[:20] for name in ("kind", "reason", "state", "age", "before")
    )
    return queues.Filters(kind if kind in KINDS else "", reason if reason in REASONS else "", state, age, before=before)


def _queue(name: str, form: DecisionForm, status: int = 200, hearing: HearingForm | None = None, at: int = 0) -> Any:
    wanted = _filters()
    rows, after = queues.QUEUES[name](wanted)
    lines = _lines(rows, set(request.form.getlist("thing")), name) if name != "appeals" else []
    lately = casework.lately_by(viewer().id or 0)
    return respond(
        "desk/queue.html", status=status, name=name, rows=rows, after=after, wanted=wanted, form=form, counts=menu.tabs(),
        lately=lately, kinds=KINDS, reasons=REASONS, lines=lines, hearing=hearing or HearingForm(), at=at, deciding=_deciding(form),
        words=words, rules=rules, seo=seo(words.QUEUES[name], "", index=False),
    )  # fmt: skip


def _lines(rows: list[queues.Row], ticked: set[str], name: str) -> list[Markup]:
    """What waits, as it was rendered for any moderator."""
    said = (
        (
            (row.box, row.thing, row.at, when(row.at), row.count, row.reasons, row.state, row.picture, row.box in ticked, name),
            (row, KINDS, REASONS, words, row.box in ticked, name),
        )
        for row in rows
    )  # fmt: skip
    return rows_html("desk/_queued.html", "queued_row", said)


def _deciding(form: DecisionForm) -> Markup:
    """The fields of a decision, which are the same for most who open a queue."""
    says = tuple(
        (field.name, repr(field.data), repr(field.errors), repr(getattr(field, "choices", "")))
        for field in form
        if field.name != "csrf_token"
    )
    return rows_html("desk/_deciding.html", "deciding", [(says, (form,))])[0]


def _case(kind: str, subject_id: int) -> casework.Case:
    found = casework.case(kind, subject_id, viewer().id or 0) if kind in KINDS and subject_id < 2**31 else None
    if found is None:
        abort(404)
    return found


def _verbs(found: casework.Case) -> tuple[str, ...]:
    kind = KINDS[found.thing.kind]
    return rules.verbs_for(kind.verbs, waits=found.hold is not None, in_group=False, grave=_grave())


def _thing(
    kind: str, subject_id: int, form: DecisionForm | None = None, status: int = 200, noting: NoteForm | None = None
) -> Any:
    found = _case(kind, subject_id)
    queue = request.values.get("queue", "")
    if queue not in _LED:
        queue = ""
    return respond(
        "desk/thing.html", "form", status, case=found, queue=queue, pictures=around.pictures(found.thing),
        talk=around.talk(found.thing), then=queues.after(queue, kind, subject_id) if queue else None, form=form or DecisionForm(_verbs(found), casework.canned()),
        noting=noting or NoteForm(), kinds=KINDS, reasons=REASONS, words=words, rules=rules,
        is_own=found.is_own, seo=seo(found.thing.called, "", index=False),
    )  # fmt: skip
