"""The child: `python -m miquan.media.decoding.child` looks at one file after another, within limits it sets itself.

It reads requests from its standard input and ends when that ends. Being killed at any moment harms nothing.
"""

import os
import resource
import signal
import sys
from typing import IO, Any

from miquan.media import rules
from miquan.media.decoding import pipes
from miquan.media.refusals import Reason, Refused

MEMORY = 1_200 * rules.MEGABYTE


def main() -> None:
    """Serve until the parent goes. What libraries print goes nowhere: the pipe is for answers only."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _limit()
    # Warm before the first file comes.
    from miquan.media import pictures, telling  # noqa: F401

    serve(sys.stdin.buffer, answers)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    while True:
        try:
            header, bodies = pipes.receive(requests)
        except EOFError:
            return
        _give_time()
        answer, out = _answer(header, bodies[0] if bodies else b"")
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipes.send(answers, {**answer, "memory": _memory()}, out)


def _limit() -> None:
    """Memory, no files written, no core dumps, few files open; signals to the group are the parent's affair."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _give_time() -> None:
    """So much more processor time, and an alarm that ends us even when the parent is no more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + rules.SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    signal.setitimer(signal.ITIMER_REAL, rules.PATIENCE + 2)


def _answer(header: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    from miquan.media import pictures, telling

    try:
        if header["kind"] == "image":
            decoded = pictures.decode(header["form"], data, renditions=header["renditions"])
            found = {"width": decoded.width, "height": decoded.height, "phash": decoded.phash, "told": decoded.told}
            return {**found, "widths": list(decoded.renditions)}, list(decoded.renditions.values())
        told = telling.of_film(header["path"]) if header["kind"] == "video" else telling.of_document(header["path"])
    except Refused as refusal:
        return {"refused": str(refusal.reason)}, []
    except (MemoryError, RecursionError):
        return {"refused": str(Reason.BROKEN)}, []
    return {"width": told.pop("width", None), "height": told.pop("height", None), "phash": "", "told": told}, []


def _memory() -> int:
    """Resident bytes, 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
