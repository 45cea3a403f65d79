"""`flask audit verify`: whether the record of special acts is as it was written."""

import click
from flask.cli import with_appcontext

from miquan.moderation import audit


@click.group("audit")
def group() -> None:
    """The record of what people with special rights did."""


@group.command("verify")
@click.option("--tip", default="", help="An end of the chain that was noted earlier: it must still be a part of it.")
@with_appcontext
def verify(tip: str) -> None:
    """Walk the chain; name the first row that is not as it was written. Note down the tip: it tells when the end is cut off."""
    found = audit.verify(tip)
    for name in ("entries", "blotted", "tip"):
        click.echo(f"{name} {getattr(found, name)}")
    if found.bad is not None:
        click.echo(f"bad {found.bad}")
        raise click.ClickException(f"row {found.bad}: {found.why}")


COMMANDS = [group]
