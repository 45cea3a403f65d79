"""A block hides both ways, everywhere: every page that could tell one of the two about the other."""

from typing import Any

import pytest

from miquan.accounts import actions as accounts
from miquan.accounts.models import Member
from miquan.boards import actions as boards
from miquan.circle import actions as circle
from miquan.circle.rules import PostWords, Spot
from miquan.follows import actions, parting
from miquan.follows.models import Block
from miquan.outbox.worker import Worker
from tests.browsing import Browser
from tests.cast import Cast

TITLE, NAME, SAID = "志野茶碗", "林美", "在河邊想到的"


class Scene:
    """mei sells a bowl, posts, comments on what tang posts about the bowl; nina keeps all of it."""

    def __init__(self, cast: Cast) -> None:
        self.bowl = cast.product(
            TITLE, category="tea-bowls", brand="樂燒窯", shop_country="JP", shop_city="kyoto", tags=("茶道",)
        )
        cast.product("毛衣", storefront=cast.edinburgh)
        self.post = self._posted(cast.mei, PostWords(body=f"{SAID} #鐵瓶", spot=Spot("JP", "kyoto")))
        self.other = self._posted(cast.tang, PostWords(body="碗真好 #鐵瓶", products=(self.bowl.id,)))
        circle.write_comment(self.other.id, SAID, by=cast.mei.id)
        self.passed = circle.repost(self.post.id, by=cast.tang.id, word="看看")
        for kind, item in (("product", self.bowl.id), ("post", self.post.id), ("post", self.other.id)):
            boards.save(kind, item, by=cast.nina.id)
        board = boards.make_board("碗", by=cast.mei.id, visibility="public")
        self.board = f"/@mei/boards/{board.id}-{board.slug}"

    def _posted(self, author: Member, words: PostWords) -> Any:
        return circle.publish(circle.save_post(words, by=author.id).id, by=author.id)

    def paths(self) -> dict[str, str]:
        """Way out -> address below the language. What belongs to mei alone has a name with `own`."""
        bowl = f"/@mei/p/{self.bowl.id}-{self.bowl.slug}"
        return {
            "own_page": "/@mei", "own_feed": "/@mei/feed.atom", "own_goods_feed": "/@mei/products.xml",
            "own_question": "/@mei/question", "own_product": bowl, "own_post": f"/c/{self.post.id}-{self.post.slug}",
            "own_history": f"/c/{self.post.id}/history", "own_board": self.board, "passed_on": f"/c/{self.passed.id}-{self.passed.slug}",
            "front": "/", "search": f"/search?q={TITLE}", "suggested_goods": "/search/suggestions?q=志野",
            "suggested_people": f"/search/suggestions?q={NAME}", "category": "/categories/ceramics-tea",
            "brand": "/brands/" + self.bowl.brand.slug, "country": "/places/japan", "city": "/places/japan/kyoto",
            "tag": "/tags/鐵瓶", "others_post": f"/c/{self.other.id}-{self.other.slug}", "kept": "/me/boards",
            "found_to_attach": "/c/products?find=志野",
        }  # fmt: skip


PATHS = (
    "own_page", "own_feed", "own_goods_feed", "own_question", "own_product", "own_post", "own_history", "own_board", "passed_on",
    "front", "search", "suggested_goods", "suggested_people", "category", "brand", "country", "city", "tag", "others_post",
    "kept", "found_to_attach",
)  # fmt: skip
# What only members can open, and what nobody but mei's friends would be told of here anyway.
MEMBERS_ONLY = {"own_question", "kept", "found_to_attach"}


def tells(app: Any, member: Member | None, path: str) -> tuple[int, bool]:
    """The answer's status, and whether it says anything of mei, her bowl or what she said."""
    page = Browser(app, member).get(f"/zh-hant{path}")
    middle = page.text.partition("<main")[2].partition("</main>")[0] or page.text
    # What the reader typed themselves, and that they have blocked her, is no news.
    for typed in (f'value="{TITLE}"', f"「{TITLE}」", f'value="{NAME}"', f"你封鎖了{NAME}"):
        middle = middle.replace(typed, "")
    return page.status, any(word in middle for word in (NAME, TITLE, SAID, "@mei"))


@pytest.mark.parametrize("turned", [False, True], ids=["blocks", "is_blocked"])
def test_neither_sees_the_other_anywhere(app: Any, cast: Cast, turned: bool) -> None:
    scene = Scene(cast)
    paths = scene.paths()
    assert set(paths) == set(PATHS)
    before = {name: tells(app, cast.nina, path) for name, path in paths.items()}
    one, other = (cast.mei, cast.nina) if turned else (cast.nina, cast.mei)
    actions.block(other.id, by=one.id)
    for name, path in paths.items():
        seen = before[name]
        assert seen[0] == 200, name
        assert seen[1] or name in ("own_question", "own_board"), name
        status, told = tells(app, cast.nina, path)
        assert not told, name
        assert status == (404 if name.startswith("own_") or name == "passed_on" else 200), name
        # Others go on as before, also who comes right after them and gets a page that is kept.
        for member in (cast.ruo, None):
            status, told = tells(app, member, path)
            if member or name not in MEMBERS_ONLY:
                assert status == 200, name
                assert told or name in ("own_question", "own_board", "kept"), (name, member)
    actions.unblock(other.id, by=one.id)
    assert {name: tells(app, cast.nina, path) for name, path in paths.items()} == before


