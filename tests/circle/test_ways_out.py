"""Every secondary way on which a post could get out × everything that may have been done to it or to its reader.

The ways out are a table: `tests/circle/ways_out.py`.
"""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.boards import actions as boards
from miquan.circle import actions
from miquan.circle.models import Post
from miquan.circle.recounting import recount
from miquan.circle.rules import PostWords
from miquan.db import now
from miquan.departures.registry import SECTIONS
from miquan.follows import actions as follows
from miquan.moderation.actions import file_report
from miquan.portraits.learning import Done, learn
from miquan.products.models import Tag
from miquan.recommendations.models import Recommended
from miquan.search import indexing
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import commented, published
from tests.circle.test_posts import posted, written
from tests.circle.test_visible import READERS, SECRET, member_of, scene
from tests.circle.ways_out import ALL_WAYS, OUTS, QUIET, SILENT, Out

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
WORD = "看看"


def arranged(cast: Cast, way: str) -> tuple[Post, dict[str, str]]:
    """The scene, and everything that leads to its post: a board, a repost, a follow-up, likes, comments, recommendations."""
    post = scene(cast, "public" if way.startswith("muted") else way)
    board = boards.make_board("板", by=cast.nina.id, visibility="public")
    boards.Save.update(board=board.id).execute()
    published(cast.tang, WORD, kind="repost", repost_of=post.id)
    Member.update(posts=1).where(Member.id == cast.tang.id).execute()
    later = published(cast.mei, "後來", kind="followup", follows_up=post.id)
    comment = commented(post, cast.nina, "同感")
    learn([Done(cast.nina.id, "like", "post", post.id, now())])
    if way == "public":
        file_report(by=cast.ruo.id, kind="post", subject_id=post.id, reason="other", note="不好")
    for who in (cast.nina, cast.ruo):
        Recommended.create(member=who.id, kind="post", item=post.id, rank=1, reason="explore")
    tag = Tag.get(Tag.slug == "鐵瓶")
    if way.startswith("muted"):
        told = {"member": cast.mei.id, "tag": tag.id}.get(kind := way.removeprefix("muted_"), 0)
        follows.mute(kind, by=cast.ruo.id, target=told, word="祕密" if kind == "word" else "")
    indexing.rebuild()
    ids = {"POST": post.id, "BOARD": board.id, "COMMENT": comment.id, "TAG": tag.id, "MEI": cast.mei.id}
    slugs = {
        f"{name}SLUG": f"{row.id}-{row.slug}" for name, row in (("POST", post), ("LATER", later), ("BOARD", board))
    }
    return post, {**{name: str(id_) for name, id_ in ids.items()}, **slugs}


def tells(text: str, post: Post, out: Out) -> bool:
    return SECRET in text or (out.told and re.search(rf"/c/{post.id}(?!\d)", text) is not None)


def asked(browser: Browser, out: Out, ids: dict[str, str], how: str) -> Any:
    path = re.sub("[A-Z]{3,}", lambda found: ids[found[0]], out.path)
    return browser.get(f"/zh-hant{path}", headers=HTMX if how == "part" else {})


@pytest.mark.parametrize("way", ALL_WAYS)
def test_no_way_out_tells_more_than_its_reader_may_know(app: Any, cast: Cast, way: str) -> None:
    post, ids = arranged(cast, way)
    wrong = []
    for reader in READERS if way != "inactive" else READERS[:3]:
        browser = Browser(app, member_of(cast, reader))
        for name, out in OUTS.items():
            for how in out.ways_to_ask(reader):
                page = asked(browser, out, ids, how)
                expected = how in out.told_as and out.rule(way, reader)
                if page.status >= 500 or tells(page.text, post, out) != expected:
                    wrong.append((reader, name, how, page.status, f"should tell: {expected}"))
    assert not wrong, "\n".join(map(str, wrong))
    assert SECRET in taken(cast.mei), "one's own, whatever has been done to it"
    for other in (cast.nina, cast.tang, cast.ruo, cast.mo):
        assert SECRET not in taken(other), other.handle
    assert "同感" in taken(cast.nina)
    assert "同感" not in taken(cast.mei), "a comment belongs to who wrote it"


