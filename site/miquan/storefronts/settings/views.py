"""`/studio/storefront`: opening a storefront, changing it, closing it and opening it again."""

from typing import Any

from flask import Blueprint, abort, flash, request

from miquan import places
from miquan.accounts.models import Member
from miquan.accounts.profile import set_home, set_languages
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import CURRENCIES, _
from miquan.limits import WRITING, limiter, who
from miquan.media.actions import keep
from miquan.once import fresh, once
from miquan.permissions import Permission, requires
from miquan.profiles.choices import city_names
from miquan.seo.page import seo
from miquan.states import NotAllowed
from miquan.storefronts import actions, policies, queries
from miquan.storefronts.actions import StorefrontDraft
from miquan.storefronts.models import POLICY_LIMIT, Storefront
from miquan.storefronts.settings.forms import StorefrontForm
from miquan.uploads.lone import Lone
from miquan.uploads.showing import limits
from miquan.viewer import viewer

bp = Blueprint("shop", __name__, url_prefix="/studio/storefront")
PURPOSE = "banner"
_SAME = [
    "headline",
    "story",
    "lang",
    "currency",
    "ships_from",
    "shipping_policy",
    "returns_policy",
    "fee_policy",
    "holiday_from",
    "holiday_to",
    "holiday_note",
    "years_there",
]


@bp.route("", methods=["GET", "POST"])
@requires(Permission.STOREFRONT_OPEN)
@limiter.limit(WRITING, key_func=who, methods=["POST"])
def settings() -> Any:
    """Open a storefront, or change the one there is."""
    mine = queries.own_storefront(viewer().id or 0)
    form = StorefrontForm(data=_values(mine))
    if not form.is_submitted():
        return _page(mine, form, 200)
    problem = _banner(mine, form).take_in()
    if request.form.get("fill"):
        form.banner.errors = [problem] if problem else []
        _fill(form, request.form["fill"])
        return _page(mine, form, 200)
    if form.validate() and not problem:
        once(form.nonce.data or fresh(), viewer().id or 0, lambda: _save(mine, form))
        return _done(mine)
    form.banner.errors = [*form.banner.errors, *filter(None, [problem])]
    return _page(mine, form, 422)


@bp.post("/closure")
@requires(Permission.STOREFRONT_OPEN)
@limiter.limit(WRITING, key_func=who)
def close() -> Any:
    return _stand(lambda mine: actions.close_storefront(mine.id, by=mine.owner_id), _("小店關了，想開的時候再開"))


@bp.post("/closure/removal")
@requires(Permission.STOREFRONT_OPEN)
@limiter.limit(WRITING, key_func=who)
def reopen() -> Any:
    return _stand(lambda mine: actions.reopen_storefront(mine.id, by=mine.owner_id), "")


def _stand(act: Any, done: str) -> Any:
    mine = queries.own_storefront(viewer().id or 0)
    if mine is None:
        abort(404)
    try:
        after = act(mine)
        flash(done or (_("送出了，有人看過就會開") if after == "pending" else _("小店又開了")), "success")
    except NotAllowed:
        flash(_("現在不能這樣做"), "error")
    return redirect_to(f"{viewer().root}/studio/storefront")


def _values(mine: Storefront | None) -> dict[str, Any]:
    member = viewer().member
    base = {
        "nonce": fresh(), "country": member.country, "city": _city(member), "lang": viewer().lang,
        "languages": list(member.languages or ()),
    }  # fmt: skip
    if mine is None:
        return {**base, "currency": CURRENCIES[viewer().lang], "ships_to": ["TW", "HK"]}
    own = {name: getattr(mine, name) for name in (*_SAME, "ships_to")}
    if own["ships_from"] == member.country:
        own["ships_from"] = ""
    known = queries.expertise_of(mine.id)
    return {
        **base,
        **own,
        "expertise": known.slugs,
        "brands": "、".join(known.brands),
        "banner_file": str(mine.banner_id or ""),
    }


def _city(member: Member) -> str:
    """By its name, as people write it; it is found again by that."""
    return places.city_name(member.country, member.city, viewer().lang) if member.city else ""


def _banner(mine: Storefront | None, form: StorefrontForm) -> Lone:
    held = mine.banner_id if mine else None
    nonce = form.nonce.data or ""
    return Lone(PURPOSE, viewer().id or 0, nonce, form.banner, form.banner_file, form.no_banner, held)


def _fill(form: StorefrontForm, key: str) -> None:
    """Put words to start from into a policy, for the writer to change."""
    found = policies.starter(key)
    if found is not None:
        field = form[found.field]
        lang = form.lang.data if form.lang.data in found.words else "zh-hant"
        field.data = policies.begun(field.data or "", found.words[lang], POLICY_LIMIT)


def _page(mine: Storefront | None, form: StorefrontForm, status: int) -> Any:
    return respond(
        "studio/storefront.html", status=status, form=form, storefront=mine, starters=policies.STARTERS, cities=city_names(),
        banner=_banner(mine, form).shown, limits=limits(PURPOSE, most=1), review=queries.newest_review(mine) if mine else None,
        seo=seo(_("我的小店"), "", index=False),
    )  # fmt: skip


def _save(mine: Storefront | None, form: StorefrontForm) -> str:
    member_id, banner = viewer().id or 0, _banner(mine, form).chosen
    draft = StorefrontDraft(
        **{name: getattr(form, name).data for name in _SAME if name != "ships_from"},
        ships_from=form.ships_from.data or form.country.data,
        ships_to=tuple(form.ships_to.data or ()),
        expertise=tuple(form.expertise.data or ()),
        brands=form.brand_names,
        banner=banner,
    )
    set_home(member_id, form.country.data, form.city.data or "")
    set_languages(member_id, form.languages.data or [])
    if mine is None:
        actions.open_storefront(member_id, draft)
    else:
        actions.edit_storefront(mine, draft, by=member_id)
    keep(member_id, filter(None, [banner]))
    return f"{viewer().root}/studio"


def _done(mine: Storefront | None) -> Any:
    """Whoever changed something stays where they were; whoever opened goes on to their goods."""
    if mine is not None:
        flash(_("存好了"), "success")
        return redirect_to(f"{viewer().root}/studio/storefront")
    opened = queries.own_storefront(viewer().id or 0)
    waits = opened is not None and opened.state == "pending"
    flash(_("送出了，有人看過就會開。東西可以先放") if waits else _("小店的門開了"), "success")
    return redirect_to(f"{viewer().root}/studio")
