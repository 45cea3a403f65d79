"""`/me/profile` and `/me/privacy`: a member's own words and choices."""

from typing import Any

from flask import Blueprint, flash

from miquan import places
from miquan.accounts.models import Member
from miquan.accounts.profile import Privacy, ProfileDraft, home, set_privacy
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh
from miquan.permissions import STAFF, Permission, requires
from miquan.profiles import choices, portraits
from miquan.profiles.actions import save_profile
from miquan.profiles.forms import PrivacyForm, ProfileForm
from miquan.profiles.queries import PURPOSE, portrait_id
from miquan.seo.page import seo
from miquan.uploads.showing import limits
from miquan.viewer import viewer

bp = Blueprint("profiles", __name__, url_prefix="/me")


@bp.route("/profile", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def profile() -> Any:
    member = viewer().member
    form = ProfileForm(is_staff=bool(member.role_names & STAFF), data=_values(member))
    problem = portraits.portrait(form, member).take_in() if form.is_submitted() else ""
    if form.validate_on_submit() and not problem:
        _save(member, form)
        flash(_("存好了"), "success")
        return redirect_to(f"{viewer().root}/me/profile")
    form.portrait.errors = [*form.portrait.errors, *filter(None, [problem])]
    return respond(
        "me/profile.html", block="form", status=422 if form.is_submitted() else 200, form=form,
        portrait=portraits.portrait(form, member).shown, limits=limits(PURPOSE, most=1), cities=choices.city_names(), seo=seo(_("個人頁"), "", index=False),
    )  # fmt: skip


@bp.route("/privacy", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def privacy() -> Any:
    member = viewer().member
    form = PrivacyForm(obj=member)
    if form.validate_on_submit():
        set_privacy(
            member.id, Privacy(form.messages_from.data, form.follows_seen_by.data, form.place_shown.data), by=member.id
        )
        flash(_("存好了"), "success")
        return redirect_to(f"{viewer().root}/me/privacy")
    return respond(
        "me/privacy.html", block="form", status=422 if form.is_submitted() else 200, form=form,
        seo=seo(_("誰看得到什麼"), "", index=False),
    )  # fmt: skip


def _values(member: Member) -> dict[str, Any]:
    """The form as it is first shown. A clock that is the city's is shown as following it."""
    names = ("display_name", "short_name", "bio", "country", "languages", "lang", "currency")
    follows = member.zone == home(member.country, member.city)[2]
    return {
        **{name: getattr(member, name) for name in names},
        "nonce": fresh(),
        "portrait_file": str(portrait_id(member) or ""),
        "city": places.city_name(member.country, member.city, viewer().lang) if member.city else "",
        "zone": "" if follows else member.zone,
    }


def _save(member: Member, form: ProfileForm) -> None:
    names = ("display_name", "lang", "short_name", "bio", "country", "city", "zone", "currency")
    draft = ProfileDraft(
        **{name: form[name].data or "" for name in names},
        languages=tuple(form.languages.data or ()),
        avatar=portraits.portrait(form, member).chosen,
    )
    # Sent twice it is the same profile: no nonce, or what is changed after going back would be lost.
    save_profile(member.id, draft)
