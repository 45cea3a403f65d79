"""`/unsubscribe`, where one click stops a kind of letters, and `/me/mail`, which leads to where members choose them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for

from miquan.accounts.models import Member
from miquan.accounts.setup import csrf
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.mail import families, unsubscribing
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("mail", __name__)


@bp.route("/me/mail", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@requires(Permission.MAIL_CHOOSE)
def choices() -> Any:
    """Where letters were chosen once, and where letters of then still lead; who had the form open chooses on the new page."""
    there = f"{viewer().root}{families.CHOICES}"
    if request.method == "POST":
        flash(_("信和通知現在在同一頁選：這次還沒有存，請在這裡再選一次"), "error")
        return redirect_to(there)
    return redirect(there, 301)


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@csrf.exempt
@limiter.limit("120 per hour", methods=["POST"])
def unsubscribe(token: str) -> Any:
    """Opening it changes nothing, because mail providers open links; a POST does, with nothing but the address.

    That is RFC 8058: the provider's POST carries no cookie. All that the address can do is to stop one kind of letters to
    one member; letters are passed on, so that only the member, signed in, lets them come again.
    """
    found = unsubscribing.read(token)
    member = Member.get_or_none(Member.id == found[0]) if found else None
    if found is None or member is None:
        abort(400)
    kind, is_theirs = found[1], viewer().id == member.id
    if request.method == "POST":
        resumes = request.form.get("then") == "resume"
        if resumes and not is_theirs:
            abort(403)
        (families.resume if resumes else families.stop)(member.id, kind)
        if request.form.get("List-Unsubscribe") != "One-Click":
            return redirect_to(url_for("mail.unsubscribe", token=token))
    return respond(
        "mail/unsubscribe.html", stopped=families.refuses(member.id, kind), kind=families.name(kind), handle=member.handle, is_theirs=is_theirs,
        choices=f"{viewer().root}{families.CHOICES}",
        seo=seo(_("不想再收這類信"), "", index=False),
    )  # fmt: skip
