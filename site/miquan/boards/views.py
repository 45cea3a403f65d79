"""Keeping things: the button, choosing a board, and the boards themselves."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired

from miquan import urls
from miquan.asking import ask
from miquan.boards import actions, queries
from miquan.boards.models import NAME_LIMIT, Board
from miquan.boards.registry import KINDS
from miquan.circle import words
from miquan.circle.queries.cards import post_cards
from miquan.fields import at_most, options
from miquan.hypermedia import is_partial, redirect_to, respond
from miquan.i18n import _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.permissions import Permission, refused, requires
from miquan.products.queries import product_cards
from miquan.seo.page import seo
from miquan.threads.queries.lists import rows_by_id
from miquan.viewer import viewer

bp = Blueprint("boards", __name__)
_SEEN = [("private", lazy("只有我")), ("public", lazy("大家"))]


class BoardForm(FlaskForm):  # type: ignore[misc]
    """A board's name, and who sees it."""

    name = StringField(lazy("名字"), validators=[DataRequired(lazy("給它一個名字")), at_most(NAME_LIMIT)])
    visibility = RadioField(lazy("誰看得到"), choices=options(_SEEN), default="private")


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """In which board a thing is kept: one there is, or a new one."""

    board = SelectField(lazy("放進哪個收藏夾"))
    name = StringField(lazy("或開一個新的"), validators=[at_most(NAME_LIMIT)])


@bp.post("/saves/<kind>/<int:item>")
@requires(Permission.POST_ANSWER)
@limiter.limit("240 per minute", key_func=who)
def save(kind: str, item: int) -> Any:
    """Keep it in no board; where it goes can be chosen afterwards."""
    return _done(kind, item, actions.save)


@bp.get("/saves/<kind>/<int:item>")
@requires(Permission.POST_ANSWER)
def button(kind: str, item: int) -> Any:
    """The button alone, for pages that members share; without scripts a page with it."""
    me = viewer().id or 0
    if kind not in KINDS or item >= 2**31 or not (queries.saved_in(me, kind, item) or KINDS[kind].is_seen(item, me)):
        abort(404)
    number, is_saved = _count(kind, item)
    name, address = _thing(kind, item)
    return respond(
        "boards/keep.html", block="button", kind=kind, item=item, number=number, saved=is_saved, name=name, address=address,
        seo=seo(_("收藏"), "", index=False),
    )  # fmt: skip


@bp.post("/saves/<kind>/<int:item>/removal")
@requires(Permission.POST_ANSWER)
@limiter.limit("240 per minute", key_func=who)
def unsave(kind: str, item: int) -> Any:
    return _done(kind, item, actions.unsave)


def _done(kind: str, item: int, act: Any) -> Any:
    if kind not in KINDS or item >= 2**31:
        abort(404)
    try:
        act(kind, item, by=viewer().id or 0)
    except actions.NotHere:
        abort(404)
    if is_partial():
        number, is_saved = _count(kind, item)
        look = "heart" if kind == "product" and request.form.get("look") == "heart" else ""
        return respond("boards/_save.html", kind=kind, item=item, number=number, saved=is_saved, look=look)
    return redirect_to(url_for("boards.place", kind=kind, item=item) if act is actions.save else _thing(kind, item)[1])


def _count(kind: str, item: int) -> tuple[int | str, bool]:
    is_saved = queries.saved_in(viewer().id or 0, kind, item) is not None
    if kind == "thread":
        row = rows_by_id([item]).get(item)
        return (row.saves if row else ""), is_saved
    card = next(iter(post_cards([item])), None) if kind == "post" else None
    return (card.saves if card else ""), is_saved


def _thing(kind: str, item: int) -> tuple[str, str]:
    """Its name and address."""
    if kind == "post":
        card = next(iter(post_cards([item])), None)
        return (card.name, card.url) if card else ("", f"{viewer().root}/me/boards")
    if kind == "thread":
        row = rows_by_id([item]).get(item)
        return (row.title, row.url) if row else ("", f"{viewer().root}/me/boards")
    good = next(iter(product_cards([item])), None)
    return (good.title, good.url) if good else ("", f"{viewer().root}/me/boards")


