"""The parent's side: a few warm children, each killed and replaced when it takes too long, too much, or dies."""

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from miquan.media import rules
from miquan.media.decoding import pipes
from miquan.media.kinds import Form
from miquan.media.refusals import Reason, Refused

log = structlog.get_logger("miquan.media")

CHILDREN = 2
# A child is replaced after so many files, or when it has kept so many bytes: memory stays flat.
_FILES = 200
_KEEPS = 350 * rules.MEGABYTE
# With less than this part of its time on a processor it was the machine that was slow, not the file.
_FAIR = 0.9
_LOOK_EVERY = 0.1
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM)
_COMMAND = (sys.executable, "-P", "-m", "miquan.media.decoding.child")
# Nothing of ours that a decoder could give away; one arena, so that the limit of memory is about memory.
_ENVIRONMENT = {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class Busy(RuntimeError):
    """The machine had no time for the file; another try may have."""


@dataclass(frozen=True)
class Looked:
    """What a child found. `told` is raw and bounded; `renditions` by width."""

    width: int | None
    height: int | None
    phash: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    renditions: dict[int, bytes] = field(default_factory=dict)


def look(form: Form, data: bytes = b"", path: Path | None = None, *, renditions: bool = True) -> Looked:
    """Have a file looked at: a picture by its bytes, others by their path. Raises Refused, or Busy."""
    request = {"kind": form.kind, "form": form.name, "path": str(path or ""), "renditions": renditions}
    for _attempt in range(2):
        try:
            with _child() as child:
                return _looked(*child.ask(request, data))
        except (EOFError, OSError, ValueError, KeyError):
            # Killed from outside once is bad luck, twice is the file.
            log.warning("a decoder was lost", form=form.name, bytes=len(data))
    raise Refused(Reason.BROKEN)


def _looked(answer: dict[str, Any], bodies: list[bytes]) -> Looked:
    if "refused" in answer:
        raise Refused(Reason(answer["refused"]))
    renditions = dict(zip(answer.get("widths", []), bodies, strict=True))
    return Looked(answer["width"], answer["height"], answer["phash"], answer["told"], renditions)


class Child:
    """One running decoder."""

    def __init__(self) -> None:
        environment = {**_ENVIRONMENT, **{k: os.environ[k] for k in ("PATH", "PYTHONPATH") if k in os.environ}}
        self.process = subprocess.Popen(  # noqa: S603 (our own program)
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.files = 0
        self.memory = 0

    def ask(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """Raises Refused(SLOW) or Busy when the time is up, EOFError, OSError or ValueError when the child was lost."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        watch = _Watch(self.process)
        try:
            pipes.send(self.process.stdin, request, [data])
            answer, bodies = pipes.receive(self.process.stdout)
        except (EOFError, OSError, ValueError):
            self.end()
            if watch.verdict is not None:
                raise watch.verdict from None
            if self.process.returncode in _OUT_OF_TIME:
                raise Refused(Reason.SLOW) from None
            raise
        finally:
            watch.over.set()
        self.files += 1
        self.memory = answer.pop("memory")
        return answer, bodies

    def is_fit(self) -> bool:
        return self.process.poll() is None and self.files < _FILES and self.memory < _KEEPS

    def end(self) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self.process.wait()


class _Watch:
    """Kills a child that takes too long: five seconds, and more only while the machine gives it no processor."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.over = threading.Event()
        self.verdict: Exception | None = None
        self.began, self.before = time.monotonic(), self._processor()
        threading.Thread(target=self._run, name="decoder-watch", daemon=True).start()

    def _run(self) -> None:
        while not self.over.wait(_LOOK_EVERY):
            wall, had = time.monotonic() - self.began, self._processor() - self.before
            if wall < rules.SECONDS:
                continue
            if had >= rules.SECONDS * _FAIR or wall >= rules.PATIENCE:
                self.verdict = Refused(Reason.SLOW) if had >= rules.SECONDS * _FAIR else Busy()
                self.process.kill()
                return

    def _processor(self) -> float:
        """Seconds of processor time the child has had; as much as the clock where the system does not say."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return time.monotonic()


class _Pool:
    """Idle children, and how many may work at once."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.free = threading.BoundedSemaphore(CHILDREN)
        self.lock = threading.Lock()
        self.idle: list[Child] = []


_pool = _Pool()


@contextmanager
def _child() -> Iterator[Child]:
    """A child for one file. It goes back when it is still fit."""
    global _pool
    if _pool.pid != os.getpid():
        # After a fork the parent's children are not ours.
        _pool = _Pool()
    pool = _pool
    with pool.free:
        with pool.lock:
            child = pool.idle.pop() if pool.idle else None
        child = child if child is not None and child.is_fit() else _begun(child)
        try:
            yield child
        except BaseException:
            if not child.is_fit():
                child.end()
            else:
                pool.idle.append(child)
            raise
        pool.idle.append(child)


def _begun(old: Child | None) -> Child:
    if old is not None:
        old.end()
    return Child()


@atexit.register
def close() -> None:
    """End the idle children."""
    while _pool.pid == os.getpid() and _pool.idle:
        _pool.idle.pop().end()
