"""Threads of a group in their orders, by key, with what the reader has not read."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.boards import actions as boards
from miquan.boards.models import Save
from miquan.boards.queries import in_none, kept
from miquan.db import counting_queries, now
from miquan.follows.models import Block
from miquan.threads import actions, rules
from miquan.threads.models import Thread
from miquan.threads.queries.lists import listed
from miquan.viewer import Viewer, seen_by
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded


def reader(member: Any) -> Viewer:
    return Viewer(lang="zh-hant", currency="TWD", zone="UTC", root="/zh-hant", member=member)


def as_member(app: Any, member: Any, ask: Any) -> Any:
    def run() -> Any:
        with app.test_request_context("/zh-hant/"), seen_by(reader(member)):
            return ask()

    return alone(run)


def titles(app: Any, member: Any, group: Any, sort: str = "active") -> list[str]:
    """Over all pages."""
    found, before = [], ""
    while True:
        page = as_member(app, member, lambda before=before: listed(group.id, sort, before))
        found += [row.title for row in page.rows]
        before = page.next
        if not before:
            return found


@pytest.mark.parametrize("sort", rules.SORTS)
def test_pages_go_on_by_key_without_gaps(app: Any, cast: Cast, sort: str) -> None:
    group = grouped(owner=cast.mei)
    for number in range(45):
        # Some at the same moment: the id decides.
        at = now() - timedelta(minutes=number // 3)
        threaded(group, cast.mei, f"第{number}個", created_at=at, active_at=at, hotness=1_000 - number // 3)
    found = titles(app, cast.mei, group, sort)
    assert len(found) == len(set(found)) == 45
    assert found[:3] == ["第2個", "第1個", "第0個"]
    assert found[-1] == "第42個"


def test_orders_differ_and_what_is_pinned_stands_first_once(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    old = threaded(group, cast.mei, "老的", created_at=now() - timedelta(days=3), hotness=9)
    threaded(group, cast.mei, "新的", active_at=now() - timedelta(days=1))
    threaded(group, cast.mei, "置頂", pinned_at=now(), active_at=now() - timedelta(days=9))
    threaded(group, cast.mei, "收起來的", state="hidden")
    replied(old, cast.mei)
    assert titles(app, cast.nina, group) == ["置頂", "老的", "新的"]
    assert titles(app, cast.nina, group, "new") == ["置頂", "新的", "老的"]
    assert titles(app, cast.nina, group, "top") == ["置頂", "老的", "新的"]
    assert titles(app, cast.nina, group, "no such order") == ["置頂", "老的", "新的"]
    for title, answer in (("誰知道", None), ("知道了", 1)):
        told = {"kind": "question", "flair": "已解決", "accepted": answer, "accepted_at": now() if answer else None}
        threaded(group, cast.mei, title, pinned_at=now() - timedelta(days=1), **told)
    browser, here = Browser(app), f"/zh-hant/g/{group.slug}"
    for only, shown in (
        ("open", ["誰知道"]),
        ("question", ["知道了", "誰知道"]),
        ("deal", []),
        ("discussion", ["老的", "新的", "置頂"]),
    ):
        page = browser.get(f"{here}?only={only}&sort=active")
        assert [
            one.rpartition(" ")[2]
            for one in page.words("h3")
            if one.rpartition(" ")[2] in (*shown, "誰知道", "知道了", "老的", "新的")
        ] == shown
    assert "沒有這樣的話題" in browser.get(f"{here}?only=deal").text
    (question,) = browser.get(f"{here}?only=question").words("ol")
    assert (question.count("有解答"), question.count("已解決")) == (1, 1), "the same is not said twice"
    assert f'href="{here}?only=open&amp;sort=new" ' in browser.get(f"{here}?sort=new").text


def test_rows_say_what_came_since_and_who_spoke(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    thread = threaded(group, cast.mei, "哪一家的茶", lang="zh-hans")
    for who in (cast.nina, cast.tang, cast.mei, cast.nina):
        replied(thread, who)
    actions.read_through(thread.id, 1, by=cast.ruo.id)
    row = as_member(app, cast.ruo, lambda: listed(group.id)).rows[0]
    assert (row.unread, row.unread_url.partition("?")[2]) == (3, "at=2#r2")
    assert [face.handle for face in row.faces] == ["nina", "tang"]
    assert as_member(app, cast.tang, lambda: listed(group.id)).rows[0].unread == 0
    actions.read_through(thread.id, 0, by=cast.ruo.id)
    assert as_member(app, cast.ruo, lambda: listed(group.id)).rows[0].unread == 3


def test_a_block_takes_threads_and_faces_out(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    replied(threaded(group, cast.mei, "看得到"), cast.tang)
    threaded(group, cast.tang, "看不到")
    Block.create(member=cast.tang.id, blocked=cast.nina.id)
    page = as_member(app, cast.nina, lambda: listed(group.id))
    assert [(row.title, row.faces) for row in page.rows] == [("看得到", [])]


def test_as_many_queries_for_one_as_for_fifty(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    replied(threaded(group, cast.mei), cast.nina)

    def asked() -> int:
        def ask() -> int:
            with counting_queries() as seen:
                listed(group.id)
            return len(seen)

        return int(as_member(app, cast.mei, ask))

    one = asked()
    for number in range(50):
        replied(threaded(group, cast.mei, f"第{number}個"), cast.nina)
    assert asked() == one == 3


def test_kept_threads_stand_among_other_things_for_those_who_may_see_them(app: Any, cast: Cast) -> None:
    open_, hidden = grouped(owner=cast.mei), grouped("secret", cast.mei, visibility="unlisted")
    inside = grouped("inside", cast.mei, visibility="private")
    joined(inside, cast.nina)
    threads = [threaded(group, cast.mei, group.slug) for group in (open_, hidden, inside)]
    for thread in threads:
        boards.save("thread", thread.id, by=cast.nina.id)
    mine = as_member(app, cast.nina, lambda: in_none(cast.nina.id))
    assert [mine.threads[id_].title for _kind, id_ in mine.order] == ["inside", "secret", "kyoto-tea"]
    others = as_member(app, None, lambda: kept(Save.member == cast.nina.id, listed=True))
    assert [row.title for row in others.threads.values()] == ["kyoto-tea"]
    Thread.update(state="hidden").where(Thread.id == threads[0].id).execute()
    assert as_member(app, None, lambda: kept(Save.member == cast.nina.id, listed=True)).order == []
