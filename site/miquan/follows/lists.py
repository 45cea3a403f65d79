"""`/@handle/followers` and `/@handle/following`: for those whom the member lets see them."""

from typing import Any

from flask import Blueprint, request

from miquan.accounts.models import Member
from miquan.follows.queries import followed
from miquan.follows.queries.paging import Some
from miquan.follows.queries.people import followed_by, followers_of, may_see
from miquan.follows.rules import FOLLOWED
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.pagecache import cached, not_kept
from miquan.people.shown import person_of
from miquan.permissions import sign_in_address
from miquan.seo.page import seo
from miquan.storefronts.moved import moved
from miquan.storefronts.queries import member_at
from miquan.text import is_number
from miquan.viewer import viewer

bp = Blueprint("follow_lists", __name__)


@bp.get("/@<handle>/followers")
@cached(query=("before",))
def followers(handle: str) -> Any:
    return _list(handle, "followers", "member")


@bp.get("/@<handle>/following")
@cached(query=("before", "kind"))
def following(handle: str) -> Any:
    kind = request.args.get("kind", "member")
    return _list(handle, "following", kind if kind in FOLLOWED else "member")


def _list(handle: str, name: str, kind: str) -> Any:
    if viewer().signed_in:
        not_kept()
    member = member_at(handle)
    if member is None:
        return moved(handle, f"follow_lists.{name}")
    if not may_see(member):
        return _closed(member, name)
    told = request.args.get("before", "")
    before = int(told) if is_number(told, 9) else 0
    found = followers_of(member.id, before) if name == "followers" else followed_by(member.id, kind, before)
    return respond("follows/list.html", block="results", **_context(member, name, kind, found))


def _context(member: Member, name: str, kind: str, found: Some) -> dict[str, Any]:
    who = person_of(member)
    here = f"{who.url}/{name}"
    if viewer().owns(member.id):
        words = _("關注你的人") if name == "followers" else _("你關注的")
    else:
        words = _("關注%(name)s的人", name=who.name) if name == "followers" else _("%(name)s關注的", name=who.name)
    return {
        "person": who,
        "member": member,
        "title": words,
        "name": name,
        "kind": kind,
        "rows": found.rows,
        "follows": followed(kind, [row.thing.id for row in found.rows]),
        "here": f"{here}?kind={kind}" if kind != "member" else here,
        "next": f"{here}?kind={kind}&before={found.next}" if found.next else "",
        "seo": seo(words, "", index=False),
    }


def _closed(member: Member, name: str) -> Any:
    """Not to be seen by this reader: whom members may see is told to visitors after they have signed in."""
    who = person_of(member)
    if member.follows_seen_by == "members":
        return redirect_to(sign_in_address(viewer(), f"{who.url}/{name}"))
    return respond("follows/closed.html", status=403, person=who, seo=seo(who.name, "", index=False))
