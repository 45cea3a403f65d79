"""The things that can be kept: one line a kind, with whether a member may see the thing of this id."""

from collections.abc import Callable

from miquan.accounts.models import Member
from miquan.circle.models import Post
from miquan.circle.queries.visible import unblocked, visible_to
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront


def _post(item: int, member_id: int) -> bool:
    return bool(
        Post.select().where(Post.id == item, Post.kind != "repost", visible_to(member_id, listed=False)).exists()
    )


def _product(item: int, member_id: int) -> bool:
    query = Product.select().join(Storefront).join(Member)
    public = (Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
    return bool(query.where(Product.id == item, *public, unblocked(member_id, Storefront.owner)).exists())


KINDS: dict[str, Callable[[int, int], bool]] = {"post": _post, "product": _product}
