"""Members coming and going at once: counters are their rows, links let in as many as they say, an owner stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from flask import current_app

from miquan.db import database
from miquan.departures.registry import SECTIONS
from miquan.groups import actions, tokens
from miquan.groups.models import Group, GroupInvite, Membership
from miquan.groups.queries.roles import role_of
from miquan.groups.recounting import recount
from miquan.groups.rules import NotHere, NotReady
from tests.cast import Cast
from tests.groups.test_acts import begun

MEMBERS = 24


def at_once(acts: list[Callable[[], Any]]) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def run(act: Callable[[], Any]) -> None:
        with app.app_context():
            try:
                with suppress(NotHere, NotReady):
                    act()
            finally:
                if not database.is_closed():
                    database.close()

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(run, acts))


def test_who_comes_and_goes_is_counted(app: Any, cast: Cast) -> None:
    group = begun(cast)
    members = [cast.member(f"member_{n}", f"會員{n}").id for n in range(MEMBERS)]

    def busy(number: int) -> None:
        me = members[number]
        actions.join(group.id, by=me)
        if number % 3 == 0:
            actions.leave(group.id, by=me)
        if number % 3 == 1:
            actions.ban(group.id, me, "", None, by=cast.mei.id)

    at_once([lambda n=n: busy(n % MEMBERS) for n in range(2 * MEMBERS) if n % MEMBERS % 3 != 1 or n < MEMBERS])  # type: ignore[misc]
    inside = Membership.select().where(Membership.group == group.id, Membership.role != "banned").count()
    assert Group.get_by_id(group.id).members == inside == 1 + MEMBERS // 3
    assert recount() == 0


def test_two_owners_who_leave_at_once_do_not_both_go(app: Any, cast: Cast) -> None:
    for number in range(3):
        group = begun(cast, slug=f"tea-{number}")
        actions.join(group.id, by=cast.tang.id)
        actions.set_role(group.id, cast.tang.id, "owner", by=cast.mei.id)
        at_once([lambda who=who, id_=group.id: actions.leave(id_, by=who) for who in (cast.mei.id, cast.tang.id)])  # type: ignore[misc]
        owners = Membership.select().where(Membership.group == group.id, Membership.role == "owner").count()
        assert (owners, Group.get_by_id(group.id).members) == (1, 1)


def test_a_link_for_five_lets_five_in(app: Any, cast: Cast) -> None:
    group = begun(cast)
    made = actions.invite(group.id, by=cast.mei.id, most=5)
    token = tokens.token_of(made)
    members = [cast.member(f"member_{n}", f"會員{n}").id for n in range(12)]
    at_once([lambda me=me: actions.come_in(token, by=me) for me in members])  # type: ignore[misc]
    assert (GroupInvite.get_by_id(made.id).uses, Group.get_by_id(group.id).members) == (5, 6)
    assert recount() == 0


def test_an_owner_who_is_erased_while_others_leave_leaves_an_owner(app: Any, cast: Cast) -> None:
    group = begun(cast)
    members = [cast.member(f"member_{n}", f"會員{n}").id for n in range(8)]
    for me in members:
        actions.join(group.id, by=me)
    erase = next(section.erase for section in SECTIONS if section.name == "memberships")
    leaving = [lambda me=me: actions.leave(group.id, by=me) for me in members[1:]]  # type: ignore[misc]
    at_once([lambda: erase(cast.mei.id, False), *leaving])
    owners = [row.member_id for row in Membership.select().where(Membership.role == "owner")]
    assert len(owners) == 1
    assert role_of(owners[0], group.id) == "owner"
    assert recount() == 0
