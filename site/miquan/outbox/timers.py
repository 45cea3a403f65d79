"""Work that comes round: each timer is run by one worker at a time, however many there are."""

from collections.abc import Callable
from dataclasses import dataclass

from miquan.db import db_now, transaction
from miquan.outbox.claims import later
from miquan.outbox.models import LaneLease


@dataclass(frozen=True)
class Timer:
    """`run` is called every `seconds` in the thread of `lane`; it must stand being stopped in the middle."""

    name: str
    lane: str
    seconds: float
    run: Callable[[], object]


TIMERS: dict[str, Timer] = {}


def every(seconds: float, *, name: str, lane: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Enter a function into the table of timers. Raises ValueError for a name that is too long for its column."""
    if len(_row(name)) > LaneLease.lane.max_length:
        raise ValueError(f"{name} is too long for a timer")

    def enter(run: Callable[[], object]) -> Callable[[], object]:
        TIMERS[name] = Timer(name, lane, seconds, run)
        return run

    return enter


def run_due(lane: str, holder: str) -> list[str]:
    """Run the timers of a lane whose time has come. Returns their names."""
    due = [timer for timer in TIMERS.values() if timer.lane == lane and _taken(timer, holder)]
    for timer in due:
        timer.run()
    return [timer.name for timer in due]


def _taken(timer: Timer, holder: str) -> bool:
    """Whether it is ours this time: the next time is set before it runs, by the database's clock."""
    row = _row(timer.name)
    due = (LaneLease.lane == row) & (LaneLease.until <= db_now())
    if not LaneLease.select().where(LaneLease.lane == row).exists():
        with transaction():
            LaneLease.insert(lane=row, holder="", until=later(-1)).on_conflict_ignore().execute()
    if not LaneLease.select().where(due).exists():
        return False
    with transaction():
        return bool(LaneLease.update(holder=holder, until=later(timer.seconds)).where(due).execute())


def _row(name: str) -> str:
    return f"t:{name}"
