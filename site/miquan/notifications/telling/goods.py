"""Storefronts: new goods, told at most once a day."""

from typing import Any

from miquan.follows.models import Follow
from miquan.notifications.telling import Happened, Many, Telling
from miquan.products.models import Product
from miquan.storefronts.models import Storefront


def published(event: Happened) -> Telling | None:
    rows = Product.select(Product.storefront, Storefront.owner).join(Storefront).where(Product.id == event.subject)
    row = rows.tuples().first()
    return Telling(("storefront", row[0]), row[1], followers(row[0]), event.subject) if row else None


def followers(storefront_id: int) -> Any:
    rows = Follow.select(Follow.follower).where(Follow.kind == "storefront", Follow.target == storefront_id)
    return Many(rows, Follow.follower)
