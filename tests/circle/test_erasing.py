"""Who leaves takes their posts along; others' words and all counters stay right."""

from typing import Any

import pytest
from peewee import fn

from miquan.accounts.models import Member
from miquan.boards.models import Board, Save
from miquan.circle import personal as circle
from miquan.circle.models import Comment, Post, PostLike, PostRevision
from miquan.departures.registry import SECTIONS
from miquan.follows.models import Follow
from miquan.products.models import Tag
from tests.cast import Cast
from tests.circle.filled import fill_circle, published

NAME, HANDLE = "離開圈子的人", "rin_leaves"


def erased(cast: Cast, *, keep_words: bool = False) -> Member:
    cast.product()
    member = cast.member(HANDLE, NAME)
    fill_circle(cast, member, NAME, HANDLE)
    for _twice in range(2):
        for section in SECTIONS[:-1]:
            section.erase(member.id, keep_words)
    return member


def counters_are_rows() -> None:
    for post in Post.select():
        shown = Comment.select().where(Comment.post == post.id, Comment.state == "published").count()
        liked = PostLike.select().where(PostLike.post == post.id).count()
        kept = Save.select().where(Save.kind == "post", Save.item == post.id).count()
        assert (post.comments, post.likes, post.saves) == (shown, liked, kept), post.title
    for comment in Comment.select():
        assert comment.replies == Comment.select().where(Comment.parent == comment.id).count()
    for member in Member.select():
        both = (
            Follow.select().where(Follow.kind == "member", side == member.id)
            for side in (Follow.follower, Follow.target)
        )
        assert [member.following, member.followers] == [rows.count() for rows in both]
    for board in Board.select():
        assert board.items == Save.select().where(Save.board == board.id).count()


def test_places_stay_where_others_answered_and_counters_count_rows(app: Any, cast: Cast) -> None:
    member = erased(cast)
    counters_are_rows()
    (place,) = Post.select().where(Post.author == member.id)
    assert (place.state, place.title, place.body, place.excerpt, place.city) == ("removed", "", "", "", "")
    assert place.comments == 2
    (said,) = Comment.select().where(Comment.author == member.id)
    assert (said.state, said.body_html, said.replies) == ("removed", "", 1)
    assert Tag.select(fn.SUM(Tag.posts)).scalar() in (0, None)


def test_others_words_no_longer_name_them(app: Any, cast: Cast) -> None:
    member = erased(cast)
    theirs = Post.get(Post.author == cast.mei.id)
    assert theirs.body == f"和@gone_{member.id}去市集"
    assert PostRevision.get(PostRevision.post == theirs.id).data == {"body": f"和@gone_{member.id}去市集"}
    assert [c.body for c in Comment.select().where(Comment.body.contains("gone_"))] == [f"@gone_{member.id} 那天下雨"]


def test_published_words_stay_where_that_is_wanted(app: Any, cast: Cast) -> None:
    member = erased(cast, keep_words=True)
    counters_are_rows()
    posts = list(Post.select().where(Post.author == member.id).order_by(Post.id))
    assert [(p.state, p.title) for p in posts] == [("published", f"{NAME}的一天"), ("published", f"{NAME}有人回")]
    assert [(p.place, p.city, p.latitude) for p in posts] == [("", "", None)] * 2
    assert Comment.select().where(Comment.author == member.id, Comment.state == "published").count() == 2


def test_a_repost_leaves_the_count_of_what_it_passed_on(app: Any, cast: Cast) -> None:
    original = published(cast.mei)
    published(cast.nina, "", kind="repost", repost_of=original.id)
    Post.update(reposts=1).where(Post.id == original.id).execute()
    circle.erasing.erase_posts(cast.nina.id, False)
    assert Post.get_by_id(original.id).reposts == 0
    assert not Post.select().where(Post.author == cast.nina.id).exists()


@pytest.mark.parametrize("name", [s.name for s in circle.SECTIONS])
def test_nothing_is_exported_of_somebody_without_posts(app: Any, cast: Cast, name: str) -> None:
    (section,) = (s for s in circle.SECTIONS if s.name == name)
    published(cast.mei)
    assert list(section.export(cast.nina.id)) == []
