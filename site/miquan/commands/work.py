"""`flask work`: a worker in the foreground; SIGTERM lets it finish what it is doing."""

import gc
import signal
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from miquan import logs
from miquan.config import settings
from miquan.db import database
from miquan.outbox.worker import Worker


@click.command("work")
@click.option("--lane", "lanes", multiple=True, help="Only these lanes.")
@with_appcontext
def work(lanes: tuple[str, ...]) -> None:
    """Run subscribers until told to stop."""
    logs.configure(production=settings().production)
    worker = Worker(current_app._get_current_object(), lanes or None)  # type: ignore[attr-defined]

    def stop(_signal: int, _frame: Any) -> None:
        worker.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    if not database.is_closed():
        database.close()
    # What is there now stays: no collection needs to look at it again, which takes a fifth of an import's time.
    gc.freeze()
    worker.run()


COMMANDS = [work]
