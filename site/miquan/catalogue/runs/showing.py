"""Imports in words: how far a run is, what was found, what its columns are."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from miquan.catalogue.mapping import Mapping
from miquan.catalogue.models import ImportFinding, ImportRun
from miquan.catalogue.rules import REASONS
from miquan.catalogue.runs import queries, rules
from miquan.catalogue.runs.queries import Noted
from miquan.catalogue.runs.rules import Read
from miquan.i18n import _
from miquan.text import excerpt

# How sure a guess must be to be shown as one that needs no look.
_SURE = 0.8
_FIRST = 20
_VALUE = 80


@dataclass(frozen=True)
class Progress:
    """`done` of `total`, in words. `total` 0: nobody knows yet."""

    done: int
    total: int
    words: str


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, a few of its cells, what it was taken for, and whether that is only a guess."""

    place: int
    name: str
    samples: list[str]
    target: str
    unsure: bool


@dataclass
class Found:
    """One reason for which rows were not used: how many, and the first of them as (line, column, what stands there)."""

    reason: str
    rows: int = 0
    first: list[tuple[int, str, str]] = field(default_factory=list)


def progress_of(run: ImportRun) -> Progress:
    if run.state == "running":
        words = _("匯入中：第%(done)s件，共%(total)s件", done=f"{run.position:,}", total=f"{run.total:,}")
        return Progress(run.position, run.total, words)
    if run.state == "undoing":
        counted = queries.taken_back(run.id)
        total, left = sum(counted.values()), counted.get("", 0)
        return Progress(total - left, total, _("復原中：第%(done)s件，共%(total)s件", done=total - left, total=total))
    words = _("輪到就開始匯入") if run.state == "waiting" else _("正在讀檔案")
    return Progress(0, 0, words)


def reason_of(code: str, stored: str) -> str:
    """The sentence in the reader's language where there is one; what only the code's own words say stays as written."""
    return str(REASONS[code]) if code in REASONS else stored


def by_reason(rows: Iterable[ImportFinding]) -> list[Found]:
    """Stored refusals in the reader's language, the commonest reason first."""
    found: dict[str, Found] = {}
    for row in rows:
        reason = reason_of(row.code, row.reason)
        mine = found.setdefault(reason, Found(reason))
        mine.rows += 1
        if len(mine.first) < _FIRST:
            mine.first.append((row.line, row.column, excerpt(row.value, _VALUE)))
    return sorted(found.values(), key=lambda one: -one.rows)


def notes_of(run_id: int) -> list[Noted]:
    return [
        Noted(note.code, reason_of(note.code, note.reason), note.rows, note.lines) for note in queries.notes(run_id)
    ]


def columns_of(run: ImportRun, mapping: Mapping) -> list[Column]:
    read = Read.from_json(run.header)
    return [
        Column(
            place, name, read.samples[place] if place < len(read.samples) else [], mapping.columns.get(place, ""),
            mapping.format == "own" and place in mapping.columns and not read.learned and _sure(read, place) < _SURE,
        )
        for place, name in enumerate(read.names)
    ]  # fmt: skip


def _sure(read: Read, place: int) -> float:
    return read.sure[place] if place < len(read.sure) else 0.0


def encoding_of(run: ImportRun) -> str:
    """How the file was written, for its owner: the encoding, or that it is a workbook."""
    return str(run.encoding or "XLSX")


def stamp(run: ImportRun) -> str:
    """What a preview was made of: an import is only begun from the preview that is still true."""
    told = json.dumps([run.mapping, run.currency, run.lang, run.sheet], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def undo_until(run: ImportRun) -> datetime | None:
    """Until when a run may be taken back; None when there is nothing to take back."""
    if run.state not in rules.WRITTEN or run.finished_at is None or not run.created + run.changed:
        return None
    moment: datetime = run.finished_at + rules.UNDO_UNTIL
    return moment


def disposition(run: ImportRun) -> str:
    name = _("要修的列-%(name)s", name=PurePosixPath(run.name).stem) + ".csv"
    return f"attachment; filename=\"report-{run.id}.csv\"; filename*=UTF-8''{quote(name)}"
