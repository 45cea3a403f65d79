"""The index follows what is done to groups and threads, by the acts themselves and their events."""

from typing import Any

from miquan.desk.naming.actions import rename
from miquan.groups import actions as groups
from miquan.groups.actions.hiding import hide_group, show_group
from miquan.groups.models import Group
from miquan.moderation.actions import reinstate_member, suspend_member
from miquan.products.models import Tag
from miquan.search.engine import inside
from miquan.search.kinds import GROUPS, THREADS, all_ids
from miquan.search.service import engine
from miquan.threads import actions, rules
from miquan.threads.models import Reply, Thread
from tests.cast import Cast
from tests.groups.test_acts import TEA, begun
from tests.search.test_kinds import indexed
from tests.threads.filled import grouped, joined
from tests.threads.test_writing import words


def found(app: Any, query: str, *within: Group, kind: str = THREADS.name) -> list[int]:
    """What the index has for outsiders, or for those who are in these groups, once it has followed."""
    indexed(app)
    assert engine().ids() == all_ids()
    return sorted(engine().search(query, kind, within=[group.id for group in within]).ids.tolist())


def test_the_index_follows_a_thread_and_its_replies(app: Any, cast: Cast) -> None:
    group = begun(cast)
    for who in (cast.tang, cast.nina):
        groups.join(group.id, by=who.id)
    thread = actions.start_thread(group.id, words("問茶碗", "開頭說竹簍"), by=cast.nina.id)
    assert [found(app, query) for query in ("茶碗", "竹簍", "鐵壺")] == [[thread.id], [thread.id], []]
    said = actions.write_reply(thread.id, rules.Said("左京有鐵壺"), by=cast.tang.id)
    assert found(app, "鐵壺") == [thread.id]
    actions.edit_reply(thread.id, said.number, rules.Said("左京有陶鈴"), by=cast.tang.id)
    assert (found(app, "鐵壺"), found(app, "陶鈴")) == ([], [thread.id])
    actions.hide_reply(thread.id, said.number, by=cast.mei.id, reason="不好")
    assert found(app, "陶鈴") == []
    actions.show_reply(thread.id, said.number, by=cast.mei.id)
    assert found(app, "陶鈴") == [thread.id]
    suspend_member(cast.tang.id, by=cast.mo.id, reason="不好")
    assert found(app, "陶鈴") == []
    reinstate_member(cast.tang.id, by=cast.mo.id, reason="好了")
    assert found(app, "陶鈴") == [thread.id]
    actions.remove_reply(thread.id, said.number, by=cast.tang.id)
    assert found(app, "陶鈴") == []
    actions.edit_thread(thread.id, words("問酒杯", "開頭說藤籃"), by=cast.nina.id)
    assert [found(app, query) for query in ("茶碗", "竹簍", "酒杯", "藤籃")] == [[], [], [thread.id], [thread.id]]
    actions.hide_thread(thread.id, by=cast.mei.id, reason="不好")
    assert found(app, "酒杯") == []
    actions.show_thread(thread.id, by=cast.mei.id)
    assert found(app, "酒杯") == [thread.id]
    actions.remove_thread(thread.id, by=cast.mei.id, reason="不要了")
    assert found(app, "酒杯") == []


def test_the_index_follows_threads_that_are_moved_merged_and_split(app: Any, cast: Cast) -> None:
    group = begun(cast)
    closed = begun(cast, name="裡面", slug="inner", visibility="private", joining="invite")
    one = actions.start_thread(group.id, words("茶碗", "第一"), by=cast.mei.id)
    two = actions.start_thread(group.id, words("酒杯", "第二"), by=cast.mei.id)
    reply = actions.write_reply(one.id, rules.Said("左京有鐵壺"), by=cast.mei.id)
    assert found(app, "鐵壺") == [one.id]
    actions.merge_thread(one.id, two.id, by=cast.mei.id)
    assert (found(app, "鐵壺"), found(app, "茶碗")) == ([two.id], [])
    number = Reply.get_by_id(reply.id).number
    new = actions.split_thread(two.id, number, "花器", by=cast.mei.id)
    assert (found(app, "鐵壺"), found(app, "花器")) == ([new.id], [new.id])
    actions.move_thread(new.id, closed.id, by=cast.mei.id)
    assert (found(app, "鐵壺"), found(app, "鐵壺", closed)) == ([], [new.id])


