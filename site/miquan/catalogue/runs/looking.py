"""Looking at a file before anything is written: what kind it is, what its columns mean, what would become of its rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from miquan.catalogue.mapping import Mapping, problems_with, recognise
from miquan.catalogue.models import ImportFinding, ImportRow, ImportRun
from miquan.catalogue.queries import imported
from miquan.catalogue.rows import Row
from miquan.catalogue.rules import Finding
from miquan.catalogue.runs import queries, rules
from miquan.catalogue.runs.files import keep_report, opened
from miquan.catalogue.runs.judging import Judged, context_of, judged, planned
from miquan.catalogue.runs.reporting import Reasons, add_reasons, lines_of
from miquan.catalogue.runs.returning import read_again
from miquan.catalogue.runs.rules import Read, samples_of
from miquan.catalogue.runs.running import finding_row
from miquan.catalogue.sheets import Sheet, Unreadable
from miquan.db import held, now, transaction

log = structlog.get_logger("miquan.catalogue")
_SAMPLED = 200


@dataclass
class Looked:
    """What walking through all products has shown. Figures count rows, but products, variants and what becomes of them."""

    rows: int = 0
    used: int = 0
    refused: int = 0
    noted: int = 0
    products: int = 0
    variants: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    total: int = 0
    refusals: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    reasons: Reasons = field(default_factory=dict)
    first: list[int] = field(default_factory=list)
    faulty: list[int] = field(default_factory=list)
    _cards: int = 0

    def take(self, one: Judged) -> None:
        self.total += 1
        add_reasons(self.reasons, one.findings)
        if one.wanted is None:
            self.refused += one.rows
            self.faulty += one.lines if len(self.faulty) < rules.KEPT_ROWS else []
        else:
            self._take_good(one)
        self.keep(one.findings)

    def _take_good(self, one: Judged) -> None:
        assert one.wanted is not None
        self.used += one.rows
        self.products += 1
        self.variants += len(one.wanted.draft.variants)
        outcome = "created" if one.is_new else "unchanged" if one.is_same else "changed"
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.noted += len({finding.line for finding in one.findings})
        if self._cards < rules.CARDS and one.rows <= rules.KEPT_ROWS // rules.CARDS:
            self._cards += 1
            self.first += one.lines

    def take_alone(self, findings: list[Finding]) -> None:
        """What belongs to no product."""
        self.keep(findings)
        add_reasons(self.reasons, findings)
        lines = sorted({finding.line for finding in findings if finding.refused})
        self.refused += len(lines)
        self.faulty += lines[: rules.KEPT_ROWS]

    def keep(self, findings: Iterable[Finding]) -> None:
        """As many as are kept; refusals have a share of their own, so that no heap of notes hides them."""
        for finding in findings:
            mine = self.refusals if finding.refused else self.remarks
            if len(mine) < rules.MOST_FINDINGS // 2:
                mine.append(finding)

    def figures(self) -> dict[str, int]:
        names = "rows used refused noted products variants created changed unchanged total"
        return {name: getattr(self, name) for name in names.split()}


def look(run: ImportRun) -> None:
    """Read a run's file and bring it to its next state: mapping, preview, or failed."""
    asked = _asked(run)
    try:
        values, looked, kept = _look(run)
    except (Unreadable, FileNotFoundError) as error:
        values, looked, kept = {"state": "failed", "error": str(error)[:300], "finished_at": now()}, None, []
    _settle(run, asked, values, looked, kept)


def _look(run: ImportRun) -> tuple[dict[str, Any], Looked | None, list[Row]]:
    """What becomes of the run, what was found, and the rows to keep at hand."""
    with opened(run.stored, run.name) as path:
        sheet = read_again(path, run)
    mapping, read = _meaning(run, sheet)
    facts = _facts(sheet, mapping, read)
    if read.look:
        return {"state": "mapping", **facts, "rows": len(sheet.rows)}, None, []
    run.mapping = mapping.to_json()
    looked = _walk(run, sheet)
    if looked.refused:
        # No transaction is open here: storage may be far away.
        keep_report(run.stored, lines_of(sheet, looked.reasons))
    return {"state": "preview", **facts, **looked.figures()}, looked, kept_of(sheet, looked)


