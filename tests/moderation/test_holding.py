"""What waits for a moderator before others see it: what is blocked, repeated, or said by whoever is limited."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.circle.models import Comment, Post
from miquan.circle.rules import NotReady, PictureWords, PostWords
from miquan.db import now
from miquan.groups.models import Group
from miquan.media.actions import store_picture
from miquan.moderation import rules
from miquan.moderation.appealing import appeal
from miquan.moderation.blocking import block, meant, unblock
from miquan.moderation.deciding import Wish, decide
from miquan.moderation.hearing import answer
from miquan.moderation.judging import REPEATED, REPEATED_BY_ALL, forget
from miquan.moderation.likeness import holds_host, holds_word, host_of, hosts_in, is_near, likeness
from miquan.moderation.models import BlockEntry, Decision, Hold, Said
from miquan.outbox import EventRow
from miquan.threads import actions as threads
from miquan.threads.models import Reply, Thread
from miquan.threads.rules import Said as ThreadSaid
from miquan.threads.rules import ThreadWords
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.site.world import picture_bytes
from tests.threads.filled import grouped, joined, threaded
from tests.threads.test_pages import numbers, path

LONG = "今天在今宮的老店看到一只很好看的茶碗，口緣有一處金繼，我問了三次價錢。"


def said(member: Member, body: str, **more: Any) -> Post:
    return circle.publish(circle.save_post(PostWords(body=body, **more), by=member.id).id, by=member.id)


def events() -> list[str]:
    return [row.name for row in EventRow.select().order_by(EventRow.id)]


def test_a_held_post_is_seen_by_its_author_only_until_it_is_let_out(app: Any, cast: Cast) -> None:
    block("word", "加我微信", "hold", by=cast.ou.id)
    post = said(cast.mei, "想買的加我微信 #tea")
    assert (post.state, post.published_at) == ("hidden", None)
    assert "post.published" not in events()
    for reader in (None, cast.nina):
        assert Browser(app, reader).get(f"/zh-hant/c/{post.id}-{post.slug}").status == 404
    assert Browser(app, cast.mei).get(f"/zh-hant/c/{post.id}-{post.slug}").status == 200
    page = Browser(app, cast.mei).get("/zh-hant/me/decisions")
    assert "等人看過才會出現" in page.text
    assert "加我微信" not in page.text
    assert "加我微信" in Browser(app, cast.mo).get("/zh-hant/desk/queue/holds").text
    decide("post", post.id, Wish("release", "other"), by=cast.mo.id)
    post = Post.get_by_id(post.id)
    assert (post.state, post.state_reason) == ("published", "")
    assert post.published_at
    assert events().count("post.published") == 1
    assert Browser(app).get(f"/zh-hant/c/{post.id}-{post.slug}").status == 200
    assert Member.get_by_id(cast.mei.id).posts == 1
    assert "等人看過才會出現" not in Browser(app, cast.mei).get("/zh-hant/me/decisions").text


def test_a_held_comment_counts_and_is_told_of_when_it_comes_out(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    block("host", "https://www.spam.example/buy", "hold", by=cast.ou.id)
    comment = circle.write_comment(post.id, "@tang 看 http://shop.spam.example/x", by=cast.nina.id)
    assert (comment.state, Post.get().comments) == ("hidden", 0)
    assert "comment.written" not in events()
    assert "spam.example" not in Browser(app).get(f"/zh-hant/c/{post.id}-{post.slug}").text
    decide("comment", comment.id, Wish("release", "other"), by=cast.mo.id)
    assert (Comment.get().state, Post.get().comments, events().count("comment.written")) == ("published", 1, 1)


def test_threads_and_replies_wait_too(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    open_thread = threaded(group, cast.mei)
    joined(group, cast.nina)
    block("word", "加我微信", "hold", by=cast.ou.id)
    reply = threads.write_reply(open_thread.id, ThreadSaid("想買的加我微信"), by=cast.nina.id)
    thread = threads.start_thread(
        group.id, ThreadWords("discussion", "加我微信", ThreadSaid("大家好")), by=cast.nina.id
    )
    assert (reply.state, thread.state) == ("hidden", "hidden")
    assert (Thread.get_by_id(open_thread.id).replies, Group.get().threads) == (0, 1)
    place = path(open_thread)
    own = Browser(app, cast.nina).get(place)
    assert (numbers(own), "等人看過，別人才看得到" in own.text, "加我微信" in own.text) == ([0, 1], True, True)
    assert not any("replies/1/likes" in (form.get("action") or "") for form in own.all("form"))
    for reader in (None, cast.tang, cast.mei):
        page = Browser(app, reader).get(place)
        assert (numbers(page), "不在了" in page.text, "加我微信" in page.text) == ([0], False, False)
        assert Browser(app, reader).get(f"{place}?at=1").status == 404
    for kind, id_ in (("reply", reply.id), ("thread", thread.id)):
        decide(kind, id_, Wish("release", "other"), by=cast.mo.id)
    assert (Reply.get_by_id(reply.id).state, Thread.get_by_id(thread.id).state) == ("published", "published")
    assert (Thread.get_by_id(open_thread.id).replies, Group.get().threads) == (1, 2)
    block("word", "賣假貨", "hold", by=cast.ou.id)
    threads.edit_reply(open_thread.id, reply.number, ThreadSaid("賣假貨"), by=cast.nina.id)
    assert Reply.get_by_id(reply.id).state == "hidden"
    threads.remove_reply(open_thread.id, reply.number, by=cast.nina.id)
    assert not Hold.select().where(Hold.settled_at.is_null()).exists()


def test_what_is_not_let_out_can_be_objected_to(app: Any, cast: Cast) -> None:
    block("word", "加我微信", "hold", by=cast.ou.id)
    post = said(cast.mei, "想買的加我微信")
    made = decide("post", post.id, Wish("refuse", "spam"), by=cast.mo.id)
    assert Post.get_by_id(post.id).state == "hidden"
    assert not Hold.select().where(Hold.settled_at.is_null()).exists()
    answer(appeal(made.id, "這是我自己的店", by=cast.mei.id).id, by=cast.ou.id, overturn=True)
    assert Post.get_by_id(post.id).state == "published"


@pytest.mark.parametrize("kind", ["word", "host", "picture"])
def test_what_is_refused_is_not_said_at_all(app: Any, cast: Cast, kind: str) -> None:
    file = store_picture(picture_bytes("#123456"), owner=cast.mei.id, purpose="post")
    value = {"word": "假貨", "host": "spam.example", "picture": file.sha256}[kind]
    block(kind, value, "refuse", by=cast.ou.id)
    with pytest.raises(NotReady) as error:
        said(cast.mei, "賣假貨 http://spam.example", pictures=(PictureWords(file.id, "碗"),))
    assert [problem.code for problem in error.value.problems] == ["blocked"]
    assert said(cast.mei, "別的話").state == "published"


def test_what_is_only_noted_comes_out_and_is_counted(app: Any, cast: Cast) -> None:
    block("word", "代購", "note", by=cast.ou.id)
    assert said(cast.mei, "代購茶碗").state == "published"
    assert BlockEntry.get().hits == 1


def test_a_clean_post_cannot_be_made_a_bad_one_afterwards(app: Any, cast: Cast) -> None:
    post = said(cast.mei, "乾淨的話")
    block("word", "加我微信", "hold", by=cast.ou.id)
    circle.save_post(PostWords(body="加我微信"), by=cast.mei.id, post_id=post.id)
    assert Post.get_by_id(post.id).state == "hidden"
    assert Member.get_by_id(cast.mei.id).posts == 0
    decide("post", post.id, Wish("release", "other"), by=cast.mo.id)
    assert Post.get_by_id(post.id).state == "published"
    comment = circle.write_comment(post.id, "乾淨的留言", by=cast.nina.id)
    circle.edit_comment(comment.id, "加我微信", by=cast.nina.id)
    assert (Comment.get_by_id(comment.id).state, Post.get_by_id(post.id).comments) == ("hidden", 0)


def test_whoever_is_limited_is_read_first(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    made = decide("post", post.id, Wish("limit", "spam", days=3), by=cast.mo.id)
    assert said(cast.mei, "又一篇").state == "hidden"
    assert Hold.get().reasons == ["limited"]
    Decision.update(until=now() - timedelta(seconds=1)).where(Decision.id == made.id).execute()
    assert said(cast.mei, "再一篇").state == "published"


def test_the_same_again_and_again_waits(app: Any, cast: Cast) -> None:
    states = [said(cast.mei, f"{LONG}{'！' * n}").state for n in range(REPEATED + 1)]
    assert states == ["published"] * REPEATED + ["hidden"]
    assert said(cast.mei, "完全不一樣的一件事：昨天在河邊散步，看到三隻白鷺，還有一隻很老的貓。").state == "published"


def test_changing_what_one_has_said_is_no_flood(app: Any, cast: Cast) -> None:
    post = said(cast.mei, LONG)
    comment = circle.write_comment(post.id, f"我也看到了：{LONG}", by=cast.nina.id)
    for turn in range(REPEATED + 2):
        circle.save_post(PostWords(body=f"{LONG}{turn}"), by=cast.mei.id, post_id=post.id)
        circle.edit_comment(comment.id, f"我也看到了：{LONG}{turn}", by=cast.nina.id)
    assert (Post.get().state, Comment.get().state) == ("published", "published")


def test_many_who_have_just_come_and_say_the_same_wait(app: Any, cast: Cast) -> None:
    people = [cast.member(f"fresh_{n}", f"新人{n}") for n in range(REPEATED_BY_ALL + 1)]
    assert [said(one, LONG).state for one in people] == ["published"] * REPEATED_BY_ALL + ["hidden"]
    Said.update(at=now() - timedelta(days=3)).execute()
    assert forget() == len(people)


def test_who_takes_it_away_leaves_nothing_to_look_at(app: Any, cast: Cast) -> None:
    block("word", "加我微信", "hold", by=cast.ou.id)
    post = said(cast.mei, "加我微信")
    circle.remove(post.id, by=cast.mei.id)
    assert not Post.select().exists()
    assert not Hold.select().where(Hold.settled_at.is_null()).exists()


def test_words_hosts_and_likeness() -> None:
    assert holds_word("i like gin", "gin")
    assert not holds_word("ginger", "gin")
    assert holds_word("請加我微信吧", "加我微信")
    assert hosts_in("看 https://a.example/x?y=1，和 www.B.example。") == {"a.example", "www.b.example"}
    assert holds_host({"x.spam.example"}, "spam.example")
    assert not holds_host({"notspam.example"}, "spam.example")
    assert (host_of("HTTPS://www.Spam.example/a"), host_of("spam.example")) == ("spam.example", "spam.example")
    one, same, other = (
        likeness(LONG),
        likeness(f"  {LONG} ！！"),
        likeness("昨天在河邊散步，看到三隻白鷺，還有一隻很老的貓，牠不怕人。"),
    )
    assert one is not None
    assert same is not None
    assert other is not None
    assert is_near(one, same)
    assert not is_near(one, other)
    assert likeness("好漂亮") is None


@pytest.mark.parametrize(("kind", "value"), [("word", " "), ("picture", "abc"), ("picture", "g" * 64), ("host", "///")])
def test_what_is_no_entry_is_refused(app: Any, cast: Cast, kind: str, value: str) -> None:
    assert meant(kind, value) == ""
    with pytest.raises(ValueError):
        block(kind, value, "hold", by=cast.ou.id)


def test_operators_keep_the_lists(app: Any, cast: Cast) -> None:
    browser, path = Browser(app, cast.ou), "/zh-hant/desk/blocklists"
    fields = browser.get(path).fields()
    assert (
        browser.post(path, {**fields, "kind": "host", "value": "https://spam.example", "action": "refuse"}).status
        == 303
    )
    assert [(row.kind, row.value, row.action) for row in BlockEntry.select()] == [("host", "spam.example", "refuse")]
    wrong = browser.post(path, {**fields, "kind": "picture", "value": "碗"})
    assert (wrong.status, wrong.fields()["value"]) == (422, "碗")
    assert Browser(app, cast.mo).get(path).status == 403
    assert unblock(BlockEntry.get().id, by=cast.ou.id)
    assert not unblock(999, by=cast.ou.id)


def test_a_release_needs_something_that_waits(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "一篇")
    with pytest.raises(rules.CannotDecide):
        decide("post", post.id, Wish("release", "other"), by=cast.mo.id)
