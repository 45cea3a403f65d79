"""What imports hold of a member: the runs of their storefront, their files, how they read them, what they brought."""

from collections.abc import Iterator

from miquan.catalogue.models import (
    ImportedProduct,
    ImportFinding,
    ImportFix,
    ImportMapping,
    ImportRow,
    ImportRun,
)
from miquan.catalogue.runs import files
from miquan.db import transaction
from miquan.departures.section import Row, Section, rows_of, with_parts
from miquan.i18n import lazy
from miquan.storefronts.models import Storefront


def _mine(member_id: int) -> object:
    return ImportRun.storefront.in_(_shops(member_id)) | (ImportRun.by == member_id)


def _shops(member_id: int) -> object:
    return Storefront.select(Storefront.id).where(Storefront.owner == member_id)


def _runs(member_id: int) -> Iterator[Row]:
    rows = rows_of(ImportRun, _mine(member_id), ("by", "stored"))
    return with_parts(
        rows,
        findings=(ImportFinding, ImportFinding.run, ()),
        fixes=(ImportFix, ImportFix.run, ()),
        kept=(ImportRow, ImportRow.run, ()),
        brought=(ImportedProduct, ImportedProduct.run, ("hash_before",)),
    )


def _files(member_id: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files as they were sent, those that are still kept."""
    query = ImportRun.select(ImportRun.id, ImportRun.name, ImportRun.stored).where(_mine(member_id))
    for run in query.where(ImportRun.stored != "").order_by(ImportRun.id):
        try:
            yield f"imports/{run.id}-{run.name}", files.open_file(run.stored)
        except FileNotFoundError:
            continue


def _erase(member_id: int, _keep_words: bool) -> None:
    """A run at a time; its other tables go with it. Bytes that a kill leaves go by the sweep."""
    for run in list(ImportRun.select(ImportRun.id, ImportRun.stored).where(_mine(member_id))):
        with transaction():
            ImportRun.delete().where(ImportRun.id == run.id).execute()
        files.forget(run.stored)


def _mappings(member_id: int) -> Iterator[Row]:
    return rows_of(ImportMapping, ImportMapping.storefront.in_(_shops(member_id)))


def _erase_mappings(member_id: int, _keep_words: bool) -> None:
    with transaction():
        ImportMapping.delete().where(ImportMapping.storefront.in_(_shops(member_id))).execute()


SECTIONS = (
    Section(
        "imports",
        lazy("你匯入的檔案，和每次匯入了什麼"),
        (ImportRun, ImportFinding, ImportRow, ImportFix, ImportedProduct),
        _runs,
        _erase,
        _files,
    ),
    Section("import_mappings", lazy("你的檔案裡哪一欄是什麼"), (ImportMapping,), _mappings, _erase_mappings),
)
