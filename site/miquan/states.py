"""One table-driven state machine for all that has states: from, to, verb, who, guard, event, timer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from miquan.outbox.events import Event


class NotAllowed(ValueError):
    """The thing is in no state from which this verb leads on, or the actor or the guard forbids it."""


@dataclass(frozen=True)
class Transition:
    """One row of a machine. `who` names the actors that may take it; `guard` is asked with the object."""

    frm: str
    to: str
    verb: str
    who: tuple[str, ...] = ()
    guard: Callable[[Any], bool] | None = None
    event: Event | None = None
    timer: timedelta | None = None


class Machine:
    """The states of one kind of thing; `transitions` can be walked by tests and by the desk."""

    def __init__(self, name: str, transitions: Iterable[Transition]) -> None:
        self.name = name
        self.transitions = tuple(transitions)
        self._rows = {(t.frm, t.verb): t for t in self.transitions}
        if len(self._rows) != len(self.transitions):
            raise ValueError(f"{name}: two rows for one state and verb")

    @property
    def states(self) -> frozenset[str]:
        return frozenset(s for t in self.transitions for s in (t.frm, t.to))

    def step(self, state: str, verb: str, *, actor: str | None = None, subject: Any = None) -> Transition:
        """The row for this verb in this state. Raises NotAllowed."""
        row = self._rows.get((state, verb))
        if row is None:
            raise NotAllowed(f"{self.name}: {verb} leads nowhere from {state}")
        if actor is not None and row.who and actor not in row.who:
            raise NotAllowed(f"{self.name}: {actor} may not {verb}")
        if row.guard is not None and not row.guard(subject):
            raise NotAllowed(f"{self.name}: {verb} is not possible now")
        return row

    def verbs(self, state: str, actor: str | None = None) -> tuple[str, ...]:
        """What can be done in a state, by this actor."""
        return tuple(t.verb for t in self.transitions if t.frm == state and (actor is None or actor in t.who))
