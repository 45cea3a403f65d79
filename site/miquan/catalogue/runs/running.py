"""Writing an import, slice by slice. A product's rows, what the run remembers of it and the run's place in the file
are one transaction: a kill at any moment neither doubles a product nor loses count."""

import time
from typing import Any

import structlog
from peewee import DataError, IntegrityError

from miquan.bulk import insert_rows
from miquan.catalogue.actions import with_files
from miquan.catalogue.draft import Wanted
from miquan.catalogue.models import ImportedProduct, ImportFinding, ImportRun
from miquan.catalogue.ours import with_own_files
from miquan.catalogue.planning import Planned
from miquan.catalogue.queries import Held, files_of, imported
from miquan.catalogue.rules import Finding
from miquan.catalogue.runs import queries, rules
from miquan.catalogue.runs.files import opened
from miquan.catalogue.runs.judging import Judged, judge, planned
from miquan.catalogue.runs.reporting import write_report
from miquan.catalogue.runs.returning import read_again
from miquan.catalogue.sheets import Sheet, Unreadable
from miquan.catalogue.states import bring_to
from miquan.db import db_now, transaction
from miquan.products.actions import New, Renewal, Renewed, create_many, renew_many, save_product
from miquan.products.actions.importing import remember_import
from miquan.products.draft import ProductDraft
from miquan.products.models import Product
from miquan.products.rules import NotReady
from miquan.states import NotAllowed

log = structlog.get_logger("miquan.catalogue")
# What one product's own words can cause. A database that is locked or away is nobody's fault: the slice is tried again.
_WRONG = (NotReady, NotAllowed, DataError, IntegrityError, ValueError)


class Stopped(Exception):
    """The run is no longer ours to write: cancelled, gone, or somebody else is ahead of us."""


class _Going:
    """A run that this process is in the middle of: its file, read once, and the products that are still to come."""

    def __init__(self, run: ImportRun) -> None:
        with opened(run.stored, run.name) as path:
            self.sheet: Sheet = read_again(path, run)
        self.made = planned(run, self.sheet, queries.fixes_of(run.id))
        self.position = run.position

    def take(self, many: int) -> list[Planned]:
        """The next products; what was done before is not even read again."""
        taken = [self.made.read(one) for one in self.made.groups[self.position : self.position + many]]
        self.position += len(taken)
        return taken


# The one run that this process was last at: a file is not read anew for every slice.
_last: dict[int, _Going] = {}


def write_some(run: ImportRun) -> bool:
    """One slice. Returns whether there is more to write."""
    if run.state == "waiting" and not _begun(run):
        return False
    try:
        going = _going(run)
    except (Unreadable, FileNotFoundError) as error:
        _fail(run, str(error))
        return False
    until = time.monotonic() + rules.SLICE
    try:
        held = imported(run.storefront_id)
        while taken := going.take(rules.BATCH):
            _write([judge(*one, held.get(one[0].handle)) for one in taken], run)
            if time.monotonic() > until:
                return True
        _finish(run, going)
    except BaseException as error:
        _last.pop(run.id, None)
        if isinstance(error, Stopped):
            return False
        raise
    _last.pop(run.id, None)
    return False


def _begun(run: ImportRun) -> bool:
    mine = (ImportRun.id == run.id) & (ImportRun.state == "waiting")
    with transaction():
        run.state = "running"
        return bool(ImportRun.update(state="running", started_at=db_now()).where(mine).execute())


def _going(run: ImportRun) -> _Going:
    found = _last.get(run.id)
    if found is None or found.position != run.position:
        _last.clear()
        found = _last[run.id] = _Going(run)
    return found


def _fail(run: ImportRun, why: str) -> None:
    values = {"state": "failed", "error": why[:300], "finished_at": db_now()}
    with transaction():
        ImportRun.update(values).where(ImportRun.id == run.id, ImportRun.state == "running").execute()


def _write(batch: list[Judged], run: ImportRun) -> None:
    """Some products in one transaction; when one of them fails, each in its own, so that it stops no other."""
    try:
        _write_together(batch, run)
    except _WRONG:
        for one in batch:
            _write_alone(one, run)


def _write_alone(one: Judged, run: ImportRun) -> None:
    try:
        _write_together([one], run)
    except NotReady as refused:
        for problem in refused.problems:
            one.refuse(f"{problem.field}_{problem.code}", problem.text)
        _write_together([one], run)
    except _WRONG as error:
        log.exception("not imported", handle=one.group.handle, kind=type(error).__name__)
        one.refuse("failed")
        _write_together([one], run)


def _write_together(batch: list[Judged], run: ImportRun) -> None:
    """Raises Stopped when the run is not where we thought it was."""
    with transaction():
        here = (ImportRun.id == run.id) & (ImportRun.state == "running") & (ImportRun.position == run.position)
        if not ImportRun.update(position=run.position + len(batch)).where(here).execute():
            raise Stopped
        figures: dict[str, int] = {}
        _create([one for one in batch if one.is_new], run)
        renewed = _renew([one for one in batch if one.held is not None and one.wanted and not one.is_same], run)
        for one in batch:
            _add(figures, _store(one, renewed, run))
        _note([finding for one in batch for finding in one.findings], run)
        changed = {name: getattr(ImportRun, name) + step for name, step in figures.items() if step}
        if changed:
            ImportRun.update(changed).where(ImportRun.id == run.id).execute()
    run.position += len(batch)


