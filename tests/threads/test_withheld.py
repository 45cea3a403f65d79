"""While its opening is hidden nobody is told what a thread is called or begins with; shown again, it is as it was."""

from importlib import import_module
from typing import Any

from miquan.accounts.models import Member
from miquan.boards.actions import save
from miquan.db import database
from miquan.groups.models import Group
from miquan.moderation.deciding import Wish, decide, undo
from miquan.moderation.models import BlockEntry
from miquan.outbox import Event, EventRow
from miquan.search.indexing import rebuild
from miquan.threads import actions
from miquan.threads.actions.parts import sync_tags
from miquan.threads.models import Reply, Thread
from miquan.threads.rules import Said
from tests.browsing import Browser
from tests.cast import Cast
from tests.notifications.telling import sentences
from tests.search.test_kinds import indexed
from tests.threads.filled import grouped, joined, replied, threaded

TITLE, BODY, FACTS = "秘境茶園在哪 #秘境茶", "秘境往山上走", {"where": "秘境"}
PLACES = (
    "/groups", "/g/kyoto-tea", "/g/kyoto-tea?sort=new", "/search?q=秘境", "/search?q=秘境&in=threads", "/search?q=秘境&group=kyoto-tea",
    "/me/boards", "/me/notifications", "/",
)  # fmt: skip


def asked(cast: Cast) -> tuple[Group, Thread, Reply]:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.nina, TITLE, body=BODY, slug="mijing", facts=FACTS)
    sync_tags(thread, TITLE)
    replied(thread, cast.mei, "不知道")
    save("thread", thread.id, by=cast.ruo.id)
    return group, thread, Reply.get(Reply.thread == thread.id, Reply.number == 0)


def found(app: Any, reader: Member | None, thread: Thread) -> set[str]:
    """Where something of it is told."""
    rebuild()
    browser = Browser(app, reader)
    place = browser.get(f"/zh-hant/g/kyoto-tea/t/{thread.id}-{Thread.get_by_id(thread.id).slug}")
    assert place.status == 200
    pages = {path: browser.get(f"/zh-hant{path}").text for path in PLACES if reader or not path.startswith("/me")}
    # What was searched for stands on the page of a search, in no link and no result.
    told = {path for path, text in pages.items() if any(words in text for words in ("茶園在哪", "往山上走", "mijing"))}
    return told | ({"its page"} if any(words in place.text for words in ("秘境", "mijing")) else set())


def test_nobody_is_told_what_it_was_called(app: Any, cast: Cast) -> None:
    _group, thread, opening = asked(cast)
    before = found(app, None, thread)
    assert {"its page", "/g/kyoto-tea", "/search?q=秘境&in=threads"} <= before
    tag = "/zh-hant/tags/秘境茶"
    assert Browser(app).get(tag).status == 200
    made = decide("reply", opening.id, Wish("hide", "spam", "看過了"), by=cast.mo.id)
    assert Browser(app).get(tag).status == 404
    for reader in (None, cast.ruo, cast.mei):
        assert found(app, reader, thread) == set(), reader
    for kind, id_ in (("reply", opening.id), ("thread", thread.id)):
        assert "秘境茶園在哪" in Browser(app, cast.mo).get(f"/zh-hant/desk/things/{kind}/{id_}").text, kind
    assert "往山上走" in Browser(app, cast.mo).get(f"/zh-hant/desk/things/reply/{opening.id}").text
    assert "往山上走" in Browser(app, cast.nina).get("/zh-hant/me/decisions").text
    undo(made.id, by=cast.mo.id)
    again = Thread.get_by_id(thread.id)
    assert (again.title, again.slug, again.excerpt, again.facts, again.withheld) == (TITLE, "mijing", BODY, FACTS, {})
    assert found(app, None, thread) == before
    assert Browser(app).get(tag).status == 200