@bp.route("/saves/<kind>/<int:item>/board", methods=["GET", "POST"])
@requires(Permission.POST_ANSWER)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def place(kind: str, item: int) -> Any:
    """Which board a kept thing lies in."""
    me = viewer().id or 0
    row = queries.saved_in(me, kind, item) if kind in KINDS and item < 2**31 else None
    if row is None:
        abort(404)
    form = PlaceForm(data={"board": str(row.board_id or "")})
    form.board.choices = options([("", _("不放進收藏夾")), *((str(b.id), b.name) for b in queries.own_boards(me))])
    name, address = _thing(kind, item)
    if form.validate_on_submit():
        try:
            told = form.name.data or ""
            board = actions.make_board(told, by=me).id if told.strip() else int(form.board.data or 0) or None
            actions.save(kind, item, by=me, board_id=board)
            flash(_("放好了"), "success")
            return redirect_to(address)
        except actions.NotHere:
            abort(404)
        except actions.NotReady as error:
            form.name.errors = [*form.name.errors, error.message]
    return respond(
        "boards/place.html", block="form", status=422 if form.is_submitted() else 200, form=form, name=name, address=address,
        seo=seo(_("放進收藏夾"), "", index=False),
    )  # fmt: skip


@bp.route("/me/boards", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def index() -> Any:
    me, form = viewer().id or 0, BoardForm()
    if form.validate_on_submit():
        if answer := _unconfirmed(form):
            return answer
        try:
            made = actions.make_board(form.name.data or "", by=me, visibility=form.visibility.data)
            return redirect_to(url_for("boards.own", board_id=made.id))
        except actions.NotReady as error:
            form.name.errors = [*form.name.errors, error.message]
    return respond(
        "boards/index.html", block="form", status=422 if form.is_submitted() else 200, form=form, boards=queries.own_boards(me),
        kept=queries.in_none(me, _before()), unsorted=queries.unsorted_count(me), words=words, seo=seo(_("我的收藏"), "", index=False),
    )  # fmt: skip


def _unconfirmed(form: BoardForm) -> Any:
    """A board for everyone reaches others as a post does, and asks for the same; None where nothing is missing."""
    return refused(Permission.POST_WRITE) if form.visibility.data == "public" else None


def _before() -> int:
    told = request.args.get("before", type=int) or 0
    return told if 0 < told < 2**31 else 0


@bp.route("/me/boards/<int:board_id>", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def own(board_id: int) -> Any:
    board = _own(board_id)
    form = BoardForm(data={"name": board.name, "visibility": board.visibility})
    if form.validate_on_submit():
        if answer := _unconfirmed(form):
            return answer
        try:
            actions.change_board(board.id, form.name.data or "", form.visibility.data, by=viewer().id or 0)
            flash(_("存好了"), "success")
            return redirect_to(url_for("boards.own", board_id=board.id))
        except actions.NotReady as error:
            form.name.errors = [*form.name.errors, error.message]
    return respond(
        "boards/own.html", block="form", status=422 if form.is_submitted() else 200, form=form, board=board,
        kept=queries.in_board(board, _before()), words=words, seo=seo(board.name, "", index=False),
    )  # fmt: skip


def _own(board_id: int) -> Board:
    found = queries.own_board(viewer().id or 0, board_id) if board_id < 2**31 else None
    if found is None:
        abort(404)
    return found


@bp.route("/me/boards/<int:board_id>/removal", methods=["GET", "POST"])
@requires(Permission.ME_SEE)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def remove(board_id: int) -> Any:
    if request.method == "GET":
        board = _own(board_id)
        return ask(
            _("刪掉收藏夾「%(name)s」？", name=board.name), _("裡面的東西還在收藏裡。"), _("刪掉收藏夾"),
            url_for("boards.remove", board_id=board.id), url_for("boards.own", board_id=board.id),
        )  # fmt: skip
    actions.remove_board(_own(board_id).id, by=viewer().id or 0)
    flash(_("收藏夾刪掉了，裡面的東西還在收藏裡"), "success")
    return redirect_to(f"{viewer().root}/me/boards")


@bp.get("/@<handle>/boards/<int:board_id>")
@bp.get("/@<handle>/boards/<int:board_id>-<slug>")
def show(handle: str, board_id: int, slug: str = "") -> Any:
    """A board that its owner shows to others."""
    board = queries.public_board(handle, board_id, viewer().id) if board_id < 2**31 else None
    if board is None:
        abort(404)
    if slug != board.slug:
        return redirect(f"{urls.person(handle)}/boards/{board.id}-{board.slug}", 301)
    return respond(
        "boards/show.html", block="results", board=board, kept=queries.in_board(board, _before(), listed=True), words=words,
        seo=seo(board.name, "", index=False),
    )  # fmt: skip
