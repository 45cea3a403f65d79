"""Made-up members whose taste is known, so that a right recommendation can be told from a wrong one."""

import numpy as np

from miquan.recommendations.dataset import Dataset
from miquan.recommendations.interactions import Interaction

TASTES = 4
ITEMS_A_TASTE = 25


def taste_of(item: int) -> int:
    return item // ITEMS_A_TASTE


def world(*, members: int = 200, seed: int = 5) -> Dataset:
    """Each member chooses mostly within one taste, popular items more often; a fifth is held back."""
    random = np.random.default_rng(seed)
    appeal = 1.0 / (5.0 + np.arange(ITEMS_A_TASTE))
    learned: list[tuple[int, int]] = []
    held: dict[int, frozenset[int]] = {}
    for member in range(members):
        own = np.where(np.arange(TASTES) == member % TASTES, 0.97, 0.03 / (TASTES - 1))
        chances = np.concatenate([share * appeal for share in own])
        chosen = random.choice(len(chances), size=15, replace=False, p=chances / chances.sum())
        held[member] = frozenset(chosen[:3].tolist())
        learned += [(member, int(item)) for item in chosen[3:]]
    pairs = np.array(learned, dtype=np.int64)
    return Dataset(pairs[:, 0], pairs[:, 1], held)


def rows_of(dataset: Dataset) -> list[Interaction]:
    return [
        Interaction(int(member), int(item), 1.0, "saved")
        for member, item in zip(dataset.members, dataset.items, strict=True)
    ]
