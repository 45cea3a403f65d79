"""Keeps child processes running, and ends them all when it ends."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

import structlog

# From a first quick try to one every half minute; a child that lived for a minute starts over.
FIRST_DELAY = 0.25
LONGEST_DELAY = 30.0
STABLE = 60.0
# Everything ends within 10 s: 8 for the children to finish, then they are killed.
GRACE = 8.0
_PULSE = 0.1
_PR_SET_PDEATHSIG = 1

_log = structlog.get_logger("miquan.supervisor")

# Threads that allocate from a heap each leave gaps in all of them: one heap takes a worker from 430 MB to 390.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


@dataclass
class Child:
    """One program that should run. `fds` are the files it inherits."""

    name: str
    command: Sequence[str]
    fds: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    delay: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(  # noqa: S603 (our own programs)
            self.command,
            pass_fds=self.fds,
            env=_ENVIRONMENT | os.environ,
            process_group=0,
            preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 (the supervisor has no threads)
        )
        self.began = time.monotonic()
        _log.info("started", child=self.name, pid=self.process.pid)

    def look(self, at: float) -> None:
        """Start it when it is due; note when it has died."""
        if self.process is None:
            if at >= self.due:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.signal(signal.SIGKILL)
            self.process = None
            last = 0.0 if at - self.began > STABLE else self.delay
            self.delay = min(max(last * 2, FIRST_DELAY), LONGEST_DELAY)
            self.due = at + self.delay
            _log.error("died", child=self.name, code=code, again_in=self.delay)

    def signal(self, number: int) -> None:
        """Tell it and what it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


@dataclass
class Supervisor:
    """Runs its children until SIGTERM or SIGINT. `at_end` is called first when it ends."""

    children: list[Child]
    at_end: Callable[[], None] = lambda: None
    _signals: int = 0

    def run(self) -> int:
        """The exit code: 0 when every child ended by itself in time."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        while not self._signals:
            for child in self.children:
                self._look(child)
            time.sleep(_PULSE)
        return self._end()

    def _look(self, child: Child) -> None:
        try:
            child.look(time.monotonic())
        except OSError:
            _log.exception("not started", child=child.name)
            child.due = time.monotonic() + LONGEST_DELAY

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1

    def _end(self) -> int:
        self.at_end()
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        # A second Ctrl-C ends the waiting.
        while time.monotonic() < deadline and self._signals < 2 and not all(child.ended() for child in self.children):
            time.sleep(_PULSE)
        late = [child.name for child in self.children if not child.ended()]
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        _log.info("ended", late=late)
        return 1 if late else 0


def _die_with(parent: int) -> Callable[[], None]:
    """For the child before it becomes its program: end when the supervisor dies, even by kill -9 (Linux)."""
    libc = ctypes.CDLL(None)

    def bind() -> None:
        if hasattr(libc, "prctl"):
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return bind