def test_what_waits_after_an_edit_and_what_goes_for_good(app: Any, cast: Cast) -> None:
    _group, thread, opening = asked(cast)
    BlockEntry.create(kind="word", value="壞字", action="hold")
    actions.edit_reply(thread.id, 0, Said("壞字"), by=cast.nina.id)
    held = Thread.get_by_id(thread.id)
    assert (held.state, held.title, held.excerpt) == ("published", "", "")
    actions.remove_reply(thread.id, 0, by=cast.mo.id, reason="不好", moderator=True)
    gone = Thread.get_by_id(thread.id)
    assert (gone.title, gone.excerpt, gone.facts, gone.withheld) == ("", "", {}, {})
    assert Reply.get_by_id(opening.id).state == "removed"


def test_threads_that_were_hidden_before_lose_their_title_and_get_it_back(app: Any, cast: Cast) -> None:
    _group, thread, opening = asked(cast)
    migration = import_module("miquan.migrations.0021_withheld")
    Reply.update(state="hidden").where(Reply.id == opening.id).execute()
    migration.down(None, database.obj)
    migration.up(None, database.obj)
    now_ = Thread.get_by_id(thread.id)
    assert (now_.title, now_.slug, now_.excerpt, now_.facts) == ("", "thread", "", {})
    actions.show_reply(thread.id, 0, by=cast.mo.id, moderator=True)
    again = Thread.get_by_id(thread.id)
    assert (again.title, again.slug, again.excerpt, again.facts, again.withheld) == (TITLE, "mijing", BODY, FACTS, {})
    actions.hide_reply(thread.id, 0, by=cast.mo.id, reason="看看", moderator=True)
    migration.down(None, database.obj)
    row = database.execute_sql("SELECT title, slug, excerpt FROM thread").fetchall()
    migration.up(None, database.obj)
    assert [tuple(one) for one in row] == [(TITLE, "mijing", BODY)]


def _linked(app: Any, thread: Thread) -> bool:
    """Whether a search for the words of its title leads to it."""
    return f"/g/kyoto-tea/t/{thread.id}-" in Browser(app).get("/zh-hant/search?q=秘境&in=threads").text


def test_the_index_looks_again_at_what_was_hidden_before(app: Any, cast: Cast) -> None:
    _group, thread, opening = asked(cast)
    other = threaded(thread.group, cast.nina, "秘境咖啡", body="在河邊")
    migration = import_module("miquan.migrations.0021_withheld")
    migration.down(None, database.obj)
    rebuild()
    Reply.update(state="hidden").where(Reply.id == opening.id).execute()
    EventRow.delete().execute()
    migration.up(None, database.obj)
    assert [row.subject_id for row in EventRow.select().where(EventRow.name == Event.THREAD_CHANGED)] == [thread.id]
    assert _linked(app, thread)
    assert _linked(app, other)
    indexed(app)
    assert not _linked(app, thread)
    assert _linked(app, other)
    EventRow.delete().execute()
    migration.down(None, database.obj)
    assert [row.subject_id for row in EventRow.select().where(EventRow.name == Event.THREAD_CHANGED)] == [thread.id]
    migration.up(None, database.obj)


def test_what_has_no_title_is_called_so_where_it_is_led_to(app: Any, cast: Cast) -> None:
    group, thread, _opening = asked(cast)
    said = actions.write_reply(thread.id, Said("往那裡走"), by=cast.mei.id)
    begun = actions.split_thread(thread.id, said.number, "分出去的", by=cast.mei.id)
    place = f"/zh-hant/g/{group.slug}/t/{thread.id}-{thread.slug}"
    actions.write_reply(thread.id, Said("再說一句"), by=cast.mei.id)
    named = [line for line in sentences(cast.nina) if "茶園在哪" in line]
    assert named
    assert "「分出去的」" in Browser(app).get(place).text
    for one in (thread, begun):
        actions.hide_reply(one.id, 0, by=cast.mo.id, reason="看看", moderator=True)
    assert "「沒有標題」" in " ".join(sentences(cast.nina))
    assert "「」" not in " ".join(sentences(cast.nina))
    assert "搬到了「沒有標題」" in Browser(app).get(f"{place.rpartition('-')[0]}-thread").text
    board = Browser(app, cast.ruo).get("/zh-hant/me/boards")
    (link,) = [a for a in board.all("a") if f"/t/{thread.id}-" in (a.get("href") or "")]
    assert link.text == "沒有標題"
