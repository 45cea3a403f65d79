"""When figures are counted."""

from miquan.desk.statistics import counting
from miquan.desk.statistics.actions import measure_index
from miquan.outbox import Event, EventRow, subscribes
from miquan.outbox.timers import every
from miquan.search.indexing import LANE


@every(3_600.0, name="desk.statistics", lane="sweep")
def count() -> int:
    """Every hour, so that today is told of too; each day is counted a last time after it ended."""
    return counting.count()


@every(6 * 3_600.0, name="desk.index", lane=LANE)
def compare_index() -> None:
    measure_index()


@subscribes(Event.INDEX_REBUILD_REQUESTED, name="desk.index_again", lane=LANE, batch=True)
def compare_again(_events: list[EventRow]) -> None:
    """After the index was built anew: search, which does that, comes before in the table of subscribers."""
    measure_index()
