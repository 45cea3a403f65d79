"""The product editor: make, change, publish and archive goods."""

from typing import Any

from flask import abort, flash, request

from miquan import urls
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.media.actions import keep
from miquan.media.models import File
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.products import actions as products
from miquan.products.models import Product
from miquan.products.rules import NotReady, Outdated
from miquan.seo.page import seo
from miquan.states import NotAllowed
from miquan.storefronts.models import Storefront
from miquan.studio import queries
from miquan.studio.blueprint import bp, mine
from miquan.studio.editor import drafting, pictures
from miquan.studio.editor.forms import PictureForm, ProductForm
from miquan.text import is_number
from miquan.viewer import viewer


@bp.route("/products/new", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def new_product() -> Any:
    shop = mine()
    form = ProductForm(
        currency=shop.currency, data={"nonce": fresh(), "lang": shop.lang, "shop_country": shop.ships_from}
    )
    return _edit(shop, None, form)


@bp.route("/products/<int:product_id>", methods=["GET", "POST"])
@requires(Permission.PRODUCT_EDIT)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def edit_product(product_id: int) -> Any:
    shop = mine()
    product = _own(shop, product_id)
    form = ProductForm(
        currency=product.currency,
        data={"nonce": fresh(), **drafting.form_values(product, queries.snapshot_of(product))},
    )
    return _edit(shop, product, form)


def _own(shop: Storefront, product_id: int) -> Product:
    found = queries.own_product(shop, product_id) if product_id < 2**31 else None
    if found is None:
        abort(404)
    return found


def _edit(shop: Storefront, product: Product | None, form: ProductForm) -> Any:
    if not form.is_submitted():
        return _editor(shop, product, form, 200)
    problems = pictures.take_in(form, viewer().id or 0)
    if request.form.get("more"):
        _add_row(form, request.form["more"])
        form.pictures.errors = problems
        return _editor(shop, product, form, 200)
    files = pictures.named(form, viewer().id or 0)
    if _is_good(form, problems, files):
        answer = _save(shop, product, form, files)
        if answer is not None:
            flash(_("存好了"), "success")
            return redirect_to(answer)
    return _editor(shop, product, form, 422)


def _is_good(form: ProductForm, problems: list[str], files: dict[str, File]) -> bool:
    """Judge every field; what is wrong with pictures is known only once they are here."""
    valid = form.validate()
    form.pictures.errors = [*form.pictures.errors, *problems]
    return bool(not pictures.refuse(form, files) and valid and not problems)


def _add_row(form: ProductForm, which: str) -> None:
    """One more empty row of a list, for a page without scripts."""
    rows = {"variants": form.variants, "facts": form.facts}.get(which)
    if rows is not None and len(rows) < (rows.max_entries or 0):
        rows.append_entry()


def _editor(shop: Storefront, product: Product | None, form: ProductForm, status: int) -> Any:
    own = pictures.as_shown(pictures.named(form, viewer().id or 0))
    shown = {**(queries.pictures_by_file(product) if product else {}), **own}
    title = _("改商品") if product else _("新商品")
    return respond(
        "studio/product.html", block="form", status=status, form=form, product=product, storefront=shop, pictures=shown,
        blank=PictureForm(prefix="kept-__n__-"), limits=pictures.limits(),
        address=urls.product(viewer().member.handle, product.id, product.slug) if product else "", seo=seo(title, "", index=False),
    )  # fmt: skip


def _save(shop: Storefront, product: Product | None, form: ProductForm, files: dict[str, File]) -> str | None:
    """Store what the form says; None when it cannot be, with the problems beside their fields."""
    try:
        return once(form.nonce.data or fresh(), viewer().id or 0, lambda: _store(shop, product, form, files))
    except Outdated:
        form.form_errors.append(_("這件商品剛在別的地方改過了。你寫的還在這裡，對照一下再存一次"))
        form.version.data = str(queries.version_of(product)) if product else ""
    except NotReady as error:
        for problem in error.problems:
            field = getattr(
                form,
                {"price": "variants", "options": "option1", "attributes": "facts", "stock": "variants"}.get(
                    problem.field, problem.field
                ),
            )
            field.errors = [*field.errors, problem.text]
    return None


def _store(shop: Storefront, product: Product | None, form: ProductForm, files: dict[str, File]) -> str:
    before = queries.snapshot_of(product) if product else None
    draft = drafting.draft_from(form, files, before)
    saved, _changed = products.save_product(shop, draft, by=viewer().id, product=product, version=_version_read(form))
    keep(viewer().id or 0, [picture.file_id for picture in draft.pictures if picture.file_id])
    products.sell_out_or_restock(saved.id, by=viewer().id)
    if request.form.get("then") == "publish" and saved.state in ("draft", "archived"):
        products.publish(saved.id, by=viewer().id)
    return f"{viewer().root}/studio/products/{saved.id}"


def _version_read(form: ProductForm) -> int | None:
    """The version that the form was filled from."""
    told = form.version.data or ""
    return int(told) if is_number(told, 9) else None


@bp.post("/products/<int:product_id>/publication")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def publish(product_id: int) -> Any:
    return _change(product_id, lambda p: products.publish(p.id, by=viewer().id), _("上架了，大家看得到了"))


@bp.post("/products/<int:product_id>/archiving")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def archive(product_id: int) -> Any:
    return _change(product_id, lambda p: products.archive(p.id, by=viewer().id), _("收起來了，隨時可以再上架"))


@bp.post("/products/<int:product_id>/removal")
@requires(Permission.PRODUCT_PUBLISH)
@limiter.limit(WRITING, key_func=who)
def remove(product_id: int) -> Any:
    return _change(product_id, lambda p: products.remove(p.id, by=viewer().id), _("刪掉了"), to="/studio")


def _change(product_id: int, act: Any, done: str, to: str = "") -> Any:
    product = _own(mine(), product_id)
    try:
        act(product)
        flash(done, "success")
    except NotReady as error:
        flash(" ".join(str(p.text) for p in error.problems), "error")
    except NotAllowed:
        flash(_("現在不能這樣做"), "error")
    return redirect_to(viewer().root + (to or f"/studio/products/{product_id}"))
