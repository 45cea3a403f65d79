"""Waking a worker that shares this process."""

import threading

_bell = threading.Condition()
_rung = 0
_heard = threading.local()


def wake() -> None:
    global _rung
    with _bell:
        _rung += 1
        _bell.notify_all()


def wait(seconds: float) -> None:
    """Sleep until somebody wakes us, at most so long. What was rung since this thread last woke up is not missed."""
    with _bell:
        heard = getattr(_heard, "rung", 0)
        _bell.wait_for(lambda: _rung != heard, seconds)
        _heard.rung = _rung
