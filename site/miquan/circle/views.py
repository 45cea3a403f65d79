"""The page of a post, what it was before, and what a moderator may do with it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request

from miquan import text
from miquan.circle import actions, asked, rules, words
from miquan.circle.commentcache import comments_html
from miquan.circle.forms import CommentForm, HideForm
from miquan.circle.queries.comments import Thread, thread
from miquan.circle.queries.page import PostPage, any_post, may_open, post_page, versions_of
from miquan.circle.sharing import drawing
from miquan.circle.structured import post_data
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.media.shown import Picture
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.rules import CannotDecide, WasOverturned
from miquan.once import fresh
from miquan.pagecache import cached, not_kept
from miquan.permissions import Permission, can, requires
from miquan.seo import jsonld
from miquan.seo.page import Seo, seo
from miquan.states import NotAllowed
from miquan.viewer import viewer

bp = Blueprint("circle", __name__, url_prefix="/c")


@bp.get("/<int:post_id>")
@bp.get("/<int:post_id>-<slug>")
@cached(query=("original", "after"))
def show(post_id: int, slug: str = "") -> Any:
    # What somebody sees of a post depends on whom they follow and have blocked.
    if viewer().signed_in:
        not_kept()
    row = any_post(post_id) if post_id < 2**31 else None
    if row is None:
        abort(404)
    is_mine = viewer().owns(row.author_id)
    if row.state in rules.GONE_STATES and row.published_at and not (is_mine and row.state == "hidden"):
        return _gone(row)
    if not (is_mine or may_open(row)):
        abort(404)
    page = post_page(row, original="original" in request.args)
    if slug != row.slug:
        return redirect(page.url, 301)
    comments = thread(row.id, after=asked.after())
    return respond("circle/show.html", block="comments", **_context(page, comments), seo=_seo(page, comments))


def _context(page: PostPage, comments: Thread) -> dict[str, Any]:
    may_hide = can(viewer(), Permission.POST_HIDE)
    return {
        "page": page,
        "comments": comments,
        "listed": comments_html(comments.comments, page.row),
        "form": CommentForm(data={"nonce": fresh()}) if viewer().signed_in and page.row.state == "published" else None,
        "hiding": HideForm() if may_hide else None,
        "words": words,
    }


def _gone(row: Any) -> Any:
    """Hidden and removed posts: nothing of theirs is told, what others wrote under them can still be read."""
    if row.visibility != "public" and not viewer().owns(row.author_id):
        abort(404)
    comments = thread(row.id) if row.state == "removed" else Thread([])
    return respond(
        "circle/gone.html", status=410, row=row, comments=comments, hiding=HideForm() if can(viewer(), Permission.POST_HIDE) else None,
        seo=seo(_("這篇帖不在了"), "", index=False),
    )  # fmt: skip


def _seo(page: PostPage, comments: Thread) -> Seo:
    title = page.title or _("%(name)s：%(words)s", name=page.person.name, words=text.excerpt(page.excerpt, 40))
    index = page.row.state == "published" and page.row.visibility == "public" and page.row.kind != "repost"
    cover = page.pictures[0] if page.pictures else None
    if index:
        address = f"{viewer().root}/c/{page.id}/picture.png"
        cover = Picture(address, "", drawing.WIDTH, drawing.HEIGHT, cover.alt if cover else page.name)
    path = f"/c/{page.id}-{page.row.slug}"
    found = seo(
        title,
        page.excerpt or title,
        path=path,
        kind="article",
        picture=cover,
        index=index and "after" not in request.args,
    )
    if page.row.visibility == "public" and page.row.state == "published":
        found.data = [
            post_data(page, comments),
            jsonld.breadcrumbs([(page.person.name, page.person.url), (page.name, page.url)]),
        ]
    return found


@bp.get("/<int:post_id>/history")
def history(post_id: int) -> Any:
    """What a post was after each change, for those who may read it."""
    row = any_post(post_id) if post_id < 2**31 else None
    if (
        row is None
        or row.published_at is None
        or not (may_open(row) or (viewer().owns(row.author_id) and row.state == "hidden"))
    ):
        abort(404)
    page = post_page(row, original=True)
    return respond(
        "circle/history.html",
        page=page,
        versions=versions_of(row, own=viewer().owns(row.author_id)),
        words=words,
        seo=seo(_("改過什麼"), "", index=False),
    )


@bp.post("/<int:post_id>/hiding")
@requires(Permission.POST_HIDE)
@limiter.limit(WRITING, key_func=who)
def hide(post_id: int) -> Any:
    form = HideForm()
    if not form.validate():
        flash(_("寫下原因"), "error")
        return redirect_to(f"{viewer().root}/c/{post_id}")
    return _moderate(post_id, lambda me: _decide(post_id, form.reason.data or "", me), _("收起來了"))


@bp.post("/<int:post_id>/hiding/removal")
@requires(Permission.POST_HIDE)
@limiter.limit(WRITING, key_func=who)
def bring_back(post_id: int) -> Any:
    return _moderate(post_id, lambda me: actions.show(post_id, by=me), _("又看得到了"))


def _decide(post_id: int, words: str, me: int) -> None:
    """Hidden on its own page it is a decision as any other: told to its author, open to an objection."""
    decide("post", post_id, Wish("hide", "other", words), by=me)


def _moderate(post_id: int, act: Any, done: str) -> Any:
    try:
        act(viewer().id or 0) if post_id < 2**31 else abort(404)
        flash(done, "success")
    except LookupError:
        abort(404)
    except WasOverturned as error:
        flash(error.message, "error")
    except (NotAllowed, CannotDecide):
        flash(_("現在不能這樣做"), "error")
    return redirect_to(f"{viewer().root}/c/{post_id}")
