"""`flask catalogue import`: goods from another shop's product export."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from miquan.catalogue.actions import Outcome, Unmapped, import_file
from miquan.catalogue.draft import Context
from miquan.catalogue.exporting.queries import count as count_of
from miquan.catalogue.exporting.queries import lines, read_filter
from miquan.catalogue.mapping import Mapping, recognise
from miquan.catalogue.queries import storefront_of
from miquan.catalogue.sheets import Unreadable, read_sheet
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
@click.option("--map", "told", type=click.Path(path_type=Path), help="What the columns mean, as `guess` prints it.")
@with_appcontext
def import_(file: Path, handle: str, currency: str | None, dry_run: bool, told: Path | None) -> None:
    """Import a CSV, TSV or XLSX of goods: Shopify's and Etsy's exports, and any other by its columns.

    Rows that cannot be used stand in the report, with the reason.
    """
    storefront = storefront_of(handle)
    if storefront is None:
        raise click.ClickException(f"nobody called {handle} keeps a storefront")
    mapping = _mapping(told) if told else None
    try:
        outcome = import_file(file, storefront, currency=(currency or "").upper(), dry_run=dry_run, mapping=mapping)
    except (Unreadable, Unmapped) as error:
        raise click.ClickException(str(error)) from None
    _tell(outcome)


@group.command("guess")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--currency", type=click.Choice(CURRENCIES, case_sensitive=False), default="TWD", help="Of the storefront."
)
@with_appcontext
def guess(file: Path, currency: str) -> None:
    """Print what the columns of a file are taken for, to be edited and given to `import --map`."""
    try:
        sheet = read_sheet(file, file.name)
    except Unreadable as error:
        raise click.ClickException(str(error)) from None
    found = recognise(sheet, Context(currency.upper()))
    names = {str(place): name for place, name in enumerate(sheet.names)}
    click.echo(json.dumps({**found.mapping.to_json(), "names": names}, ensure_ascii=False, indent=2))


def _mapping(path: Path) -> Mapping:
    try:
        return Mapping.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise click.ClickException(f"{path.name}: {error}") from None


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


@group.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--storefront", "handle", required=True, help="Handle of the member who keeps it.")
@click.option(
    "--filter", "filters", multiple=True, metavar="NAME=VALUE", help="state=…, category=…, q=…; may come several times."
)
@with_appcontext
def export(file: Path, handle: str, filters: tuple[str, ...]) -> None:
    """Write a storefront's goods as Shopify's product CSV, with what only we know in metafields."""
    storefront = storefront_of(handle)
    if storefront is None:
        raise click.ClickException(f"nobody called {handle} keeps a storefront")
    told = dict(one.partition("=")[::2] for one in filters)
    wanted = read_filter(told)
    for name, value in told.items():
        if getattr(wanted, name, None) != value:
            raise click.ClickException(f"there is no filter {name}={value}")
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        for piece in lines(storefront, wanted):
            count += out.write(piece)
    click.echo(f"products {count_of(storefront, wanted)}")
    click.echo(f"characters {count}")


COMMANDS = [group]
