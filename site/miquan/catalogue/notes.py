"""Collects what one product's rows give reason to refuse or to note."""

from dataclasses import dataclass, field
from typing import Any

from miquan.catalogue.grouping import Group, Record
from miquan.catalogue.rules import Finding

VALUE_SHOWN = 200


@dataclass
class Notes:
    """The findings of one product; it is refused when one of them refuses."""

    group: Group
    found: list[Finding] = field(default_factory=list)

    def note(self, column: str, code: str, record: Record | None = None, value: str = "") -> None:
        """The row is used all the same."""
        self._add(column, code, record, value, refused=False)

    def refuse(self, column: str, code: str, record: Record | None = None, value: str = "", text: Any = "") -> None:
        """The product is not used. `text` is the reason where REASONS has none for the code."""
        self._add(column, code, record, value, refused=True, text=text)

    def _add(self, column: str, code: str, record: Record | None, value: str, *, refused: bool, text: Any = "") -> None:
        record = record or self.group.records[0]
        self.found.append(
            Finding(
                line=record.line,
                handle=self.group.handle,
                column=record.header.column(column),
                code=code,
                refused=refused,
                value=(value or record[column])[:VALUE_SHOWN],
                text=text,
                place=record.header.places.get(column),
            )
        )

    @property
    def refusals(self) -> list[Finding]:
        return [finding for finding in self.found if finding.refused]
