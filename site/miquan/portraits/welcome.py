"""`/me/welcome`: three questions at most, each of which may be passed over. What is answered is kept at once."""

import re
from typing import Any

from flask import Blueprint, flash, request
from flask_wtf import FlaskForm

from miquan.hypermedia import redirect_to, respond, safe_next
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, requires
from miquan.portraits import actions, offering, queries, words
from miquan.portraits.forms import OWN_LIMIT, PlacesForm, RoleForm, TopicsForm
from miquan.portraits.rules import Aspect
from miquan.recommendations.making import renew
from miquan.seo.page import seo
from miquan.text import clean_line
from miquan.viewer import viewer

bp = Blueprint("welcome", __name__, url_prefix="/me/welcome")
STEPS = ("role", "topics", "places")
_BETWEEN = re.compile(r"[,，、;；#\n]")
_MOST_OWN = 12


@bp.get("")
@requires(Permission.ME_SEE)
def begin() -> Any:
    """To the first question that is still open."""
    me = viewer().id or 0
    found, named = queries.portrait(me), queries.named(me)
    step = "role" if not found.role else "places" if {"tag", "category"} & {kind for kind, _key in named} else "topics"
    return redirect_to(f"{viewer().root}/me/welcome/{step}")


@bp.route("/<any(role, topics, places):step>", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def show(step: str) -> Any:
    me = viewer().id or 0
    form = _FORMS[step](me)
    if form.validate_on_submit():
        _KEEP[step](form, me)
        return _on(step, me)
    return respond(
        f"portraits/welcome/{step}.html", status=422 if form.is_submitted() else 200, form=form, step=step,
        number=STEPS.index(step) + 1, steps=len(STEPS), offering=offering, seo=seo(_("你喜歡什麼"), "", index=False),
        meanings=words.MEANINGS, back=STEPS[STEPS.index(step) - 1] if step != STEPS[0] else "",
        **(_beside(form) if step == "topics" else {}),
    )  # fmt: skip


def _on(step: str, me: int) -> Any:
    if step != STEPS[-1]:
        return redirect_to(f"{viewer().root}/me/welcome/{STEPS[STEPS.index(step) + 1]}")
    actions.finish(by=me)
    # Their own first page is not to wait for the worker; the work is bounded.
    renew(me)
    flash(_("記下了。首頁照你的喜好排好了"), "success")
    return redirect_to(f"{viewer().root}/?first=1")


def _role(me: int) -> FlaskForm:
    return RoleForm(data={"role": queries.portrait(me).role})


def _topics(me: int) -> FlaskForm:
    named = queries.named(me)
    tags = [key for kind, key in named if kind == "tag"]
    called = queries.called([("tag", tag) for tag in tags])
    chosen = {"topics": [key for kind, key in named if kind == "category"], "tags": tags}
    return TopicsForm(data=chosen, named=[(key, called["tag", key]) for key in tags])


def _places(me: int) -> FlaskForm:
    named = queries.named(me)
    of = {kind: [key for one, key in named if one == kind] for kind in ("country", "language", "band")}
    return PlacesForm(
        data={
            "countries": of["country"],
            "languages": of["language"] or [viewer().lang],
            "band": (of["band"] or [""])[0],
        }
    )


def _keep_role(form: Any, me: int) -> None:
    actions.take_role(form.role.data or "", by=me)


def _keep_topics(form: Any, me: int) -> None:
    own = [("tag", word) for word in _BETWEEN.split(form.own.data or "")[:_MOST_OWN] if word.strip()]
    chosen: list[Aspect] = [("category", slug) for slug in form.topics.data or ()]
    actions.name_interests(("category", "tag"), [*chosen, *(("tag", tag) for tag in form.tags.data or ()), *own], by=me)


def _keep_places(form: Any, me: int) -> None:
    chosen: list[Aspect] = [("country", code) for code in form.countries.data or ()]
    chosen += [("language", code) for code in form.languages.data or ()]
    chosen += [("band", form.band.data)] if form.band.data else []
    actions.name_interests(("country", "language", "band"), chosen, by=me)


_FORMS: dict[str, Any] = {"role": _role, "topics": _topics, "places": _places}
_KEEP: dict[str, Any] = {"role": _keep_role, "topics": _keep_topics, "places": _keep_places}


def _beside(form: Any) -> dict[str, Any]:
    return _meeting(list(form.topics.data or ()), list(form.tags.data or ()))


def _meeting(topics: list[str], tags: list[str], own: str = "") -> dict[str, Any]:
    """Whom they will meet by what is chosen so far, and how much that is."""
    typed = [word for word in _BETWEEN.split(own)[:_MOST_OWN] if word.strip()]
    return {"people": offering.people_for(topics), "count": len(topics) + len(tags) + len(typed)}


@bp.get("/people")
@requires(Permission.ME_SEE)
def people() -> Any:
    """The same while they choose."""
    asked = request.args
    own = clean_line(asked.get("own", ""), OWN_LIMIT)
    return respond(
        "portraits/welcome/_meeting.html", **_meeting(asked.getlist("topics")[:50], asked.getlist("tags")[:50], own)
    )


@bp.post("/skipping")
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who)
def skip() -> Any:
    """Not now, and not again: what was answered so far stays."""
    actions.finish(by=viewer().id or 0, skipped=True)
    return redirect_to(safe_next(request.form.get("next"), f"{viewer().root}/"))
