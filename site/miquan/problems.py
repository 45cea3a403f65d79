"""What keeps something from being stored or said, as rules tell it to forms."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Something that must be mended: the field it stands beside, a code for tests, a sentence for people."""

    field: str
    code: str
    text: Any
