"""`flask seed`, `flask demo remove`, `flask reindex`, `flask recount`, and `flask start`, which is `make run`."""

import click
from flask.cli import with_appcontext

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.circle.recounting import recount as recount_circle
from miquan.commands.db import upgrade
from miquan.commands.serve import supervise
from miquan.config import settings
from miquan.db import database, is_postgres, transaction
from miquan.demo.seeding import remove_demo, scale_to, seed_demo
from miquan.demo.seeding.pictures import draw_now, wait_for_drawings
from miquan.follows.recounting import recount as recount_follows
from miquan.groups.recounting import recount as recount_groups
from miquan.products.actions import recount_goods
from miquan.products.actions.summaries import recount_summaries
from miquan.products.actions.tags import recount_tags
from miquan.products.models import Product
from miquan.products.readings import recount_days, recount_viewed
from miquan.search.indexing import rebuild
from miquan.storefronts.models import Storefront
from miquan.threads.recounting import recount as recount_threads


@click.command("seed")
@click.option("--scale", type=int, default=0, help="Grow to this many products by bulk inserts.")
@with_appcontext
def seed(scale: int) -> None:
    """Fill an empty database with demo content; the same content every time."""
    if not Member.select().exists():
        _seed()
    if scale:
        click.echo(f"added {scale_to(scale)}")
    click.echo(f"members {Member.select().count()}")
    click.echo(f"storefronts {Storefront.select().count()}")
    click.echo(f"products {Product.select().count()}")
    click.echo(f"posts {Post.select().count()}")


def _seed() -> None:
    with transaction():
        urgent = seed_demo()
        wait_for_drawings()
    draw_now(urgent)


@click.group("demo")
def demo() -> None:
    """Demo content."""


@demo.command("remove")
@with_appcontext
def remove() -> None:
    """Take all demo content away again."""
    for name, count in remove_demo().items():
        click.echo(f"{name} {count}")


@click.command("reindex")
@with_appcontext
def reindex() -> None:
    """Build the search index anew from the tables and switch to it."""
    for name, value in rebuild().items():
        click.echo(f"{name} {value}")


@click.command("recount")
@with_appcontext
def recount() -> None:
    """Compare every stored counter with the rows it counts, and mend it. The site may go on meanwhile."""
    click.echo(f"tags {recount_tags()}")
    click.echo(f"storefronts {recount_goods()}")
    for name, count in {**recount_circle(), **recount_follows(), **recount_threads()}.items():
        click.echo(f"{name} {count}")
    click.echo(f"groups {recount_groups()}")
    click.echo(f"products {recount_summaries()}")
    click.echo(f"readings {recount_viewed() + recount_days()}")


@click.command("start")
@with_appcontext
def start() -> None:
    """Bring the database up, fill in the demo where asked, build the index, then serve until told to stop."""
    upgrade()
    if settings().demo and not is_postgres() and not Member.select().exists():
        click.echo("filling in the demo")
        _seed()
    rebuild(only_if_needed=True)
    database.close()
    own = settings()
    click.echo(f"Miquan: {own.url}/")
    raise SystemExit(supervise(own))


COMMANDS = [seed, demo, reindex, recount, start]
