"""`flask outbox`: what waits in the queue, what was set aside, and another try for it."""

import click
from flask.cli import with_appcontext
from peewee import Case, fn

from miquan.mail.rules import redacted
from miquan.outbox import Delivery, claims
from miquan.outbox.models import EventRow


@click.group("outbox", invoke_without_command=True)
@click.pass_context
@with_appcontext
def group(context: click.Context) -> None:
    """List lanes and the deliveries that were set aside."""
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    aside = fn.SUM(Case(None, [(Delivery.set_aside_at.is_null(False), 1)], 0))
    query = Delivery.select(Delivery.lane, fn.COUNT(Delivery.id), aside).where(Delivery.done_at.is_null())
    for lane, count, set_aside in query.group_by(Delivery.lane).order_by(Delivery.lane).tuples():
        click.echo(f"{lane}.open {count - set_aside}")
        click.echo(f"{lane}.set_aside {set_aside}")
    rows = (
        Delivery.select(Delivery, EventRow)
        .join(EventRow)
        .where(Delivery.set_aside_at.is_null(False))
        .order_by(Delivery.id)
    )
    for row in rows.limit(50):
        click.echo(
            f"{row.id} {row.subscriber} {row.event.name} attempts={row.attempts}{_about(row.event)} {row.error[:120]}"
        )


def _about(event: EventRow) -> str:
    """Of a letter: which it is and to whom, as far as a list may show it."""
    to = event.data.get("to")
    return f" template={event.data.get('template')} to={redacted(to)}" if to else ""


@group.command("replay")
@click.argument("delivery", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="All that were set aside.")
@with_appcontext
def replay(delivery: int | None, everything: bool) -> None:
    """Give a delivery that was set aside another round of attempts."""
    if delivery is None and not everything:
        raise click.UsageError("name a delivery, or --all")
    count = claims.replay(None if everything else delivery)
    click.echo(f"replayed {count}")
    if not count and not everything:
        raise SystemExit(1)


COMMANDS = [group]
