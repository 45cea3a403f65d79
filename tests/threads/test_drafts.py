"""What was typed and not sent waits at its place, is offered again, and is gone once it was sent."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from peewee import SQL, IntegrityError, fn

from miquan.db import database, now
from miquan.threads.drafts import keep_words, own_draft
from miquan.threads.models import Reply, Thread, ThreadDraft
from tests.browsing import Browser
from tests.cast import Cast
from tests.threads.filled import grouped, joined
from tests.threads.test_pages import base, path, talked

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_a_reply_survives_a_closed_tab(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    nina = Browser(app, cast.nina)
    fields = {**nina.get(path(thread)).fields("/replies"), "body": "說到一半"}
    for seq in ("0", "1"):
        kept = nina.post(base(thread, "/draft"), {**fields, "seq": seq}, headers=PART)
        assert kept.status == 200
        assert 'data-state="kept"' in kept.text
        assert f'data-seq="{int(seq) + 1}"' in kept.text
    again = nina.get(path(thread)).fields("/replies")
    assert (again["body"], again["seq"]) == ("說到一半", "2")
    assert "說到一半" not in Browser(app, cast.mei).get(path(thread)).text
    assert nina.post(base(thread, "/replies"), again).status == 303
    assert Reply.get(Reply.number == 2).body == "說到一半"
    assert not ThreadDraft.select().exists()
    assert not nina.get(path(thread)).fields("/replies")["body"]


def test_all_that_is_begun_is_found_in_one_place_and_dropped_there(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    nina, new = Browser(app, cast.nina), base(thread, "/new").replace(f"/{thread.id}", "")
    nina.post(base(thread, "/draft"), {**nina.get(path(thread)).fields("/replies"), "body": "說到一半"}, headers=PART)
    nina.post(new.replace("/new", "/draft"), {**nina.get(new).fields("/t/new"), "title": "想問的事"}, headers=PART)
    page = nina.get("/zh-hant/c/drafts")
    for words, place, button in (
        ("說到一半", f"{base(thread)}/replies?draft=1", f"{base(thread)}/draft/removal"),
        ("想問的事", f"{new}?draft=1", new.replace("/new", "/draft/removal")),
    ):
        (link,) = [e for e in page.all("a") if e.get("href") == place]
        assert ("".join(link.itertext()), words in nina.get(place).text) == (words, True)
        assert nina.send("/zh-hant/c/drafts", button, button).status == 303
    assert not ThreadDraft.select().exists()
    assert "說到一半" not in Browser(app, cast.mei).get("/zh-hant/c/drafts").text


def test_what_the_page_kept_while_it_was_sent_is_gone_with_it(app: Any, cast: Cast) -> None:
    """Leaving the field for the button keeps the words once more, before they arrive or after."""
    thread = talked(cast, 1)
    nina = Browser(app, cast.nina)
    new, keep = base(thread, "/new").replace(f"/{thread.id}", ""), base(thread, "/draft").replace(f"/{thread.id}", "")
    places = [(path(thread), "/replies", base(thread, "/draft")), (new, "/t/new", keep)]
    for page, action, draft in places:
        fields = {**nina.get(page).fields(action), "body": "送出去了", "title": "送出去了"}
        nina.post(draft, fields, headers=PART)
        assert nina.post(base(thread, "/replies") if action == "/replies" else new, fields).status == 303
        nina.post(draft, {**fields, "seq": "1"}, headers=PART)
        assert not ThreadDraft.select().exists(), page


def test_a_page_that_has_not_seen_the_words_leaves_them(app: Any, cast: Cast) -> None:
    thread = talked(cast, 1)
    nina = Browser(app, cast.nina)
    first = {**nina.get(path(thread)).fields("/replies"), "body": "第一頁"}
    second = {**nina.get(base(thread, "/replies?answers=1&quote=1")).fields(), "body": "第二頁"}
    nina.post(base(thread, "/draft"), first, headers=PART)
    assert 'data-state="elsewhere"' in nina.post(base(thread, "/draft"), second, headers=PART).text
    assert ThreadDraft.get().form["body"] == ["第一頁"]
    # Sent from a page that does not know of them, they wait on.
    assert nina.post(base(thread, "/replies"), second).status == 303
    page = nina.get(base(thread, "/replies?answers=1"))
    assert "還沒送出" in page.text
    assert nina.get(base(thread, "/replies?draft=1")).fields("/replies")["body"] == "第一頁"
    assert nina.send(base(thread, "/replies?answers=1"), "/draft/removal", base(thread, "/draft/removal")).status == 303
    assert not ThreadDraft.select().exists()
    assert Browser(app, cast.ruo).post(base(thread, "/draft"), first).status in (400, 403)


def test_a_thread_that_was_begun_is_gone_on_with(app: Any, cast: Cast) -> None:
    bowl = cast.product()
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    nina, new = Browser(app, cast.nina), f"/zh-hant/g/{group.slug}/t/new"
    typed = {
        **nina.get(new).fields(),
        "title": "問茶",
        "body": "哪一家",
        "options": "左京\n右京",
        "things-0-product": str(bowl.id),
    }
    keep = new.replace("/new", "/draft")
    assert nina.post(keep, typed).location == f"{new}?draft=1"
    assert "還沒送出" in nina.get(new).text
    fields = nina.get(f"{new}?draft=1").fields("/t/new")
    assert (fields["title"], fields["options"].split(), fields["things-0-product"]) == (
        "問茶",
        ["左京", "右京"],
        str(bowl.id),
    )
    assert "還沒送出" not in Browser(app, cast.mei).get(new).text
    assert nina.post(new, fields).status == 303
    assert Thread.get().title == "問茶"
    assert not ThreadDraft.select().exists()


def test_a_member_has_one_draft_of_a_new_thread_in_a_group(app: Any, cast: Cast, monkeypatch: Any) -> None:
    """Two pages that come at once: neither has seen the other's words, and one of them is told so."""
    group = grouped(owner=cast.nina)
    keep_words(cast.nina.id, group.id, None, {"body": ["先到的"]}, seq=0, nonce="a")
    monkeypatch.setattr("miquan.threads.drafts.held", lambda query: query.where(SQL("1 = 0")))
    assert keep_words(cast.nina.id, group.id, None, {"body": ["後到的"]}, seq=0, nonce="b") is None
    assert [row.form["body"] for row in ThreadDraft.select()] == [["先到的"]]
    with pytest.raises(IntegrityError):
        ThreadDraft.create(member=cast.nina.id, group=group.id, form={})


