"""The things that can be reported: one line a kind. A capability adds its own."""

from collections.abc import Callable

from miquan.accounts.models import Member
from miquan.circle.models import Comment, Post
from miquan.i18n import lazy
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES

# kind -> whether a thing with this id exists
REPORTABLE: dict[str, Callable[[int], bool]] = {
    "product": lambda id_: bool(Product.select().where(Product.id == id_, Product.state.in_(PUBLIC_STATES)).exists()),
    "post": lambda id_: bool(Post.select().where(Post.id == id_, Post.state == "published").exists()),
    "comment": lambda id_: bool(Comment.select().where(Comment.id == id_, Comment.state == "published").exists()),
    "member": lambda id_: bool(Member.select().where(Member.id == id_).exists()),
}

REASONS = {
    "counterfeit": lazy("疑似仿冒"),
    "prohibited": lazy("不能賣或不能寄的東西"),
    "misleading": lazy("和描述不符、誤導人"),
    "stolen": lazy("盜用別人的照片或文字"),
    "offensive": lazy("冒犯、騷擾或仇恨"),
    "other": lazy("其他"),
}
