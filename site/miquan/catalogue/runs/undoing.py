"""Taking back what a run brought: what it made is removed, what it changed is what it was. What somebody has changed
since stays, and is named."""

import time

import structlog
from peewee import DataError, IntegrityError

from miquan.catalogue.actions import with_files
from miquan.catalogue.models import ImportedProduct, ImportRun
from miquan.catalogue.queries import files_of
from miquan.catalogue.runs import rules
from miquan.catalogue.states import bring_to
from miquan.db import db_now, held, transaction
from miquan.products.actions import remove, save_product
from miquan.products.actions.importing import forget_import, remember_import
from miquan.products.draft import ProductDraft
from miquan.products.models import Product, ProductRevision
from miquan.products.rules import NotReady
from miquan.states import NotAllowed

log = structlog.get_logger("miquan.catalogue")
_WRONG = (NotReady, NotAllowed, DataError, IntegrityError, ValueError)


def undo_some(run: ImportRun) -> bool:
    """One slice, the last product first. Returns whether there is more."""
    until = time.monotonic() + rules.SLICE
    while True:
        query = ImportedProduct.select().where(ImportedProduct.run == run.id, ImportedProduct.undone == "")
        rows = list(query.order_by(ImportedProduct.id.desc()).limit(rules.BATCH))
        if not rows:
            _finish(run)
            return False
        _take_back(run, rows)
        if time.monotonic() > until:
            return True


def _finish(run: ImportRun) -> None:
    mine = (ImportRun.id == run.id) & (ImportRun.state == "undoing")
    with transaction():
        ImportRun.update(state="undone", undone_at=db_now()).where(mine).execute()


def _take_back(run: ImportRun, rows: list[ImportedProduct]) -> None:
    """Some products in one transaction; when one of them fails, each in its own, so that it stops no other."""
    try:
        with transaction():
            for row in rows:
                _note(row, _restored(run, row))
    except _WRONG as error:
        if len(rows) > 1:
            for row in rows:
                _take_back(run, [row])
            return
        log.warning("not taken back", product=rows[0].product_id, kind=type(error).__name__)
        with transaction():
            _note(rows[0], "kept")


def _note(row: ImportedProduct, outcome: str) -> None:
    ImportedProduct.update(undone=outcome).where(ImportedProduct.id == row.id).execute()


def _restored(run: ImportRun, row: ImportedProduct) -> str:
    query = Product.select().where(Product.id == row.product_id)
    product: Product = held(query).get()
    if product.state == "removed":
        return "undone" if row.outcome == "created" else "kept"
    if product.state != row.state_after or _is_edited(product, row):
        return "kept"
    if row.outcome == "created":
        remove(product.id, by=run.by_id)
        forget_import(product.id)
    else:
        _revert(run, row, product)
    return "undone"


def _is_edited(product: Product, row: ImportedProduct) -> bool:
    """Whether a person has saved it since; pictures that were fetched for it are no edit."""
    later = ProductRevision.version > row.version_after
    mine = (ProductRevision.product == product.id) & later & ProductRevision.by.is_null(False)
    return bool(ProductRevision.select(ProductRevision.id).where(mine).exists())


def _revert(run: ImportRun, row: ImportedProduct, product: Product) -> None:
    before = ProductRevision.get(
        ProductRevision.product == product.id, ProductRevision.version == row.version_before
    ).data
    draft = with_files(ProductDraft.of_snapshot(before), files_of([product.id]).get(product.id, {}))
    product, _changed = save_product(run.storefront, draft, by=run.by_id, product=product)
    bring_to(product, "published" if row.state_before == "sold_out" else row.state_before, run.by_id)
    remember_import(product.id, row.hash_before)
