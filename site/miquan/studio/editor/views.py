"""The product editor: make, change, publish, copy and archive goods."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, request

from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.limits import WRITING, limiter, who
from miquan.media.models import File
from miquan.once import fresh
from miquan.permissions import Permission, requires
from miquan.products import actions as products
from miquan.products.models import Product
from miquan.products.rules import NotReady
from miquan.seo.page import seo
from miquan.states import NotAllowed
from miquan.storefronts.models import Storefront
from miquan.studio.blueprint import bp, mine, own
from miquan.studio.editor import (
    actions,
    checklist,
    conflicts,
    drafting,
    history,
    live,
    pictures,
    queries,
    saving,
    showing,
    tickets,
    tools,
)
from miquan.studio.editor.conflicts import Conflict
from miquan.studio.editor.forms import ProductForm
from miquan.studio.editor.guard import draft_address, kept_or_checked, writing_now
from miquan.studio.editor.parts import PictureForm
from miquan.studio.editor.sent import formdata, typed
from miquan.studio.editor.tickets import Ticket
from miquan.studio.models import EditorDraft
from miquan.text import is_number
from miquan.viewer import viewer

# The editor's other pages enter themselves into the blueprint.
__all__ = ["history", "live"]


@bp.route("/products/new", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@kept_or_checked
@requires(Permission.PRODUCT_EDIT)
def new_product() -> Any:
    shop = mine()
    return _edit(shop, None) if request.method == "POST" else _open(shop, None)


@bp.route("/products/<int:product_id>", methods=["GET", "POST"])
@limiter.limit(WRITING, key_func=who, methods=["POST"])
@kept_or_checked
@requires(Permission.PRODUCT_EDIT)
def edit_product(product_id: int) -> Any:
    shop = mine()
    product = own(shop, product_id)
    return _edit(shop, product) if request.method == "POST" else _open(shop, product)


def _open(shop: Storefront, product: Product | None) -> Any:
    """The editor with what was saved, or with a draft that waits to be gone on with."""
    member_id = viewer().id or 0
    draft = queries.own_draft(member_id, request.args.get("draft", ""), product) if "draft" in request.args else None
    currency = product.currency if product else shop.currency
    key, version = actions.address_of(member_id, product.id if product else 0), product.version if product else 0
    if draft is not None:
        form = ProductForm(formdata=formdata(draft.form), currency=currency)
        key, version = draft.key, draft.base_version or version
        form.seq.data, form.turn.data = str(draft.seq), "0"
    elif product is not None:
        form = ProductForm(data=drafting.form_values(queries.snapshot_of(product) or {}), currency=currency)
    else:
        form = ProductForm(data={"lang": shop.lang, "shop_country": shop.ships_from}, currency=currency)
    form.nonce.data, form.version.data = fresh(), str(version or "")
    form.ticket.data = tickets.sign(Ticket(member_id, key, product.id if product else 0))
    conflict = None
    if draft and product and draft.base_version and draft.base_version < product.version:
        conflict = conflicts.with_saved(form, product, product.version)
    waiting = [] if draft else queries.unfinished(member_id, product)
    return editor(shop, product, form, 200, conflict=conflict, waiting=waiting, draft=draft)


def _edit(shop: Storefront, product: Product | None) -> Any:
    form = ProductForm(currency=product.currency if product else shop.currency)
    problems = pictures.take_in(form, viewer().id or 0)
    tool = request.form.get("more")
    if tool == "merge":
        form = _put_together(shop, product, form)
    elif tool:
        tools.use(form, tool)
    if tool:
        form.pictures.errors = problems
        return editor(shop, product, form, 200, conflict=None if tool == "merge" else conflicts.open_one(form, product))
    if request.form.get("then") == "draft":
        draft = _kept(shop, form) or abort(400)
        flash(_("草稿存好了"), "success")
        return redirect_to(draft_address(draft))
    form = conflicts.merged(form, product)
    tools.complete(form)
    files = pictures.named(form, viewer().id or 0)
    found = None
    if _is_good(form, problems, files):
        answer = saving.save(shop, product, form, files)
        if isinstance(answer, str):
            flash(_("上架了，大家看得到了") if request.form.get("then") == "publish" else _("存好了"), "success")
            return redirect_to(answer)
        found = answer
    return editor(shop, product, form, 422, conflict=found)


def _put_together(shop: Storefront, product: Product | None, form: ProductForm) -> ProductForm:
    """What was chosen of two versions; the other goes only once these words are kept."""
    found = conflicts.merged(form, product)
    if draft := _kept(shop, found):
        found.seq.data = str(draft.seq)
        found.ticket.data = tickets.sign(Ticket(draft.member_id, draft.key, draft.product_id or 0))
        conflicts.settle()
    found.show_pictures()
    return found


def _kept(shop: Storefront, form: ProductForm) -> EditorDraft | None:
    """Put what stands in the form aside, as the page does by itself where scripts run; None for a page without a ticket."""
    ticket, version = tickets.read(form.ticket.data or ""), form.version.data or ""
    if ticket is None or ticket.member != viewer().id:
        return None
    writing = replace(writing_now(typed(form)), version=int(version) if is_number(version, 9) else None)
    return actions.keep_words(ticket, shop, writing).draft


def _is_good(form: ProductForm, problems: list[str], files: dict[str, File]) -> bool:
    """Judge every field; what is wrong with pictures is known only once they are here."""
    told = list(form.option1.errors)
    valid = form.validate()
    form.option1.errors = [*form.option1.errors, *told]
    form.pictures.errors = [*form.pictures.errors, *problems]
    lacking = request.form.get("then") == "publish" and checklist.say_needs(form)
    return bool(not pictures.refuse(form, files) and valid and not problems and not lacking and not told)


def editor(
    shop: Storefront, product: Product | None, form: ProductForm, status: int, *,
    conflict: Conflict | None = None, waiting: Any = (), draft: Any = None,
) -> Any:  # fmt: skip
    """The page, or the form alone where htmx asks for it."""
    shown = showing.pictures_of(form, product)
    title = _("改商品") if product else _("新商品")
    form.show_pictures()
    showing.judge_former(form, product)
    return respond(
        "studio/editor/show.html", block="form", status=status, form=form, product=product, storefront=shop, pictures=shown,
        blank=PictureForm(prefix="kept-__n__-"), limits=pictures.limits(), address=showing.address(product),
        suggestions=showing.suggestions(form), conflict=conflict, waiting=waiting, draft=draft,
        kept_at=showing.clock(draft.updated_at) if draft else "", seo=seo(title, "", index=False), **showing.side(form, shown, shop.ships_to),
    )  # fmt: skip


@bp.post("/products/<int:product_id>/copies")
@limiter.limit(WRITING, key_func=who)
@requires(Permission.PRODUCT_EDIT)
def copy_product(product_id: int) -> Any:
    """A draft like this product, to be changed into another."""
    shop = mine()
    copy = saving.copied(shop, own(shop, product_id))
    flash(_("複製了一件，改成你要的樣子"), "success")
    return redirect_to(f"{viewer().root}/studio/products/{copy.id}")


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
    return _change(product_id, lambda p: products.remove(p.id, by=viewer().id), _("刪掉了"), to="/studio/products")


def _change(product_id: int, act: Any, done: str, to: str = "") -> Any:
    product = own(mine(), product_id)
    try:
        act(product)
        flash(done, "success")
    except NotReady as error:
        flash(" ".join(str(p.text) for p in error.problems), "error")
    except NotAllowed:
        flash(_("現在不能這樣做"), "error")
    return redirect_to(viewer().root + (to or f"/studio/products/{product_id}"))
