"""The things that can be kept: one line a kind, with whether a member may see the thing of this id, and who counts it."""

from collections.abc import Callable
from dataclasses import dataclass

from miquan.accounts.models import Member
from miquan.circle.actions.counting import count as count_post
from miquan.circle.models import Post
from miquan.circle.queries.visible import unblocked, visible_to
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.threads.actions.counting import count as count_thread
from miquan.threads.models import Thread
from miquan.threads.queries import visible as threads


def _post(item: int, member_id: int) -> bool:
    return bool(
        Post.select().where(Post.id == item, Post.kind != "repost", visible_to(member_id, listed=False)).exists()
    )


def _product(item: int, member_id: int) -> bool:
    query = Product.select().join(Storefront).join(Member)
    public = (Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
    return bool(query.where(Product.id == item, *public, unblocked(member_id, Storefront.owner)).exists())


def _thread(item: int, member_id: int) -> bool:
    return bool(Thread.select().where(Thread.id == item, threads.visible_to(member_id, listed=False)).exists())


def _no_counter(_item: int, *, saves: int) -> None:
    """How often a product is kept is shown nowhere."""


@dataclass(frozen=True)
class Kind:
    """`count` moves the thing's own counter of those who keep it."""

    is_seen: Callable[[int, int], bool]
    count: Callable[..., None]


KINDS: dict[str, Kind] = {
    "post": Kind(_post, count_post),
    "product": Kind(_product, _no_counter),
    "thread": Kind(_thread, count_thread),
}
