"""Why a file is not taken."""

from enum import StrEnum


class Reason(StrEnum):
    """Stored as a file's `problem`; `words.py` has the words for each."""

    EMPTY = "empty"
    BIG = "big"
    FORMAT = "format"
    KIND = "kind"
    MIXED = "mixed"
    PIXELS = "pixels"
    FRAMES = "frames"
    BROKEN = "broken"
    SLOW = "slow"
    SPACE = "space"
    COUNT = "count"


class Refused(Exception):
    """A file that is not taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason
