"""What is kept of imports, and for how long: files a month, what was found in them as long as the run is listed."""

from peewee import fn

from miquan.catalogue.models import ImportFix, ImportRow, ImportRun
from miquan.catalogue.runs import files, rules
from miquan.db import transaction
from miquan.outbox.claims import later
from miquan.outbox.timers import every

# What the files of one storefront may take; the oldest that are done with go first.
MOST_KEPT = 500 * 1024 * 1024
_TOGETHER = 100


@every(6 * 3_600.0, name="catalogue.files", lane="sweep")
def tidy() -> int:
    """Forget files whose time is over. Returns how many."""
    old = ImportRun.created_at < later(-rules.FILE_KEPT.total_seconds())
    undone = ImportRun.finished_at < later(-rules.UNDONE_KEPT.total_seconds())
    over = (ImportRun.state.in_(rules.OVER) & old) | (ImportRun.state.in_(("undone", "cancelled")) & undone)
    gone = 0
    for run in list(ImportRun.select().where(ImportRun.stored != "", over).limit(_TOGETHER)):
        gone += _forget(run)
    for run in list(ImportRun.select().where(ImportRun.state.in_(rules.OPEN), old).limit(_TOGETHER)):
        with transaction():
            ImportRun.delete().where(ImportRun.id == run.id, ImportRun.state.in_(rules.OPEN)).execute()
        files.forget(run.stored)
        gone += 1
    return gone


def make_room(storefront_id: int, size: int) -> None:
    """Forget the oldest files of a storefront that are done with, until `size` bytes more may come."""
    mine = (ImportRun.storefront == storefront_id) & (ImportRun.stored != "")
    kept = int(ImportRun.select(fn.COALESCE(fn.SUM(ImportRun.bytes), 0)).where(mine).scalar()) + size
    query = ImportRun.select().where(mine, ImportRun.state.in_(rules.OVER)).order_by(ImportRun.id)
    for run in list(query) if kept > MOST_KEPT else []:
        if kept <= MOST_KEPT:
            return
        _forget(run)
        kept -= run.bytes


def _forget(run: ImportRun) -> int:
    """The row no longer names the file before the bytes go: a report is either whole or said to be gone."""
    with transaction():
        done = ImportRun.update(stored="").where(ImportRun.id == run.id, ImportRun.state.in_(rules.OVER)).execute()
        for model in (ImportFix, ImportRow):
            model.delete().where(model.run == run.id).execute()
    if done:
        files.forget(run.stored)
    return int(done)
