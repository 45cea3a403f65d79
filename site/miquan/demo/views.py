"""`/demo`: step in as one of the demo members. Only on a demo installation, only from this machine."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, request
from peewee import JOIN

from miquan.accounts.models import Member, MemberRole, Role
from miquan.accounts.sessions import begin
from miquan.config import settings
from miquan.desk.words import ROLES
from miquan.hypermedia import redirect_to, respond
from miquan.i18n import _
from miquan.media.models import File
from miquan.ownaddress import asked_name
from miquan.people.shown import WIDTH, columns, person
from miquan.permissions import STAFF
from miquan.seo.page import seo
from miquan.storefronts.models import Storefront
from miquan.viewer import viewer

bp = Blueprint("demo", __name__)
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


@bp.before_request
def only_from_here() -> None:
    """A page of anybody's could have its own name lead to this machine, and read letters by the browser that shows it."""
    ours = {"localhost", *_LOOPBACK, urlsplit(settings().url).hostname}
    if request.remote_addr not in _LOOPBACK or asked_name(request.environ) not in ours:
        abort(404)


@bp.get("/demo")
def index() -> Any:
    query = (
        Member.select(
            *columns(File), Storefront.id,
        )
        .join(File, JOIN.LEFT_OUTER, on=((File.id == Member.avatar) & (File.state == "ready")))
        .join_from(Member, Storefront, JOIN.LEFT_OUTER, on=(Storefront.owner == Member.id))
        .where(Member.demo, Member.active, ~Member.handle.startswith("scale_"))
        .order_by(Storefront.id.is_null(), Member.id)
    )  # fmt: skip
    staff = _staff()
    people = [
        (person(*row[:WIDTH]), ROLES[staff.get(row[0]) or ("buyer" if row[WIDTH] is not None else "member")])
        for row in query.tuples()
    ]
    # Who looks after the site first: they are two of many.
    people.sort(key=lambda row: row[0].id not in staff)
    return respond("demo/index.html", people=people, seo=seo(_("示範"), "", index=False))


def _staff() -> dict[int, str]:
    """The role of demo members who look after the site, by id."""
    query = MemberRole.select(MemberRole.member, Role.name).join(Role).join_from(MemberRole, Member)
    return dict(query.where(Member.demo, Role.name.in_(STAFF)).tuples())


@bp.post("/demo/<handle>")
def step_in(handle: str) -> Any:
    member = Member.get_or_none(Member.handle == handle, Member.demo, Member.active)
    if member is None:
        abort(404)
    begin(member)
    return redirect_to(f"{viewer().root}/")
