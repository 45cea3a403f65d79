"""The picture of a post for link previews: 1200 × 630, of what is public only, kept until it changes."""

import io
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from PIL import Image

from miquan.accounts.models import Member
from miquan.circle import actions
from miquan.circle.models import Post
from miquan.circle.rules import PictureWords, PostWords
from miquan.circle.sharing import drawing, fonts, keeping
from miquan.circle.sharing.drawing import Card, draw, lines_of
from miquan.media.actions import store_picture
from miquan.outbox import Event, EventRow
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.circle.test_visible import READERS, WAYS, member_of, scene
from tests.site.world import picture_bytes


def path_of(post: Post) -> str:
    return f"/zh-hant/c/{post.id}/picture.png"


def names() -> list[str]:
    return sorted(path.name for path in keeping._folder().iterdir()) if keeping._folder().is_dir() else []


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    """What was asked to be drawn; drawing itself takes a second."""
    found: list[Card] = []

    def quick(card: Card) -> bytes:
        found.append(card)
        return b"\x89PNG drawn"

    monkeypatch.setattr(keeping, "draw", quick)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_only_what_everyone_may_see_is_drawn(app: Any, cast: Cast, way: str, drawn: list[Card]) -> None:
    post = scene(cast, way)
    for reader in READERS if way != "inactive" else READERS[:3]:
        parted = way in ("blocks", "blocked") and reader == "stranger"
        is_public = way in ("public", "blocks", "blocked")
        answer = Browser(app, member_of(cast, reader)).get(path_of(post))
        assert answer.status == (200 if is_public and not parted else 404), reader
        page = Browser(app, member_of(cast, reader)).get(f"/zh-hant/c/{post.id}-{post.slug}")
        assert (f"{path_of(post)}" in page.text) == (answer.status == 200), reader


def test_it_is_what_the_page_names_and_of_the_right_size(app: Any, cast: Cast) -> None:
    photo = store_picture(picture_bytes("#8a6d3b"), owner=cast.mei.id, purpose="post")
    words = PostWords(title="下雨天 <的> & 早晨", body="找到一只碗", pictures=(PictureWords(photo.id, "碗"),))
    post = actions.publish(actions.save_post(words, by=cast.mei.id).id, by=cast.mei.id)
    page = Browser(app).get(f"/zh-hant/c/{post.id}-{post.slug}")
    image = next(m.get("content") or "" for m in page.all("meta", property="og:image"))
    assert image.endswith(path_of(post))
    answer = Browser(app).get(path_of(post))
    assert answer.headers["Content-Type"] == "image/png"
    assert "must-revalidate" in answer.headers["Cache-Control"]
    with Image.open(io.BytesIO(answer.body)) as picture:
        assert picture.size == (1200, 630)
        red, green, blue = picture.convert("RGB").getpixel((1000, 300))  # type: ignore[misc]
        assert max(abs(red - 0x8A), abs(green - 0x6D), abs(blue - 0x3B)) < 12, "the photo is on it"
    again = Browser(app).get(path_of(post), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304
    assert not again.body


def test_it_is_kept_until_it_changes(app: Any, cast: Cast, drawn: list[Card]) -> None:
    post = posted(cast.mei, "河邊的早晨")
    for _ in range(2):
        assert Browser(app).get(path_of(post)).status == 200
    assert len(drawn) == 1
    first = names()
    actions.save_post(PostWords(body="河邊的傍晚"), by=cast.mei.id, post_id=post.id)
    assert Browser(app).get(path_of(post)).status == 200
    assert [card.title for card in drawn] == ["河邊的早晨", "河邊的傍晚"]
    assert len(set(names()) - set(first)) == 1
    keeping.forget_post(EventRow(name=str(Event.POST_EDITED), subject_id=post.id))
    assert names() == []


def test_nothing_stays_of_who_has_left_and_old_ones_go(app: Any, cast: Cast, drawn: list[Card]) -> None:
    mine, theirs = posted(cast.mei, "河邊"), posted(cast.tang, "市集")
    for post in (mine, theirs):
        Browser(app).get(path_of(post))
    keeping.forget_member(EventRow(name=str(Event.MEMBER_ERASED), subject_id=cast.mei.id))
    assert [name.split("-")[0] for name in names()] == [str(cast.tang.id)]
    assert keeping.tidy() == 0
    long_ago = time.time() - 4 * 86_400
    os.utime(keeping._folder() / names()[0], (long_ago, long_ago))
    assert keeping.tidy() == 1


def test_what_is_no_post(app: Any, cast: Cast, drawn: list[Card]) -> None:
    post = posted(cast.mei, "河邊")
    passed = actions.repost(post.id, by=cast.nina.id, word="看")
    for number in (passed.id, 99_999, 2**40):
        assert Browser(app).get(f"/zh-hant/c/{number}/picture.png").status == 404
    Member.update(active=False).where(Member.id == cast.mei.id).execute()
    assert Browser(app).get(path_of(post)).status == 404


def test_lines_break_where_they_may() -> None:
    assert lines_of("下雨天的早晨，在今宮", 6, 5) == ["下雨天的早晨，", "在今宮"]
    assert lines_of("Where do you send a jumper", 8, 5) == ["Where do you", "send a jumper"]
    assert lines_of("Donaudampfschifffahrt", 4, 2) == ["Donaud", "ampfs…"]
    assert lines_of("一二三四五六七八九", 3, 2) == ["一二三", "四五…"]
    assert lines_of("", 5, 2) == []


def test_a_machine_without_chinese_letters_draws_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "font", lambda lang: None)
    card = Card("河邊 <b>", "林美", "", "蜜圈", "zh-hant", photo=b"broken", face=None)
    with Image.open(io.BytesIO(draw(card))) as picture:
        assert picture.size == (1200, 630)
    monkeypatch.setattr(fonts, "_FOLDERS", ("/nowhere",))
    fonts._found.cache_clear()
    assert fonts.font("en") is None
    fonts._found.cache_clear()


def test_hostile_words_are_only_words() -> None:
    card = Card("</text><image href='file:///etc/passwd'/>\x00\ud800😀&#x0;", "]]>", '"', "'", "zh-hant")
    with Image.open(io.BytesIO(draw(card))) as picture:
        assert picture.size == (1200, 630)


def test_many_at_once_do_not_hold_every_thread(app: Any, cast: Cast, drawn: list[Card]) -> None:
    post = posted(cast.mei, "河邊的早晨")
    with ExitStack() as others:
        for _n in range(4):
            others.enter_context(keeping._places)
        busy = Browser(app).get(path_of(post))
        assert (busy.status, drawn) == (503, [])
        assert busy.headers["Retry-After"]
        assert "no-store" in busy.headers["Cache-Control"]
    assert Browser(app).get(path_of(post)).status == 200


def test_two_are_drawn_at_once_and_the_same_only_once(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the two waits for the other to be begun; a third of the same name waits and draws nothing."""
    both, begun = threading.Barrier(2, timeout=20), []

    def slow(card: Card) -> bytes:
        begun.append(card.title)
        both.wait()
        return card.title.encode()

    def ask(name: str) -> bytes:
        with app.app_context():
            return keeping.picture(keeping.Wanted(Card(name, "", "", "", "en"), "", "", f"1-1-{name}.png"))

    monkeypatch.setattr(keeping, "draw", slow)
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask, name) for name in ("river", "river")]
        while not begun:
            time.sleep(0.01)
        asked.append(pool.submit(ask, "market"))
        assert [one.result(30) for one in asked] == [b"river", b"river", b"market"]
    assert sorted(begun) == ["market", "river"]
    assert not keeping._doors
