"""Roles, what each may do, and a group found through its reader."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from miquan.db import now
from miquan.groups.models import GroupAddress
from miquan.groups.queries.finding import group_page, moved_to
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import INSIDE, Verb, may, outranks
from miquan.viewer import seen_by, viewer
from tests.cast import Cast
from tests.threads.filled import grouped, joined


@pytest.fixture(autouse=True)
def a_request(app: Any) -> Any:
    with app.test_request_context("/zh-hant/"):
        yield


def read_by(member: Any) -> Any:
    return seen_by(replace(viewer(), member=member))


def test_what_each_role_may() -> None:
    allowed = {role: {verb for verb in Verb if may(role, verb)} for role in ("", "applicant", "banned", *INSIDE)}
    assert allowed == {
        "": set(), "applicant": set(), "banned": set(),
        "member": {Verb.WRITE}, "moderator": {Verb.WRITE, Verb.TEND}, "owner": {Verb.WRITE, Verb.TEND, Verb.CHANGE},
    }  # fmt: skip


def test_who_may_put_whom_out() -> None:
    assert outranks("owner", "moderator")
    assert outranks("moderator", "member")
    assert outranks("moderator", "banned")
    for who, whom in (("moderator", "moderator"), ("moderator", "owner"), ("owner", "owner"), ("member", "member")):
        assert not outranks(who, whom)


def test_a_role_is_what_the_row_says_and_a_ban_ends(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.tang, "applicant")
    joined(group, cast.ruo, "banned", until=now() + timedelta(days=1))
    joined(group, cast.nina, "banned", until=now() - timedelta(days=1))
    joined(group, cast.mo, "banned")
    roles = [role_of(m and m.id, group.id) for m in (cast.mei, cast.tang, cast.ruo, cast.nina, cast.mo, cast.ou, None)]
    assert roles == ["owner", "applicant", "banned", "", "banned", "", ""]


def test_a_group_is_found_through_its_reader(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    GroupAddress.create(group=group.id, slug="tea-of-kyoto")
    with read_by(cast.mei):
        found = group_page("kyoto-tea")
        assert found is not None
        assert (found.role, found.is_inside, found.reads, found.writes) == ("owner", True, True, True)
        assert moved_to("tea-of-kyoto") == "kyoto-tea"
    for outsider in (None, cast.nina):
        with read_by(outsider):
            assert group_page("kyoto-tea") is None
            assert moved_to("tea-of-kyoto") == ""


def test_whose_words_are_for_members_shows_its_front_alone(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei, visibility="members")
    with read_by(cast.nina):
        found = group_page("kyoto-tea")
        assert found is not None
        assert (found.reads, found.writes, found.is_indexed) == (False, False, False)


def test_an_archived_group_takes_no_words(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei, archived_at=now())
    with read_by(cast.mei):
        found = group_page("kyoto-tea")
        assert found is not None
        assert found.reads
        assert not found.writes
