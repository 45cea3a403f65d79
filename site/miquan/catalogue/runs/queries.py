"""What is read of imports: always starting at the storefront."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from miquan.catalogue.models import (
    ImportedProduct,
    ImportFinding,
    ImportFix,
    ImportMapping,
    ImportRow,
    ImportRun,
)
from miquan.catalogue.queries import Held
from miquan.catalogue.runs import rules
from miquan.products.models import Product

RUNS_SHOWN = 30
KEPT_SHOWN = 50
NOTED_LINES = 6
_OF_CURRENCIES = ("price_decimals", "price_sign", "price_yen")
_LISTED = (
    "id", "name", "state", "format", "rows", "used", "refused", "products", "created", "changed", "unchanged", "position",
    "total", "stored", "error", "created_at", "finished_at",
)  # fmt: skip


@dataclass(frozen=True)
class Noted:
    """One kind of thing to say about used rows: how many rows, and the first of them."""

    code: str
    reason: str
    rows: int
    lines: list[int]


def own_run(storefront_id: int, run_id: int) -> ImportRun | None:
    """A run of this storefront; None for anyone else's."""
    if not 0 < run_id < 2**31:
        return None
    found: ImportRun | None = ImportRun.get_or_none(ImportRun.id == run_id, ImportRun.storefront == storefront_id)
    return found


def runs(storefront_id: int) -> list[ImportRun]:
    """The newest first, without what was learnt of their files."""
    fields = [getattr(ImportRun, name) for name in _LISTED]
    query = ImportRun.select(*fields).where(ImportRun.storefront == storefront_id)
    return list(query.order_by(ImportRun.id.desc()).limit(RUNS_SHOWN))


def open_with(storefront_id: int, digest: str) -> ImportRun | None:
    """The run in which the same bytes are on their way already."""
    going = ImportRun.state.in_((*rules.OPEN, *rules.WRITING))
    mine = (ImportRun.storefront == storefront_id) & (ImportRun.digest == digest)
    found: ImportRun | None = ImportRun.select().where(mine, going).order_by(ImportRun.id.desc()).first()
    return found


def came_before(run: ImportRun) -> datetime | None:
    """When the same bytes were last imported here; None when they were not."""
    same = (ImportRun.storefront == run.storefront_id) & (ImportRun.digest == run.digest)
    query = ImportRun.select(ImportRun.finished_at).where(same, ImportRun.state == "done", ImportRun.id != run.id)
    row = query.order_by(ImportRun.finished_at.desc()).tuples().first()
    return row[0] if row else None


def open_count(storefront_id: int) -> int:
    return int(ImportRun.select().where(ImportRun.storefront == storefront_id, ImportRun.state.in_(rules.OPEN)).count())


def writing(storefront_id: int, but: int = 0) -> ImportRun | None:
    """The run that changes this storefront's goods now, other than `but`."""
    now_ = ImportRun.state.in_(rules.WRITING) & (ImportRun.id != but)
    found: ImportRun | None = ImportRun.select().where(ImportRun.storefront == storefront_id, now_).first()
    return found


def learned(storefront_id: int, signature: str) -> Any:
    """How this storefront last read files with this header, as JSON; None when it never did."""
    mine = (ImportMapping.storefront == storefront_id) & (ImportMapping.signature == signature)
    row = ImportMapping.select(ImportMapping.mapping).where(mine).tuples().first()
    return row[0] if row else None


def fixes_of(run_id: int) -> dict[tuple[int, int], str]:
    """(line, column from 0) -> what stands there instead."""
    query = ImportFix.select(ImportFix.line, ImportFix.place, ImportFix.value).where(ImportFix.run == run_id)
    return {(line, place): value for line, place, value in query.tuples()}


def kept_rows(run_id: int) -> list[ImportRow]:
    return list(ImportRow.select().where(ImportRow.run == run_id).order_by(ImportRow.line))


def held(storefront_id: int, keys: Iterable[str]) -> dict[str, Held]:
    """What earlier imports brought under these keys."""
    query = Product.select(Product.import_key, Product.id, Product.state, Product.import_hash).where(
        Product.storefront == storefront_id, Product.import_key.in_(list(keys))
    )
    return {key: Held(id_, state, digest or "") for key, id_, state, digest in query.tuples()}


def findings(run_id: int, *, refused: bool, limit: int = KEPT_SHOWN) -> list[ImportFinding]:
    """By line; siblings of a row that is itself to blame are left out."""
    mine = (ImportFinding.run == run_id) & (ImportFinding.refused == refused) & (ImportFinding.code != "sibling")
    return list(ImportFinding.select().where(mine).order_by(ImportFinding.line, ImportFinding.id).limit(limit))


def refused_lines(run_id: int) -> dict[int, list[ImportFinding]]:
    """Every stored refusal by its line."""
    mine = (ImportFinding.run == run_id) & ImportFinding.refused
    found: dict[int, list[ImportFinding]] = {}
    for row in ImportFinding.select().where(mine).order_by(ImportFinding.line, ImportFinding.id):
        found.setdefault(row.line, []).append(row)
    return found


def notes(run_id: int) -> list[Noted]:
    """What is said about rows that are used, by kind, the commonest first."""
    mine = (ImportFinding.run == run_id) & ~ImportFinding.refused
    rows = ImportFinding.select(ImportFinding.code, ImportFinding.reason, ImportFinding.line).where(mine)
    found: dict[str, tuple[str, list[int]]] = {}
    for code, reason, line in rows.order_by(ImportFinding.line).tuples():
        lines = found.setdefault(code, (reason, []))[1]
        if not lines or lines[-1] != line:
            lines.append(line)
    made = [Noted(code, reason, len(lines), lines[:NOTED_LINES]) for code, (reason, lines) in found.items()]
    return sorted(made, key=lambda note: -note.rows)


def doubtful_prices(run_id: int) -> int:
    """How many stored refusals are of prices that would be right in another currency."""
    mine = (ImportFinding.run == run_id) & ImportFinding.refused & ImportFinding.code.in_(_OF_CURRENCIES)
    return int(ImportFinding.select().where(mine).count())


def findings_stored(run_id: int) -> int:
    return int(ImportFinding.select().where(ImportFinding.run == run_id).count())


def taken_back(run_id: int) -> dict[str, int]:
    """How many of a run's products stand where: "" not looked at yet, undone, kept."""
    query = ImportedProduct.select(ImportedProduct.undone, fn.COUNT(ImportedProduct.id))
    return dict(query.where(ImportedProduct.run == run_id).group_by(ImportedProduct.undone).tuples())


def kept_products(run_id: int) -> list[tuple[int, str, str]]:
    """(id, title, language) of what undoing left alone because somebody has changed it since."""
    query = Product.select(Product.id, Product.title, Product.lang).join(ImportedProduct)
    mine = (ImportedProduct.run == run_id) & (ImportedProduct.undone == "kept")
    return list(query.where(mine).order_by(Product.id).limit(KEPT_SHOWN).tuples())
