"""Places: the people and goods of a country or a city."""

from typing import Any

from flask import Blueprint, abort, request

from miquan import places, urls
from miquan.circle import words
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.lists import of_place
from miquan.circle.queries.notes import notes_of_place
from miquan.follows.queries import followed
from miquan.groups.queries.lists import groups_of_place
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached, not_kept
from miquan.placepages import queries
from miquan.products.browsing import Filters, Scope, browse
from miquan.products.shelf import QUERY, shelf
from miquan.seo import jsonld
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("places", __name__)
NOTES = 4


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
    told = _("住在%(name)s的買手，和他們在當地找到的東西。", name=name)
    trail = [(_("從哪裡來"), f"{viewer().root}/places"), (name, urls.place(country))]
    return shelf(
        "places/show.html", Scope(country=code), seo(name, told), trail, leave_out=("from",), sellers=False,
        name=name, cities=queries.cities_with_buyers(code), **_people(code, "", urls.place(country)),
    )  # fmt: skip


@bp.get("/places/<country>/<city>")
@cached(query=QUERY)
def city(country: str, city: str) -> Any:
    code = places.country_by_slug(country)
    found = places.city(code, city) if code else None
    if code is None or found is None:
        abort(404)
    name = places.city_name(code, city, viewer().lang)
    told = _("住在%(name)s的買手，和他們在當地找到的東西。", name=name)
    trail = [
        (_("從哪裡來"), f"{viewer().root}/places"),
        (places.country_name(code, viewer().lang), urls.place(country)),
        (name, urls.place(country, city)),
    ]
    return shelf(
        "places/show.html", Scope(ids=queries.products_of_city(code, city)), seo(name, told), trail, leave_out=("from",), sellers=False,
        name=name, cities=[], **_people(code, city, urls.place(country, city)),
    )  # fmt: skip


def _people(code: str, city: str, address: str) -> dict[str, Any]:
    """Who lives here and what was written of it last; what a member sees of them is theirs alone."""
    if viewer().signed_in:
        not_kept()
    residents = queries.buyers_in(code, city)
    return {
        "residents": residents,
        "follows": followed("member", [buyer.person.id for buyer in residents]),
        "notes": notes_of_place(code, city, NOTES),
        "public_groups": groups_of_place(code, city),
        "words": words,
        "address": address,
    }


@bp.get("/places/<country>/posts")
@cached(query=("before",))
def country_posts(country: str) -> Any:
    code = places.country_by_slug(country)
    if code is None:
        abort(404)
    return _posts(code, "", places.country_name(code, viewer().lang), urls.place(country))


@bp.get("/places/<country>/<city>/posts")
@cached(query=("before",))
def city_posts(country: str, city: str) -> Any:
    code = places.country_by_slug(country)
    if code is None or places.city(code, city) is None:
        abort(404)
    return _posts(code, city, places.city_name(code, city, viewer().lang), urls.place(country, city))


def _posts(code: str, city: str, name: str, place: str) -> Any:
    """What people wrote of a place, the newest first."""
    if viewer().signed_in:
        not_kept()
    found = of_place(code, city, viewer().id, request.args.get("before", "")[:40])
    title, here = _("%(place)s的生活", place=name), f"{place}/posts"
    told = seo(
        title, _("大家在小蜜圈寫的%(place)s。", place=name), index=bool(found.ids) and "before" not in request.args
    )
    told.data = [jsonld.breadcrumbs([(name, place), (title, here)])]
    return respond(
        "places/posts.html", block="results", title=title, name=name, place=place, cards=post_cards(found.ids), words=words,
        next=f"{here}?before={found.next}" if found.next else "", seo=told,
    )  # fmt: skip