def test_the_blocker_is_not_shown_to_themselves_differently(app: Any, cast: Cast) -> None:
    scene = Scene(cast)
    actions.block(cast.nina.id, by=cast.mei.id)
    for name in ("own_page", "own_product", "own_post"):
        assert tells(app, cast.mei, scene.paths()[name]) == (200, True)


def test_an_old_handle_tells_nothing_of_the_new(app: Any, cast: Cast) -> None:
    from miquan.accounts.handles import change_handle

    change_handle(cast.mei.id, "mei_kyoto")
    assert Browser(app, cast.nina).get("/zh-hant/@mei").status == 301
    actions.block(cast.mei.id, by=cast.nina.id)
    for handle in ("mei", "mei_kyoto", "MEI"):
        assert Browser(app, cast.nina).get(f"/zh-hant/@{handle}").status == 404


def test_nothing_can_be_done_across_a_block(app: Any, cast: Cast) -> None:
    scene = Scene(cast)
    actions.block(cast.nina.id, by=cast.mei.id)
    browser = Browser(app, cast.nina)
    before = circle.write_comment(scene.other.id, "@mei 你看", by=cast.nina.id)
    assert "@mei</a>" not in before.body_html, "nobody is named across a block"
    for path in (
        f"/c/{scene.post.id}/like", f"/saves/post/{scene.post.id}", f"/saves/product/{scene.bowl.id}", f"/c/{scene.post.id}/comments",
        f"/follows/member/{cast.mei.id}", f"/follows/storefront/{cast.kyoto.id}", "/@mei/question",
    ):  # fmt: skip
        assert browser.send("/zh-hant/me/mutes", to=f"/zh-hant{path}").status == 404, path


def test_looking_for_goods_counts_only_what_is_shown(app: Any, cast: Cast) -> None:
    Scene(cast)
    actions.block(cast.mei.id, by=cast.nina.id)
    page = Browser(app, cast.nina).get("/zh-hant/categories/ceramics-tea")
    assert "0件" in page.text or "還沒有" in page.text or "沒有" in page.text
    assert "1件" in Browser(app, cast.ruo).get("/zh-hant/categories/ceramics-tea").text


def test_whom_a_block_parts_is_read_once_for_each_block(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: a page of theirs does not ask who, until one comes or goes."""
    cast.product(TITLE, category="tea-bowls")
    asked: list[int] = []
    monkeypatch.setattr(parting, "_read", lambda id_, real=parting._read: asked.append(id_) or real(id_))
    nina, tang = Browser(app, cast.nina), Browser(app, cast.tang)

    def seen(browser: Browser) -> bool:
        return TITLE in browser.get("/zh-hant/categories/ceramics-tea").text

    actions.block(cast.ruo.id, by=cast.nina.id)
    assert [seen(nina) for _n in range(3)] == [True] * 3
    assert asked == [cast.nina.id]
    actions.block(cast.nina.id, by=cast.mei.id)
    assert [seen(nina), seen(nina), seen(tang)] == [False, False, True]
    assert asked == [cast.nina.id] * 2, "who has no block asks nothing"
    actions.unblock(cast.nina.id, by=cast.mei.id)
    assert seen(nina)
    assert asked == [cast.nina.id] * 3


def test_sets_are_forgotten_when_all_together_hold_too_much(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parting, "_MOST", 2)
    actions.block(cast.ruo.id, by=cast.nina.id)
    actions.block(cast.tang.id, by=cast.nina.id)
    actions.block(cast.ruo.id, by=cast.mei.id)
    rows = [Member.get_by_id(one.id) for one in (cast.nina, cast.mei, cast.ruo, cast.nina)]
    found = [parting.parted_from(row) for row in rows]
    assert found[0] == found[3] == {cast.ruo.id, cast.tang.id}
    assert found[1] == {cast.ruo.id}
    assert found[2] == {cast.nina.id, cast.mei.id}
    sets = app.extensions["miquan.parted"]
    assert sets._ids == sum(len(held) for _at, held in sets._held.values()) <= 2


def come_through(app: Any) -> None:
    """The events have been heard."""
    worker = Worker(app, ["default"])
    while worker.step("default"):
        pass


@pytest.mark.parametrize("role", ["moderator", "operator"])
def test_who_comes_to_look_after_the_site_is_parted_from_nobody(app: Any, cast: Cast, role: str) -> None:
    actions.block(cast.ruo.id, by=cast.nina.id)
    actions.block(cast.tang.id, by=cast.ruo.id)
    actions.block(cast.mei.id, by=cast.nina.id)
    accounts.grant(cast.ruo.id, role)
    come_through(app)
    assert [(row.member_id, row.blocked_id) for row in Block.select()] == [(cast.nina.id, cast.mei.id)]


def test_no_other_role_lifts_a_block(app: Any, cast: Cast) -> None:
    actions.block(cast.ruo.id, by=cast.nina.id)
    accounts.grant(cast.ruo.id, "buyer")
    # Nor one that was taken away again before the site came to it.
    accounts.grant(cast.ruo.id, "moderator")
    accounts.revoke(cast.ruo.id, "moderator")
    come_through(app)
    assert Block.select().count() == 1
