"""Liking and passing on: small forms, each undone by its opposite."""

from typing import Any

from flask import Blueprint, abort, flash

from miquan import urls
from miquan.circle import actions, rules
from miquan.circle.forms import RepostForm
from miquan.circle.models import Post
from miquan.circle.queries.cards import PostCard, post_cards
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("liking", __name__, url_prefix="/c")


@bp.post("/<int:post_id>/like")
@requires(Permission.POST_ANSWER)
@limiter.limit("240 per minute", key_func=who)
def like(post_id: int) -> Any:
    return _done(post_id, actions.like)


@bp.post("/<int:post_id>/like/removal")
@requires(Permission.POST_ANSWER)
@limiter.limit("240 per minute", key_func=who)
def unlike(post_id: int) -> Any:
    return _done(post_id, actions.unlike)


def _done(post_id: int, act: Any) -> Any:
    """The button alone for htmx, else back to the post."""
    if post_id >= 2**31:
        abort(404)
    try:
        act(post_id, by=viewer().id or 0)
    except rules.NotHere:
        abort(404)
    card = _card(post_id)
    if is_partial():
        return respond("circle/_like.html", card=card)
    return redirect_to(card.url)


def _card(post_id: int) -> PostCard:
    card = next(iter(post_cards([post_id])), None)
    if card is None:
        abort(404)
    return card


@bp.route("/<int:post_id>/repost", methods=["GET", "POST"])
@requires(Permission.POST_WRITE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def repost(post_id: int) -> Any:
    card = _card(post_id) if post_id < 2**31 else abort(404)
    if card.visibility != "public" or card.person.id == viewer().id:
        abort(403)
    form = RepostForm(data={"nonce": fresh()})
    if form.validate_on_submit():
        try:
            once(form.nonce.data or fresh(), viewer().id or 0, lambda: _passed(card, form))
            flash(_("轉發了"), "success")
            return redirect_to(card.url)
        except rules.NotReady as error:
            form.word.errors = [*form.word.errors, *(problem.text for problem in error.problems)]
    return respond(
        "circle/repost.html", block="form", status=422 if form.is_submitted() else 200, card=card, form=form,
        seo=seo(_("轉發"), "", index=False),
    )  # fmt: skip


def _passed(card: PostCard, form: RepostForm) -> str:
    try:
        made: Post = actions.repost(card.id, by=viewer().id or 0, word=form.word.data or "", lang=viewer().lang)
    except rules.NotHere:
        abort(404)
    return urls.post(made.id, made.slug)


@bp.post("/<int:post_id>/repost/removal")
@requires(Permission.POST_WRITE)
@limiter.limit(WRITING, key_func=who)
def unrepost(post_id: int) -> Any:
    if post_id >= 2**31 or not actions.unrepost(post_id, by=viewer().id or 0):
        abort(404)
    flash(_("收回了轉發"), "success")
    return redirect_to(f"{viewer().root}/c/{post_id}")
