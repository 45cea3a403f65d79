"""`flask catalogue import`: goods from another shop's product export."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from miquan.catalogue.actions import Outcome, import_file
from miquan.catalogue.decoding import Unreadable
from miquan.catalogue.queries import storefront_of
from miquan.money import CURRENCIES

_FIGURES = ("rows", "used", "refused", "products", "variants", "created", "changed", "unchanged")
_SHOWN = 20


@click.group("catalogue")
def group() -> None:
    """Goods in and out of storefronts."""


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--storefront", "handle", required=True, help="Handle of the member who keeps it.")
@click.option(
    "--currency", type=click.Choice(CURRENCIES, case_sensitive=False), help="Of the prices; else the storefront's."
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen; nothing is written.")
@with_appcontext
def import_(file: Path, handle: str, currency: str | None, dry_run: bool) -> None:
    """Import Shopify's product CSV. Rows that cannot be used stand in the report, with the reason."""
    storefront = storefront_of(handle)
    if storefront is None:
        raise click.ClickException(f"nobody called {handle} keeps a storefront")
    try:
        outcome = import_file(file, storefront, currency=(currency or "").upper(), dry_run=dry_run)
    except Unreadable as error:
        raise click.ClickException(str(error)) from None
    _tell(outcome)


def _tell(outcome: Outcome) -> None:
    refused = [finding for finding in outcome.findings if finding.refused and finding.code != "sibling"]
    for finding in sorted(refused, key=lambda one: one.line)[:_SHOWN]:
        click.echo(f"line {finding.line} {finding.handle} {finding.column}: {finding.reason}", err=True)
    if len(refused) > _SHOWN:
        click.echo(f"and {len(refused) - _SHOWN} more", err=True)
    for name in _FIGURES:
        click.echo(f"{name} {getattr(outcome, name)}")
    click.echo(f"notes {sum(not finding.refused for finding in outcome.findings)}")
    if outcome.report is not None:
        click.echo(f"report {outcome.report}")


COMMANDS = [group]
