"""Run by test_serve: `python -m tests.server.supervised PORT FOLDER` supervises a small web process and a worker."""

import sys
from pathlib import Path

from miquan import logs
from miquan.asgi.server import Server
from miquan.commands import serve
from miquan.commands.supervisor import Child, Supervisor
from miquan.config import from_environment
from tests.server.small import settings_in, small_app

WORKER = """
import os, pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[1])
(folder / f"worker.{os.getpid()}").touch()
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(600)
"""


def application() -> Server:
    """The small app, as uvicorn's factory."""
    settings = from_environment()
    return Server(small_app(settings)[0], settings)


def main(port: int, folder: Path, manner: str) -> int:
    settings = settings_in(folder)
    logs.configure(production=False)
    bound = serve.bind(settings.host, port)
    command = [*serve.web_command(bound.fileno()), "--app", "tests.server.supervised:application"]
    children = [
        Child("web", command, fds=(bound.fileno(),)),
        Child("worker", [sys.executable, "-c", WORKER, str(folder), manner]),
    ]
    return Supervisor(children, at_end=bound.close).run()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
