"""`flask recommend evaluate`: how good the recommendations are on a published dataset. It needs no database."""

from pathlib import Path

import click

from miquan.recommendations.dataset import Unusable, read_dataset
from miquan.recommendations.evaluation import evaluate


@click.group("recommend")
def group() -> None:
    """Recommendations."""


@group.command("evaluate")
@click.option(
    "--dataset", "folder", required=True, type=click.Path(path_type=Path), help="Holds *.train.rating, *.test.rating."
)
def evaluate_(folder: Path) -> None:
    """Learn from the training file, rank all unseen items of each member and compare with the test file."""
    try:
        dataset = read_dataset(folder)
    except Unusable as error:
        raise click.ClickException(str(error)) from None
    for name, value in evaluate(dataset):
        click.echo(f"{name} {value:.4f}")


COMMANDS = [group]
