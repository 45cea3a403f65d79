"""The worker's part of imports. What is to be done is read from the run's state, so that being told twice does no harm."""

from miquan.catalogue.models import ImportRun
from miquan.catalogue.runs.looking import look
from miquan.catalogue.runs.rules import LANE
from miquan.catalogue.runs.running import write_some
from miquan.catalogue.runs.undoing import undo_some
from miquan.db import transaction
from miquan.i18n import speaking
from miquan.outbox import Event, EventRow, record, subscribes


@subscribes(
    Event.IMPORT_UPLOADED, Event.IMPORT_STARTED, Event.IMPORT_ADVANCED, Event.IMPORT_UNDO_ASKED,
    name="catalogue.import", lane=LANE,
)  # fmt: skip
def step(event: EventRow) -> None:
    """One slice of work on a run; the next is asked for by an event of its own, so that others' runs take their turn."""
    advance(int(event.subject_id or 0))


def advance(run_id: int) -> None:
    """Do what the run's state asks for. Reasons are written in the language of who began it."""
    run = ImportRun.get_or_none(ImportRun.id == run_id)
    if run is None:
        return
    with speaking(run.by.lang):
        more = _slice(run)
    if more:
        with transaction():
            record(Event.IMPORT_ADVANCED, subject=("import", run_id), by=run.by_id)


def _slice(run: ImportRun) -> bool:
    if run.state == "reading":
        look(run)
    elif run.state in ("waiting", "running"):
        return write_some(run)
    elif run.state == "undoing":
        return undo_some(run)
    return False
