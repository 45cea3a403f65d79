"""A candidate and what it rests on: plain values, so that pages of them are put together without mathematics."""

from dataclasses import dataclass
from typing import NamedTuple


class Because(NamedTuple):
    """The item in a member's history that a recommendation rests on, and what they did with it."""

    item: int
    kind: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """`score` is the sum of what each item of the history contributed and a little for being popular.

    `share` is what `because` contributed, the most of all the history.
    """

    item: int
    score: float
    because: Because
    share: float
