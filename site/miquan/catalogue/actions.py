"""The import: new products fifty to a transaction, and where one fails each in its own, so that it stops no other."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog
from peewee import PeeweeException

from miquan.catalogue import queries
from miquan.catalogue.draft import Context, Wanted
from miquan.catalogue.grouping import Group
from miquan.catalogue.mapping import Mapping, Problem, problems_with, recognise
from miquan.catalogue.ours import with_own_files
from miquan.catalogue.planning import plan, siblings
from miquan.catalogue.queries import Held
from miquan.catalogue.report import write_report
from miquan.catalogue.rules import Finding
from miquan.catalogue.sheets import read_sheet
from miquan.catalogue.states import bring_to
from miquan.catalogue.words import word_index
from miquan.categories.tree import tree
from miquan.config import settings
from miquan.db import now, transaction
from miquan.products.actions import New, create_many, save_product
from miquan.products.actions.importing import remember_import
from miquan.products.draft import ProductDraft
from miquan.products.models import Product
from miquan.products.rules import NotReady
from miquan.states import NotAllowed
from miquan.storefronts.models import Storefront

log = structlog.get_logger("miquan.catalogue")

# Raised when the same words are read differently: the next import then looks at every product again.
READING = 2
BATCH = 50
_WRONG = (NotReady, NotAllowed, PeeweeException, ValueError)


class Unmapped(ValueError):
    """There is no telling which columns of a file are which. `problems` says what is missing."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(str(problem.text) for problem in problems))
        self.problems = problems


@dataclass
class Outcome:
    """Figures of one import; rows = used + refused. `report` is None after a dry run."""

    rows: int = 0
    used: int = 0
    refused: int = 0
    products: int = 0
    variants: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)
    report: Path | None = None


def import_file(
    path: Path, storefront: Storefront, *, currency: str = "", dry_run: bool = False, mapping: Mapping | None = None
) -> Outcome:
    """Bring a storefront's goods to what a file says. What the file does not name stays as it is.

    A product of which the file says the same as last time is not touched, so that its owner's changes here stay.
    `currency` is the one of prices that name none, the storefront's own if empty; without a `mapping` the guess is
    used. Raises Unreadable, and Unmapped when there is no telling which columns are which.
    """
    sheet = read_sheet(path, path.name)
    context = context_for(storefront, currency)
    chosen = mapping or recognise(sheet, context).mapping
    if problems := problems_with(chosen):
        raise Unmapped(problems)
    planned = plan(sheet, chosen, context)
    outcome = Outcome(rows=planned.rows)
    outcome.refused = sum(finding.refused for finding in planned.alone)
    outcome.findings = list(planned.alone)
    run = _Import(storefront, dry_run, outcome)
    for one, wanted, findings in planned:
        run.take(one, wanted, findings)
    run.flush()
    if not dry_run:
        folder = settings().data / "imports"
        outcome.report = write_report(folder, f"storefront-{storefront.id}", now(), outcome.findings)
    return outcome


def context_for(storefront: Storefront, currency: str = "") -> Context:
    """What all products of an import into a storefront share."""
    return Context(currency or storefront.currency, storefront.lang, word_index(tree().order))


@dataclass
class _Taken:
    """A product of the file that is to be stored."""

    group: Group
    wanted: Wanted
    findings: list[Finding]
    digest: str


