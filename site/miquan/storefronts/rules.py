"""What is true of storefronts, without I/O."""

from datetime import date
from typing import Any

MAX_EXPERTISE = 12
MAX_BRANDS = 12


def is_away(storefront: Any, today: date) -> bool:
    """Whether the buyer is on holiday on this day of theirs: goods stay visible, asking stays open, buying pauses."""
    first, last = storefront.holiday_from, storefront.holiday_to
    return bool(first and last and first <= today <= last)


def must_ask(opening: str, newest_decision: str | None) -> bool:
    """Whether somebody must look at a storefront before it opens again. `newest_decision` None: it was never looked at.

    What was open once may be closed and opened freely; what was refused or taken back has to be looked at.
    """
    return opening == "review" and newest_decision in ("", "refused", "withdrawn")
