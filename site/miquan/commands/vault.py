"""`flask vault`: the master keys that papers are sealed under."""

import click
from flask.cli import with_appcontext

from miquan.media import masters, rotation
from miquan.media.sealing import Damaged


@click.group("vault")
def group() -> None:
    """Master keys of sealed files."""


@group.command("status")
@with_appcontext
def status() -> None:
    """List master keys and how many files need each; exits 1 when one is missing."""
    known, uses = masters.known(), rotation.uses()
    click.echo(f"present {known[-1] if known else 'none'}")
    for name, count in sorted(uses.items()):
        click.echo(f"{name}.files {count}")
    missing = sorted(name for name in uses if name not in known)
    for name in missing:
        click.echo(f"missing {name}")
    if missing:
        raise SystemExit(1)


@group.command("rotate")
@click.option("--retire", is_flag=True, help="Make no new key; drop those that nothing has needed for a day.")
@with_appcontext
def rotate(retire: bool) -> None:
    """Make a new master key and wrap all files' keys under it; stopped in the middle, it goes on when run again."""
    try:
        if not retire and not rotation.waiting():
            _renew()
        click.echo(f"present {masters.present()[0]}")
        click.echo(f"rewrapped {sum(rotation.rewrap())}")
        if retire:
            _retire()
    except masters.NoSuchKey as error:
        raise click.ClickException(f"the master key {error} is not here") from None
    except Damaged as error:
        raise click.ClickException(f"damaged: {error}") from None


def _renew() -> None:
    try:
        masters.make()
    except masters.Managed:
        raise click.ClickException("put the new key first in MIQUAN_MASTER_KEYS, then run this again") from None


def _retire() -> None:
    try:
        for name in rotation.retire():
            click.echo(f"retired {name}")
    except masters.Managed:
        raise click.ClickException("take unneeded keys out of MIQUAN_MASTER_KEYS yourself") from None


COMMANDS = [group]
