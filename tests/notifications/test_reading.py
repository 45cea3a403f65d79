"""What may be seen is judged when it is read: rows, counts and the bar say nothing of what their reader may not see."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.sessions import _open
from miquan.accounts.standing import shut_out
from miquan.bulk import insert_rows
from miquan.circle import actions as circle
from miquan.circle.models import Post
from miquan.db import counting_queries, database, now, transaction
from miquan.follows.actions import block, follow, mute, unblock
from miquan.notifications.actions.choosing import choose
from miquan.notifications.actions.fanning import BATCH, fan_out
from miquan.notifications.actions.reading import seen
from miquan.notifications.models import Notice, NoticeCause
from miquan.notifications.queries import unread
from miquan.notifications.queries.visible import visible
from miquan.notifications.registry import TYPES
from miquan.notifications.rules import GATHERED
from miquan.notifications.telling import Many
from miquan.products.actions import archive
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.filled import commented, published
from tests.circle.test_posts import posted
from tests.notifications.filled import noticed
from tests.notifications.telling import rows, sentences, told
from tests.threads.filled import grouped, joined, replied, threaded

# Brackets that SQLite's parser must still have room for.
SPARE = 12


def test_nobody_is_told_of_themselves(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊 @mei")
    circle.like(post.id, by=cast.mei.id)
    circle.write_comment(post.id, "我自己說 @mei", by=cast.mei.id)
    assert sentences(cast.mei) == []
    assert Notice.select().count() == 0


@pytest.mark.parametrize("who", ["reader", "other"])
def test_a_block_hides_both_ways_also_what_was_told_before(app: Any, cast: Cast, who: str) -> None:
    post = posted(cast.mei, "去了河邊")
    for member in (cast.nina, cast.tang):
        circle.like(post.id, by=member.id)
    assert sentences(cast.mei) == ["阿棠、妮娜喜歡你的帖「去了河邊」"]
    one, other = (cast.mei, cast.tang) if who == "reader" else (cast.tang, cast.mei)
    block(other.id, by=one.id)
    assert sentences(cast.mei) == ["妮娜喜歡你的帖「去了河邊」"]
    circle.unlike(post.id, by=cast.nina.id)
    assert sentences(cast.mei) == []
    unblock(other.id, by=one.id)
    assert sentences(cast.mei) == ["阿棠喜歡你的帖「去了河邊」"]


def test_who_is_muted_is_not_heard_and_who_was_shut_out_neither(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    mute("member", target=cast.nina.id, by=cast.mei.id)
    circle.like(post.id, by=cast.nina.id)
    told()
    assert Notice.select().count() == 0, "nothing is even written"
    circle.like(post.id, by=cast.tang.id)
    assert sentences(cast.mei) == ["阿棠喜歡你的帖「去了河邊」"]
    with transaction():
        shut_out(cast.tang.id)
    assert sentences(cast.mei) == []


def test_what_is_hidden_or_gone_is_not_told(app: Any, cast: Cast) -> None:
    assert cast.nina
    post = posted(cast.mei, "和@nina 去了河邊")
    assert len(sentences(cast.nina)) == 1
    circle.hide(post.id, by=cast.mo.id, reason="看看")
    assert sentences(cast.nina) == []
    circle.show(post.id, by=cast.mo.id)
    assert len(sentences(cast.nina)) == 1
    Post.update(visibility="followers").where(Post.id == post.id).execute()
    assert sentences(cast.nina) == []
    follow("member", cast.mei.id, by=cast.nina.id)
    assert len(sentences(cast.nina)) == 1
    circle.remove(post.id, by=cast.mei.id)
    assert sentences(cast.nina) == []
    assert Notice.select().where(Notice.kind == "post").count() == 0, "what is gone for good is forgotten"


def test_what_is_said_in_a_private_group_is_for_those_who_are_in_it(app: Any, cast: Cast) -> None:
    group = grouped("secret", cast.mei, visibility="private")
    membership = joined(group, cast.nina)
    reply = replied(threaded(group, cast.mei, "只有我們知道"), cast.mei, "@nina 來")
    cause = NoticeCause.create(type="mention", kind="reply", subject=reply.id, actor=cast.mei.id, told_at=now())
    noticed(cast.nina, cause)
    assert sentences(cast.nina) == ["林美在「只有我們知道」提到你"]
    membership.delete_instance()
    assert sentences(cast.nina) == []
    assert "只有我們知道" not in Browser(app, cast.nina).get("/zh-hant/me/notifications").text


def test_a_type_that_is_turned_off_is_told_no_more(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    circle.like(post.id, by=cast.nina.id)
    assert len(sentences(cast.mei)) == 1
    choose(cast.mei.id, {"like": "off"})
    assert sentences(cast.mei) == []
    circle.like(post.id, by=cast.tang.id)
    told()
    choose(cast.mei.id, {"like": "here"})
    assert sentences(cast.mei) == ["妮娜喜歡你的帖「去了河邊」"]


def test_new_goods_come_together_and_once_a_day(app: Any, cast: Cast) -> None:
    from miquan.notifications.subscribers import tell_waiting

    follow("storefront", cast.kyoto.id, by=cast.nina.id)
    bowl = cast.product("志野茶碗")
    cast.product("手捏杯子")
    assert sentences(cast.nina) == []
    tell_waiting()
    assert sentences(cast.nina) == ["林美的小店帶回了2件新東西"]
    assert (rows(cast.nina)[0].url, rows(cast.nina)[0].words) == ("/zh-hant/@mei", "手捏杯子、志野茶碗")
    archive(bowl.id, by=cast.mei.id)
    assert sentences(cast.nina) == ["林美的小店帶回了新東西"], "of one it says which"
    assert (rows(cast.nina)[0].words, rows(cast.nina)[0].url != "/zh-hant/@mei") == ("手捏杯子", True)
    seen(cast.nina.id, [rows(cast.nina)[0].id], 2**31)
    cast.product("新的盤子")
    told()
    tell_waiting()
    assert len(sentences(cast.nina)) == 1, "a day has not passed"
    assert rows(cast.nina)[0].is_read


def test_new_goods_of_a_week_are_one_row_however_often_it_was_read(app: Any, cast: Cast) -> None:
    follow("storefront", cast.kyoto.id, by=cast.nina.id)
    follow("storefront", cast.kyoto.id, by=cast.tang.id)
    for n in range(5):
        cast.product(f"第{n}只碗")
        told()
        _a_day_later()
        if n < 4:
            seen(cast.nina.id, [row.id for row in rows(cast.nina)], 2**31)
    assert sentences(cast.nina) == ["林美的小店帶回了5件新東西"]
    assert not rows(cast.nina)[0].is_read
    assert rows(cast.nina)[0].words == "第4只碗、第3只碗、第2只碗"
    assert sentences(cast.tang) == sentences(cast.nina), "as for who has read none of it"
    assert Notice.select().count() == 2
    seen(cast.nina.id, [rows(cast.nina)[0].id], 2**31)
    NoticeCause.update(at=now() - GATHERED).execute()
    for n in range(5, 7):
        cast.product(f"第{n}只碗")
        told()
        _a_day_later()
    assert sentences(cast.nina) == ["林美的小店帶回了2件新東西", "林美的小店帶回了5件新東西"]
    assert [row.is_read for row in rows(cast.nina)] == [False, True]


def _a_day_later() -> None:
    from miquan.notifications.subscribers import tell_waiting

    NoticeCause.update(told_at=now() - timedelta(days=2)).where(NoticeCause.told_at.is_null(False)).execute()
    tell_waiting()


def test_many_are_told_in_batches_and_a_second_time_changes_nothing(app: Any, cast: Cast) -> None:
    from miquan.accounts.models import Member

    hashed = cast.mei.password
    Member.insert_many(
        [
            {"email": f"m{n}@example.org", "fs_uniquifier": f"u{n}", "handle": f"many_{n}", "display_name": f"人{n}", "password": hashed}
            for n in range(BATCH + 50)
        ]
    ).execute()  # fmt: skip
    post = published(cast.mei, "去了河邊")
    cause = NoticeCause.create(type="follow_up", kind="post", subject=post.id, actor=cast.mei.id, thing=post.id)
    everyone = Many(Member.select(Member.id), Member.id)
    with counting_queries() as asked:
        fan_out(TYPES["follow_up"], [cause], everyone)
    assert len(asked) < 20
    written = Notice.select().count()
    assert written == Member.select().count() - 1, "all but who did it"
    read = Notice.select().first()
    seen(read.member_id, [read.id], cause.id)
    fan_out(TYPES["follow_up"], [cause], everyone)
    assert Notice.select().count() == written


def test_a_bar_says_no_more_than_a_hundred(app: Any, cast: Cast) -> None:
    for n in range(105):
        post = published(cast.mei, f"第{n}天")
        cause = NoticeCause.create(type="comment", kind="post", subject=post.id, actor=cast.nina.id, told_at=now())
        cause.thing = commented(post, cast.nina, "真好").id
        cause.save()
        noticed(cast.mei, cause)
    assert unread.count(cast.mei.id) == 105
    assert ">99+<" in Browser(app, cast.mei).get("/zh-hant/me").text


def test_an_inbox_of_ten_thousand_asks_twelve_times_at_most(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    comment = commented(post, cast.nina, "真好")
    likes = [
        NoticeCause.create(type="like", kind="post", subject=post.id, actor=cast.nina.id, told_at=now()),
        NoticeCause.create(type="comment", kind="post", subject=post.id, actor=cast.nina.id, thing=comment.id, told_at=now()),
        NoticeCause.create(type="follow", kind="member", subject=cast.mei.id, actor=cast.nina.id, told_at=now()),
    ]  # fmt: skip
    circle.like(post.id, by=cast.nina.id)
    follow("member", cast.mei.id, by=cast.nina.id)
    noticed(cast.mei, likes[0])
    browser = Browser(app, cast.mei)

    def asked() -> int:
        with counting_queries() as found:
            assert browser.client.get("/zh-hant/me/notifications").status_code == 200
        return len(found)

    alone(asked)
    insert_rows(
        Notice,
        [
            {
                "member": cast.mei.id, "type": c.type, "kind": c.kind, "subject": c.subject, "first": c.id, "last": c.id,
                "closed": n, "at": now(), "read_at": now(),
            }
            for n in range(100, 3_434) for c in likes
        ]
    )  # fmt: skip
    assert alone(asked) <= 12
    page = browser.get("/zh-hant/me/notifications")
    assert len(page.all("li", class_="notice")) == 30
    later = browser.get(page.all("a", rel="next")[0].get("href") or "")
    assert len(later.all("li", class_="notice")) == 30
    shown = {e.get("id") for e in page.all("li", class_="notice")}
    assert not shown & {e.get("id") for e in later.all("li", class_="notice")}


def test_sqlite_could_parse_much_more(app: Any, cast: Cast) -> None:
    """Its parser takes a hundred things in each other, and the condition stands deep in the question for a session."""
    for query in (_open("x"), Notice.select().where(visible())):
        sql, params = query.sql()
        database.execute_sql(f"SELECT {'(' * SPARE}EXISTS({sql}){')' * SPARE}", params)