def _meaning(run: ImportRun, sheet: Sheet) -> tuple[Mapping, Read]:
    """What the columns are: as a person has said for this file, or for the last one like it, or as they look."""
    guess = recognise(sheet, context_of(run))
    told, learned = run.mapping, False
    if told is None:
        told = queries.learned(run.storefront_id, sheet.signature)
        learned = told is not None
    mapping = Mapping.from_json(told) if told is not None else guess.mapping
    width = len(sheet.names)
    read = Read(
        names=sheet.names,
        signature=sheet.signature,
        container=sheet.format,
        sheets=sheet.sheets,
        samples=samples_of((row.cells for row in sheet.rows[:_SAMPLED] if not row.broken), width),
        sure=[guess.sure.get(place, 0.0) for place in range(width)],
        look=(told is None and guess.look) or bool(problems_with(mapping)),
        learned=learned,
    )
    return mapping, read


def _facts(sheet: Sheet, mapping: Mapping, read: Read) -> dict[str, Any]:
    return {
        "format": mapping.format, "encoding": sheet.encoding, "sheet": sheet.sheet[:100], "mapping": mapping.to_json(),
        "header": read.to_json(),
    }  # fmt: skip


def _walk(run: ImportRun, sheet: Sheet) -> Looked:
    made = planned(run, sheet, queries.fixes_of(run.id))
    looked = Looked(rows=made.rows)
    for one in judged(made, imported(run.storefront_id)):
        looked.take(one)
    looked.take_alone(list(made.alone))
    return looked


def kept_of(sheet: Sheet, looked: Looked) -> list[Row]:
    """The rows that are kept at hand, in order. What only the whole file could tell of a row is kept with it."""
    wanted, found, room = {*looked.first, *looked.faulty[: rules.KEPT_ROWS]}, [], rules.KEPT_CHARS
    shifted = {finding.line for finding in looked.refusals if finding.code == "shifted"}
    for row in sheet.rows:
        if row.line in wanted and (room := room - sum(map(len, row.cells))) > 0:
            found.append(replace(row, broken=True, why="shifted") if row.line in shifted else row)
    return found


def _asked(run: ImportRun) -> tuple[Any, ...]:
    """What the file is to be read as."""
    return run.mapping, run.currency, run.lang, run.sheet


def _settle(
    run: ImportRun, asked: tuple[Any, ...], values: dict[str, Any], looked: Looked | None, kept: list[Row]
) -> None:
    """What was found takes the place of what was found before, unless the run has gone on meanwhile."""
    with transaction():
        query = ImportRun.select().where(ImportRun.id == run.id, ImportRun.state == "reading")
        found = held(query).first()
        if found is None or _asked(found) != asked:
            return
        ImportRun.update(values).where(ImportRun.id == run.id).execute()
        for model in (ImportFinding, ImportRow):
            model.delete().where(model.run == run.id).execute()
        store_findings(run.id, looked)
        insert(ImportRow, [row_values(row, run.id) for row in kept])


def store_findings(run_id: int, looked: Looked | None) -> None:
    found = [*looked.refusals, *looked.remarks] if looked else []
    insert(ImportFinding, [finding_row(finding, run_id) for finding in found])


def row_values(row: Row, run_id: int) -> dict[str, Any]:
    return {
        "run": run_id, "line": row.line, "cells": row.cells, "given": row.given, "broken": row.broken, "why": row.why,
    }  # fmt: skip


def insert(model: Any, rows: list[dict[str, Any]]) -> None:
    """Many rows, as many at once as both databases take."""
    for at in range(0, len(rows), 500):
        model.insert_many(rows[at : at + 500]).execute()
