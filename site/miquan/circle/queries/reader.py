"""Queries of pages whose conditions depend on who reads: their SQL is written once for members, once for visitors."""

from collections.abc import Callable
from typing import Any

from miquan.prepared import Prepared
from miquan.viewer import viewer


class ForReader:
    """`make` gets the reader (None for a visitor) and something to compare with for each value, and gives a query."""

    def __init__(self, make: Callable[..., Any]) -> None:
        self._of_member = Prepared(make)
        self._of_visitor = Prepared(lambda *values: make(None, *values))

    def rows(self, *values: Any) -> list[Any]:
        me = viewer().id
        return self._of_visitor.rows(*values) if me is None else self._of_member.rows(me, *values)

    def first(self, *values: Any) -> Any:
        return next(iter(self.rows(*values)), None)
