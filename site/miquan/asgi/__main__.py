"""The web process: `python -m miquan.asgi --fd N` serves on a socket that the supervisor has bound.

It listens only when the app is ready, so the port opens no sooner.
"""

import argparse
import resource
import socket

import uvicorn

from miquan.asgi.protocol import Protocol
from miquan.config import from_environment
from miquan.logs import configure

GRACE = 5
_HEAD_BYTES = 64 * 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fd", type=int, required=True, help="file descriptor of the bound socket")
    options.add_argument("--app", default="miquan.asgi:application", help="factory of the ASGI application")
    given = options.parse_args()
    configure(production=from_environment().production)
    _allow_many_files()
    config = uvicorn.Config(
        given.app,
        factory=True,
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )
    with socket.socket(fileno=given.fd) as bound:
        uvicorn.Server(config).run(sockets=[bound])


def _allow_many_files() -> None:
    """Each connection is a file; the usual soft limit of 1,024 would end well below what one process can hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
