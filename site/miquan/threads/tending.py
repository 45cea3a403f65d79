"""Looking after a thread: one page of plain forms for those who tend the group."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import is_number, name_to_script
from miquan.threads import actions, rules
from miquan.threads.finding import seen_thread
from miquan.threads.forms import TendForm
from miquan.threads.queries.opening import Opened, opened
from miquan.threads.queries.tended import other_groups
from miquan.viewer import viewer

bp = Blueprint("thread_tending", __name__, url_prefix="/g")
_Act = Callable[[int, TendForm, int], Any]


@bp.get("/<slug>/t/<int:thread_id>/tending")
@requires(Permission.POST_ANSWER)
def show(slug: str, thread_id: int) -> Any:
    thread = _tended(thread_id)
    return _page(TendForm(data={"flair": thread.flair}), thread, 200)


@bp.post("/<slug>/t/<int:thread_id>/tending/<what>")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def change(slug: str, thread_id: int, what: str) -> Any:
    """Do one of the things that the page offers; what is wrong stands beside its field."""
    thread, form = _tended(thread_id), TendForm()
    act = _ACTS.get(what) or abort(404)
    if form.validate() and (now_at := _done(act, thread, form)) is not None:
        flash(str(_SAID[what]), "success")
        return redirect_to(now_at.url)
    return _page(form, thread, 422)


def _done(act: _Act, thread: Opened, form: TendForm) -> Opened | None:
    """The thread where it is to be read now; None with what is wrong in the form."""
    try:
        led_to = act(thread.id, form, viewer().id or 0)
    except rules.NotHere:
        abort(404)
    except rules.NotTheirs:
        abort(403)
    except rules.NotReady as error:
        for problem in error.problems:
            if problem.field in form:
                form[problem.field].errors = [*form[problem.field].errors, problem.text]
            else:
                form.form_errors.append(str(problem.text))
        return None
    return opened(led_to if isinstance(led_to, int) and not isinstance(led_to, bool) else thread.id) or thread


def _split(thread: int, form: TendForm, by: int) -> int:
    return int(actions.split_thread(thread, _number(form.number), form.title.data or "", by=by).id)


def _merge(thread: int, form: TendForm, by: int) -> int:
    """Into a thread that is named by its address, or by the number in it."""
    told = (form.into.data or "").partition("/t/")[2] or form.into.data or ""
    digits = told.strip().lstrip("#").partition("-")[0].partition("?")[0].partition("/")[0]
    into = int(digits) if is_number(digits, 9) else 0
    actions.merge_thread(thread, into, by=by)
    return into


def _number(field: Any) -> int:
    digits = (field.data or "").strip().lstrip("#")
    return int(digits) if is_number(digits, 9) else 0


_ACTS: dict[str, _Act] = {
    "pin": lambda thread, _form, by: actions.pin_thread(thread, by=by),
    "unpin": lambda thread, _form, by: actions.unpin_thread(thread, by=by),
    "lock": lambda thread, form, by: actions.lock_thread(thread, by=by, reason=form.reason.data or ""),
    "unlock": lambda thread, _form, by: actions.unlock_thread(thread, by=by),
    "flair": lambda thread, form, by: actions.give_flair(thread, form.flair.data or "", by=by),
    "move": lambda thread, form, by: actions.move_thread(thread, _number(form.group), by=by),
    "merge": _merge,
    "split": _split,
}


_SAID = {
    "pin": lazy("置頂了"), "unpin": lazy("取下置頂了"), "lock": lazy("鎖上了"), "unlock": lazy("打開了，又能回覆了"), "flair": lazy("標示換好了"),
    "move": lazy("搬過去了"), "merge": lazy("合好了"), "split": lazy("分出去了"),
}  # fmt: skip


def _tended(thread_id: int) -> Opened:
    thread = seen_thread(thread_id)
    if not thread.tends or thread.is_archived:
        abort(403)
    return thread


def _page(form: TendForm, thread: Opened, status: int) -> Any:
    groups, flairs = other_groups(thread)
    form.group.choices = [("", "—"), *groups]
    form.flair.choices = [("", _("不標示")), *((flair, name_to_script(flair, viewer().lang)) for flair in flairs)]
    return respond(
        "threads/tend.html", block="form", status=status, form=form, thread=thread, groups=groups, flairs=flairs,
        seo=seo(_("照看這個話題"), "", index=False),
    )  # fmt: skip
