"""A folder of ratings split in two: `*.train.rating` (member, item, rating a line) and `*.test.rating` (member, then items).

Numbers are separated by blanks or tabs; a rating may be left out. Every pair of the training file counts, however low its rating.
Where `*.genre` (name|number) and `*.item` (number|…|a flag for each genre) lie beside them, items have tags.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from miquan.recommendations.interactions import Ids


class Unusable(ValueError):
    """The folder cannot be evaluated; the message says why."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """`members` and `items` are the pairs to learn from, one a place; `held` is what each member chose besides.

    `tags` holds pairs of an item and one of its tags; none where the folder tells of none.
    """

    members: Ids
    items: Ids
    held: dict[int, frozenset[int]]
    tags: tuple[tuple[int, int], ...] = ()


def read_dataset(folder: Path) -> Dataset:
    """Raises Unusable when a file is missing, ambiguous, empty or holds anything but numbers."""
    if not folder.is_dir():
        raise Unusable(f"{folder} is no folder")
    train, test = _file(folder, "train"), _file(folder, "test")
    pairs = np.array([_numbers(train, line, words, 2) for line, words in _lines(train)], dtype=np.int64).reshape(-1, 2)
    held: dict[int, frozenset[int]] = {}
    for line, words in _lines(test):
        member, *items = _numbers(test, line, words, len(words))
        held[member] = held.get(member, frozenset()) | frozenset(items)
    known = set(pairs[:, 0].tolist())
    held = {member: items for member, items in held.items() if items and member in known}
    if not held:
        raise Unusable(f"{test.name} holds nothing of a member who is in {train.name}")
    return Dataset(pairs[:, 0], pairs[:, 1], held, tuple(_tags(folder)))


def _file(folder: Path, part: str) -> Path:
    found = sorted(folder.glob(f"*.{part}.rating"))
    if len(found) != 1:
        raise Unusable(f"{folder} holds {len(found)} files *.{part}.rating, not one")
    return found[0]


def _tags(folder: Path) -> Iterator[tuple[int, int]]:
    genres, items = sorted(folder.glob("*.genre")), sorted(folder.glob("*.item"))
    if len(genres) != 1 or len(items) != 1:
        return
    count = sum("|" in line for line in genres[0].read_text(encoding="latin-1").splitlines())
    for number, line in enumerate(items[0].read_text(encoding="latin-1").splitlines(), start=1):
        first, *rest = line.split("|")
        if not first.isdecimal() or len(rest) < count:
            raise Unusable(f"{items[0].name}, line {number}: no number and {count} flags between |")
        yield from ((int(first), tag) for tag, flag in enumerate(rest[len(rest) - count :]) if flag == "1")


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and words of the lines that are not blank."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path.name}: {error}") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if words := line.split():
            yield number, words


def _numbers(path: Path, line: int, words: list[str], count: int) -> list[int]:
    """The first `count` words of a line as whole numbers that fit 64 bits."""
    try:
        numbers = [int(word) for word in words[:count]]
    except ValueError:
        numbers = []
    if len(numbers) < count or any(abs(number) >= 2**63 for number in numbers):
        raise Unusable(f"{path.name}, line {line}: not {count} whole numbers")
    return numbers
