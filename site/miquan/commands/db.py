"""`flask db up|down|status`: migrations, and the data files that belong to the tables."""

import click
from flask.cli import with_appcontext
from playhouse.migrations import MigrationError, Runner

from miquan import paths
from miquan.categories.load import load_categories
from miquan.db import database
from miquan.money import load_rates
from miquan.products.actions.summaries import recount_summaries
from miquan.products.readings import recount_days, recount_viewed
from miquan.restrictions.actions import load_rules


@click.group("db")
def group() -> None:
    """Bring the database to the shape that the code expects."""


def runner() -> Runner:
    return Runner(database.obj, directory=str(paths.MIGRATIONS))


def upgrade() -> list[str]:
    """Apply what is pending and load the data files. Returns the names of the migrations applied."""
    applied: list[str] = runner().up()
    load_categories()
    load_rates()
    load_rules()
    if "0005_stock" in applied:
        recount_summaries()
        recount_viewed()
        recount_days()
    return applied


@group.command("up")
@with_appcontext
def up() -> None:
    """Apply pending migrations, in order; again is no error."""
    for name in upgrade():
        click.echo(f"applied {name}")
    click.echo("database ready")


@group.command("down")
@with_appcontext
def down() -> None:
    """Revert the newest migration."""
    try:
        for name in runner().down():
            click.echo(f"reverted {name}")
    except MigrationError as error:
        raise click.ClickException(str(error)) from None


@group.command("status")
@with_appcontext
def status() -> None:
    """List migrations; exits 1 when some are pending."""
    pending = False
    for migration in runner().status():
        pending = pending or not migration.applied
        click.echo(f"{migration.name} {'applied' if migration.applied else 'pending'}")
    if pending:
        raise SystemExit(1)


COMMANDS = [group]
