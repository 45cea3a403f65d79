"""The tree of categories, and the goods of one."""

from typing import Any

from flask import Blueprint, abort, redirect

from miquan import urls
from miquan.categories.tree import tree
from miquan.hypermedia import respond
from miquan.i18n import _
from miquan.pagecache import cached
from miquan.products.browsing import Filters, Scope, browse
from miquan.products.shelf import QUERY, shelf
from miquan.seo import jsonld
from miquan.seo.page import seo
from miquan.viewer import viewer

bp = Blueprint("categories", __name__)


@bp.get("/categories")
@cached()
def index() -> Any:
    counts = browse(Scope(), Filters(), size=1).categories
    found = seo(_("所有種類"), _("從陶瓷、手織、咖啡到老相機：買手們帶回來的東西，一類一類慢慢看。"))
    found.data = [jsonld.breadcrumbs([(_("蜜圈"), f"{viewer().root}/"), (_("所有種類"), "")])]
    roots = [(node, tree().children(node), counts.get(node.slug, 0)) for node in tree().children(None)]
    return respond("categories/index.html", roots=roots, seo=found)


@bp.get("/categories/<slug>")
@cached(query=QUERY)
def show(slug: str) -> Any:
    node = tree().by_slug.get(slug)
    if node is None:
        abort(404)
    if node.slug != slug:
        return redirect(urls.category(node.slug), 301)
    lang = viewer().lang
    name = node.name(lang)
    words = _("%(name)s：住在各地的買手親手挑的，每一件都有來歷。先認識人，再買東西。", name=name)
    crumbs = [(n.name(lang), urls.category(n.slug)) for n in tree().trail(node)]
    return shelf(
        "categories/show.html", Scope(category=slug), seo(name, words), [(_("所有種類"), f"{viewer().root}/categories"), *crumbs],
        name=name, node=node, children=tree().children(node),
    )  # fmt: skip