def test_the_index_follows_a_group_and_who_may_read_in_it(app: Any, cast: Cast) -> None:
    group = begun(cast, name="玻璃夜談")
    thread = actions.start_thread(group.id, words("Moonberry 茶碗"), by=cast.mei.id)
    assert (found(app, "玻璃", kind=GROUPS.name), found(app, "moonberry")) == ([group.id], [thread.id])
    told = {"unlisted": ([], []), "public": ([group.id], [thread.id]), "members": ([group.id], []), "private": ([], [])}
    for visibility, (known, read) in told.items():
        _changed(group, cast, name="玻璃夜談", visibility=visibility, joining="invite")
        assert (found(app, "玻璃", kind=GROUPS.name), found(app, "moonberry")) == (known, read), visibility
        assert found(app, "moonberry", group) == [thread.id]
        # No word of a title that is not for everybody is left to be advised.
        kinds = {document.kind: document.title for document in THREADS.documents([thread.id])}
        assert kinds == ({THREADS.name: "Moonberry 茶碗"} if read else {inside(THREADS.name, group.id): ""})


def test_the_index_follows_a_group_that_is_hidden_and_shown_again(app: Any, cast: Cast) -> None:
    group = begun(cast, name="玻璃夜談")
    thread = actions.start_thread(group.id, words("Moonberry 茶碗"), by=cast.mei.id)
    for act, known, read in ((hide_group, [], []), (show_group, [group.id], [thread.id])):
        act(group.id, by=cast.ruo.id)
        assert (found(app, "玻璃", kind=GROUPS.name), found(app, "moonberry")) == (known, read)


def test_the_index_follows_what_a_group_is_called_and_whether_it_is_put_away(app: Any, cast: Cast) -> None:
    group = begun(cast, name="玻璃夜談")
    thread = actions.start_thread(group.id, words("Moonberry 茶碗"), by=cast.mei.id)
    _changed(group, cast, name="陶土夜談", joining="invite")
    assert (found(app, "玻璃", kind=GROUPS.name), found(app, "陶土", kind=GROUPS.name)) == ([], [group.id])
    groups.archive(group.id, by=cast.mei.id)
    assert (found(app, "陶土", kind=GROUPS.name), found(app, "moonberry")) == ([], [thread.id])
    groups.reopen(group.id, by=cast.mei.id)
    assert found(app, "陶土", kind=GROUPS.name) == [group.id]


def _changed(group: Group, cast: Cast, **more: Any) -> None:
    described = type(TEA)(**{**vars(TEA), **more})
    groups.change_group(group.id, described, by=cast.mei.id)


def test_what_carries_a_renamed_tag_is_found_by_its_new_name(app: Any, cast: Cast) -> None:
    group = begun(cast, tags=("玄米",))
    thread = actions.start_thread(group.id, words("茶", "想買 #玄米"), by=cast.mei.id)
    assert (found(app, "玄米"), found(app, "玄米", kind=GROUPS.name)) == ([thread.id], [group.id])
    rename("tag", Tag.get(Tag.name == "玄米").id, "焙茶粉", by=cast.ou.id)
    assert (found(app, "焙茶粉"), found(app, "焙茶粉", kind=GROUPS.name)) == ([thread.id], [group.id])


def test_of_a_long_thread_the_opening_the_answer_and_the_last_words_are_found(
    app: Any, cast: Cast, monkeypatch: Any
) -> None:
    monkeypatch.setattr("miquan.threads.queries.found.LATELY", 2)
    group = grouped(owner=cast.mei)
    joined(group, cast.tang)
    thread = actions.start_thread(group.id, words("問", "竹簍", kind="question"), by=cast.mei.id)
    for said in ("鐵壺", "陶鈴", "藤籃", "漆盒"):
        actions.write_reply(thread.id, rules.Said(said), by=cast.tang.id)
    assert [len(found(app, said)) for said in ("竹簍", "鐵壺", "陶鈴", "藤籃", "漆盒")] == [1, 0, 0, 1, 1]
    actions.accept(thread.id, 1, by=cast.mei.id)
    assert len(found(app, "鐵壺")) == 1
    assert Thread.get().accepted == 1
