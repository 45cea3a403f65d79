"""`flask media`: rows and bytes of files in step."""

import click
from flask.cli import with_appcontext

from miquan.media.sweep import sweep


@click.group("media")
def group() -> None:
    """Files that members bring."""


@group.command("sweep")
@click.option("--dry-run", "dry", is_flag=True, help="Only count.")
@with_appcontext
def sweep_now(dry: bool) -> None:
    """Remove what nothing needs any more and say what is missing; the worker does so every six hours."""
    for name, count in sweep(dry=dry).items():
        click.echo(f"{name} {count}")


COMMANDS = [group]
