"""Rows become a matrix and a history by the same rules."""

from miquan.recommendations.candidates import Because
from miquan.recommendations.interactions import Interaction, Matrix, history_of, matrix_of

ROWS = [
    Interaction(7, 30, 1.0, "viewed"),
    Interaction(7, 30, 4.0, "saved"),
    Interaction(7, 10, 1.0, "viewed"),
    Interaction(3, 10, 4.0, "saved"),
    Interaction(3, 20, 1.0, "viewed"),
    Interaction(3, 20, -6.0, "hidden"),
]


def cells(matrix: Matrix) -> dict[tuple[int, int], float]:
    found = matrix.values.tocoo()
    return {
        (int(matrix.members[row]), int(matrix.items[column])): round(float(value), 4)
        for row, column, value in zip(*found.coords, found.data, strict=True)
    }


def test_what_one_member_did_with_one_item_is_summed_up_to_one() -> None:
    assert cells(matrix_of(ROWS, full=4.0)) == {(7, 30): 1.0, (7, 10): 0.25, (3, 10): 1.0}


def test_an_item_that_only_displeased_is_not_in_the_matrix() -> None:
    assert matrix_of(ROWS).items.tolist() == [10, 30]


def test_only_the_strongest_interactions_of_a_member_count() -> None:
    busy = [Interaction(1, item, 1.0 + item) for item in range(10)] + [Interaction(2, 3, 1.0)]
    assert set(cells(matrix_of(busy, full=20.0, most=3))) == {(1, 7), (1, 8), (1, 9), (2, 3)}


def test_nothing_makes_an_empty_matrix() -> None:
    assert matrix_of([]).values.shape == (0, 0)


def test_a_history_follows_the_rules_of_the_matrix() -> None:
    own = history_of([row for row in ROWS if row.member == 7], full=4.0)
    assert (own.items.tolist(), own.strengths.tolist()) == ([10, 30], [0.25, 1.0])
    assert history_of([row for row in ROWS if row.member == 3], full=4.0).items.tolist() == [10]


def test_the_kind_that_is_told_is_the_one_that_weighed_most() -> None:
    own = history_of([row for row in ROWS if row.member == 7])
    assert own.because(1) == Because(30, "saved")