class _Import:
    """One run: what is shared by its products, and the figures they add up to."""

    def __init__(self, storefront: Storefront, dry_run: bool, outcome: Outcome) -> None:
        self.storefront, self.dry_run, self.outcome = storefront, dry_run, outcome
        self.held = queries.imported(storefront.id)
        self.waiting: list[_Taken] = []

    def take(self, one: Group, wanted: Wanted | None, findings: list[Finding]) -> None:
        """Import a product; whatever is wrong with it is only its own affair. New ones wait for company."""
        held = self.held.get(one.handle)
        if wanted is not None and held is not None and held.state == "removed":
            wanted, findings = None, [*findings, _refusal(one, "removed")]
        if wanted is None:
            self._count(one, None, findings)
            return
        taken = _Taken(one, wanted, findings, digest_of(wanted))
        if held is not None:
            self._update(taken, held)
        else:
            self.waiting.append(taken)
            if len(self.waiting) >= BATCH:
                self.flush()

    def flush(self) -> None:
        """Store the new products that wait, in one transaction; when one of them fails, each in its own."""
        batch, self.waiting = self.waiting, []
        if not self._tried(lambda: self._create(batch)):
            for one in batch:
                self._kept(one, "created", self._attempt(one, lambda one=one: self._create([one])))  # type: ignore[misc]
        else:
            for one in batch:
                self._kept(one, "created", [])

    def _create(self, batch: list[_Taken]) -> bool:
        if not self.dry_run:
            by = self.storefront.owner_id
            drafts = [with_own_files(one.wanted.draft, by) for one in batch]
            new = [New(d, o.group.handle, o.wanted.state, o.digest) for d, o in zip(drafts, batch, strict=True)]
            create_many(self.storefront, new, by=by)
        return True

    def _tried(self, create: Callable[[], bool]) -> bool:
        try:
            return create()
        except _WRONG:
            return False

    def _update(self, one: _Taken, held: Held) -> None:
        if held.digest == one.digest:
            self._kept(one, "unchanged", [])
            return
        changed: list[bool] = []
        failed = self._attempt(one, lambda: changed.append(self.dry_run or self._write(one, held)))
        self._kept(one, "changed" if any(changed) else "unchanged", failed)

    def _attempt(self, one: _Taken, run: Callable[[], object]) -> list[Finding]:
        """Why a product could not be stored; empty when it was."""
        try:
            run()
        except NotReady as refused:
            return [_refusal(one.group, f"{p.field}_{p.code}", text=p.text) for p in refused.problems]
        except _WRONG as error:
            log.exception("not imported", handle=one.group.handle, kind=type(error).__name__)
            return [_refusal(one.group, "failed")]
        return []

    def _write(self, one: _Taken, held: Held) -> bool:
        by = self.storefront.owner_id
        with transaction():
            files = queries.files_of([held.id]).get(held.id, {})
            draft = with_own_files(with_files(one.wanted.draft, files), by)
            product, changed = save_product(self.storefront, draft, by=by, product=Product.get_by_id(held.id))
            moved = bring_to(product, one.wanted.state, by)
            remember_import(product.id, one.digest)
        return changed or moved

    def _kept(self, one: _Taken, outcome: str, failed: list[Finding]) -> None:
        if not failed:
            setattr(self.outcome, outcome, getattr(self.outcome, outcome) + 1)
        self._count(one.group, one.wanted, [*one.findings, *failed])

    def _count(self, one: Group, wanted: Wanted | None, findings: list[Finding]) -> None:
        if any(finding.refused for finding in findings):
            findings = [*findings, *siblings(one, findings)]
            self.outcome.refused += one.rows
        elif wanted is not None:
            self.outcome.used += one.rows
            self.outcome.products += 1
            self.outcome.variants += len(wanted.draft.variants)
        self.outcome.findings += findings


def digest_of(wanted: Wanted) -> str:
    """SHA-256 of all that a file says of a product."""
    said = json.dumps([READING, wanted.state, wanted.draft.snapshot()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def with_files(draft: ProductDraft, files: dict[str, int]) -> ProductDraft:
    """The draft with the files that were fetched for its pictures' addresses already."""
    if not files:
        return draft
    pictures = tuple(replace(p, file_id=p.file_id or files.get(p.source_url)) for p in draft.pictures)
    return replace(draft, pictures=pictures)


def _refusal(one: Group, code: str, text: object = "") -> Finding:
    record = one.records[0]
    return Finding(record.line, one.handle, record.header.column("handle"), code, text=text)
