"""Groups and threads are found, counted and advised by those who may know of them; of what is private outsiders learn nothing."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from miquan.accounts.models import Member
from miquan.db import now
from miquan.groups.models import Group
from miquan.search import indexing
from miquan.search.kinds import THREADS
from miquan.search.service import find
from miquan.threads.models import Thread
from tests.browsing import Browser
from tests.cast import Cast
from tests.search.test_kinds import counts, page
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_visible import OUTSIDE

READERS = ("visitor", "stranger", "applicant", "banned", "moderator of the site", "member", "moderator", "owner")
INSIDERS = READERS[-3:]
THREAD = r'href="/[\w-]+/g/[\w-]+/t/(\d+)-[^"?#]*"'


def scene(cast: Cast, visibility: str) -> tuple[Group, Thread]:
    """A group with one thread and a reply, and a member in every role."""
    group = grouped("quartz-circle", cast.mei, name="Zephyrquartz 夜談", visibility=visibility)
    joined(group, cast.tang)
    joined(group, cast.member("ling", "玲"), "moderator")
    joined(group, cast.nina, "applicant")
    joined(group, cast.ruo, "banned", until=now() + timedelta(days=1))
    thread = threaded(group, cast.mei, "Moonberry 祕密花園", body="開頭說的是竹簍")
    replied(thread, cast.tang, "後來說到夜談 kettlestone")
    indexing.rebuild()
    return group, thread


def reading(app: Any, cast: Cast, reader: str) -> Browser:
    if reader == "visitor":
        return Browser(app)
    names = dict(zip(READERS[1:], ("ruo", "nina", "ruo", "mo", "tang", "ling", "mei"), strict=True))
    names["stranger"] = "ou"
    if reader == "moderator":
        return Browser(app, Member.get(Member.handle == "ling"))
    return Browser(app, getattr(cast, names[reader]))


def threads_in(found: Any) -> set[int]:
    return {int(id_) for id_ in re.findall(THREAD, found.text)}


@pytest.mark.parametrize("visibility", OUTSIDE)
def test_only_those_who_may_know_find_and_count(app: Any, cast: Cast, visibility: str) -> None:
    _group, thread = scene(cast, visibility)
    knows, _by_address, reads, _read_there = OUTSIDE[visibility]
    for reader in READERS:
        browser, inside = reading(app, cast, reader), reader in INSIDERS
        # The group's name, and what a reply says.
        found = page(browser, "夜談", "threads")
        assert counts(found)[3:5] == [int(inside or reads), int(inside or knows)], reader
        assert threads_in(found) == ({thread.id} if inside or reads else set()), reader
        assert ("/g/quartz-circle" in page(browser, "夜談", "groups").text) == (inside or knows), reader
        typed = browser.get("/zh-hant/search/suggestions?q=Zephyr").text
        assert ("/g/quartz-circle" in typed) == (inside or knows), reader


@pytest.mark.parametrize("visibility", OUTSIDE)
def test_no_advice_and_no_suggestion_gives_away_what_is_not_for_everyone(app: Any, cast: Cast, visibility: str) -> None:
    """Not even to those who may read it: what is advised comes from titles that are for everybody."""
    scene(cast, visibility)
    knows, _by_address, reads, _read_there = OUTSIDE[visibility]
    for who in (None, cast.ruo, cast.tang):
        browser = Browser(app, who)
        assert ("zephyrquartz" in page(browser, "zephyrquertz").text) == knows
        assert ("moonberry" in page(browser, "moonbery").text) == reads
        assert "花園" not in browser.get(f"/zh-hant/search/suggestions?q={quote('祕密')}").text


@pytest.mark.parametrize("visibility", ["members", "private"])
def test_what_outsiders_are_told_does_not_depend_on_what_is_said_inside(app: Any, cast: Cast, visibility: str) -> None:
    """Advice, ranks and "only a part of the words" are the same whether the words stand in a group that they do not read."""
    outside = threaded(grouped("open-one", cast.mei), cast.mei, "kettlestone 與茶", body="公開的")
    indexing.rebuild()
    asked = ["kettlestune", "kettlestone 與茶", "moonberry kettlestone"]
    before = [body(page(Browser(app), query, "threads")) for query in asked]
    hits = [find(query, THREADS).hits for query in asked]
    group, _thread = scene(cast, visibility)
    threaded(group, cast.mei, "kettlestune moonberry 與茶")
    indexing.rebuild()
    assert [body(page(Browser(app), query, "threads")) for query in asked] == before
    for told, then in zip((find(query, THREADS).hits for query in asked), hits, strict=True):
        assert (told.ids.tolist(), told.relaxed, told.did_you_mean) == (
            then.ids.tolist(),
            then.relaxed,
            then.did_you_mean,
        )
    assert outside.id in find("kettlestone", THREADS, within=[group.id]).hits.ids
    assert len(find("kettlestune", THREADS, within=[group.id]).hits.ids) == 1


def body(found: Any) -> str:
    """The middle of a page, but for the moments in it."""
    return re.sub(r"<time.*?</time>", "", found.text.partition("<main")[2].partition("</main>")[0])
