"""Feeds of a person's and of a tag's posts: valid Atom, found from the pages, the same for everyone."""

from typing import Any
from xml.etree import ElementTree

import pytest

from miquan.circle import actions
from miquan.circle.rules import PostWords
from miquan.db import counting_queries
from miquan.products.models import Tag
from tests.browsing import Browser, alone
from tests.cast import Cast
from tests.circle.filled import blocked, published
from tests.circle.test_posts import posted

ATOM = "{http://www.w3.org/2005/Atom}"
PATHS = ("/zh-hant/@mei/posts.atom", "/zh-hant/tags/鐵瓶/feed.atom")


def told(feed: Any, tag: str) -> list[str]:
    return [e.text or "" for e in feed.iter(f"{ATOM}{tag}")]


@pytest.mark.parametrize("path", PATHS)
def test_it_is_atom(app: Any, cast: Cast, path: str) -> None:
    assert cast.tang
    first = posted(cast.mei, "早上 <b>& 河邊 #鐵瓶")
    second = actions.publish(
        actions.save_post(PostWords(title="碗 & <杯>", body="和@tang 去 #鐵瓶"), by=cast.mei.id).id, by=cast.mei.id
    )
    answer = Browser(app).get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "public" in answer.headers["Cache-Control"]
    feed = ElementTree.fromstring(answer.body)
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.find(f"{ATOM}{name}") is not None, name
    rels = {link.get("rel") for link in feed.findall(f"{ATOM}link")}
    assert rels == {"alternate", "self"}
    entries = feed.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["碗 & <杯>", "早上 <b>& 河邊 #鐵瓶"]
    for entry, post in zip(entries, (second, first), strict=True):
        assert (entry.findtext(f"{ATOM}id") or "").endswith(f"/zh-hant/c/{post.id}")
        for name in ("updated", "published", f"author/{ATOM}name", "content"):
            assert entry.findtext(f"{ATOM}{name}"), name
    assert 'href="/zh-hant/@tang"' in (entries[0].findtext(f"{ATOM}content") or "")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}base", "").startswith("http")


@pytest.mark.parametrize("path", PATHS)
def test_an_empty_one_is_atom_too(app: Any, cast: Cast, path: str) -> None:
    post = posted(cast.mei, "河邊 #鐵瓶")
    Tag.update(products=1).where(Tag.name == "鐵瓶").execute()
    actions.hide(post.id, by=cast.mo.id, reason="不好")
    feed = ElementTree.fromstring(Browser(app).get(path).body)
    assert feed.findtext(f"{ATOM}updated")
    assert not feed.findall(f"{ATOM}entry")


def test_pages_name_their_feeds(app: Any, cast: Cast) -> None:
    posted(cast.mei, "河邊 #鐵瓶")
    for page, feed in (
        ("/zh-hant/@mei/posts", PATHS[0]),
        ("/zh-hant/@mei", PATHS[0]),
        ("/zh-hant/tags/鐵瓶", "/zh-hant/tags/%E9%90%B5%E7%93%B6/feed.atom"),
    ):
        links = Browser(app).get(page).all("link", type="application/atom+xml")
        assert feed in [link.get("href") for link in links], page


def test_it_asks_as_often_for_many_and_ends_somewhere(app: Any, cast: Cast) -> None:
    browser = Browser(app)

    def asked() -> int:
        with counting_queries() as seen:
            assert browser.client.get(PATHS[0]).status_code == 200
        return len(seen)

    posted(cast.mei, "先 #鐵瓶")
    browser.get(PATHS[0])
    few = alone(asked)
    for n in range(32):
        published(cast.mei, f"第{n}篇")
    assert alone(asked) == few <= 5
    assert len(told(ElementTree.fromstring(browser.get(PATHS[0]).body), "entry")) == 30


def test_addresses_that_have_moved(app: Any, cast: Cast) -> None:
    posted(cast.mei, "河邊 #Tea")
    for path, status in (("/@MEI/posts", 301), ("/@MEI/posts.atom", 301), ("/@nobody/posts", 404), ("/@nobody/posts.atom", 404), ("/tags/TEA/feed.atom", 301), ("/tags/none/feed.atom", 404), ("/places/japan/atlantis/posts", 404), ("/places/atlantis/posts", 404)):  # fmt: skip
        assert Browser(app).get(f"/zh-hant{path}").status == status, path


@pytest.mark.parametrize("path", PATHS)
def test_a_member_reads_nothing_of_whom_a_block_parts_from_them(app: Any, cast: Cast, path: str) -> None:
    posted(cast.mei, "早上 #鐵瓶")
    blocked(cast.mei.id, cast.ruo.id)
    assert "早上" not in Browser(app, cast.ruo).get(path).text
    answer = Browser(app, cast.nina).get(path)
    assert "早上" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
