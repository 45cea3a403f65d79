"""The product page, its options, and what a reader may do from there."""

from typing import Any

from flask import Blueprint, abort, redirect, request

from miquan import urls
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.products import cardcache, presenting
from miquan.products.browsing import Filters, Scope, browse, similar_ids
from miquan.products.queries import ProductPage, VariantShown, product_page
from miquan.products.rules import PUBLIC_STATES
from miquan.products.structured import product_data
from miquan.seo import jsonld
from miquan.seo.page import Seo, seo
from miquan.storefronts.models import PUBLIC
from miquan.storefronts.queries import buyers
from miquan.text import html_to_text
from miquan.viewer import viewer

bp = Blueprint("products", __name__)


@bp.get("/@<handle>/p/<int:product_id>")
@bp.get("/@<handle>/p/<int:product_id>-<slug>")
@cached(query=("o1", "o2", "o3", "original"))
def show(handle: str, product_id: int, slug: str = "") -> Any:
    page = product_page(product_id, original="original" in request.args) if product_id < 2**31 else None
    if page is None or not _may_see(page):
        abort(404)
    if page.row.state == "removed":
        return _gone(page)
    if handle != page.person.handle or slug != page.row.slug:
        return redirect(page.url, 301)
    values = _values(page)
    variant = page.variant(values) or (page.variants[0] if len(page.variants) == 1 else None)
    return respond("products/show.html", block="buy", **_context(page, values, variant))


def _may_see(page: ProductPage) -> bool:
    """Drafts and archived goods are the owner's alone; a closed storefront's goods are nobody's; blocks hide both ways."""
    if viewer().owns(page.person.id):
        return True
    if page.person.id in viewer().parted:
        return False
    was_public = page.row.state in PUBLIC_STATES or (page.row.state == "removed" and page.row.published_at)
    return bool(was_public) and (page.storefront.state in PUBLIC or page.person.is_gone)


def _gone(page: ProductPage) -> Any:
    ids = browse(Scope(storefront=page.storefront.id), Filters(), size=4).ids
    return respond(
        "products/gone.html",
        status=410,
        page=page,
        cards=cardcache.cards_html(ids),
        seo=seo(_("已經下架"), "", index=False),
    )


def _values(page: ProductPage) -> tuple[str, ...]:
    """The option values in the address; the first value that can be had where one is missing or unknown."""
    picked = []
    first = next((v for v in page.variants if v.available), page.variants[0] if page.variants else None)
    for i, option in enumerate(page.options):
        asked = request.args.get(f"o{i + 1}", "")
        picked.append(asked if asked in option.values else first.values[i] if first else "")
    return tuple(picked)


def _context(page: ProductPage, values: tuple[str, ...], variant: VariantShown | None) -> dict[str, Any]:
    more = [i for i in browse(Scope(storefront=page.storefront.id), Filters(), size=9).ids if i != page.id][:4]
    seller = next(iter(buyers([page.storefront.id])), None)
    similar = [i for i in similar_ids(page.id, 12) if i not in more][:4]
    more_cards, similar_cards = cardcache.card_lists((more, False), (similar, True))
    return {
        "page": page,
        "chosen": values,
        "variant": variant,
        "trail": trail(page),
        **presenting.context(page, values, variant),
        "more": more_cards,
        "similar": similar_cards,
        "headline": seller.headline if seller else None,
        "person_facts": seller.facts if seller else [],
        "seo": _seo(page),
    }


def _seo(page: ProductPage) -> Seo:
    where = page.person.city_name
    title = (
        _("%(title)s，%(name)s在%(city)s找到的", title=page.title, name=page.person.name, city=where)
        if where
        else page.title
    )
    words = html_to_text(str(page.story)) or page.title
    path = f"/@{page.person.handle}/p/{page.id}-{page.row.slug}"
    index = page.row.state in PUBLIC_STATES
    cover = page.pictures[0] if page.pictures else None
    found = seo(title if len(title) <= 60 else page.title, words, path=path, kind="product", picture=cover, index=index)
    found.data = [product_data(page), jsonld.breadcrumbs(trail(page))]
    return found


def trail(page: ProductPage) -> list[tuple[str, str]]:
    """Breadcrumbs: the person's storefront, the category, the product."""
    steps = [(_("%(name)s的小店", name=page.person.name), page.person.url)]
    if page.category:
        steps.append((page.category.name(viewer().lang), urls.category(page.category.slug)))
    return [*steps, (page.title, page.url)]
