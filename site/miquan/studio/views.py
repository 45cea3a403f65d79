"""The buyer's workshop: open a storefront, make and edit products, publish and archive them."""

from typing import Any

from flask import flash, request

from miquan.accounts.profile import set_home
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import CURRENCIES, _
from miquan.limits import WRITING, limiter, who
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.seo.page import seo
from miquan.storefronts.actions import StorefrontDraft, edit_storefront, open_storefront
from miquan.storefronts.models import Storefront
from miquan.storefronts.queries import own_storefront
from miquan.studio import queries
from miquan.studio.blueprint import bp
from miquan.studio.editor import views as editor
from miquan.studio.forms import StorefrontForm
from miquan.viewer import viewer

# The blueprint, with the pages that other modules of the studio have entered into it.
__all__ = ["bp", "editor"]


@bp.get("")
@requires(Permission.STUDIO_SEE)
def index() -> Any:
    storefront = own_storefront(viewer().id or 0)
    if storefront is None:
        return redirect_to(f"{viewer().root}/studio/storefront")
    state = request.args.get("state", "")[:16]
    rows, after = queries.own_products(storefront, viewer().member.handle, state, request.args.get("before", "")[:12])
    return respond(
        "studio/index.html", block="results", storefront=storefront, rows=rows, after=after, state=state,
        seo=seo(_("工作室"), "", index=False),
    )  # fmt: skip


@bp.route("/storefront", methods=["GET", "POST"])
@requires(Permission.STOREFRONT_OPEN)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def storefront() -> Any:
    """Open a storefront, or change the one there is."""
    mine = own_storefront(viewer().id or 0)
    form = StorefrontForm(data=_storefront_values(mine))
    if form.validate_on_submit():
        once(form.nonce.data or fresh(), viewer().id or 0, lambda: _save_storefront(mine, form))
        flash(_("小店的門開了") if mine is None else _("存好了"), "success")
        return redirect_to(f"{viewer().root}/studio")
    status = 422 if form.is_submitted() else 200
    return respond(
        "studio/storefront.html",
        block="form",
        status=status,
        form=form,
        storefront=mine,
        seo=seo(_("我的小店"), "", index=False),
    )


def _storefront_values(mine: Storefront | None) -> dict[str, Any]:
    member = viewer().member
    base = {"nonce": fresh(), "country": member.country, "city": member.city, "lang": viewer().lang}
    if mine is None:
        return {**base, "currency": CURRENCIES[viewer().lang], "ships_to": ["TW", "HK"]}
    names = "headline story lang years_there currency ships_to shipping_policy returns_policy fee_policy holiday_from holiday_to holiday_note"
    known = [e.category.slug for e in mine.expertise]
    return {**base, **{name: getattr(mine, name) for name in names.split()}, "expertise": known}


def _save_storefront(mine: Storefront | None, form: StorefrontForm) -> str:
    names = "headline story lang currency shipping_policy returns_policy fee_policy holiday_from holiday_to holiday_note years_there"
    draft = StorefrontDraft(
        **{name: getattr(form, name).data for name in names.split()},
        ships_from=form.country.data,
        ships_to=tuple(form.ships_to.data or ()),
        expertise=tuple(form.expertise.data or ())[:12],
    )
    member_id = viewer().id or 0
    set_home(member_id, form.country.data, form.city.data or "")
    if mine is None:
        open_storefront(member_id, draft)
    else:
        edit_storefront(mine, draft, by=member_id)
    return f"{viewer().root}/studio"
