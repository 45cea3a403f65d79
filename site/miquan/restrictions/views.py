"""`/desk/goods-rules`: the rules about goods that operators keep, by destination."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan import places
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh, once
from miquan.permissions import Permission, can, requires
from miquan.restrictions import actions, queries
from miquan.restrictions.forms import RuleForm, values_of
from miquan.restrictions.models import GoodsRule
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("goods_rules", __name__, url_prefix="/desk/goods-rules")


@bp.get("")
@requires(Permission.DESK_SEE)
def index() -> Any:
    wanted = request.args.get("to", "")[:2]
    rows = [("", _("全部")), ("*", _("每個地方"))]
    rows += [(code, places.country_name(code, viewer().lang)) for code in queries.destinations()]
    return respond(
        "desk/goods_rules.html", rules=queries.all_rules(wanted), places=rows, wanted=wanted, may_keep=can(viewer(), Permission.GOODS_RULE_KEEP),
        seo=seo(_("寄送的規矩"), "", index=False),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.GOODS_RULE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def new() -> Any:
    return _edit(
        None, RuleForm(data={"nonce": fresh(), "destination": request.args.get("to", "")[:2].replace("*", "")})
    )


@bp.route("/<int:rule_id>", methods=["GET", "POST"])
@requires(Permission.GOODS_RULE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def edit(rule_id: int) -> Any:
    rule = _rule(rule_id)
    return _edit(rule, RuleForm(data={"nonce": fresh(), **values_of(rule)}))


@bp.post("/<int:rule_id>/pause")
@requires(Permission.GOODS_RULE_KEEP)
@limiter.limit(WRITING, key_func=who)
def pause(rule_id: int) -> Any:
    return _switch(rule_id, False, _("這條先不用了"))


@bp.post("/<int:rule_id>/pause/removal")
@requires(Permission.GOODS_RULE_KEEP)
@limiter.limit(WRITING, key_func=who)
def resume(rule_id: int) -> Any:
    return _switch(rule_id, True, _("這條又有用了"))


def _rule(rule_id: int) -> GoodsRule:
    found = queries.rule(rule_id)
    if found is None:
        abort(404)
    return found


def _edit(rule: GoodsRule | None, form: RuleForm) -> Any:
    if form.validate_on_submit():
        by = viewer().id or 0
        address = once(form.nonce.data or fresh(), by, lambda: _saved(rule, form, by))
        flash(_("存好了"), "success")
        return redirect_to(address)
    status = 422 if form.is_submitted() else 200
    title = _("改這條規矩") if rule else _("新的規矩")
    return respond(
        "desk/goods_rule.html", block="form", status=status, form=form, rule=rule, seo=seo(title, "", index=False)
    )


def _saved(rule: GoodsRule | None, form: RuleForm, by: int) -> str:
    saved = actions.save_rule(form.draft(), by=by, rule=rule)
    return f"{viewer().root}/desk/goods-rules?to={saved.destination or '*'}"


def _switch(rule_id: int, on: bool, done: str) -> Any:
    rule = _rule(rule_id)
    if actions.switch_rule(rule, on=on, by=viewer().id or 0):
        flash(done, "success")
    return redirect_to(f"{viewer().root}/desk/goods-rules?to={rule.destination or '*'}#rule-{rule.id}")
