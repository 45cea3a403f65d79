"""Whom a block parts from whom: neither of the two sees the other, so every page asks for the reader's own set.

`Member.partings` moves with every block that comes or goes on either side. It is read with the session; the set itself,
which may hold everybody who ever blocked somebody, is read once for each of its values and kept by the process.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from flask import current_app

from miquan.accounts.models import Member
from miquan.circle.queries.visible import unblocked
from miquan.follows.models import Block
from miquan.viewer import viewer

# So many ids in all sets together: some 40 MB.
_MOST = 500_000
_NOBODY: frozenset[int] = frozenset()


class _Sets:
    """The sets of one application, those that were longest unused going first."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, tuple[int, frozenset[int]]] = OrderedDict()
        self._lock = Lock()
        self._ids = 0

    def of(self, member: Any) -> frozenset[int]:
        with self._lock:
            at, found = self._held.get(member.id, (0, _NOBODY))
            if at == member.partings:
                self._held.move_to_end(member.id)
                return found
        found = _read(member.id)
        with self._lock:
            self._ids += len(found) - len(self._held.pop(member.id, (0, _NOBODY))[1])
            self._held[member.id] = member.partings, found
            while self._ids > _MOST and len(self._held) > 1:
                self._ids -= len(self._held.popitem(last=False)[1][1])
        return found


def _read(member_id: int) -> frozenset[int]:
    mine = Block.select(Block.blocked).where(Block.member == member_id)
    theirs = Block.select(Block.member).where(Block.blocked == member_id)
    return frozenset(id_ for (id_,) in (mine | theirs).tuples())


def parted_from(member: Any) -> frozenset[int]:
    """Ids of the members whom they do not see and who do not see them, as of when their row was read."""
    if not member.partings:
        return _NOBODY
    sets: _Sets = current_app.extensions.setdefault("miquan.parted", _Sets())
    return sets.of(member)


def moved(*members: int) -> None:
    """A block between these has come or gone. Part of the action that did it."""
    Member.update(partings=Member.partings + 1).where(Member.id.in_(members)).execute()


def apart(column: Any) -> tuple[Any, ...]:
    """Conditions of a query for the reader: none for most, who have no block; `column` holds a member's id."""
    return (unblocked(viewer().id, column),) if viewer().parted else ()