def test_of_drafts_that_are_there_twice_the_newest_is_kept(app: Any, cast: Cast) -> None:
    group, other = grouped(owner=cast.nina), grouped("bread", owner=cast.nina)
    migration = import_module("miquan.migrations.0019_one_draft")
    migration.down(None, database)
    of = {"member": cast.nina.id, "form": {}}
    for days, place in ((2, group), (0, group), (1, group), (1, other), (1, other)):
        ThreadDraft.create(**of, group=place.id, seq=days, updated_at=now() - timedelta(days=days))
    ThreadDraft.create(member=cast.mei.id, group=group.id, form={}, seq=9)
    newest_of_two = ThreadDraft.select(fn.MAX(ThreadDraft.id)).where(ThreadDraft.group == other.id).scalar()
    migration.up(None, database)
    assert sorted(ThreadDraft.select(ThreadDraft.group, ThreadDraft.seq).tuples()) == [
        (group.id, 0), (group.id, 9), (other.id, 1),
    ]  # fmt: skip
    assert ThreadDraft.get(ThreadDraft.group == other.id).id == newest_of_two


def test_places_are_apart_and_bounded(app: Any, cast: Cast, monkeypatch: Any) -> None:
    thread = talked(cast, 1)
    for place in (None, thread.id):
        keep_words(cast.nina.id, thread.group_id, place, {"body": [str(place)]}, seq=0, nonce="a")
    found = own_draft(cast.nina.id, thread.group_id, None)
    assert found is not None
    assert found.form["body"] == ["None"]
    monkeypatch.setattr("miquan.threads.drafts.MOST", 2)
    other = grouped("bread", owner=cast.nina)
    assert keep_words(cast.nina.id, other.id, None, {"body": ["滿了"]}, seq=0, nonce="a") is None
