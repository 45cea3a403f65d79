"""What a member says about recommendations: less of this, and taking that back."""

from peewee import SQL

from miquan.accounts.models import Member
from miquan.bulk import repoint
from miquan.circle.models import Post
from miquan.circle.queries.visible import unblocked, visible_to
from miquan.db import transaction
from miquan.outbox import Event, record
from miquan.products.models import Product, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.recommendations.models import Dismissed

KINDS = ("post", "member", "product", "tag")


class NotHere(LookupError):
    """There is no such thing for this member."""


def dismiss(kind: str, item: int, *, by: int) -> bool:
    """Never recommend it to them again, and less like it. Whether that is new. Raises NotHere."""
    with transaction():
        if kind not in KINDS or not _there(kind, item, by):
            raise NotHere
        if not Dismissed.insert(member=by, kind=kind, item=item).on_conflict_ignore().as_rowcount().execute():
            return False
        record(Event.THING_DISMISSED, subject=(kind, item), by=by)
    return True


def take_back(kind: str, item: int, *, by: int) -> bool:
    """Whether it had been dismissed."""
    with transaction():
        mine = (Dismissed.member == by) & (Dismissed.kind == kind) & (Dismissed.item == item)
        if not Dismissed.delete().where(mine).execute():
            return False
        record(Event.DISMISSAL_TAKEN_BACK, subject=(kind, item), by=by)
    return True


def _there(kind: str, item: int, by: int) -> bool:
    queries = {
        "post": Post.select(SQL("1")).where(Post.id == item, visible_to(by, listed=False)),
        "member": Member.select(SQL("1")).where(
            Member.id == item, Member.active, Member.id != by, unblocked(by, Member.id)
        ),
        "product": Product.select(SQL("1")).where(Product.id == item, Product.state.in_(PUBLIC_STATES)),
        "tag": Tag.select(SQL("1")).where(Tag.id == item),
    }
    return bool(queries[kind].exists())


def move_tag(old: int, new: int) -> None:
    """Whoever wants less of the one tag wants less of the other; what was recommended is made anew by and by."""
    repoint(Dismissed, Dismissed.item, old, new, [Dismissed.member, Dismissed.kind], Dismissed.kind == "tag")
