"""`/desk/categories`: what kinds of goods there are, what they are called, and where they stand."""

from collections.abc import Callable
from typing import Any, NamedTuple

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


class Change(NamedTuple):
    """A way to change a category: its form, the field beside which a problem stands, and the act, which says where it then is."""

    form: type[Any]
    field: str
    act: Callable[[Any, int, int], int]


def _named(form: Any, category_id: int, by: int) -> int:
    actions.name(category_id, form.names, form.address, by=by)
    return category_id


def _placed(form: Any, category_id: int, by: int) -> int:
    actions.move(category_id, form.parent.data or None, by=by)
    return category_id


def _merged(form: Any, category_id: int, by: int) -> int:
    actions.merge(category_id, form.into.data, by=by)
    return int(form.into.data)


CHANGES = {
    "name": Change(CategoryForm, "slug", _named),
    "place": Change(PlaceForm, "parent", _placed),
    "merger": Change(MergeForm, "into", _merged),
}


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


@bp.post("/<int:category_id>/<any(name, place, merger):what>")
@requires(Permission.SITE_KEEP)
@limiter.limit(WRITING, key_func=who)
def change(category_id: int, what: str) -> Any:
    there, (form_of, field, act) = _there(category_id), CHANGES[what]
    form = form_of()
    if form.validate() and (answer := _kept(form, form[field], lambda by: act(form, category_id, by))):
        return answer
    return _page(there, {what: form}, status=422)


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


def _kept(form: Any, field: Any, act: Callable[[int], int]) -> Any:
    """The answer once it is done, at the category that `act` gives; None when it cannot be, which then stands beside the field that the problem is about."""
    by = viewer().id or 0

    def acted() -> str:
        return f"{viewer().root}/desk/categories/{act(by)}"

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


def _page(it: Category, sent: dict[str, Any] | None = None, status: int = 200) -> Any:
    """The page with a form for each change; one that was sent shows what was wrong with it."""
    named = {field: it.names[lang] for lang, field in _FIELDS.items()}
    now_is = {"name": {**named, "slug": it.slug}, "place": {"parent": it.parent_id or 0}, "merger": {}}
    forms = {what: one.form(formdata=None, data={**now_is[what], "nonce": fresh()}) for what, one in CHANGES.items()}
    return respond(
        "desk/categories/show.html", status=status, it=it, goods=queries.goods_of(it.id), addresses=queries.addresses(it.id),
        forms={**forms, **(sent or {})}, seo=seo(it.names[viewer().lang], "", index=False),
    )  # fmt: skip
