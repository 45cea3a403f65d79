"""What new members say first: posts, threads and replies, the oldest first, and how many in the tab."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import now
from miquan.moderation import newcomers, queues
from miquan.moderation.deciding import Wish, decide
from miquan.threads.models import Reply, Thread
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import published
from tests.threads.filled import grouped, replied, threaded


def test_first_threads_and_replies_wait_beside_first_posts(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, closed = grouped(owner=cast.mei), grouped("closed", owner=cast.mei, visibility="private")
    thread = threaded(group, cast.nina, "新人的話題")
    replies = [replied(thread, cast.nina, f"第{n}則") for n in range(4)]
    post = published(cast.nina, "新人的帖")
    replied(thread, cast.mei, "老會員的回覆")
    threaded(closed, cast.nina, "私密群裡的話題")
    Thread.update(created_at=now() - timedelta(hours=2)).where(Thread.id == thread.id).execute()
    Reply.update(created_at=now() - timedelta(hours=1)).where(Reply.id == replies[2].id).execute()
    Member.update(created_at=now() - timedelta(days=90)).where(Member.id != cast.nina.id).execute()
    path = "/zh-hant/desk/queue/first-posts"
    page = Browser(app, cast.mo).get(path)
    expected = [f"thread-{thread.id}-0", f"reply-{replies[2].id}-0"]
    expected += [f"reply-{replies[0].id}-0", f"reply-{replies[1].id}-0", f"post-{post.id}-0"]
    assert [e.get("value") for e in page.all("input", name="thing")] == expected
    assert queues.counts()["first-posts"] == queues.counts()["all"] == "5"
    monkeypatch.setattr(newcomers, "PAGE", 3)
    newcomers._YOUNG._written.clear()
    first, after = newcomers.first_said(queues.Filters())
    rest, end = newcomers.first_said(queues.Filters(before=after))
    assert ([f"{row.box}" for row in (*first, *rest)], end) == (expected, "")
    newcomers._YOUNG._written.clear()
    decide("reply", replies[0].id, Wish("discard", "other"), by=cast.mo.id)
    assert queues.waiting()["first-posts"] == 4
