"""What the circle tells: each type, to whom, and to whom not."""

from typing import Any

from miquan.boards.actions import save
from miquan.circle import actions as circle
from miquan.circle.rules import PostWords
from miquan.follows.actions import follow, unfollow
from miquan.notifications.actions.reading import seen
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.notifications.telling import rows, sentences, told


def test_a_like_is_told_to_the_author_and_to_nobody_else(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    circle.like(post.id, by=cast.nina.id)
    assert sentences(cast.mei) == ["妮娜喜歡你的帖「去了河邊」"]
    assert sentences(cast.nina) == sentences(cast.ruo) == []


def test_likes_come_together_with_those_who_are_named_and_how_many_there_are(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    likers = [cast.member(f"liker_{n}", f"會員{n}") for n in range(13)]
    for liker in likers:
        circle.like(post.id, by=liker.id)
    assert sentences(cast.mei) == ["會員12、會員11和另外11人喜歡你的帖「去了河邊」"]
    assert len(rows(cast.mei)[0].people) == 3


def test_a_like_taken_back_goes_and_one_done_again_tells_nobody_again(app: Any, cast: Cast) -> None:
    post, other = posted(cast.mei, "去了河邊"), posted(cast.mei, "下雨了")
    circle.like(post.id, by=cast.nina.id)
    circle.like(post.id, by=cast.tang.id)
    told()
    circle.unlike(post.id, by=cast.tang.id)
    assert sentences(cast.mei) == ["妮娜喜歡你的帖「去了河邊」"]
    circle.unlike(post.id, by=cast.nina.id)
    assert sentences(cast.mei) == []
    circle.like(other.id, by=cast.ruo.id)
    circle.like(post.id, by=cast.nina.id)
    assert sentences(cast.mei) == ["若喜歡你的帖「下雨了」", "妮娜喜歡你的帖「去了河邊」"], "it did not move up"
    seen(cast.mei.id, [row.id for row in rows(cast.mei)], 2**31)
    circle.unlike(post.id, by=cast.nina.id)
    told()
    circle.like(post.id, by=cast.nina.id)
    told()
    assert [row.is_read for row in rows(cast.mei)] == [True, True]


def test_what_happens_after_reading_opens_another_row(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    circle.like(post.id, by=cast.nina.id)
    assert len(sentences(cast.mei)) == 1
    seen(cast.mei.id, [row.id for row in rows(cast.mei)], rows(cast.mei)[0].last)
    circle.like(post.id, by=cast.tang.id)
    assert sentences(cast.mei) == ["阿棠喜歡你的帖「去了河邊」", "妮娜喜歡你的帖「去了河邊」"]
    assert [row.is_read for row in rows(cast.mei)] == [False, True]


def test_comments_answers_and_mentions_each_tell_once(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    assert cast.tang
    first = circle.write_comment(post.id, "哪一條河？", by=cast.nina.id)
    assert sentences(cast.mei) == ["妮娜在你的帖「去了河邊」留言"]
    assert rows(cast.mei)[0].words == "哪一條河？"
    answer = circle.write_comment(post.id, "@nina 鴨川，@tang 也去過", by=cast.mei.id, parent_id=first.id)
    assert sentences(cast.nina) == ["林美回了你在「去了河邊」的留言"], "who is answered is not told of the mention too"
    assert sentences(cast.tang) == ["林美在「去了河邊」提到你"]
    assert rows(cast.tang)[0].url.endswith(f"#comment-{answer.id}")
    circle.write_comment(post.id, "@mei 謝謝", by=cast.nina.id, parent_id=answer.id)
    assert sentences(cast.mei) == ["妮娜回了你在「去了河邊」的留言", "妮娜在你的帖「去了河邊」留言"]
    circle.remove_comment(first.id, by=cast.nina.id)
    assert sentences(cast.mei) == ["妮娜回了你在「去了河邊」的留言"]


def test_a_mention_in_a_post_leads_to_it(app: Any, cast: Cast) -> None:
    assert cast.nina
    post = posted(cast.mei, "和@nina 去了河邊")
    assert sentences(cast.nina) == ["林美在「和@nina 去了河邊」提到你"]
    assert rows(cast.nina)[0].url.endswith(f"/c/{post.id}-{post.slug}")


def test_followers_are_told_of_and_forgotten(app: Any, cast: Cast) -> None:
    follow("member", cast.mei.id, by=cast.nina.id)
    follow("member", cast.mei.id, by=cast.tang.id)
    assert sentences(cast.mei) == ["阿棠、妮娜開始關注你"]
    assert rows(cast.mei)[0].url == "/zh-hant/@tang"
    unfollow("member", cast.mei.id, by=cast.tang.id)
    assert sentences(cast.mei) == ["妮娜開始關注你"]


def test_a_repost_leads_to_what_was_added(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "去了河邊")
    passed = circle.repost(post.id, by=cast.nina.id, word="想去")
    assert sentences(cast.mei) == ["妮娜轉發了你的帖「去了河邊」"]
    assert rows(cast.mei)[0].words == "想去"
    assert f"/c/{passed.id}-" in rows(cast.mei)[0].url
    circle.unrepost(post.id, by=cast.nina.id)
    assert sentences(cast.mei) == []


def test_what_follows_up_is_told_to_who_kept_or_said_something(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "修一只碗")
    save("post", post.id, by=cast.nina.id)
    circle.write_comment(post.id, "會修好嗎", by=cast.tang.id)
    circle.write_comment(post.id, "我也想知道", by=cast.nina.id)
    circle.like(post.id, by=cast.ruo.id)
    told()
    words = PostWords(kind="followup", title="修好了", body="修好了", follows_up=post.id)
    later = circle.publish(circle.save_post(words, by=cast.mei.id).id, by=cast.mei.id)
    for member in (cast.nina, cast.tang):
        assert sentences(member)[0] == "林美接著說了「修一只碗」的後續"
        assert f"/c/{later.id}-" in rows(member)[0].url
    assert sentences(cast.ruo) == []
    assert "後續" not in "".join(sentences(cast.mei))
