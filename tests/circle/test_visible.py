"""Who sees a post, on every way that leads to one: in lists, cards, pages, tags, boards, what is asked for directly."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.boards import actions as boards
from miquan.boards.models import Save
from miquan.circle import actions
from miquan.circle.models import Post
from miquan.circle.queries.cards import post_cards
from miquan.circle.queries.lists import hot, of_author, of_place, of_tag
from miquan.circle.queries.visible import visible_to
from miquan.circle.rules import PostWords, Spot
from miquan.follows.models import Follow, Mute
from miquan.products.models import Tag
from miquan.viewer import Viewer, seen_by, visitor
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.filled import blocked, published
from tests.circle.test_posts import posted

SECRET = "河邊的祕密"
# What is done to the post or to the reader -> who may open it, who finds it in lists.
WAYS: dict[str, tuple[set[str], set[str]]] = {
    "public": ({"visitor", "stranger", "follower", "author"}, {"visitor", "stranger", "follower", "author"}),
    "followers": ({"follower", "author"}, {"follower", "author"}),
    "unlisted": ({"visitor", "stranger", "follower", "author"}, {"author"}),
    "draft": (set(), set()),
    "scheduled": (set(), set()),
    "hidden": (set(), set()),
    "removed": (set(), set()),
    "blocks": ({"visitor", "follower", "author"}, {"visitor", "follower", "author"}),
    "blocked": ({"visitor", "follower", "author"}, {"visitor", "follower", "author"}),
    "inactive": (set(), set()),
}
READERS = ("visitor", "stranger", "follower", "author")


def scene(cast: Cast, way: str) -> Post:
    """mei posts; nina follows her, ruo is the stranger whom blocks are about."""
    post = posted(
        cast.mei,
        f"{SECRET} #鐵瓶",
        spot=Spot("JP", "kyoto"),
        visibility=way if way in ("followers", "unlisted") else "public",
    )
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    boards.save("post", post.id, by=cast.nina.id)
    if way in ("draft", "scheduled", "hidden", "removed"):
        Post.update(state=way, scheduled_at=post.published_at).where(Post.id == post.id).execute()
    if way == "blocks":
        blocked(cast.ruo.id, cast.mei.id)
    if way == "blocked":
        blocked(cast.mei.id, cast.ruo.id)
    if way == "inactive":
        Member.update(active=False).where(Member.id == cast.mei.id).execute()
    return post


def member_of(cast: Cast, reader: str) -> Member | None:
    return {"visitor": None, "stranger": cast.ruo, "follower": cast.nina, "author": cast.mei}[reader]


@pytest.mark.parametrize("way", WAYS)
def test_the_condition_says_who_may_see(app: Any, cast: Cast, way: str) -> None:
    post = scene(cast, way)
    opens, lists = WAYS[way]
    for reader in READERS:
        who = member_of(cast, reader)
        id_ = who.id if who else None
        found = {
            listed: Post.select().where(Post.id == post.id, visible_to(id_, listed=listed)).exists()
            for listed in (True, False)
        }
        assert found == {True: reader in lists, False: reader in opens}, reader


@pytest.mark.parametrize("way", WAYS)
def test_every_list_goes_by_it(app: Any, cast: Cast, way: str) -> None:
    post = scene(cast, way)
    opens, lists = WAYS[way]
    tag = Tag.get(Tag.slug == "鐵瓶")
    for reader in READERS:
        who = member_of(cast, reader)
        id_ = who.id if who else None
        expected = [post.id] if reader in lists else []
        for name, found in (
            ("author", of_author(cast.mei.id, id_)), ("tag", of_tag(tag.id, id_)), ("country", of_place("JP", "", id_)),
            ("city", of_place("JP", "kyoto", id_)),
        ):  # fmt: skip
            assert found.ids == expected, (reader, name)
        public = way in ("public", "blocks", "blocked")
        assert hot(id_).ids == (expected if public else []), reader

        def cards(who: Member | None = who) -> int:
            with app.test_request_context("/zh-hant/"):
                base = visitor("zh-hant")
                with seen_by(Viewer(base.lang, base.currency, base.zone, base.root, who)):
                    return len(post_cards([post.id]))

        assert alone(cards) == int(reader in opens), reader


@pytest.mark.parametrize("way", WAYS)
def test_no_page_tells_more(app: Any, cast: Cast, way: str) -> None:
    post = scene(cast, way)
    opens, lists = WAYS[way]
    gone = 410 if way in ("hidden", "removed") else 404
    for reader in READERS if way != "inactive" else READERS[:3]:
        browser = Browser(app, member_of(cast, reader))
        page = browser.get(f"/zh-hant/c/{post.id}-{post.slug}")
        mine = reader == "author" and way in ("draft", "scheduled", "hidden")
        assert page.status == (200 if reader in opens or mine else gone if gone == 410 else 404), reader
        assert (SECRET in page.text) == (page.status == 200), reader
        if page.status == 200 and way in ("followers", "unlisted", "draft"):
            assert "noindex" in page.text
            assert "ld+json" not in page.text
        assert (SECRET in browser.get("/zh-hant/tags/鐵瓶").text) == (reader in lists), reader
        history = browser.get(f"/zh-hant/c/{post.id}/history")
        assert (SECRET in history.text) == (reader in opens or (reader == "author" and way == "hidden")), reader
        assert browser.get(f"/zh-hant/c/{post.id}/repost").status in ({303} if reader == "visitor" else {200, 403, 404})
        kept = browser.get("/zh-hant/me/boards")
        assert (SECRET in kept.text) == (reader == "follower" and reader in opens), reader


def test_a_public_board_shows_only_what_its_reader_may_see(app: Any, cast: Cast) -> None:
    post = scene(cast, "followers")
    board = boards.make_board("好的", by=cast.nina.id, visibility="public")
    boards.save("post", post.id, by=cast.nina.id, board_id=board.id)
    path = f"/zh-hant/@nina/boards/{board.id}-{board.slug}"
    assert SECRET in Browser(app, cast.nina).get(path).text
    for reader in (None, cast.ruo):
        page = Browser(app, reader).get(path)
        assert page.status == 200
        assert SECRET not in page.text
    boards.change_board(board.id, "好的", "private", by=cast.nina.id)
    assert [Browser(app, m).get(path).status for m in (None, cast.ruo, cast.nina)] == [404, 404, 200]
    boards.change_board(board.id, "好的", "public", by=cast.nina.id)
    blocked(cast.nina.id, cast.ruo.id)
    assert Browser(app, cast.ruo).get(path).status == 404
    assert Save.select().count() == 1


def test_what_is_muted_stands_in_no_list_but_can_be_opened(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, f"{SECRET} #鐵瓶", spot=Spot("JP"))
    tag = Tag.get()
    for mute in (
        {"kind": "member", "target": cast.mei.id}, {"kind": "tag", "target": tag.id}, {"kind": "word", "word": "祕密"},
    ):  # fmt: skip
        row = Mute.create(member=cast.ruo.id, **mute)
        assert hot(cast.ruo.id).ids == of_place("JP", "", cast.ruo.id).ids == []
        assert hot(cast.nina.id).ids == hot(None).ids == [post.id]
        assert Browser(app, cast.ruo).get(f"/zh-hant/c/{post.id}-{post.slug}").status == 200
        Mute.update(until=post.created_at).where(Mute.id == row.id).execute()
        assert hot(cast.ruo.id).ids == [post.id], "it was for a time"
        Mute.delete().execute()


def test_a_repost_is_seen_where_its_original_is(app: Any, cast: Cast) -> None:
    post = posted(cast.mei, SECRET)
    passed = actions.repost(post.id, by=cast.nina.id, word="看看這篇")
    path = f"/zh-hant/c/{passed.id}-{passed.slug}"
    assert SECRET in Browser(app, cast.ruo).get(path).text
    blocked(cast.mei.id, cast.ruo.id)
    assert Browser(app, cast.ruo).get(path).status == 404
    assert of_author(cast.nina.id, cast.ruo.id).ids == []
    actions.hide(post.id, by=cast.mo.id, reason="不好")
    assert Browser(app).get(path).status == 404
    assert of_author(cast.nina.id, None).ids == []


def test_lists_go_on_by_key(app: Any, cast: Cast) -> None:
    ids = [published(cast.mei, f"第{n}篇", country="JP").id for n in range(5)]
    Post.update(published_at=Post.get_by_id(ids[0]).published_at).where(Post.id.in_(ids[:3])).execute()
    for n, id_ in enumerate(ids):
        Post.update(hotness=n // 2).where(Post.id == id_).execute()
    for page_of in (
        lambda before: of_author(cast.mei.id, None, before, size=2), lambda before: of_place("JP", "", None, before, size=2),
        lambda before: hot(None, before, size=2),
    ):  # fmt: skip
        found, before = [], ""
        while True:
            page = page_of(before)
            found += page.ids
            if not page.next:
                break
            before = page.next
        assert found == ids[::-1]
        assert page_of("nonsense").ids == page_of("").ids


def test_a_public_board_does_not_list_what_is_unlisted(app: Any, cast: Cast) -> None:
    post = scene(cast, "unlisted")
    board = boards.make_board("好的", by=cast.nina.id, visibility="public")
    boards.save("post", post.id, by=cast.nina.id, board_id=board.id)
    path = f"/zh-hant/@nina/boards/{board.id}-{board.slug}"
    for reader in (None, cast.ruo, cast.nina):
        assert SECRET not in Browser(app, reader).get(path).text
    assert SECRET in Browser(app, cast.nina).get(f"/zh-hant/me/boards/{board.id}").text


def test_what_was_written_for_fewer_stays_theirs_when_a_post_is_opened(app: Any, cast: Cast) -> None:
    post = scene(cast, "followers")
    actions.save_post(PostWords(body="大家都可以看"), by=cast.mei.id, post_id=post.id)
    path = f"/zh-hant/c/{post.id}/history"
    for reader in READERS:
        page = Browser(app, member_of(cast, reader)).get(path)
        assert "大家都可以看" in page.text
        assert (SECRET in page.text) == (reader == "author"), reader


@pytest.mark.parametrize("after", ["9" * 30, "-" + "9" * 30, "-1", "x", "%C2%B2"])
def test_a_page_of_comments_that_there_cannot_be_is_the_first(app: Any, cast: Cast, after: str) -> None:
    post = posted(cast.mei)
    comment = actions.write_comment(post.id, "同感", by=cast.nina.id)
    for path in (f"{post.id}-{post.slug}", f"{post.id}/comments/{comment.id}"):
        page = Browser(app).get(f"/zh-hant/c/{path}?after={after}")
        assert page.status == 200
        assert "同感" in page.text
