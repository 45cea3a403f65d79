"""`/groups`: groups that everybody may know of, and to a member those that may be for them. `/me/groups`: their own."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request
from markupsafe import Markup

from miquan import places
from miquan.circle.rows import rows_html
from miquan.groups import words
from miquan.groups.frame import onward
from miquan.groups.queries import lists
from miquan.groups.queries.cards import GroupLine, group_cards
from miquan.groups.queries.fitting import for_you
from miquan.groups.queries.lists import Counts, Wanted
from miquan.hypermedia import respond
from miquan.i18n import _, language_name
from miquan.pagecache import cached, not_kept
from miquan.permissions import Permission, requires
from miquan.products.facets import FacetGroup, FacetValue
from miquan.seo import jsonld
from miquan.seo.page import Seo, seo
from miquan.threads.queries.unread import unread_in
from miquan.viewer import viewer

bp = Blueprint("group_directory", __name__)
QUERY = ("lang", "country", "tag", "sort", "before")
_MOST_VALUES = 12


@bp.get("/groups")
@cached(query=QUERY)
def index() -> Any:
    if viewer().signed_in:
        not_kept()
    wanted = Wanted(*(tuple(request.args.getlist(name)[:_MOST_VALUES]) for name in QUERY[:3]))
    sort = request.args.get("sort", "")
    sort = sort if sort in lists.SORTS else lists.SORTS[0]
    key = request.args.get("before", "")[:40]
    found = lists.directory(wanted, sort, key)
    me, plain = viewer().id, not wanted.any and not key
    why = for_you(me) if me and plain else {}
    known = {card.id: card for card in group_cards([*found.ids, *why])}
    # What is recommended above is not said twice.
    cards = [known[id_] for id_ in found.ids if id_ in known and id_ not in why]
    groups = _facets(wanted, lists.counts())
    return respond(
        "groups/index.html", block="results", cards=_lines((card, 2, "") for card in cards), groups=groups, chips=_chips(groups, wanted, sort), words=words,
        sort=sort, sorts=[("active", _("剛有人說話")), ("members", _("人最多")), ("new", _("新開的"))], wanted=wanted,
        next=_address(wanted, sort, found.next) if found.next else "", yours=_lines((known[id_], 3, told) for id_, told in why.items() if id_ in known),
        seo=_seo(cards, plain and "sort" not in request.args),
    )  # fmt: skip


def _lines(cards: Iterable[tuple[GroupLine, int, str]]) -> list[Markup]:
    """Cards as they were rendered, each with the level of its heading and why it is named."""
    return rows_html(
        "groups/_line.html", "group_card", ((_says(card, level, why), (card, words, level, why)) for card, level, why in cards)
    )  # fmt: skip


def _says(card: GroupLine, *more: Any) -> tuple[Any, ...]:
    return (
        card.id, card.url, card.name, card.purpose, card.lang, card.picture, card.place, card.visibility, card.members, card.threads,
        card.tags, *more,
    )  # fmt: skip


def _facets(wanted: Wanted, counts: Counts) -> list[FacetGroup]:
    """Each by how many it leads to. What all groups speak, or one alone carries, tells none of them apart."""
    lang = viewer().lang
    spoken = {code: many for code, many in counts.languages.items() if many < counts.groups}
    rows = (
        ("tag", _("標籤"), wanted.tags, counts.tags, lambda slug: f"#{counts.names.get(slug, slug)}"),
        ("country", _("國家"), wanted.countries, counts.countries, lambda code: places.country_name(code, lang)),
        ("lang", _("語言"), wanted.languages, spoken, language_name),
    )
    return [
        FacetGroup(name, title, [FacetValue(v, called(v), many.get(v, 0), v in chosen) for v in (many | dict.fromkeys(chosen, 0))])
        for name, title, chosen, many, called in rows
        if chosen or max(many.values(), default=0) > 1
    ]  # fmt: skip


def _chips(groups: list[FacetGroup], wanted: Wanted, sort: str) -> list[tuple[str, str]]:
    """What is in force, each with the address without it."""
    return [
        (value.label, _address(wanted, sort, "", without=(group.name, value.value)))
        for group in groups
        for value in group.values
        if value.checked
    ]


def _address(wanted: Wanted, sort: str, key: str, without: tuple[str, str] = ("", "")) -> str:
    chosen = (("lang", wanted.languages), ("country", wanted.countries), ("tag", wanted.tags))
    pairs = [(name, value) for name, values in chosen for value in values if (name, value) != without]
    pairs += [("sort", sort)] if sort != lists.SORTS[0] else []
    pairs += [("before", key)] if key else []
    return f"{viewer().root}/groups" + (f"?{urlencode(pairs)}" if pairs else "")


def _seo(cards: list[GroupLine], plain: bool) -> Seo:
    title = _("群")
    told = seo(title, _("和喜歡一樣東西的人聊：群依語言、國家和標籤找。"), path="/groups", index=plain)
    told.data = [
        jsonld.breadcrumbs([(_("蜜圈"), f"{viewer().root}/"), (title, "")]),
        jsonld.item_list((card.name, card.url) for card in cards),
    ]
    return told


@bp.get("/me/groups")
@requires(Permission.ME_SEE)
def mine() -> Any:
    me = viewer().id or 0
    rows, following = lists.all_of(me, request.args.get("before", "")[:40])
    unread = unread_in(me, [one.line.id for one in rows if not one.is_archived], lists.PAGE)
    here = f"{viewer().root}/me/groups"
    return respond(
        "groups/mine.html", block="results", rows=rows, unread=unread, words=words, next=onward(here, following), seo=seo(_("我的群"), "", index=False)
    )  # fmt: skip
