"""Starting a group, and for its owners: what it is, putting it away, taking it up again."""

from typing import Any

from flask import Blueprint, flash, request

from miquan import places
from miquan.groups import actions, words
from miquan.groups.forms import GroupForm, said
from miquan.groups.frame import found_for, frame, told
from miquan.groups.queries.finding import GroupPage
from miquan.groups.rules import NotReady, Verb
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.profiles.choices import city_names
from miquan.seo.page import seo
from miquan.uploads.lone import Lone
from miquan.uploads.showing import limits
from miquan.viewer import viewer

bp = Blueprint("group_owning", __name__)
PURPOSE = "group"


@bp.route("/groups/new", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.GROUP_START)
def new() -> Any:
    form = GroupForm(data={"nonce": fresh(), "lang": viewer().lang, "languages": [viewer().lang]})
    picture = _picture(form, None)
    if _is_sent(form, picture):
        try:
            words_ = form.words(picture.chosen)
            return redirect_to(once(form.nonce.data or fresh(), viewer().id or 0, lambda: _begun(words_)))
        except NotReady as error:
            said(form, error)
    return respond(
        "groups/new.html", block="form", status=_status(form), **_context(form, picture, None),
        seo=seo(_("開一個群"), "", index=False),
    )  # fmt: skip


def _begun(words_: Any) -> str:
    return f"{viewer().root}/g/{actions.start_group(words_, by=viewer().id or 0).slug}"


@bp.route("/g/<slug>/settings", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.GROUP_JOIN)
def settings(slug: str) -> Any:
    page = found_for(Verb.CHANGE, slug)
    form = GroupForm(data=_values(page))
    picture = _picture(form, page)
    if _is_sent(form, picture):
        try:
            # Sent twice it is the same group: no nonce, or what is changed after going back would be lost.
            group = actions.change_group(page.id, form.words(picture.chosen), by=viewer().id or 0)
            flash(_("存好了"), "success")
            return redirect_to(f"{viewer().root}/g/{group.slug}/settings")
        except NotReady as error:
            said(form, error)
    return respond(
        "groups/settings.html", block="form", status=_status(form),
        **frame(page, "settings", **_context(form, picture, page), seo=told(page, _("設定"), "/settings")),
    )  # fmt: skip


@bp.post("/g/<slug>/archive")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def archive(slug: str) -> Any:
    page = found_for(Verb.CHANGE, slug)
    if actions.archive(page.id, by=viewer().id or 0):
        flash(_("封存了：說過的都還在，只是不再有人說話"), "success")
    return redirect_to(f"{page.url}/settings")


@bp.post("/g/<slug>/archive/removal")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.GROUP_JOIN)
def reopen(slug: str) -> Any:
    page = found_for(Verb.CHANGE, slug)
    try:
        if actions.reopen(page.id, by=viewer().id or 0):
            flash(_("群又開了"), "success")
    except NotReady as error:
        flash(str(error.problems[0].text), "error")
    return redirect_to(f"{page.url}/settings")


def _picture(form: GroupForm, page: GroupPage | None) -> Lone:
    held = page.row.picture_id if page else None
    nonce = form.nonce.data or ""
    return Lone(PURPOSE, viewer().id or 0, nonce, form.upload, form.picture_file, form.no_picture, held)


def _is_sent(form: GroupForm, picture: Lone) -> bool:
    """Whether a form came that can be acted on; what is wrong with it stands beside its fields."""
    if not form.is_submitted():
        return False
    problem = picture.take_in()
    fine = form.validate()
    if problem:
        form.upload.errors = [*form.upload.errors, problem]
    return bool(fine) and not problem


def _status(form: GroupForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200


def _context(form: GroupForm, picture: Lone, page: GroupPage | None) -> dict[str, Any]:
    # Another owner's picture is not theirs to change, but it is the one there is.
    shown = picture.shown or (page.picture if page and picture.chosen == page.row.picture_id else None)
    return {"form": form, "picture": shown, "limits": limits(PURPOSE, most=1), "cities": city_names(), "words": words}


def _values(page: GroupPage) -> dict[str, Any]:
    row = page.row
    same = ("name", "purpose", "slug", "rules", "lang", "languages", "country", "visibility", "joining", "slow_seconds")
    return {
        **{name: getattr(row, name) for name in same},
        "nonce": fresh(),
        "questions": "\n".join(row.questions),
        "flairs": "\n".join(row.flairs),
        "tags": "、".join(name for name, _url in page.tags),
        "city": places.city_name(row.country, row.city, viewer().lang) if row.city else "",
        "picture_file": str(row.picture_id or ""),
    }
