"""Brands: a page for each maker, and a list of all of them."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from miquan import urls
from miquan.brands import queries
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.products.browsing import Scope
from miquan.products.shelf import QUERY, shelf
from miquan.seo import jsonld
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("brands", __name__)


@bp.get("/brands")
@cached(query=("after",))
def index() -> Any:
    page, after = queries.brands_after(request.args.get("after", "")[:80])
    found = seo(_("所有品牌"), _("買手帶回來的品牌和工坊，許多在家鄉以外很少人知道。"))
    found.data = [jsonld.breadcrumbs([(_("蜜圈"), f"{viewer().root}/"), (_("所有品牌"), "")])]
    return respond("brands/index.html", block="results", brands=page, after=after, seo=found)


@bp.get("/brands/<slug>")
@cached(query=QUERY)
def show(slug: str) -> Any:
    brand = queries.brand(slug)
    if brand is None:
        if now_at := queries.became(slug):
            return redirect(urls.brand(now_at), 301)
        abort(404)
    words = _("%(name)s：買手在當地找到的商品和他們怎麼說。", name=brand.name)
    trail = [(_("所有品牌"), f"{viewer().root}/brands"), (brand.name, urls.brand(brand.slug))]
    return shelf(
        "brands/show.html",
        Scope(brand=brand.id),
        seo(brand.name, words),
        trail,
        leave_out=("brand",),
        name=brand.name,
        brand=brand,
    )
