"""What every engine must find, the same on Whoosh and on PostgreSQL."""

from typing import Any

import numpy as np
import pytest

from miquan.search.analysis import Term
from miquan.search.engine import MOST_HITS, Document, NeedsRebuild, SearchEngine, inside
from miquan.search.postgres_engine import PostgresEngine
from tests.search.conftest import GOODS, document, look_again


def ids(engine: SearchEngine, query: str, *, prefix: bool = False) -> list[int]:
    return [int(i) for i in engine.search(query, prefix=prefix).ids]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("手工果醬", [1, 2]),
        ("手工果酱", [1, 2]),
        ("creme brulee", [3]),
        ("Crème Brûlée", [3]),
        ("CRÈME", [3]),
        ("sk-ii", [4]),
        ("SKII", [4]),
        ("ＳＫ－ＩＩ", [4]),
        ("la mer 面霜", [5]),
        ("面霜 La Mer", [5]),
        ("belanger", [1]),
        ("Maison Élan", [3]),
        ("candle", [7]),
        ("handmade CANDLES", [7]),
        ("碗", [3]),
        ("醬", [1, 2]),
        ("草莓", [2]),
        ("腳踏車", []),
    ],
)
def test_finds_first_what_holds_every_word(found_by: SearchEngine, query: str, wanted: list[int]) -> None:
    hits = found_by.search(query)
    assert sorted(int(i) for i in hits.ids[: len(wanted)]) == sorted(wanted)
    assert hits.relaxed or len(hits.ids) == len(wanted)


def test_a_title_counts_more_than_a_description(found_by: SearchEngine) -> None:
    assert ids(found_by, "果醬") == [1, 2, 6] or ids(found_by, "果醬") == [2, 1, 6]


def test_few_hits_for_all_words_are_followed_by_hits_for_some(found_by: SearchEngine) -> None:
    hits = found_by.search("草莓 砧板")
    assert sorted(int(i) for i in hits.ids) == [2, 6]
    assert hits.relaxed


@pytest.mark.parametrize(
    "query", ["", " ", "\x00", '"', "(", "*:*", "a AND", "' OR 1=1 --", "\\", "🫙", "x" * 9_000, "果" * 9_000]
)
def test_no_query_breaks_it(found_by: SearchEngine, query: str) -> None:
    assert len(found_by.search(query).ids) <= len(GOODS)
    assert len(found_by.search(query, prefix=True).ids) <= len(GOODS)


@pytest.mark.parametrize(
    ("typed", "better"), [("brulle", "brulee"), ("candel", "candle"), ("handmde candles", "handmade candle")]
)
def test_did_you_mean(found_by: SearchEngine, typed: str, better: str) -> None:
    assert found_by.search(typed).did_you_mean == better


def test_words_that_stand_somewhere_are_not_corrected(found_by: SearchEngine) -> None:
    assert found_by.search("burns candel").did_you_mean == "burn candle"
    assert found_by.search("少糖 砧板").did_you_mean == ""


def test_nothing_near_gives_no_advice(found_by: SearchEngine) -> None:
    assert found_by.search("zzzzqqq").did_you_mean == ""


def test_many_wrong_words_are_not_corrected(found_by: SearchEngine) -> None:
    """Each of them costs a walk through all words of all titles."""
    assert found_by.search("candel brulle handmde").did_you_mean == "candle brulee handmade"
    assert found_by.search("candel brulle handmde candlee").did_you_mean == ""


def test_the_last_word_may_go_on(found_by: SearchEngine) -> None:
    assert ids(found_by, "cand", prefix=True) == [7]
    assert ids(found_by, "cand") == []
    assert sorted(ids(found_by, "手", prefix=True)) == [1, 2]


def test_changes_are_found_and_what_is_gone_is_not(found_by: SearchEngine) -> None:
    found_by.apply([document(8, "柚子果醬"), document(1, "改了名字")], ["product:2"])
    look_again(found_by)
    assert sorted(ids(found_by, "果醬")) == [6, 8]
    assert ids(found_by, "改了名字") == [1]
    assert found_by.ids() == {f"product:{i}" for i in (1, 3, 4, 5, 6, 7, 8)}


def test_of_equals_the_newest_comes_first_also_after_it_was_indexed_again(found_by: SearchEngine) -> None:
    found_by.rebuild(document(number, "一樣的茶碗") for number in (1, 2, 3, 4))
    found_by.apply([document(1, "一樣的茶碗")], [])
    look_again(found_by)
    assert ids(found_by, "茶碗") == [4, 3, 2, 1]


def test_kinds_are_kept_apart(found_by: SearchEngine) -> None:
    assert len(found_by.search("果醬", kind="person").ids) == 0


def talk(number: int, words: str, group: int = 0) -> Document:
    """What is said for everybody, or in a group."""
    kind = inside("thread", group) if group else "thread"
    return Document(f"thread:{number}", kind, "" if group else words, attributes=words if group else "")


def told(engine: SearchEngine, query: str, **more: Any) -> list[int]:
    return sorted(int(i) for i in engine.search(query, "thread", **more).ids)


def test_what_is_said_in_a_group_is_there_for_those_who_are_in_it(found_by: SearchEngine) -> None:
    found_by.rebuild([talk(1, "candle"), talk(2, "candle", 7), talk(3, "candle", 8), talk(4, "candel", 7)])
    assert told(found_by, "candle") == [1]
    assert told(found_by, "candle", within=[7, 9]) == [1, 2]
    assert told(found_by, "candle", within=[7, 8], among=np.array([2, 3, 99])) == [2, 3]
    assert found_by.search("candel", "thread").did_you_mean == "candle", "what others say is no word here"
    assert found_by.search("candel", "thread", within=[7]).did_you_mean == ""
    assert found_by.search("candel", "thread", among=np.array([99])).did_you_mean == ""
    # Opened to everybody, and closed again.
    for group, seen in ((0, [1, 2]), (7, [1])):
        found_by.apply([talk(2, "candle", group)], [])
        look_again(found_by)
        assert told(found_by, "candle") == seen


@pytest.mark.parametrize("engine", ["postgresql"])
def test_words_that_are_held_are_not_lost_to_those_that_are_read_with_them(
    found_by: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("miquan.search.postgres_engine._TERMS_KEPT", 6)
    for word in ("手工", "candle"):
        assert ids(found_by, word)
    both = Term(("哪裡都沒有",), ("手工", "果酱"))
    assert found_by._term(("product",), both, prefix=False)[0].tolist() == [1, 2]


def test_a_rebuild_replaces_everything(found_by: SearchEngine) -> None:
    assert found_by.rebuild([document(9, "新的果醬")]) == 1
    look_again(found_by)
    assert ids(found_by, "果醬") == [9]


def test_the_number_of_hits_is_bounded(found_by: SearchEngine) -> None:
    found_by.rebuild(document(i, "果醬") for i in range(1, MOST_HITS + 50))
    look_again(found_by)
    hits = found_by.search("果醬").ids
    assert len(hits) == MOST_HITS
    assert len(np.unique(hits)) == MOST_HITS


def test_another_analysis_asks_for_a_rebuild(found_by: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("miquan.search.analysis.ANALYSIS_VERSION", "other")
    fresh = PostgresEngine() if isinstance(found_by, PostgresEngine) else type(found_by)(found_by.root)  # type: ignore[attr-defined,call-arg]
    with pytest.raises(NeedsRebuild):
        fresh.search("果醬")
