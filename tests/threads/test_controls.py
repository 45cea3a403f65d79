"""What surrounds the words of a thread: ways to the box, folded fields, and names in the reader's script."""

from typing import Any

from miquan.groups.models import Group
from miquan.products.models import Tag
from miquan.threads.models import Thread, ThreadTag
from tests.browsing import Browser, Page, X
from tests.cast import Cast
from tests.threads.filled import grouped, joined, threaded
from tests.threads.test_pages import base, path, talked


def skips(page: Page) -> list[str]:
    return [str(e.get("href")) for e in page.all("a", class_="skip")]


def test_a_skip_link_leads_to_the_box_where_there_is_one(app: Any, cast: Cast) -> None:
    thread = talked(cast, 2)
    page = Browser(app, cast.nina).get(path(thread))
    assert skips(page) == ["#main", "#body"]
    assert [e.get("name") for e in page.all("textarea", id="body")] == ["body"]
    for outside in (None, cast.ruo):
        assert skips(Browser(app, outside).get(path(thread))) == ["#main"]


def folds(page: Page) -> list[bool]:
    sections = [e for e in page.form().iter(f"{X}section") if e.get("class") == "form-block"]
    return [e.get("open") is not None for section in sections for e in section.iter(f"{X}details")]


def test_what_is_seldom_asked_for_is_folded_until_it_holds_something(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    nina, new = Browser(app, cast.nina), "/zh-hant/g/kyoto-tea/t/new"
    assert folds(nina.get(new)) == [False, False, False]
    assert folds(nina.get(base(thread, "/replies"))) == [False, False]
    assert folds(nina.send(new, None, more="find", find="碗")) == [False, True, False]
    assert folds(nina.send(new, None, options="只有一個")) == [False, False, True]
    # Who pressed for more than words in the thread finds it open.
    assert folds(nina.send(path(thread), "/replies", base(thread, "/replies"), more="open")) == [True, True]


def test_tags_and_marks_are_read_in_the_readers_script_at_their_own_address(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei, slug="tea", flair="器材請教")
    Group.update(flairs=["器材請教"]).execute()
    tag = Tag.create(name="鐵瓶", slug="鐵瓶")
    ThreadTag.create(thread=thread.id, tag=tag.id, at=Thread.get().created_at)
    for lang, name, flair in (
        ("zh-hans", "铁瓶", "器材请教"),
        ("zh-hant", "鐵瓶", "器材請教"),
        ("en", "鐵瓶", "器材請教"),
    ):
        page = Browser(app).get(path(thread, lang=lang))
        (link,) = page.all("a", class_="tag")
        assert ("".join(link.itertext()), link.get("href")) == (name, f"/{lang}/tags/%E9%90%B5%E7%93%B6")
        assert flair in page.text
        assert flair in Browser(app).get(f"/{lang}/g/kyoto-tea").text
        tagged = Browser(app).get(str(link.get("href")))
        assert f"#{name}" in tagged.words("h1")[0]
    tending = Browser(app, cast.mei).get(f"/zh-hans/g/kyoto-tea/t/{thread.id}/tending")
    assert [(o.get("value"), "".join(o.itertext())) for o in tending.all("option") if o.get("value") == "器材請教"] == [
        ("器材請教", "器材请教")
    ]
