"""`/desk/settings`: what operators change while everything runs."""

from typing import Any

from flask import Blueprint, flash
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, Length

from miquan.choices import choice
from miquan.desk.settings.actions import change
from miquan.fields import between, options
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.once import LIMIT, fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

NAMES = ("opening", "new_days", "new_posts", "new_links", "new_mentions", "posts_a_day")
bp = Blueprint("desk_settings", __name__, url_prefix="/desk/settings")


def _number(label: Any, low: int, high: int) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(lazy("寫一個數字")), between(low, high)])


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """One field a choice."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    opening = RadioField(
        lazy("新的小店"), choices=options([("open", lazy("自己就能開")), ("review", lazy("有人看過才開"))])
    )
    new_days = _number(lazy("頭幾天算新會員"), 0, 60)
    new_posts = _number(lazy("新會員一天發幾篇帖"), 1, 50)
    new_links = _number(lazy("新會員一篇放幾個網址"), 0, 20)
    new_mentions = _number(lazy("新會員一篇提到幾個人"), 0, 20)
    posts_a_day = _number(lazy("每個人一天發幾篇帖"), 1, 500)


@bp.route("", methods=["GET", "POST"])
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def index() -> Any:
    form = SettingsForm(data={"nonce": fresh(), **{name: choice(name) for name in NAMES}})
    if form.validate_on_submit():
        by, wanted = viewer().id or 0, {name: form[name].data for name in NAMES}

        def saved() -> str:
            change(wanted, by=by)
            return f"{viewer().root}/desk/settings"

        address = once(form.nonce.data or fresh(), by, saved)
        flash(_("存好了"), "success")
        return redirect_to(address)
    status = 422 if form.is_submitted() else 200
    return respond("desk/settings/index.html", status=status, form=form, seo=seo(_("設定"), "", index=False))
