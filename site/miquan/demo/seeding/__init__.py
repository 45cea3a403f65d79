"""Filling an installation with demo content, and taking all of it away again."""

from typing import Any

from miquan.circle.recounting import recount
from miquan.db import now, transaction
from miquan.demo.seeding.answers import seed_comments
from miquan.demo.seeding.bonds import seed_bonds
from miquan.demo.seeding.groups import seed_groups
from miquan.demo.seeding.moderating import seed_moderation
from miquan.demo.seeding.notices import seed_notices
from miquan.demo.seeding.people import seed_people
from miquan.demo.seeding.posts import seed_posts
from miquan.demo.seeding.products import seed_products
from miquan.demo.seeding.removal import remove_demo
from miquan.demo.seeding.scale import scale_to
from miquan.demo.seeding.tastes import seed_portraits
from miquan.demo.seeding.threads import seed_threads
from miquan.products.actions.tags import recount_tags

__all__ = ["remove_demo", "scale_to", "seed_demo", "seed_people", "seed_products"]


def seed_demo() -> list[dict[str, Any]]:
    """People, goods, and what they tell and do, with all counters. Returns the drawings that should not wait."""
    with transaction():
        _shops, portraits = seed_people()
        _count, goods = seed_products()
        done, covers = seed_posts(now())
        seed_comments(done)
        seed_bonds(done)
        seed_portraits(done)
        seed_threads(done, seed_groups(done))
        seed_moderation()
        seed_notices()
        recount()
        recount_tags()
    return [*portraits, *goods, *covers]
