"""The things that can be reported: one line a kind. A capability adds its own."""

from collections.abc import Callable
from typing import Any

from miquan.accounts.models import Member
from miquan.accounts.rules import GONE
from miquan.circle.models import Comment, Post
from miquan.circle.queries.visible import visible_to
from miquan.i18n import lazy
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront


def _open_to(me: int) -> Any:
    """SQL: posts that this member may read, or anybody may: a block takes nobody's right away to report."""
    return visible_to(me, listed=False) | visible_to(None, listed=False)


def _product(id_: int, _me: int) -> bool:
    there = (Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active)
    return bool(Product.select().join(Storefront).join(Member).where(Product.id == id_, *there).exists())


def _post(id_: int, me: int) -> bool:
    return bool(Post.select().where(Post.id == id_, _open_to(me)).exists())


def _comment(id_: int, me: int) -> bool:
    there = Comment.select().join(Post, on=(Post.id == Comment.post)).where(Comment.id == id_, _open_to(me))
    return bool(there.where(Comment.state == "published").exists())


def _member(id_: int, _me: int) -> bool:
    return bool(Member.select().where(Member.id == id_, Member.active, ~Member.handle.startswith(GONE)).exists())


# kind -> whether there is a thing with this id that a member may know of; what they may not is as if it did not exist
REPORTABLE: dict[str, Callable[[int, int], bool]] = {
    "product": _product, "post": _post, "comment": _comment, "member": _member,
}  # fmt: skip

REASONS = {
    "counterfeit": lazy("疑似仿冒"),
    "prohibited": lazy("不能賣或不能寄的東西"),
    "misleading": lazy("和描述不符、誤導人"),
    "stolen": lazy("盜用別人的照片或文字"),
    "offensive": lazy("冒犯、騷擾或仇恨"),
    "other": lazy("其他"),
}
