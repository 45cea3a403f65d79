"""Ports for servers of tests."""

import random
import socket
from contextlib import closing
from pathlib import Path

_LOWEST = 20_000
_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """A port that nobody listens on, out of those that the kernel gives to clients.

    A drill that asks hundreds of times would else hold the very port at the moment its server opens it.
    """
    highest = int(_RANGE.read_text().split()[0]) if _RANGE.exists() else 32_768
    while True:
        port = random.SystemRandom().randrange(_LOWEST, highest)
        with closing(socket.socket()) as found:
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
