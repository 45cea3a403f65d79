"""Every secondary way on which a post could get out × everything that may have been done to it or to its reader.

A new way out is one line in `LISTS` (what shows posts that the reader may find) or in `FOR_ALL` (what is the same for everyone).
"""

from typing import Any

import pytest

from miquan.circle.models import Post
from miquan.follows import actions as follows
from miquan.products.models import Tag
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_visible import READERS, SECRET, WAYS, member_of, scene

# Pages and parts that a reader opens; addresses below the language.
LISTS = {
    "person": "/@mei",
    "posts_of_person": "/@mei/posts",
    "posts_of_person_part": "/@mei/posts#part",
    "tag": "/tags/鐵瓶",
    "tag_part": "/tags/鐵瓶#part",
    "country": "/places/japan",
    "city": "/places/japan/kyoto",
    "posts_of_country": "/places/japan/posts",
    "posts_of_city": "/places/japan/kyoto/posts",
    "posts_of_city_part": "/places/japan/kyoto/posts#part",
}
# What is for everyone alike but for whom a block parts: only what is public.
FOR_ALL = {"atom_of_person": "/@mei/posts.atom", "atom_of_tag": "/tags/鐵瓶/feed.atom"}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
# Where a block closes the door itself; tags and places stay open and say nothing.
HERS = ("/@mei",)


def ask(app: Any, cast: Cast, reader: str, path: str) -> Any:
    path, _hash, part = path.partition("#")
    return Browser(app, member_of(cast, reader)).get(f"/zh-hant{path}", headers=HTMX if part else {})


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", LISTS)
def test_lists_show_what_their_reader_may_find(app: Any, cast: Cast, name: str, way: str) -> None:
    scene(cast, way)
    _opens, lists = WAYS[way]
    for reader in READERS if way != "inactive" else READERS[:3]:
        page = ask(app, cast, reader, LISTS[name])
        assert (SECRET in page.text) == (reader in lists), reader
        parted = way in ("blocks", "blocked") and reader == "stranger"
        gone = LISTS[name].startswith(HERS) and (parted or way == "inactive")
        assert page.status == (404 if gone else 200), reader


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FOR_ALL)
def test_what_is_for_all_tells_only_what_is_public(app: Any, cast: Cast, name: str, way: str) -> None:
    scene(cast, way)
    is_public = way in ("public", "blocks", "blocked")
    for reader in READERS if way != "inactive" else READERS[:3]:
        page = ask(app, cast, reader, FOR_ALL[name])
        parted = way in ("blocks", "blocked") and reader == "stranger"
        assert (SECRET in page.text) == (is_public and not parted), reader


@pytest.mark.parametrize("name", [n for n, path in LISTS.items() if not path.startswith("/@")])
def test_what_is_muted_is_left_out_of_lists_nobody_asked_for_by_name(app: Any, cast: Cast, name: str) -> None:
    post = scene(cast, "public")
    for mute in (
        {"kind": "member", "target": cast.mei.id},
        {"kind": "tag", "target": Tag.get().id},
        {"kind": "word", "word": "祕密"},
    ):
        row = follows.mute(mute["kind"], by=cast.ruo.id, target=mute.get("target", 0), word=mute.get("word", ""))  # type: ignore[arg-type]
        opened = mute["kind"] == "tag" and LISTS[name].startswith("/tags/")
        assert (SECRET in ask(app, cast, "stranger", LISTS[name]).text) is opened, "its own page was asked for by name"
        assert SECRET in ask(app, cast, "follower", LISTS[name]).text
        follows.unmute(row.id, by=cast.ruo.id)
    assert SECRET in ask(app, cast, "stranger", LISTS[name]).text
    assert Post.get_by_id(post.id).state == "published"


def test_a_repost_does_not_carry_what_is_muted(app: Any, cast: Cast) -> None:
    from miquan.circle import actions

    post = scene(cast, "public")
    actions.repost(post.id, by=cast.tang.id, word="看看")
    Post.update(country="JP", city="kyoto").where(Post.repost_of == post.id).execute()
    for told in (SECRET, "看看"):
        assert told in ask(app, cast, "stranger", "/places/japan/posts").text
    follows.mute("member", by=cast.ruo.id, target=cast.mei.id)
    for told in (SECRET, "看看"):
        assert told not in ask(app, cast, "stranger", "/places/japan/posts").text
    follows.mute("word", by=cast.nina.id, word="祕密")
    assert "看看" not in ask(app, cast, "follower", "/places/japan/posts").text


def test_a_muted_word_counts_in_the_script_of_its_reader(app: Any, cast: Cast) -> None:
    from tests.circle.test_posts import posted

    posted(cast.mei, "夏天的優惠 #鐵瓶")
    follows.mute("word", by=cast.ruo.id, word="优惠")
    follows.mute("word", by=cast.nina.id, word="%")
    assert "優惠" not in ask(app, cast, "stranger", "/tags/鐵瓶").text
    assert "優惠" in ask(app, cast, "follower", "/tags/鐵瓶").text, "a sign is only itself"
