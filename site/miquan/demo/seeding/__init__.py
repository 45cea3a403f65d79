"""Filling an installation with demo content, and taking all of it away again."""

from miquan.demo.seeding.people import seed_people
from miquan.demo.seeding.products import seed_products
from miquan.demo.seeding.removal import remove_demo
from miquan.demo.seeding.scale import scale_to

__all__ = ["remove_demo", "scale_to", "seed_people", "seed_products"]
