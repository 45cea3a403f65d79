"""Comments, likes, reposts and saves: each is a row, and each counter its rows."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.boards import actions as boards
from miquan.boards.models import Board, Save
from miquan.circle import actions, rules
from miquan.circle.models import Comment, Post, PostLike
from miquan.circle.queries.comments import ANSWERS, PAGE, thread
from miquan.circle.recounting import recount
from miquan.db import counting_queries, now
from miquan.follows.models import Follow, Mute
from miquan.moderation.deciding import Wish, decide, undo
from miquan.outbox import Event, EventRow
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked, commented, published
from tests.circle.test_posts import posted
from tests.site.test_queries import asked


def counted(post: Post) -> tuple[int, int, int, int]:
    row = Post.get_by_id(post.id)
    assert set(recount().values()) == {0}
    return row.likes, row.comments, row.saves, row.reposts


def test_liking_twice_is_liking_once(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    assert [actions.like(post.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert counted(post) == (1, 0, 0, 0)
    heat = Post.get_by_id(post.id).hotness
    actions.like(post.id, by=cast.tang.id)
    actions.like(post.id, by=cast.mo.id)
    assert Post.get_by_id(post.id).hotness > heat
    assert [actions.unlike(post.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert counted(post) == (2, 0, 0, 0)
    assert EventRow.select().where(EventRow.name == Event.POST_LIKED).count() == 3


@pytest.mark.parametrize("way", ["draft", "hidden", "removed", "followers", "block", "blocked"])
def test_what_one_may_not_see_one_cannot_touch(app: Any, cast: Cast, way: str) -> None:
    post = posted(cast.mei)
    if way in ("draft", "hidden", "removed"):
        Post.update(state=way).where(Post.id == post.id).execute()
    elif way == "followers":
        Post.update(visibility="followers").where(Post.id == post.id).execute()
    else:
        one, other = (cast.mei, cast.nina) if way == "block" else (cast.nina, cast.mei)
        blocked(one.id, other.id)
    for act in (
        lambda: actions.like(post.id, by=cast.nina.id),
        lambda: actions.write_comment(post.id, "在嗎", by=cast.nina.id),
        lambda: actions.repost(post.id, by=cast.nina.id),
    ):
        with pytest.raises(rules.NotHere):
            act()
    with pytest.raises(boards.NotHere):
        boards.save("post", post.id, by=cast.nina.id)
    assert not any(model.select().exists() for model in (PostLike, Comment, Save))


def test_comments_have_branches_and_leave_places(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    top = actions.write_comment(post.id, "多少錢", by=cast.nina.id)
    answer = actions.write_comment(post.id, "@nina 不貴", by=cast.mei.id, parent_id=top.id)
    deep = actions.write_comment(post.id, "謝謝", by=cast.nina.id, parent_id=answer.id)
    assert [(c.depth, c.root_id, c.parent_id) for c in (top, answer, deep)] == [
        (0, None, None),
        (1, top.id, top.id),
        (2, top.id, answer.id),
    ]
    assert counted(post) == (0, 3, 0, 0)
    with pytest.raises(rules.NotHere):
        actions.remove_comment(answer.id, by=cast.tang.id)
    actions.remove_comment(answer.id, by=cast.mei.id)
    place = Comment.get_by_id(answer.id)
    assert (place.state, place.body, place.body_html) == ("removed", "", "")
    assert counted(post) == (0, 2, 0, 0)
    with pytest.raises(rules.NotHere):
        actions.write_comment(post.id, "晚了", by=cast.tang.id, parent_id=answer.id)
    # The author of the post may clear up under it; the empty place goes with the last answer.
    actions.remove_comment(deep.id, by=cast.mei.id)
    assert [c.id for c in Comment.select()] == [top.id]
    assert counted(post) == (0, 1, 0, 0)
    actions.remove_comment(top.id, by=cast.nina.id)
    assert counted(post) == (0, 0, 0, 0)


def test_own_words_can_be_changed(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    comment = actions.write_comment(post.id, "好看", by=cast.nina.id)
    assert comment.edited_at is None
    changed = actions.edit_comment(comment.id, "很**好看** @mei", by=cast.nina.id)
    assert "<strong>" in changed.body_html
    assert changed.edited_at is not None
    for wrong in ("", "長" * 4_001):
        with pytest.raises(rules.NotReady):
            actions.edit_comment(comment.id, wrong, by=cast.nina.id)
    with pytest.raises(rules.NotHere):
        actions.edit_comment(comment.id, "別人的", by=cast.mei.id)


def test_two_levels_are_shown_by_two_queries(app: Any, cast: Cast) -> None:
    post = published(cast.mei)
    first = commented(post, cast.nina, "一")
    for number in range(ANSWERS + 2):
        commented(post, cast.mei, f"答{number}", first)
    hidden = commented(post, cast.tang, "看不到")
    blocked(cast.tang.id, cast.mei.id)
    with counting_queries() as few:
        found = thread(post.id)
    assert [len(found.comments[0].answers), found.comments[0].more] == [ANSWERS, 2]
    for number in range(PAGE):
        commented(post, cast.nina, f"多{number}")
    with counting_queries() as many:
        found = thread(post.id)
    assert len(few) == len(many) == 2
    assert len(found.comments) == PAGE
    rest = thread(post.id, after=found.next)
    assert (len(rest.comments), rest.next) == (2, 0)
    assert hidden.id in [c.id for c in found.comments], "a visitor is parted from nobody"
    branch = thread(post.id, first.id)
    assert len(branch.comments) == ANSWERS + 2


def test_a_repost_is_one_row_with_a_word(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    first = actions.repost(post.id, by=cast.nina.id, word="看這個 @tang")
    again = actions.repost(post.id, by=cast.nina.id, word="真的")
    assert first.id == again.id
    assert counted(post) == (0, 0, 0, 1)
    # Passing a repost on passes on what it was about.
    assert actions.repost(again.id, by=cast.tang.id).repost_of_id == post.id
    assert counted(post) == (0, 0, 0, 2)
    with pytest.raises(rules.NotHere):
        actions.repost(post.id, by=cast.mei.id)
    assert [actions.unrepost(post.id, by=cast.nina.id) for _n in range(2)] == [True, False]
    assert counted(post) == (0, 0, 0, 1)
    actions.write_comment(Post.get(Post.repost_of == post.id).id, "同感", by=cast.mei.id)
    actions.unrepost(post.id, by=cast.tang.id)
    assert Post.get(Post.repost_of == post.id).state == "removed"
    actions.repost(post.id, by=cast.tang.id, word="又想了想")
    assert counted(post) == (0, 0, 0, 1)


def test_what_is_for_followers_is_not_passed_on(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, visibility="followers")
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    assert actions.like(post.id, by=cast.nina.id)
    with pytest.raises(rules.NotHere):
        actions.repost(post.id, by=cast.nina.id)


def test_boards_hold_what_is_saved(app: Any, cast: Cast) -> None:
    post, bowl = posted(cast.mei), cast.product("碗")
    tea, other = (
        boards.make_board("茶", by=cast.nina.id),
        boards.make_board("別的", by=cast.nina.id, visibility="public"),
    )
    assert boards.make_board(" 茶 ", by=cast.nina.id).id == tea.id
    assert boards.save("post", post.id, by=cast.nina.id, board_id=tea.id)
    assert not boards.save("post", post.id, by=cast.nina.id, board_id=other.id)
    assert boards.save("product", bowl.id, by=cast.nina.id, board_id=other.id)
    assert {b.name: b.items for b in Board.select()} == {"茶": 0, "別的": 2}
    assert counted(post) == (0, 0, 1, 0)
    for kind, item, board in (("post", 999, None), ("member", cast.mei.id, None), ("post", post.id, 999)):
        with pytest.raises(boards.NotHere):
            boards.save(kind, item, by=cast.tang.id, board_id=board)
    with pytest.raises(boards.NotHere):
        boards.save("post", post.id, by=cast.tang.id, board_id=tea.id)
    for name in ("", "長" * 61):
        with pytest.raises(boards.NotReady):
            boards.make_board(name, by=cast.nina.id)
    with pytest.raises(boards.NotReady):
        boards.change_board(tea.id, "別的", "private", by=cast.nina.id)
    boards.remove_board(other.id, by=cast.nina.id)
    assert Save.select().where(Save.board.is_null()).count() == 2
    assert boards.unsave("post", post.id, by=cast.nina.id)
    assert not boards.unsave("post", post.id, by=cast.nina.id)
    assert counted(post) == (0, 0, 0, 0)


def test_recounting_mends_what_is_wrong(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    actions.like(post.id, by=cast.nina.id)
    Post.update(likes=9, comments=4, hotness=1).execute()
    assert recount()["posts"] == 1
    row = Post.get_by_id(post.id)
    assert (row.likes, row.comments) == (1, 0)
    assert row.hotness > 1


def test_a_hidden_repost_is_not_brought_back_by_passing_it_on_again(app: Any, cast: Cast) -> None:
    post = posted(cast.mei)
    passed = actions.repost(post.id, by=cast.nina.id, word="難聽的話")
    actions.hide(passed.id, by=cast.mo.id, reason="罵人")
    with pytest.raises(rules.NotHere):
        actions.repost(post.id, by=cast.nina.id, word="難聽的話")
    assert not actions.unrepost(post.id, by=cast.nina.id)
    assert Post.get_by_id(passed.id).state == "hidden"
    assert counted(post) == (0, 0, 0, 0)


def test_comments_of_whom_the_reader_has_muted_are_folded(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, "河邊")
    hers = commented(post, cast.ruo, "很長的話")
    commented(post, cast.tang, "我也去過", hers)
    page, folded = f"/zh-hant/c/{post.id}-{post.slug}", "一則來自你靜音的人"
    before = asked(Browser(app, cast.nina), page)
    assert folded not in Browser(app, cast.nina).get(page).text
    Mute.create(member=cast.nina.id, kind="member", target=cast.ruo.id)
    found = Browser(app, cast.nina).get(page)
    (inside,) = ["".join(one.itertext()) for one in found.all("details") if folded in "".join(one.itertext())]
    assert "很長的話" in inside
    assert "我也去過" not in inside
    assert "我也去過" in found.text
    assert asked(Browser(app, cast.nina), page) == before
    assert folded not in Browser(app, cast.nina).get(f"/zh-hant/c/{post.id}/comments/{hers.id}").text
    for other in (Browser(app, cast.tang), Browser(app)):
        assert folded not in other.get(page).text
    Mute.update(until=now() - timedelta(days=1)).execute()
    assert folded not in Browser(app, cast.nina).get(page).text


def test_a_comment_that_a_decision_hid_is_there_when_it_is_taken_back(app: Any, cast: Cast) -> None:
    post = published(cast.mei)
    comment = commented(post, cast.nina, "難聽的話")
    made = decide("comment", comment.id, Wish("hide", "spam", "看過了"), by=cast.mo.id)
    removal = f"/zh-hant/c/{post.id}/comments/{comment.id}/removal"
    for member in (cast.nina, cast.mei):
        with pytest.raises(rules.NotHere):
            actions.remove_comment(comment.id, by=member.id)
        browser = Browser(app, member)
        token = browser.get("/zh-hant/me/notifications/settings").fields()
        assert browser.post(removal, {"csrf_token": token["csrf_token"]}).status == 404
    undo(made.id, by=cast.mo.id)
    again = Comment.get_by_id(comment.id)
    assert (again.state, again.body) == ("published", "難聽的話")
    elsewhere = f"/zh-hant/c/{published(cast.mei).id}/comments/{comment.id}/removal"
    nina = Browser(app, cast.nina)
    assert nina.post(elsewhere, nina.get(removal).fields("/removal")).status == 404
    decide("comment", comment.id, Wish("hide", "spam", "看過了"), by=cast.mo.id)
    actions.remove_comment(comment.id, by=cast.mo.id, moderator=True, reason="真的不行")
    assert not Comment.select().where(Comment.id == comment.id).exists()
