"""`/desk/rates`: what currencies come to in each other, how old that is, and in which of them prices are shown."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_name
from flask import Blueprint, abort, flash
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from miquan import text
from miquan.db import now
from miquan.desk.rates import actions, queries, rules
from miquan.fields import at_most
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, current_lang, lazy, locale
from miquan.limits import WRITING, limiter, who
from miquan.money import CurrencyRate
from miquan.once import LIMIT, fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.templating import day_shown
from miquan.viewer import viewer

bp = Blueprint("desk_rates", __name__, url_prefix="/desk/rates")


class RateForm(FlaskForm):  # type: ignore[misc]
    """What one unit comes to, from which day on, and who says so. `amount` is what was typed as a number."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    rate = StringField(lazy("匯率"), validators=[DataRequired(lazy("寫下匯率")), at_most(rules.TYPED_LIMIT)])
    effective_on = DateField(lazy("從哪一天起"), validators=[InputRequired(lazy("寫下日期"))])
    source = StringField(lazy("出處"), validators=[DataRequired(lazy("寫下出處")), at_most(120)])
    sure = BooleanField(lazy("沒寫錯，就是差這麼多"))

    def validate_rate(self, field: Any) -> None:
        try:
            self.amount = rules.parse_rate(field.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def validate_effective_on(self, field: Any) -> None:
        if field.data and field.data > _today():
            raise ValidationError(_("還沒到的日子沒有匯率"))
        if field.data and field.data.year < 1900:
            raise ValidationError(_("這一天太早了"))


@bp.get("")
@requires(Permission.SITE_KEEP)
def index() -> Any:
    return respond(
        "desk/rates/index.html", rows=queries.quoted(_today()), name=_name, written=rules.written, day_shown=_day,
        old_after=rules.OLD_AFTER, seo=seo(_("貨幣和匯率"), "", index=False),
    )  # fmt: skip


@bp.route("/<code>", methods=["GET", "POST"])
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def show(code: str) -> Any:
    _known(code)
    form = RateForm(data={"nonce": fresh(), "effective_on": _today()})
    if not form.validate_on_submit():
        return _page(code, form, 422 if form.is_submitted() else 200)
    by, source = viewer().id or 0, text.clean_line(form.source.data, 120)

    def added() -> str:
        actions.add_rate(code, form.amount, form.effective_on.data, source, sure=form.sure.data, by=by)
        return f"{viewer().root}/desk/rates/{code}"

    try:
        address = once(form.nonce.data or fresh(), by, added)
    except actions.CannotWrite as error:
        form[error.field].errors = [error.message]
        return _page(code, form, 422)
    flash(_("寫好了，價格從現在起照這個估算"), "success")
    return redirect_to(address)


@bp.post("/<code>/<int:rate_id>/withdrawal")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def withdraw(code: str, rate_id: int) -> Any:
    row = _row(code, rate_id)
    try:
        done = actions.withdraw(row, by=viewer().id or 0)
    except actions.CannotWrite as error:
        flash(str(error.message), "error")
    else:
        flash(_("這個匯率不算了") if done else _("已經是這樣了"), "success" if done else "info")
    return redirect_to(f"{viewer().root}/desk/rates/{code}")


@bp.post("/<code>/<int:rate_id>/withdrawal/removal")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def restore(code: str, rate_id: int) -> Any:
    done = actions.restore(_row(code, rate_id), by=viewer().id or 0)
    flash(_("這個匯率又算了") if done else _("已經是這樣了"), "success" if done else "info")
    return redirect_to(f"{viewer().root}/desk/rates/{code}")


@bp.post("/<code>/offer")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def offer(code: str) -> Any:
    return _offered(code, True)


@bp.post("/<code>/offer/removal")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def hide(code: str) -> Any:
    return _offered(code, False)


def _offered(code: str, offered: bool) -> Any:
    if _known(code).always:
        abort(404)
    actions.offer(code, offered, by=viewer().id or 0)
    flash(_("會員可以選這個貨幣了") if offered else _("會員不能再選這個貨幣；已經選了的照舊"), "success")
    return redirect_to(f"{viewer().root}/desk/rates")


def _page(code: str, form: RateForm, status: int) -> Any:
    today, history = _today(), queries.history(code)
    line = [(row.on, row.rate) for row in reversed(history) if row.holds]
    return respond(
        "desk/rates/show.html", status=status, it=_known(code), form=form, history=history, written=rules.written,
        chart=rules.drawn(line, today), size=(rules.WIDTH, rules.HEIGHT), day_shown=_day, name=_name,
        far=f"{rules.FAR:.0%}", seo=seo(_("%(code)s的匯率", code=code), "", index=False),
    )  # fmt: skip


def _known(code: str) -> queries.Quoted:
    found = next((row for row in queries.quoted(_today()) if row.code == code), None)
    if found is None:
        abort(404)
    return found


def _row(code: str, rate_id: int) -> CurrencyRate:
    _known(code)
    found = queries.row_of(code, rate_id)
    if found is None:
        abort(404)
    return found


def _today() -> date:
    """By the clock where the operator is."""
    return now().astimezone(ZoneInfo(viewer().zone)).date()


def _name(code: str) -> str:
    return str(get_currency_name(code, locale=locale()))


def _day(day: date) -> str:
    return day_shown(day, current_lang(), with_year=True)
