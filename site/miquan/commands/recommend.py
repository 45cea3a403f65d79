"""`flask recommend evaluate`: how good the recommendations are on a published dataset. It needs no database."""

from itertools import chain
from pathlib import Path

import click


@click.group("recommend")
def group() -> None:
    """Recommendations."""


@group.command("evaluate")
@click.option(
    "--dataset", "folder", required=True, type=click.Path(path_type=Path), help="Holds *.train.rating, *.test.rating."
)
def evaluate_(folder: Path) -> None:
    """Learn from the training file, rank all unseen items of each member and compare with the test file.

    The lines `cold_…` are of members of whom three interests are known and nothing else, by models that never saw them.
    """
    # Only here: no process that serves pages carries scipy.
    from miquan.recommendations.coldstart import cold_figures
    from miquan.recommendations.dataset import Unusable, read_dataset
    from miquan.recommendations.evaluation import evaluate, matrix_of_dataset

    try:
        dataset = read_dataset(folder)
    except Unusable as error:
        raise click.ClickException(str(error)) from None
    matrix = matrix_of_dataset(dataset)
    for name, value in chain(evaluate(dataset, matrix), cold_figures(dataset, matrix)):
        click.echo(f"{name} {value:.4f}")


COMMANDS = [group]
