"""Candidates of a member: the right ones, none that must not come, each with its true reason."""

import numpy as np
import pytest

from miquan.recommendations.interactions import History, Interaction, history_of, matrix_of
from miquan.recommendations.ranking import rank, scores_of
from miquan.recommendations.similar import Model, Similar, learn
from tests.recommendations.worlds import rows_of, taste_of, world

OWN = [Interaction(999, 0, 4.0, "saved"), Interaction(999, 30, 1.0, "viewed"), Interaction(999, 3, 2.0, "liked")]


@pytest.fixture(scope="module")
def similar() -> Similar:
    return learn(matrix_of(rows_of(world())), Model(ridge=20.0))


@pytest.fixture
def history() -> History:
    return history_of(OWN, full=4.0)


def weight(similar: Similar, source: int, target: int) -> float:
    return float(similar.weights[np.searchsorted(similar.items, source), np.searchsorted(similar.items, target)])


def test_candidates_fit_the_history_best_first(similar: Similar) -> None:
    found = rank(history_of([Interaction(999, item, 1.0) for item in (0, 3, 5)]), similar, most=5)
    assert all(taste_of(one.item) == 0 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_score_is_the_sum_of_what_the_history_contributed(similar: Similar, history: History) -> None:
    for one in rank(history, similar):
        parts = [weight(similar, source, one.item) * strength for source, strength in ((0, 1.0), (30, 0.25), (3, 0.5))]
        base = float(similar.base[np.searchsorted(similar.items, one.item)])
        assert one.score == pytest.approx(sum(parts) + base, abs=1e-5)


def test_the_reason_is_the_item_that_contributed_most(similar: Similar, history: History) -> None:
    found = rank(history, similar)
    for one in found:
        parts = {source: weight(similar, source, one.item) * part for source, part in ((0, 1.0), (30, 0.25), (3, 0.5))}
        assert one.share == pytest.approx(max(parts.values()), abs=1e-5)
        assert parts[one.because.item] == pytest.approx(one.share, abs=1e-5)
        assert one.because.kind == {0: "saved", 30: "viewed", 3: "liked"}[one.because.item]
    assert {one.because.item for one in found} == {0, 3, 30}


def test_every_reason_speaks_for_its_item(similar: Similar, history: History) -> None:
    assert all(one.share > 0 and one.score > 0 for one in rank(history, similar))


def test_what_the_member_knows_and_what_must_never_come_is_left_out(similar: Similar, history: History) -> None:
    never = {one.item for one in rank(history, similar, most=4)} | {123_456}
    assert not {one.item for one in rank(history, similar, never=never)} & (never | {0, 3, 30})


def test_the_same_for_one_member_as_for_many_at_once(similar: Similar) -> None:
    dataset = world()
    matrix = matrix_of(rows_of(dataset))
    scores = scores_of(matrix.values[[0]], similar)[0]
    own = history_of([row for row in rows_of(dataset) if row.member == 0])
    assert all(one.score == pytest.approx(scores[one.item], abs=1e-5) for one in rank(own, similar))


@pytest.mark.parametrize("rows", [[], [Interaction(999, 123_456, 4.0)]])
def test_who_did_nothing_that_is_known_gets_nothing(similar: Similar, rows: list[Interaction]) -> None:
    assert rank(history_of(rows), similar) == []
    assert rank(history_of(OWN), learn(matrix_of([]))) == []
