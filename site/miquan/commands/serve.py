"""`flask serve`: the web process and the worker under one supervisor."""

import socket
import sys
import time

import click

from miquan import logs
from miquan.commands.supervisor import Child, Supervisor
from miquan.config import Settings, from_environment

_BIND_PATIENCE = 8.0


@click.command("serve")
@click.option("--web-only", is_flag=True, help="Without the worker, which then runs elsewhere (flask work).")
def serve(web_only: bool) -> None:
    """Serve the site until SIGTERM or Ctrl-C; restart what dies."""
    settings = from_environment()
    logs.configure(production=settings.production)
    raise SystemExit(supervise(settings, web_only=web_only))


def supervise(settings: Settings, *, web_only: bool = False) -> int:
    """Run until told to end. Returns the exit code; raises click.ClickException when the port is taken."""
    bound = bind(settings.host, settings.port)
    children = [Child("web", web_command(bound.fileno()), fds=(bound.fileno(),))]
    if not web_only:
        children.append(Child("worker", worker_command()))
    # The supervisor's own hold on the port ends first, so that nobody queues for a server that is leaving.
    return Supervisor(children, at_end=bound.close).run()


def bind(host: str, port: int) -> socket.socket:
    """A bound socket that does not listen yet: the web process does, once it is ready.

    It is kept across restarts of the web process, so that visitors of that moment wait instead of being refused.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    deadline = time.monotonic() + _BIND_PATIENCE
    while True:
        try:
            bound.bind((host, port))
            return bound
        except OSError as error:
            # A killed supervisor's web process may still be finishing its last answers.
            if time.monotonic() > deadline:
                bound.close()
                raise click.ClickException(f"cannot open {host}:{port}: {error.strerror}") from error
            time.sleep(0.2)


def web_command(fd: int) -> list[str]:
    return [sys.executable, "-m", "miquan.asgi", "--fd", str(fd)]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "miquan.factory:create_app", "work"]


COMMANDS = (serve,)
