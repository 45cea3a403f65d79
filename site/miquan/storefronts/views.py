"""`/@handle`: first the person, then their goods."""

from typing import Any

from flask import Blueprint, abort, request

from miquan import urls
from miquan.hypermedia import respond
from miquan.i18n import _, iso_datetime
from miquan.pagecache import cached, not_kept
from miquan.products.browsing import Page
from miquan.products.facets import Chosen, chosen
from miquan.seo import jsonld
from miquan.seo.page import Seo, absolute, seo
from miquan.storefronts import feed, queries
from miquan.storefronts import merchant as products
from miquan.storefronts.moved import moved
from miquan.storefronts.page import page_context
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("storefronts", __name__)
QUERY = ("kind", "cat", "from", "brand", "a", "min", "max", "sort", "after", "original")


@bp.get("/@<handle>")
@cached(query=QUERY)
def show(handle: str) -> Any:
    profile = queries.profile(handle, original="original" in request.args)
    if profile is None:
        return moved(handle, "storefronts.show")
    wanted = chosen(request.args)
    # Whom somebody follows is theirs alone, and so is what the forms hold.
    if viewer().signed_in:
        not_kept()
    context = page_context(profile, wanted)
    return respond("storefronts/show.html", block="results", seo=_seo(profile, wanted, context["page"]), **context)


@bp.get("/@<handle>/feed.atom")
@cached()
def atom(handle: str) -> Any:
    """The storefront's newest goods as an Atom feed."""
    profile = queries.profile(handle)
    if profile is None:
        return moved(handle, "storefronts.atom")
    if profile.storefront is None:
        abort(404)
    return feed.answer(profile)


@bp.get("/@<handle>/products.xml")
@cached(query=("before",))
def merchant(handle: str) -> Any:
    """The storefront's goods as a product feed, in the language of the address, page by page."""
    profile = queries.profile(handle)
    if profile is None:
        return moved(handle, "storefronts.merchant")
    if profile.storefront is None:
        abort(404)
    before = request.args.get("before", "")
    return products.answer(profile, int(before) if is_number(before, 9) else 0)


def _seo(profile: queries.Profile, wanted: Chosen, page: Page) -> Seo:
    who = profile.person
    where = who.city_name
    title = _("%(name)s的小店（%(city)s）", name=who.name, city=where) if profile.storefront and where else who.name
    words = " ".join(filter(None, (profile.texts.get("headline"), profile.texts.get("story"), profile.bio))) or who.name
    path = f"/@{who.handle}"
    is_next = bool(wanted.after) and not wanted.filters.any and not wanted.raw["sort"]
    found = seo(
        title, words, path=path, kind="profile", picture=profile.banner or who.avatar, index=wanted.is_plain or is_next
    )
    # Goods and posts have feeds of their own.
    found.feed = f"{urls.person(who.handle)}/{'feed.atom' if profile.storefront else 'posts.atom'}"
    found.data = [
        _profile_data(profile),
        jsonld.breadcrumbs([(_("蜜圈"), f"{viewer().root}/"), (who.name, who.url)]),
    ]
    return found


def _profile_data(profile: queries.Profile) -> dict[str, Any]:
    who = profile.person
    person: dict[str, Any] = {
        "@type": "Person",
        "name": who.name,
        "alternateName": who.handle,
        "identifier": str(who.id),
        "url": absolute(who.url),
        "description": profile.texts.get("headline") or profile.bio or who.name,
    }
    if who.avatar:
        person["image"] = absolute(who.avatar.src)
    if profile.expertise:
        person["knowsAbout"] = [node.name("en") for node in profile.expertise]
    if who.country:
        person["homeLocation"] = {"@type": "Place", "name": who.city_name}
    return {"@type": "ProfilePage", "dateCreated": iso_datetime(profile.member.created_at), "mainEntity": person}
