"""Places: the people and goods of a country or a city."""

from typing import Any

from flask import Blueprint, abort

from miquan import places, urls
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.placepages import queries
from miquan.products.browsing import Filters, Scope, browse
from miquan.products.shelf import QUERY, shelf
from miquan.seo import jsonld
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("places", __name__)


@bp.get("/places")
@cached()
def index() -> Any:
    lang = viewer().lang
    counts = browse(Scope(), Filters(), size=1).countries
    rows = [
        (places.country_name(code, lang), urls.place(places.country_slug(code)), n)
        for code, n in counts.items()
        if code
    ]
    found = seo(_("從哪裡來"), _("依國家看：哪些買手住在那裡，他們帶回什麼。"))
    found.data = [jsonld.breadcrumbs([(_("蜜圈"), f"{viewer().root}/"), (_("從哪裡來"), "")])]
    return respond("places/index.html", countries=sorted(rows, key=lambda row: (-row[2], row[0])), seo=found)


@bp.get("/places/<country>")
@cached(query=QUERY)
def show(country: str) -> Any:
    code = places.country_by_slug(country)
    if code is None:
        abort(404)
    name = places.country_name(code, viewer().lang)
    words = _("住在%(name)s的買手，和他們在當地找到的東西。", name=name)
    trail = [(_("從哪裡來"), f"{viewer().root}/places"), (name, urls.place(country))]
    return shelf(
        "places/show.html", Scope(country=code), seo(name, words), trail, leave_out=("from",),
        name=name, cities=queries.cities_with_buyers(code), residents=queries.buyers_in(code),
    )  # fmt: skip


@bp.get("/places/<country>/<city>")
@cached(query=QUERY)
def city(country: str, city: str) -> Any:
    code = places.country_by_slug(country)
    found = places.city(code, city) if code else None
    if code is None or found is None:
        abort(404)
    name = places.city_name(code, city, viewer().lang)
    words = _("住在%(name)s的買手，和他們在當地找到的東西。", name=name)
    trail = [
        (_("從哪裡來"), f"{viewer().root}/places"),
        (places.country_name(code, viewer().lang), urls.place(country)),
        (name, urls.place(country, city)),
    ]
    return shelf(
        "places/show.html", Scope(ids=queries.products_of_city(code, city)), seo(name, words), trail, leave_out=("from",),
        name=name, cities=[], residents=queries.buyers_in(code, city),
    )  # fmt: skip
