"""Comments: more of them, answers to one, writing, changing and taking back. Every act is a plain form too."""

from typing import Any

from flask import Blueprint, abort, flash, request
from flask_wtf import FlaskForm

from miquan import text, urls
from miquan.asking import ask
from miquan.circle import actions, asked, rules
from miquan.circle.forms import CommentForm, HideForm
from miquan.circle.models import Comment, Post
from miquan.circle.queries.comments import one_comment, own_comment, removable_comment, thread
from miquan.circle.queries.page import any_post, may_open
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.rules import CannotDecide
from miquan.once import fresh, once
from miquan.permissions import Permission, can, requires
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("answering", __name__, url_prefix="/c")


def _post(post_id: int) -> Post:
    row = any_post(post_id) if post_id < 2**31 else None
    if row is None or not may_open(row):
        abort(404)
    return row


@bp.route("/<int:post_id>/comments", methods=["POST"])
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def write(post_id: int) -> Any:
    return _written(_post(post_id), None)


@bp.get("/<int:post_id>/comments/<int:comment_id>")
def branch(post_id: int, comment_id: int) -> Any:
    """One comment and the answers to it."""
    return _branch(_post(post_id), comment_id, None, 200)


@bp.post("/<int:post_id>/comments/<int:comment_id>")
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who)
def answer(post_id: int, comment_id: int) -> Any:
    return _written(_post(post_id), comment_id)


def _branch(row: Post, comment_id: int, form: FlaskForm | None, status: int) -> Any:
    found = one_comment(row.id, comment_id) if comment_id < 2**31 else None
    if found is None:
        abort(404)
    answers = thread(row.id, comment_id, asked.after())
    may = viewer().signed_in and found.person is not None
    return respond(
        "circle/branch.html", block="answers", status=status, row=row, comment=found, comments=answers,
        form=form or (CommentForm(data={"nonce": fresh()}) if may else None), address=urls.post(row.id, row.slug),
        seo=seo(_("%(name)s的留言", name=found.person.name) if found.person else _("留言"), "", index=False),
    )  # fmt: skip


def _written(row: Post, comment_id: int | None) -> Any:
    form = CommentForm()
    if form.validate():
        try:
            return redirect_to(
                once(form.nonce.data or fresh(), viewer().id or 0, lambda: _store(row, comment_id, form))
            )
        except rules.NotHere:
            abort(404)
        except rules.NotReady as error:
            form.body.errors = [*form.body.errors, *(problem.text for problem in error.problems)]
    if comment_id is not None:
        return _branch(row, comment_id, form, 422)
    return respond(
        "circle/comment.html", block="form", status=422, row=row, form=form, comment=None, address=urls.post(row.id, row.slug),
        seo=seo(_("寫留言"), "", index=False),
    )  # fmt: skip


def _store(row: Post, comment_id: int | None, form: CommentForm) -> str:
    made = actions.write_comment(
        row.id, form.body.data or "", by=viewer().id or 0, parent_id=comment_id, lang=viewer().lang
    )
    if made.state == "hidden":
        flash(_("收到了，有人看過才會出現"), "success")
        return f"{viewer().root}/me/decisions"
    where = urls.post(row.id, row.slug) if made.depth < 2 else f"{viewer().root}/c/{row.id}/comments/{comment_id}"
    return f"{where}#comment-{made.id}"


@bp.route("/<int:post_id>/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def edit(post_id: int, comment_id: int) -> Any:
    row = _post(post_id)
    comment = own_comment(comment_id, viewer().id or 0) if comment_id < 2**31 else None
    if comment is None or comment.post_id != row.id:
        abort(404)
    form = CommentForm(data={"nonce": fresh(), "body": comment.body})
    if form.validate_on_submit():
        try:
            actions.edit_comment(comment.id, form.body.data or "", by=viewer().id or 0)
            return redirect_to(f"{urls.post(row.id, row.slug)}#comment-{comment.id}")
        except rules.NotReady as error:
            form.body.errors = [*form.body.errors, *(problem.text for problem in error.problems)]
    return respond(
        "circle/comment.html", block="form", status=422 if form.is_submitted() else 200, row=row, form=form, comment=comment,
        address=urls.post(row.id, row.slug), seo=seo(_("改留言"), "", index=False),
    )  # fmt: skip


@bp.route("/<int:post_id>/comments/<int:comment_id>/removal", methods=["GET", "POST"])
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def remove(post_id: int, comment_id: int) -> Any:
    """By who wrote it or the author of the post; by a moderator, who says why."""
    if max(post_id, comment_id) >= 2**31:
        abort(404)
    me = viewer().id or 0
    comment = removable_comment(comment_id, me, moderator=can(viewer(), Permission.POST_HIDE))
    if comment is None or comment.post_id != post_id:
        abort(404)
    if me not in (comment.author_id, comment.post.author_id):
        return _explained(_post(post_id), comment)
    if request.method == "GET":
        return _asked(_post(post_id), comment)
    try:
        actions.remove_comment(comment_id, by=me)
    except rules.NotHere:
        abort(404)
    return _gone(post_id)


def _gone(post_id: int) -> Any:
    flash(_("刪掉了一則留言"), "success")
    return redirect_to(f"{viewer().root}/c/{post_id}#comments")


def _explained(row: Post, comment: Comment) -> Any:
    """Another's words go by a decision: whoever wrote them hears of it and may object, and it stands in the public log."""
    form = HideForm()
    if form.validate_on_submit():
        try:
            decide("comment", comment.id, Wish("remove", "other", form.reason.data or ""), by=viewer().id or 0)
            return _gone(row.id)
        except LookupError:
            abort(404)
        except CannotDecide as error:
            form.reason.errors = [*form.reason.errors, error.message]
    return respond(
        "circle/removal.html", block="form", status=422 if form.is_submitted() else 200, row=row, form=form, words=comment.body,
        lang=comment.lang, place=f"{viewer().root}/c/{row.id}/comments/{comment.id}", seo=seo(_("刪掉留言"), "", index=False),
    )  # fmt: skip


def _asked(row: Post, comment: Comment) -> Any:
    place = f"{viewer().root}/c/{row.id}/comments/{comment.id}"
    words = text.clean_line(comment.body[:60], 40)
    return ask(
        _("刪掉這則留言？"), _("「%(words)s」刪掉以後找不回來，別人的回覆會留著。", words=words), _("刪掉留言"),
        f"{place}/removal", f"{urls.post(row.id, row.slug)}#comment-{comment.id}",
    )  # fmt: skip
