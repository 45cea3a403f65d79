"""Waking a worker that shares this process."""

import threading

_bell = threading.Event()


def wake() -> None:
    _bell.set()


def wait(seconds: float) -> None:
    """Sleep until somebody wakes us, at most so long."""
    _bell.wait(seconds)
    _bell.clear()
