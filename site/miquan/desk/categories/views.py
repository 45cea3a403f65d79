"""`/desk/categories`: what kinds of goods there are, what they are called, and where they stand."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from miquan.categories.models import Category
from miquan.categories.rules import NAME_LIMIT, SLUG_LIMIT
from miquan.categories.tree import tree
from miquan.desk.categories import actions, queries
from miquan.fields import at_most
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import LANGS, _, lazy
from miquan.limits import WRITING, limiter, who
from miquan.once import LIMIT, fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.text import clean_line
from miquan.viewer import viewer

bp = Blueprint("desk_categories", __name__, url_prefix="/desk/categories")

_FIELDS = dict(zip(LANGS, ("hant", "hans", "en"), strict=True))


def _name(label: Any) -> StringField:
    return StringField(label, validators=[DataRequired(lazy("寫下名字")), at_most(NAME_LIMIT)])


class CategoryForm(FlaskForm):  # type: ignore[misc]
    """What it is called in each language, and its address."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    hant = _name(lazy("繁體中文"))
    hans = _name(lazy("簡體中文"))
    en = _name(lazy("英文"))
    slug = StringField(lazy("地址"), validators=[DataRequired(lazy("寫下地址")), at_most(SLUG_LIMIT)])

    @property
    def names(self) -> dict[str, str]:
        return {lang: clean_line(self[field].data or "", NAME_LIMIT) for lang, field in _FIELDS.items()}

    @property
    def address(self) -> str:
        return clean_line(self.slug.data or "", SLUG_LIMIT)


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """Where it stands."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    parent = SelectField(lazy("放在哪一類下面"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent.choices = _choices(lazy("最上面"))


class NewForm(CategoryForm, PlaceForm):
    """Both at once."""


class MergeForm(FlaskForm):  # type: ignore[misc]
    """What it becomes."""

    nonce = HiddenField(validators=[Length(max=LIMIT)])
    into = SelectField(lazy("併到哪一類"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.into.choices = _choices(lazy("選一個種類"))


def _choices(none: Any) -> list[tuple[int, Any]]:
    return [(0, none), *((n.id, "　" * n.depth + n.name(viewer().lang)) for n in tree().order)]


@bp.get("")
@requires(Permission.SITE_KEEP)
def index() -> Any:
    return respond("desk/categories/index.html", rows=queries.listed(), seo=seo(_("種類"), "", index=False))


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def new() -> Any:
    form = NewForm(data={"nonce": fresh()})
    if form.validate_on_submit():
        parent = form.parent.data or None
        if answer := _kept(form, form.parent, lambda by: actions.add(form.names, form.address, parent, by=by)):
            return answer
    status = 422 if form.is_submitted() else 200
    return respond("desk/categories/new.html", status=status, form=form, seo=seo(_("加一個種類"), "", index=False))


@bp.get("/<int:category_id>")
@requires(Permission.SITE_KEEP)
def show(category_id: int) -> Any:
    return _page(_there(category_id))


@bp.post("/<int:category_id>/name")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def name(category_id: int) -> Any:
    there, form = _there(category_id), CategoryForm()
    if form.validate():
        names, slug = form.names, form.address
        if answer := _kept(form, form.slug, lambda by: actions.name(category_id, names, slug, by=by), category_id):
            return answer
    return _page(there, name=form, status=422)


@bp.post("/<int:category_id>/place")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def place(category_id: int) -> Any:
    there, form = _there(category_id), PlaceForm()
    if form.validate():
        parent = form.parent.data or None
        if answer := _kept(form, form.parent, lambda by: actions.move(category_id, parent, by=by), category_id):
            return answer
    return _page(there, placing=form, status=422)


@bp.post("/<int:category_id>/merger")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def merge(category_id: int) -> Any:
    there, form = _there(category_id), MergeForm()
    if form.validate():
        into = form.into.data
        if answer := _kept(form, form.into, lambda by: actions.merge(category_id, into, by=by), into):
            return answer
    return _page(there, merging=form, status=422)


@bp.post("/<int:category_id>/up")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def up(category_id: int) -> Any:
    return _shifted(category_id, -1)


@bp.post("/<int:category_id>/down")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def down(category_id: int) -> Any:
    return _shifted(category_id, 1)


def _shifted(category_id: int, step: int) -> Any:
    there = _there(category_id)
    if not actions.shift(there.id, step, by=viewer().id or 0):
        flash(_("已經在最邊上了"), "info")
    return redirect_to(f"{viewer().root}/desk/categories#c-{there.id}")


def _kept(form: Any, field: Any, act: Callable[[int], int | None], category_id: int = 0) -> Any:
    """The answer once it is done; None when it cannot be, which then stands beside the field that the problem is about."""
    by = viewer().id or 0

    def acted() -> str:
        return f"{viewer().root}/desk/categories/{act(by) or category_id}"

    try:
        address = once(form.nonce.data or fresh(), by, acted)
    except actions.CannotKeep as error:
        about = form.slug if error.problem == "slug" else field
        about.errors = [error.message]
        return None
    flash(_("改好了，舊的地址會帶到這裡；搜尋過一會兒就跟上"), "success")
    return redirect_to(address)


def _there(category_id: int) -> Category:
    found = queries.one(category_id)
    if found is None:
        abort(404)
    return found


def _page(it: Category, name: Any = None, placing: Any = None, merging: Any = None, status: int = 200) -> Any:
    named = {field: it.names[lang] for lang, field in _FIELDS.items()}
    return respond(
        "desk/categories/show.html", status=status, it=it, goods=queries.goods_of(it.id), addresses=queries.addresses(it.id),
        name_form=name or CategoryForm(formdata=None, data={**named, "slug": it.slug, "nonce": fresh()}),
        place_form=placing or PlaceForm(formdata=None, data={"parent": it.parent_id or 0, "nonce": fresh()}),
        merge_form=merging or MergeForm(formdata=None, data={"nonce": fresh()}),
        seo=seo(it.names[viewer().lang], "", index=False),
    )  # fmt: skip
