"""A thread for a view, through the reader: what is not for them is not found."""

from typing import NoReturn

from flask import abort

from miquan.groups.queries.finding import GroupPage, group_page, moved_to
from miquan.threads.queries.moved import place_of
from miquan.threads.queries.opening import Opened, opened

# The largest number that both databases keep in a column of numbers.
_BEYOND = 2**31


def seen_thread(thread_id: int) -> Opened:
    """A thread that they may read now; 404 otherwise."""
    found = opened(thread_id)
    if found is None or not found.is_seen:
        abort(404)
    return found


def address_of(thread_id: int, number: int) -> str:
    """Where a reply is read that has gone elsewhere; 404 where it went to nothing that they may read."""
    found, now_at = place_of(thread_id, number)
    if (found, now_at) == (thread_id, number):
        abort(404)
    return seen_thread(found).at_reply(now_at)


def numbered(number: int) -> int:
    return number if number < _BEYOND else abort(404)


def group_at(slug: str) -> GroupPage | str:
    """The group, or the address to which it has moved; 404 where there is none for them."""
    found = group_page(slug)
    if found is None:
        moved = moved_to(slug)
        return moved or _nothing()
    return found


def _nothing() -> NoReturn:
    abort(404)
