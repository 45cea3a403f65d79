"""`/desk/tags` and `/desk/brands`: other names, and two that are one."""

from typing import Any

from flask import Blueprint, abort, flash, request
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from miquan import text
from miquan.desk.naming import actions, queries
from miquan.fields import at_most
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.once import LIMIT, fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("desk_naming", __name__, url_prefix="/desk")

_KINDS = {"tags": "tag", "brands": "brand"}
_TITLES = {"tags": lazy("標籤"), "brands": lazy("品牌")}
_ADDRESS = "/<any(tags, brands):which>"


class NameForm(FlaskForm):  # type: ignore[misc]
    """Its name from now on."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    name = StringField(lazy("名字"), validators=[DataRequired(lazy("寫下名字")), at_most(80)])


class MergeForm(FlaskForm):  # type: ignore[misc]
    """What it becomes, by its name."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    into = StringField(lazy("併到哪一個"), validators=[DataRequired(lazy("寫下名字")), at_most(80)])


@bp.get(_ADDRESS)
@requires(Permission.SITE_KEEP)
def index(which: str) -> Any:
    query = text.clean_line(request.args.get("q", ""), 80)
    by_use = request.args.get("by") == "use"
    rows, after = queries.listed(_KINDS[which], query, request.args.get("after", "")[:80], by_use=by_use)
    return respond(
        "desk/naming/index.html", which=which, title=_TITLES[which], query=query, rows=rows, after=after, by="use" if by_use else None,
        seo=seo(str(_TITLES[which]), "", index=False),
    )  # fmt: skip


@bp.get(f"{_ADDRESS}/<int:thing_id>")
@requires(Permission.SITE_KEEP)
def show(which: str, thing_id: int) -> Any:
    return _page(which, thing_id)


@bp.post(f"{_ADDRESS}/<int:thing_id>/name")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def rename(which: str, thing_id: int) -> Any:
    form, kind = NameForm(), _KINDS[which]
    form.name.validators = [*form.name.validators, at_most(actions.NAMED[kind].limit)]
    _there(kind, thing_id)
    if not form.validate():
        return _page(which, thing_id, name=form, status=422)
    try:
        return _done(which, thing_id, form, lambda by: actions.rename(kind, thing_id, form.name.data or "", by=by))
    except actions.CannotName as error:
        form.name.errors = [error.message]
        return _page(which, thing_id, name=form, status=422)


@bp.post(f"{_ADDRESS}/<int:thing_id>/merger")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def merge(which: str, thing_id: int) -> Any:
    form, kind = MergeForm(), _KINDS[which]
    _there(kind, thing_id)
    if not form.validate():
        return _page(which, thing_id, merging=form, status=422)
    into = queries.called(kind, form.into.data or "") or 0
    try:
        return _done(which, into, form, lambda by: actions.merge(kind, thing_id, into, by=by))
    except actions.CannotName as error:
        form.into.errors = [error.message]
        return _page(which, thing_id, merging=form, status=422)


def _there(kind: str, thing_id: int) -> queries.Row:
    found = queries.one(kind, thing_id)
    if found is None:
        abort(404)
    return found


def _page(which: str, thing_id: int, name: Any = None, merging: Any = None, status: int = 200) -> Any:
    thing = _there(_KINDS[which], thing_id)
    return respond(
        "desk/naming/show.html", status=status, which=which, thing=thing, title=_TITLES[which],
        limit=actions.NAMED[_KINDS[which]].limit,
        name_form=name or NameForm(formdata=None, data={"name": thing.name, "nonce": fresh()}),
        merge_form=merging or MergeForm(formdata=None, data={"nonce": fresh()}), seo=seo(thing.name, "", index=False),
    )  # fmt: skip


def _done(which: str, thing_id: int, form: Any, act: Any) -> Any:
    by = viewer().id or 0

    def acted() -> str:
        act(by)
        return f"{viewer().root}/desk/{which}/{thing_id}"

    address = once(form.nonce.data or fresh(), by, acted)
    flash(_("改好了，舊的地址會帶到這裡；搜尋過一會兒就跟上"), "success")
    return redirect_to(address)
