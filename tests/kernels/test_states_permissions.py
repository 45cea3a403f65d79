"""Who may do what, and what leads where: tables that tests can walk."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_limiter import Limiter

from miquan import limits
from miquan.config import from_environment
from miquan.db import now
from miquan.permissions import PREDICATES, ROLES, Permission, can, requires
from miquan.products.machine import PRODUCT
from miquan.products.models import Product
from miquan.states import Machine, NotAllowed, Transition
from miquan.viewer import Viewer, visitor

DOOR = Machine(
    "door",
    [
        Transition("open", "shut", "shut"),
        Transition("shut", "open", "open", who=("owner",)),
        Transition("shut", "locked", "lock", who=("owner", "guest"), guard=lambda key: key == "brass"),
    ],
)


def test_a_step_leads_on() -> None:
    assert DOOR.step("open", "shut").to == "shut"
    assert DOOR.step("shut", "open", actor="owner").to == "open"
    assert DOOR.step("shut", "lock", actor="guest", subject="brass").to == "locked"
    assert DOOR.states == {"open", "shut", "locked"}


@pytest.mark.parametrize(
    ("state", "verb", "actor", "subject"),
    [
        ("open", "lock", "owner", "brass"),
        ("locked", "open", "owner", None),
        ("nowhere", "open", "owner", None),
        ("shut", "", "owner", None),
        ("shut", "open", "guest", None),
        ("shut", "lock", "owner", "tin"),
    ],
)
def test_a_step_that_leads_nowhere(state: str, verb: str, actor: str, subject: Any) -> None:
    with pytest.raises(NotAllowed, match="door"):
        DOOR.step(state, verb, actor=actor, subject=subject)


def test_what_can_be_done() -> None:
    assert DOOR.verbs("shut") == ("open", "lock")
    assert DOOR.verbs("shut", "guest") == ("lock",)
    assert DOOR.verbs("locked") == ()


def test_one_state_and_verb_lead_to_one_place() -> None:
    row = Transition("open", "shut", "shut")
    with pytest.raises(ValueError, match="two rows"):
        Machine("door", [row, row])


def test_every_state_of_a_product_can_be_reached_and_every_step_tells() -> None:
    reached = {"draft"}
    while more := {t.to for t in PRODUCT.transitions if t.frm in reached} - reached:
        reached |= more
    assert reached == PRODUCT.states
    assert all(t.event is not None and t.who for t in PRODUCT.transitions)
    assert PRODUCT.verbs("removed") == ("put_back",)
    assert PRODUCT.verbs("removed", "owner") == ()
    assert max(map(len, PRODUCT.states)) <= Product.state.max_length


def member(*roles: str, id: int = 1, confirmed: bool = True) -> Viewer:
    held = SimpleNamespace(id=id, role_names=roles, confirmed_at=now() if confirmed else None)
    return Viewer("zh-hant", "TWD", "UTC", "/zh-hant", held)


MATRIX = {
    Permission.ME_SEE: "member buyer moderator operator",
    Permission.STUDIO_SEE: "member buyer moderator operator",
    Permission.STOREFRONT_OPEN: "member buyer moderator operator",
    Permission.BUYER_ASK: "member buyer moderator operator",
    Permission.REPORT_FILE: "member buyer moderator operator",
    Permission.PRODUCT_EDIT: "buyer",
    Permission.PRODUCT_PUBLISH: "buyer",
    Permission.REPORT_DECIDE: "moderator operator",
    Permission.PRODUCT_TAKE_DOWN: "moderator operator",
    Permission.DESK_SEE: "moderator operator",
    Permission.MEMBER_SEE: "moderator operator",
    Permission.MEMBER_SIGN_OUT: "operator",
    Permission.MEMBER_SUSPEND: "operator",
    Permission.MAIL_CHOOSE: "member buyer moderator operator",
    Permission.PROOF_SEE: "moderator operator",
    Permission.PAPER_SEE: "operator",
    Permission.STOREFRONT_DECIDE: "operator",
    Permission.GOODS_RULE_KEEP: "operator",
    Permission.POST_WRITE: "member buyer moderator operator",
    Permission.POST_ANSWER: "member buyer moderator operator",
    Permission.FOLLOW_KEEP: "member buyer moderator operator",
    Permission.MUTE_KEEP: "member buyer moderator operator",
    Permission.POST_HIDE: "moderator operator",
    Permission.GROUP_START: "member buyer moderator operator",
    Permission.GROUP_JOIN: "member buyer moderator operator",
    Permission.MODERATION_KEEP: "operator",
    Permission.SITE_KEEP: "operator",
}


def test_every_permission_and_role_is_pinned() -> None:
    assert set(MATRIX) == set(Permission)
    for permission, roles in MATRIX.items():
        assert {role for role in ROLES if can(member(role), permission)} == set(roles.split()), permission
    assert all(p.count(":") == 1 for p in Permission)


@pytest.mark.parametrize("who", [visitor("en"), member(), member("king"), member("")])
def test_without_a_role_nothing_is_allowed(who: Viewer) -> None:
    assert not any(can(who, permission) for permission in Permission)


def test_what_reaches_others_needs_a_confirmed_address() -> None:
    unconfirmed = {p for p in Permission if can(member("member", "buyer", confirmed=False), p)}
    confirmed = {p for p in Permission if can(member("member", "buyer"), p)}
    reaching = {
        Permission.STOREFRONT_OPEN, Permission.BUYER_ASK, Permission.POST_WRITE, Permission.POST_ANSWER, Permission.FOLLOW_KEEP,
        Permission.GROUP_START, Permission.GROUP_JOIN,
    }  # fmt: skip
    assert confirmed - unconfirmed == reaching


def test_roles_add_up() -> None:
    both = member("moderator", "buyer")
    assert can(both, Permission.PRODUCT_EDIT)
    assert can(both, Permission.DESK_SEE)


def test_operators_shut_out_neither_themselves_nor_each_other() -> None:
    me = member("operator", id=1)
    other, another = member("member", "moderator", id=2).member, member("operator", id=3).member
    assert set(PREDICATES) == {Permission.MEMBER_SUSPEND}
    assert can(me, Permission.MEMBER_SUSPEND, other)
    assert not can(me, Permission.MEMBER_SUSPEND, another)
    assert not can(member("operator", id=2), Permission.MEMBER_SUSPEND, other)
    assert not can(member("moderator", id=1), Permission.MEMBER_SUSPEND, other)
    assert not can(visitor("en"), Permission.MEMBER_SUSPEND, other)


@pytest.fixture
def desk(app: Any) -> None:
    """A page for moderators."""
    view = requires(Permission.DESK_SEE)(lambda: "好")
    app.add_url_rule("/t/desk", endpoint="t.desk", view_func=view, methods=["GET", "POST"])


@pytest.mark.usefixtures("desk")
def test_visitors_are_sent_to_sign_in_and_come_back_to_what_they_read(client: Any) -> None:
    answer = client.get("/en/t/desk?a=1&b=%2F%2Fevil")
    assert answer.status_code in (302, 303)
    assert answer.headers["Location"] == "/en/sign-in?next=%2Fen%2Ft%2Fdesk%3Fa%3D1%26b%3D%252F%252Fevil"
    assert client.get("/en/t/desk", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/en/sign-in"


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("name", "status"), [("nina", 403), ("mei", 403), ("mo", 200), ("ou", 200)])
def test_members_without_the_right_are_refused(cast: Any, name: str, status: int) -> None:
    assert cast.client(getattr(cast, name)).get("/en/t/desk").status_code == status


@pytest.fixture
def limited() -> Any:
    """A small application with limits switched on, as outside of tests."""
    small = Flask("limited")
    small.extensions["miquan"] = from_environment({"MIQUAN_DATA": "/nonexistent"}, testing=True)
    limiter = Limiter(lambda: small.config["WHO"], headers_enabled=True, strategy="moving-window")
    small.config.update(RATELIMIT_STORAGE_URI="memory://", WHO="one")
    limiter.init_app(small)
    small.add_url_rule("/read", endpoint="read", view_func=limiter.limit("600 per minute")(lambda: "ok"))
    small.add_url_rule("/report", endpoint="report", view_func=limiter.limit(limits.REPORTING)(lambda: "ok"))
    return small


def test_limits_count_each_one_by_themselves(limited: Any) -> None:
    client = limited.test_client()
    assert {client.get("/report").status_code for _ in range(20)} == {200}
    refused = client.get("/report")
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    assert client.get("/read").status_code == 200
    limited.config["WHO"] = "two"
    assert client.get("/report").status_code == 200


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"), ("2001:db8:0:7:a:b:c:d", "2001:db8:0:7::/64"),
        ("2001:db8:0:7::1", "2001:db8:0:7::/64"), ("2001:db8:0:8::1", "2001:db8:0:8::/64"), ("nowhere", "nowhere"),
    ],
)  # fmt: skip
def test_an_address_is_counted_with_all_that_its_holder_can_take(app: Any, told: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": told}):
        assert limits.network_address() == counted


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_limit_counts_the_member_or_else_the_address(app: Any, cast: Any, signed_in: bool) -> None:
    app.add_url_rule("/t/who", endpoint="t.who", view_func=limits.who)
    client = cast.client(cast.nina if signed_in else None)
    said = client.get("/en/t/who", environ_base={"REMOTE_ADDR": "203.0.113.9"}).get_data(as_text=True)
    assert said == (f"member:{cast.nina.id}" if signed_in else "address:203.0.113.9")
    assert limits.limiter.enabled is False, "tests are not limited"
