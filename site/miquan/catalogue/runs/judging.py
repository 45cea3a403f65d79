"""From a run's file to its products, each with what is to be done about it: what looking and writing share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from miquan.catalogue.actions import context_for, digest_of
from miquan.catalogue.draft import Context, Wanted
from miquan.catalogue.grouping import Group
from miquan.catalogue.mapping import Mapping as ColumnMapping
from miquan.catalogue.models import ImportRun
from miquan.catalogue.planning import Fixes, Plan, plan, siblings
from miquan.catalogue.queries import Held
from miquan.catalogue.rules import Finding
from miquan.catalogue.sheets import Sheet


@dataclass
class Judged:
    """A product of a file. `wanted` is None when it is refused; `held` is what an earlier import brought of it."""

    group: Group
    wanted: Wanted | None
    findings: list[Finding]
    held: Held | None

    @cached_property
    def digest(self) -> str:
        """What the file says of it, in short; only made where it is needed."""
        return digest_of(self.wanted) if self.wanted is not None else ""

    @property
    def rows(self) -> int:
        return self.group.rows

    @property
    def is_new(self) -> bool:
        return self.wanted is not None and self.held is None

    @property
    def is_same(self) -> bool:
        """The file says what it said last time: it is left alone."""
        return self.wanted is not None and self.held is not None and self.held.digest == self.digest

    @property
    def lines(self) -> list[int]:
        """The lines of the file that it stands for."""
        spoilt = [finding.line for finding in self.group.spoilt]
        return sorted({*(record.line for record in self.group.records), *spoilt, *self.group.repeated})

    def refuse(self, code: str, text: object = "") -> None:
        """It cannot be used after all."""
        self.wanted = None
        record = self.group.records[0]
        column, place = record.header.column("handle"), record.header.places.get("handle")
        why = Finding(record.line, self.group.handle, column, code, text=text, place=place)
        self.findings = [*self.findings, why]
        self.findings += siblings(self.group, self.findings)


def context_of(run: ImportRun) -> Context:
    return replace(context_for(run.storefront, run.currency), lang=run.lang)


def planned(run: ImportRun, sheet: Sheet, fixes: Fixes, *, whole: bool = True) -> Plan:
    return plan(sheet, ColumnMapping.from_json(run.mapping), context_of(run), fixes, whole=whole)


def judge(group: Group, wanted: Wanted | None, findings: list[Finding], held: Held | None) -> Judged:
    """What becomes of a product, given what stands in the storefront already."""
    if wanted is None:
        return Judged(group, None, findings, held)
    found = Judged(group, wanted, list(findings), held)
    if held is not None and held.state == "removed":
        found.refuse("removed")
    return found


def judged(made: Plan, held: Mapping[str, Held]) -> Iterator[Judged]:
    """Every product of a plan, in the order of the file."""
    for group, wanted, findings in made:
        yield judge(group, wanted, findings, held.get(group.handle))