def test_every_route_has_a_row(app: Any) -> None:
    rows = {out.endpoint for out in OUTS.values()}
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    told = {r for r in routes if r in rows or r.startswith(tuple(SILENT)) or r.split(".")[0] in QUIET}
    assert routes - told == set(), "say in tests/circle/ways_out.py for whom it tells of posts"
    assert rows - routes == set()


def taken(member: Member) -> str:
    """All that a member takes along."""
    return json.dumps([list(s.export(member.id)) for s in SECTIONS], ensure_ascii=False, default=str)


def becomes(cast: Cast, way: str) -> Post:
    """The post comes to be this by the acts that lead there."""
    if way in ("draft", "scheduled"):
        post = written(cast.mei, f"{SECRET} #鐵瓶")
        return actions.schedule(post.id, now() + timedelta(days=1), by=cast.mei.id) if way == "scheduled" else post
    post = posted(cast.mei, f"{SECRET} #鐵瓶", visibility=way if way in ("followers", "unlisted") else "public")
    if way == "hidden":
        actions.hide(post.id, by=cast.mo.id, reason="不好")
    if way == "removed":
        actions.remove(post.id, by=cast.mei.id)
    return post


@pytest.mark.parametrize("way", ["public", "followers", "unlisted", "draft", "scheduled", "hidden", "removed"])
def test_numbers_count_what_everyone_may_find(app: Any, cast: Cast, way: str) -> None:
    posted(cast.mei, "另一篇 #鐵瓶")
    post = becomes(cast, way)
    indexing.rebuild()
    shown = 1 + (way == "public")
    assert Member.get_by_id(cast.mei.id).posts == Tag.get(Tag.slug == "鐵瓶").posts == shown
    visitor = Browser(app)
    for path, told in (("search?q=鐵瓶&in=posts", shown), ("search?q=祕密&in=posts", shown - 1)):
        tabs = visitor.get(f"/zh-hant/{path}").text.partition('<nav class="tabs"')[2].partition("</nav>")[0]
        assert [int(n) for n in re.findall(r'class="count">(\d+)', tabs)][1] == told, path
    # Opened up again, it counts; and no count is left behind.
    if way in ("followers", "unlisted"):
        actions.save_post(PostWords(body=f"{SECRET} #鐵瓶"), by=cast.mei.id, post_id=post.id)
        assert Member.get_by_id(cast.mei.id).posts == Tag.get(Tag.slug == "鐵瓶").posts == 2
    assert set(recount().values()) == {0}


def test_a_repost_does_not_carry_what_is_muted(app: Any, cast: Cast) -> None:
    post = scene(cast, "public")
    actions.repost(post.id, by=cast.tang.id, word=WORD)
    Post.update(country="JP", city="kyoto").where(Post.repost_of == post.id).execute()

    def seen(reader: str) -> list[bool]:
        text = Browser(app, member_of(cast, reader)).get("/zh-hant/places/japan/posts").text
        return [told in text for told in (SECRET, WORD)]

    assert seen("stranger") == [True, True]
    follows.mute("member", by=cast.ruo.id, target=cast.mei.id)
    assert seen("stranger") == [False, False]
    follows.mute("word", by=cast.nina.id, word="祕密")
    assert seen("follower") == [False, False]


def test_a_muted_word_counts_in_the_script_of_its_reader(app: Any, cast: Cast) -> None:
    posted(cast.mei, "夏天的優惠 #鐵瓶")
    follows.mute("word", by=cast.ruo.id, word="优惠")
    follows.mute("word", by=cast.nina.id, word="%")
    assert "優惠" not in Browser(app, cast.ruo).get("/zh-hant/tags/鐵瓶").text
    assert "優惠" in Browser(app, cast.nina).get("/zh-hant/tags/鐵瓶").text, "a sign is only itself"
