"""Passwords are hashed on few threads of their own, behind the pages: a flood of sign-ins slows nobody who reads.

One argon2 hash takes 64 MiB and a third of a second of a core.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from contextlib import suppress
from typing import Any

from flask import abort

AT_ONCE = 2
# More would hold the threads that pages need: of 8, three are always left.
WAITING = 3
_PATIENCE = 8.0
_NICE = 10


class Hashing:
    """A passlib context whose costly calls take turns. Who finds no place, or waits too long, gets 503."""

    def __init__(self, context: Any, at_once: int = AT_ONCE, waiting: int = WAITING, patience: float = _PATIENCE):
        self._context = context
        self._patience = patience
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="hashing", initializer=_behind)

    def hash(self, secret: str, **more: Any) -> str:
        return str(self._in_turn(self._context.hash, secret, **more))

    def verify(self, secret: str, known: str, **more: Any) -> bool:
        return bool(self._in_turn(self._context.verify, secret, known, **more))

    @property
    def is_full(self) -> bool:
        """Whether the next one would be sent away."""
        if self._places.acquire(blocking=False):
            self._places.release()
            return False
        return True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def _in_turn(self, run: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if not self._places.acquire(blocking=False):
            abort(503)
        try:
            waiting = self._pool.submit(run, *args, **more)
            try:
                return waiting.result(self._patience)
            except TooSlow:
                waiting.cancel()
                abort(503)
        finally:
            self._places.release()


def _behind() -> None:
    """Lower this thread's priority, and that of the threads it begins; Linux counts niceness by thread."""
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
