"""The figures of the evaluation, by hand on a small dataset and against popularity on a made-up one."""

import math
from pathlib import Path

import numpy as np
import pytest

from miquan.recommendations.dataset import Dataset, Unusable, read_dataset
from miquan.recommendations.evaluation import evaluate, matrix_of_dataset, measure
from miquan.recommendations.similar import Model
from tests.recommendations.worlds import world


def figures(dataset: Dataset, scores: list[float]) -> tuple[float, float, float, float]:
    matrix = matrix_of_dataset(dataset)
    found = measure(matrix, dataset.held, lambda places: np.tile(np.array(scores, dtype=np.float32), (len(places), 1)))
    return (found.precision, found.recall, found.ndcg, found.coverage)


def test_figures_by_hand() -> None:
    """One member knows item 0 of 20. Two of the four held back stand first and third among the unseen."""
    others = [(9, item) for item in range(20)]
    pairs = np.array([(1, 0), *others])
    dataset = Dataset(pairs[:, 0], pairs[:, 1], {1: frozenset({1, 3, 18, 19})})
    ideal = sum(1 / math.log2(place + 1) for place in range(1, 5))
    assert figures(dataset, [float(-item) for item in range(20)]) == pytest.approx(
        (0.2, 0.5, (1 + 1 / math.log2(4)) / ideal, 0.5)
    )


def test_the_ideal_of_ndcg_goes_beyond_the_tenth_place() -> None:
    pairs = np.array([(1, 0), *((9, item) for item in range(20))])
    dataset = Dataset(pairs[:, 0], pairs[:, 1], {1: frozenset(range(1, 16))})
    gains = [1 / math.log2(place + 1) for place in range(1, 16)]
    assert figures(dataset, [float(-item) for item in range(20)])[2] == pytest.approx(sum(gains[:10]) / sum(gains))


def test_what_a_member_has_had_is_not_ranked() -> None:
    pairs = np.array([(1, 0), (1, 1), (2, 2)])
    dataset = Dataset(pairs[:, 0], pairs[:, 1], {1: frozenset({0, 2})})
    assert figures(dataset, [3.0, 2.0, 1.0]) == pytest.approx((0.1, 0.5, 1 / (1 + 1 / math.log2(3)), 1 / 3))


def test_members_with_a_taste_are_told_better_than_by_popularity() -> None:
    dataset = world()
    popular = matrix_of_dataset(dataset).values.sum(axis=0).tolist()
    told = dict(evaluate(dataset, matrix_of_dataset(dataset), Model(ridge=20.0)))
    assert told["P@10"] > 1.3 * figures(dataset, popular)[0]
    assert told["NDCG@10"] > 1.3 * figures(dataset, popular)[2]


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"small.{name}.rating").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_is_read_with_or_without_ratings(tmp_path: Path) -> None:
    found = read_dataset(write(tmp_path, train="1\t20\t5\n2 30 3.5\n\n3 30\n", test="1 30 40\n2\n9 20\n"))
    assert (found.members.tolist(), found.items.tolist()) == ([1, 2, 3], [20, 30, 30])
    assert found.held == {1: frozenset({30, 40})}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"train": "1 2 3\n"}, "0 files *.test.rating"),
        ({"train": "", "test": "1 2\n"}, "holds nothing of a member"),
        ({"train": "1 2 3\n", "test": ""}, "holds nothing of a member"),
        ({"train": "1 2 3\n", "test": "5 2\n"}, "holds nothing of a member"),
        ({"train": "1 2 3\n4\n", "test": "1 3\n"}, "small.train.rating, line 2"),
        ({"train": "1 2 3\n", "test": "1 x\n"}, "small.test.rating, line 1"),
        ({"train": "1 99999999999999999999 3\n", "test": "1 2\n"}, "small.train.rating, line 1"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(Unusable, match=said.replace("*", r"\*").replace(".", r"\.")):
        read_dataset(write(tmp_path, **files))
    with pytest.raises(Unusable, match="no folder"):
        read_dataset(tmp_path / "missing")
