"""`/me/notifications`: the inbox, what is new in it, and how one wants to hear of what."""

from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from markupsafe import Markup

from miquan.circle.queries.moments import microseconds, moment_of
from miquan.circle.rows import rows_html
from miquan.db import now
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.mail import queries as letters
from miquan.mail.rules import REFUSABLE
from miquan.notifications.actions import choosing, reading
from miquan.notifications.forms import HearingForm
from miquan.notifications.queries import choices, unread
from miquan.notifications.queries.days import by_day
from miquan.notifications.queries.inbox import Row, inbox, newer
from miquan.notifications.registry import FAMILIES, TYPES
from miquan.notifications.rules import KEPT, MOST, Channel
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.templating import when
from miquan.text import is_number
from miquan.threads.actions import watch
from miquan.threads.rules import NotHere
from miquan.viewer import viewer

bp = Blueprint("notices", __name__, url_prefix="/me/notifications")


@bp.get("")
@requires(Permission.ME_SEE)
def index() -> Any:
    """What is shown is read, once it was shown."""
    me, family, top = viewer().id or 0, request.args.get("type", ""), now()
    if family and family not in FAMILIES:
        abort(404)
    page = inbox(me, family, request.args.get("before", "")[:40])
    # What is about to be read is not counted in the bar any more.
    unread.know(viewer().member, max(viewer().unread - len(page.unread), 0))
    address = url_for("notices.index", type=family or None, before=page.next) if page.next else ""
    answer = respond(
        "notifications/index.html", block="inbox", days=by_day(page.rows), lines=_lines(page.rows), family=family, families=FAMILIES, next=address,
        top=microseconds(top), new=0, seo=seo(_("通知"), "", index=False),
    )  # fmt: skip
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        reading.seen(me, page.unread, page.last)
    return answer


def _lines(rows: list[Row]) -> dict[int, Markup]:
    """Notices by id, as they were rendered."""
    says = (
        (
            row.id, row.type.name, row.is_read, row.sentence, row.url, row.words, row.lang, row.about.thread, row.about.name,
            row.at, when(row.at), *row.people,
        )
        for row in rows
    )  # fmt: skip
    told = ((row,) for row in rows)
    html = rows_html("notifications/_row.html", "notice_row", zip(says, told, strict=True))
    return {row.id: line for row, line in zip(rows, html, strict=True)}


@bp.get("/new")
@limiter.limit("120 per minute", key_func=who)
@requires(Permission.ME_SEE)
def new() -> Any:
    """How many came since a moment; without scripts the inbox itself."""
    if not is_partial():
        return redirect_to(url_for("notices.index"))
    since = request.args.get("since", "")[:16]
    found = newer(viewer().id or 0, moment_of(since)) if is_number(since, 16) else 0
    return respond("notifications/_new.html", new=found, top=since)


@bp.get("/bell")
@limiter.limit("120 per minute", key_func=who)
@requires(Permission.ME_SEE)
def bell() -> Any:
    """The bar's bell again."""
    return respond("layouts/_bell.html") if is_partial() else redirect_to(url_for("notices.index"))


@bp.post("/reading")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def read_all() -> Any:
    """Everything that was there when the page was shown."""
    told = request.form.get("top", "")
    reading.read_all(viewer().id or 0, moment_of(told) if is_number(told, 16) else now())
    flash(_("都讀過了"), "success")
    return redirect_to(url_for("notices.index"))


@bp.post("/types/<name>/muting")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def mute_type(name: str) -> Any:
    """Nothing more of this type, which the settings take back."""
    try:
        choosing.choose(viewer().id or 0, {name: Channel.OFF})
    except choosing.NotOffered:
        abort(404)
    flash(_("不再通知：%(what)s。隨時可以改回來", what=TYPES[name].title), "success")
    return redirect_to(url_for("notices.index"))


@bp.post("/threads/<int:thread_id>/muting")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def mute_thread(thread_id: int) -> Any:
    """Nothing more of this thread, not even answers and mentions in it."""
    if thread_id >= 2**31:
        abort(404)
    try:
        watch(thread_id, "mute", by=viewer().id or 0)
    except NotHere:
        abort(404)
    flash(_("不再通知這個話題"), "success")
    return redirect_to(url_for("notices.index"))


@bp.route("/settings", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def settings() -> Any:
    me = viewer().id or 0
    since, until = choices.quiet_hours(me) or ("", "")
    refused = letters.refused(me)
    by_letter = {kind: str(Channel.OFF if kind in refused else Channel.MAIL) for kind in REFUSABLE}
    form = HearingForm(data={**choices.channels_of(me), **by_letter, "since": str(since), "until": str(until)})
    if form.validate_on_submit():
        choosing.choose_all(me, form.channels, form.letters, form.hours)
        flash(_("存好了"), "success")
        return redirect_to(url_for("notices.settings"))
    groups = [(words, [t.name for t in TYPES.values() if t.family == family]) for family, words in FAMILIES.items()]
    return respond(
        "notifications/settings.html", block="form", status=422 if form.is_submitted() else 200, form=form, groups=groups,
        letters=REFUSABLE, address=viewer().member.mailbox, kept=KEPT.days, most=MOST, seo=seo(_("通知和信"), "", index=False),
    )  # fmt: skip