def _add(figures: dict[str, int], more: dict[str, int]) -> None:
    for name, step in more.items():
        figures[name] = figures.get(name, 0) + step


def _store(one: Judged, renewed: dict[int, Renewal], run: ImportRun) -> dict[str, int]:
    """Bring one product in, if that is not done yet; the figures it adds."""
    if one.wanted is None:
        return {"refused": one.rows}
    if one.held is None or one.is_same:
        outcome = "unchanged" if one.is_same else "created"
    elif done := renewed.pop(one.held.id, None):
        outcome = "changed" if done.is_change else "unchanged"
    else:
        outcome = _save(one, one.held, run)
    noted = len({finding.line for finding in one.findings})
    return {
        "used": one.rows, "noted": noted, "products": 1, "variants": len(one.wanted.draft.variants), outcome: 1,
    }  # fmt: skip


def _create(new: list[Judged], run: ImportRun) -> None:
    """Products that nobody has imported before, all at once."""
    owner = run.storefront.owner_id
    wanted = [
        New(with_own_files(one.wanted.draft, owner), one.group.handle, one.wanted.state, one.digest)
        for one in new
        if one.wanted
    ]
    made = create_many(run.storefront, wanted, by=run.by_id)
    common = {"run": run.id, "outcome": "created", "version_after": 1}
    insert_rows(ImportedProduct, [{**common, "product": m.id, "state_after": m.state} for m in made.values()])


def _renew(changed: list[Judged], run: ImportRun) -> dict[int, Renewal]:
    """Products of which the file says something new, all at once; those that need more are left out."""
    held = {one.held.id: one.held for one in changed if one.held}
    files, owner = files_of(held), run.storefront.owner_id
    wanted = [
        Renewed(one.held.id, _drafted(one.wanted, files.get(one.held.id, {}), owner), one.wanted.state, one.digest)
        for one in changed
        if one.held and one.wanted
    ]
    made = renew_many(wanted, by=run.by_id)
    common = {"run": run.id, "outcome": "changed"}
    insert_rows(ImportedProduct, [
        {
            **common, "product": id_, "version_before": done.before[0], "state_before": done.before[1],
            "hash_before": held[id_].digest or None, "version_after": done.after[0], "state_after": done.after[1],
        }
        for id_, done in made.items() if done.is_change
    ])  # fmt: skip
    return made


def _drafted(wanted: Wanted, files: dict[str, int], owner: int) -> ProductDraft:
    """The draft with the files that lie here already."""
    return with_own_files(with_files(wanted.draft, files), owner)


def _save(one: Judged, held: Held, run: ImportRun) -> str:
    assert one.wanted is not None
    stored = Product.get_by_id(held.id)
    before = {"version_before": stored.version, "state_before": stored.state, "hash_before": held.digest or None}
    draft = _drafted(one.wanted, files_of([held.id]).get(held.id, {}), run.storefront.owner_id)
    product, changed = save_product(run.storefront, draft, by=run.by_id, product=stored)
    moved = bring_to(product, one.wanted.state, run.by_id)
    remember_import(product.id, one.digest)
    if not changed and not moved:
        return "unchanged"
    after = {"outcome": "changed", "version_after": product.version, "state_after": _state_of(product.id)}
    ImportedProduct.insert({"run": run.id, "product": product.id, **before, **after}).execute()
    return "changed"


def _state_of(product_id: int) -> str:
    return str(Product.select(Product.state).where(Product.id == product_id).scalar())


def _note(findings: list[Finding], run: ImportRun) -> None:
    """Keep what there is to say, up to a bound; the figures count the rest."""
    room = rules.MOST_FINDINGS - queries.findings_stored(run.id) if findings else 0
    rows = [finding_row(finding, run.id) for finding in findings[: max(room, 0)]]
    if rows:
        ImportFinding.insert_many(rows).execute()


def finding_row(finding: Finding, run_id: int) -> dict[str, Any]:
    """A finding as its table keeps it."""
    return {
        "run": run_id, "line": finding.line, "handle": finding.handle[:255], "column": finding.column[:200],
        "code": finding.code[:40], "refused": finding.refused, "value": finding.value[:200],
        "reason": finding.reason[:300],
    }  # fmt: skip


def _finish(run: ImportRun, going: _Going) -> None:
    alone = list(going.made.alone)
    refused = len({finding.line for finding in alone if finding.refused})
    # The report is stored before the run is said to be over. Again it is the same report.
    write_report(run, going.sheet, going.made, alone, refused)
    with transaction():
        mine = (ImportRun.id == run.id) & (ImportRun.state == "running") & (ImportRun.position == run.position)
        values = {
            "state": "done",
            "finished_at": db_now(),
            "refused": ImportRun.refused + refused,
            "total": run.position,
        }
        if not ImportRun.update(values).where(mine).execute():
            raise Stopped
        _note(alone, run)
