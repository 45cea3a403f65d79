"""`/me/portrait`: what the site believes somebody likes, and everything they can change of it."""

import json
from typing import Any

from flask import Blueprint, Response, abort, flash, request

from miquan import text
from miquan.db import now
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _, iso_datetime
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.portraits import actions, rules, words
from miquan.portraits.forms import ADD_LIMIT, AddForm
from miquan.portraits.learning import dwelt
from miquan.portraits.meaning import meant
from miquan.portraits.personal import SECTIONS
from miquan.portraits.showing import one_liking, shown_portrait, sources
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("portraits", __name__, url_prefix="/me/portrait")
_LONGEST_KEY = 200


@bp.get("")
@requires(Permission.ME_SEE)
def show() -> Any:
    return _page(AddForm())


def _page(form: AddForm, status: int = 200, said: str = "") -> Any:
    """Of all kinds; or of the one that was asked for, also by a form that stands on its page."""
    kind, start = request.values.get("of", ""), request.values.get("from", "")
    shown = shown_portrait(
        viewer().id or 0, kind if kind in rules.KINDS else "", int(start) if kind and text.is_number(start, 4) else 0
    )
    return respond(
        "portraits/show.html", block="portrait", status=status, shown=shown, form=form, words=words, rules=rules, said=said,
        seo=seo(_("你的畫像"), "", index=False),
    )  # fmt: skip


def _done(said: str) -> Any:
    """The whole of it anew for htmx, else back to it with a word."""
    if is_partial():
        return _page(AddForm(formdata=None), said=said)
    flash(said, "success")
    kind = request.form.get("of", "")
    return redirect_to(f"{viewer().root}/me/portrait" + (f"?of={kind}" if kind in rules.KINDS else ""))


@bp.post("/stances")
@requires(Permission.ME_SEE)
@limiter.limit("240 per minute", key_func=who)
def say() -> Any:
    """More, less, never; said twice it is taken back. `forgotten`: as if it had never come up."""
    me, kind, key = viewer().id or 0, request.form.get("kind", "")[:10], request.form.get("key", "")[:_LONGEST_KEY]
    stance = request.form.get("stance", "")[:10]
    found = one_liking(me, kind, actions.cleaned(kind, key))
    if found is None:
        abort(404)
    if stance == "forgotten":
        actions.forget(kind, found.key, by=me)
        return _done(_("忘掉「%(name)s」了", name=found.name))
    if stance not in rules.STANCES:
        abort(404)
    if stance == found.stance:
        actions.unsay(kind, found.key, by=me)
        return _done(_("「%(name)s」照平常算", name=found.name))
    actions.say(kind, found.key, stance, by=me)
    return _done(_("「%(name)s」：%(stance)s", name=found.name, stance=words.STANCES[stance]))


@bp.post("/additions")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def add() -> Any:
    """Something in their own words: a kind of goods, a brand or a country of this name, else a tag."""
    form = AddForm()
    if not form.validate():
        return _page(form, 422)
    typed = text.clean_line(form.words.data or "", ADD_LIMIT)
    kind, key = meant(typed)
    try:
        actions.say(kind, key, "named", by=viewer().id or 0)
    except actions.NotHere:
        form.words.errors = [*form.words.errors, _("這樣寫找不到，換個說法")]
        return _page(form, 422)
    return _done(_("加上「%(name)s」了", name=typed))


@bp.post("/dwells/<any(post, product):kind>/<int:item>")
@requires(Permission.ME_SEE)
@limiter.limit("60 per minute", key_func=who)
def dwell(kind: str, item: int) -> Any:
    """A page of theirs has been in sight for a while. Answers alike whether that counts or not: nobody waits for it."""
    if item < 2**31:
        dwelt(kind, item, by=viewer().id or 0)
    return Response(status=204)


@bp.post("/pause")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def pause() -> Any:
    actions.pause(by=viewer().id or 0)
    return _done(_("停下來了。從現在起什麼都不記"))


@bp.post("/pause/removal")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def resume() -> Any:
    actions.resume(by=viewer().id or 0)
    return _done(_("又開始記了"))


@bp.post("/reset")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def reset() -> Any:
    actions.reset(by=viewer().id or 0)
    return _done(_("全部忘掉了。你不要看到的還記著"))


@bp.get("/sources/<kind>/<path:key>")
@requires(Permission.ME_SEE)
def origin(kind: str, key: str) -> Any:
    """Where one thing of it came from."""
    me = viewer().id or 0
    found = one_liking(me, kind, key) if kind in rules.KINDS and len(key) <= _LONGEST_KEY else None
    if found is None:
        abort(404)
    return respond(
        "portraits/sources.html", block="sources", liking=found, sources=sources(me, kind, key), words=words, rules=rules,
        seo=seo(_("「%(name)s」從哪裡來", name=found.name), "", index=False),
    )  # fmt: skip


@bp.get("/download")
@requires(Permission.ME_SEE)
@limiter.limit("20 per hour", key_func=who)
def download() -> Any:
    """All of it as JSON, with the numbers that it is reckoned by."""
    me = viewer().id or 0
    formula = {"weights": rules.WEIGHTS, "shares": rules.SHARES, "half_life_days": rules.HALF_LIFE_DAYS}
    told = {section.name: list(section.export(me)) for section in SECTIONS}
    body = json.dumps({"at": iso_datetime(now()), "formula": formula, **told}, ensure_ascii=False)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="miquan-portrait.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
