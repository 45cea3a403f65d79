"""`/desk/announcements` for operators, and a member's browser putting one away."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, request, session
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation, ValidationError

from miquan.announcements import actions, queries
from miquan.announcements.models import WORDS_LIMIT
from miquan.db import now
from miquan.fields import at_most, options
from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.once import LIMIT, fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("announcements", __name__)

AUDIENCE_WORDS = {"all": lazy("每個人"), "members": lazy("會員"), "buyers": lazy("買手")}
# So many stay put away in one browser.
_MOST = 50


def _words(label: Any, *more: Any) -> StringField:
    return StringField(label, validators=[*more, at_most(WORDS_LIMIT)])


def _near(_form: Any, field: Any) -> None:
    """Years that calendars and zones can take."""
    if field.data is not None and not 2000 <= field.data.year <= 2200:
        raise StopValidation(lazy("選一個時間"))


def _time(label: Any) -> DateTimeLocalField:
    return DateTimeLocalField(label, validators=[InputRequired(lazy("選一個時間")), _near])


class AnnouncementForm(FlaskForm):  # type: ignore[misc]
    """Times are in the operator's own zone."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    hant = _words(lazy("繁體中文"), DataRequired(lazy("用一句話說清楚")))
    hans = _words(lazy("簡體中文"))
    en = _words(lazy("英文"))
    audience = RadioField(lazy("給誰看"), choices=options(AUDIENCE_WORDS.items()), default="all")
    since = _time(lazy("從"))
    until = _time(lazy("到"))

    def validate_until(self, field: Any) -> None:
        if self.since.data and field.data and field.data <= self.since.data:
            raise ValidationError(lazy("要在開始以後"))
        if field.data and _utc(field.data) <= now():
            raise ValidationError(lazy("這個時間已經過了"))


@bp.route("/desk/announcements", methods=["GET", "POST"])
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def index() -> Any:
    here = now().astimezone(ZoneInfo(viewer().zone)).replace(tzinfo=None, second=0, microsecond=0)
    form = AnnouncementForm(data={"nonce": fresh(), "since": here, "until": here + timedelta(days=7)})
    if form.validate_on_submit():
        by = viewer().id or 0
        address = once(form.nonce.data or fresh(), by, lambda: _made(form, by))
        flash(_("公告出去了"), "success")
        return redirect_to(address)
    return respond(
        "announcements/index.html", status=422 if form.is_submitted() else 200, form=form, rows=queries.kept_rows(),
        moment=now(), lang=viewer().lang, audiences=AUDIENCE_WORDS, seo=seo(_("公告"), "", index=False),
    )  # fmt: skip


@bp.post("/desk/announcements/<int:announcement_id>/ending")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def end(announcement_id: int) -> Any:
    if announcement_id >= 2**31 or queries.one(announcement_id) is None:
        abort(404)
    if actions.end(announcement_id, by=viewer().id or 0):
        flash(_("收起來了"), "success")
    return redirect_to(f"{viewer().root}/desk/announcements")


@bp.post("/announcements/<int:announcement_id>/dismissal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def dismiss(announcement_id: int) -> Any:
    """For this browser only; what never was is put away without a word."""
    before = [id_ for id_ in session.get(queries.DISMISSED, []) if id_ != announcement_id]
    session[queries.DISMISSED] = [*before, announcement_id][-_MOST:]
    return redirect_to(safe_next(request.form.get("next"), f"{viewer().root}/"))


def _made(form: AnnouncementForm, by: int) -> str:
    words = {"zh-hant": form.hant.data or "", "zh-hans": form.hans.data or "", "en": form.en.data or ""}
    actions.announce(words, form.audience.data, _utc(form.since.data), _utc(form.until.data), by=by)
    return f"{viewer().root}/desk/announcements"


def _utc(told: datetime) -> datetime:
    return told.replace(tzinfo=ZoneInfo(viewer().zone)).astimezone(UTC)
