"""`flask demo remove`: every row and file of the demo goes, nothing else does; the worker deletes the bytes."""

from typing import Any

from miquan.accounts.models import Member
from miquan.boards.models import Save
from miquan.brands.models import Brand
from miquan.circle.models import Comment, Post, PostRevision
from miquan.circle.recounting import recount
from miquan.db import transaction
from miquan.demo.seeding.talk_removal import erase_talk, talked
from miquan.follows.models import Follow, Mute
from miquan.follows.recounting import recount as recount_follows
from miquan.groups.recounting import recount as recount_groups
from miquan.media.actions import erase_files
from miquan.media.models import File
from miquan.moderation.models import Decision, Hold, Note, Report
from miquan.moderation.personal import forget_demo
from miquan.notifications.models import Notice, NoticeCause
from miquan.once import FormNonce
from miquan.outbox import Event, record
from miquan.portraits.models import Signal
from miquan.products.actions.tags import recount_tags, unused
from miquan.products.models import PriceChange, Product, ProductRevision, Tag
from miquan.recommendations.models import Dismissed, Recommended, Similar
from miquan.storefronts.models import Storefront
from miquan.threads.recounting import recount as recount_threads
from miquan.triggers import history_may_be_erased
from miquan.versions import bump


def remove_demo() -> dict[str, int]:
    """Remove all demo content. Returns what went, by table."""
    with transaction():
        members = Member.select(Member.id).where(Member.demo)
        shops = Storefront.select(Storefront.id).where(Storefront.owner.in_(members))
        products = Product.select(Product.id).where(Product.storefront.in_(shops))
        files = [row[0] for row in File.select(File.id).where(File.owner.in_(members)).tuples()]
        for (product_id,) in products.tuples():
            record(Event.PRODUCT_REMOVED, subject=("product", product_id))
        erased = erase_files(files)
        forget_demo()
        gone = _erase(members, shops, products)
        # What they liked, kept, answered and followed of others counts no more.
        recount()
        recount_follows()
        recount_threads()
        recount_groups()
        _erase_words()
        # Their posts, groups and threads lie in the index too.
        record(Event.INDEX_REBUILD_REQUESTED, data={"reason": "the demo went"})
        bump("catalogue")
        bump("pages")
        bump("people")
    return {**gone, "files": erased}


def _erase(members: Any, shops: Any, products: Any) -> dict[str, int]:
    with history_may_be_erased():
        counts = _erase_circle(members, shops, products)
        counts |= erase_talk(members)
        ProductRevision.delete().where(ProductRevision.product.in_(products)).execute()
        PriceChange.delete().where(PriceChange.product.in_(products)).execute()
        counts |= {"products": Product.delete().where(Product.id.in_(products)).execute()}
        counts["storefronts"] = Storefront.delete().where(Storefront.id.in_(shops)).execute()
        FormNonce.delete().where(FormNonce.member.in_(members)).execute()
        # Sessions, passkeys and what happened to their accounts go with them.
        counts["members"] = Member.delete().where(Member.demo).execute()
    return counts


def _erase_circle(members: Any, shops: Any, products: Any) -> dict[str, int]:
    posts = Post.select(Post.id).where(Post.author.in_(members))
    PostRevision.delete().where(PostRevision.post.in_(posts) | PostRevision.by.in_(members)).execute()
    theirs = Comment.author.in_(members) | Comment.post.in_(posts)
    # Counted first: answers go with what they answered.
    comments = Comment.select().where(theirs).count()
    Comment.delete().where(theirs).execute()
    for told in (Notice, NoticeCause):
        told.delete().where(told.kind == "comment", told.subject.not_in(Comment.select(Comment.id))).execute()
    # What points at a thing by kind and number has no foreign key that would take it along.
    things_by_kind = {"post": posts, "product": products, "member": members, "storefront": shops, **talked(members)}
    for kind, things in things_by_kind.items():
        for table in (Save, Recommended, Dismissed, Signal):
            table.delete().where(table.kind == kind, table.item.in_(things)).execute()
        Similar.delete().where(Similar.kind == kind, Similar.item.in_(things) | Similar.other.in_(things)).execute()
        for about in (Report, Note, Hold, Decision):
            about.delete().where(about.subject_kind == kind, about.subject_id.in_(things)).execute()
        for bond in (Follow, Mute):
            bond.delete().where(bond.kind == kind, bond.target.in_(things)).execute()
        for told in (Notice, NoticeCause):
            told.delete().where(told.kind == kind, told.subject.in_(things)).execute()
    return {"posts": Post.delete().where(Post.author.in_(members)).execute(), "comments": comments}


def _erase_words() -> None:
    """Brands and tags that no product bears any more."""
    Brand.delete().where(Brand.id.not_in(Product.select(Product.brand).where(Product.brand.is_null(False)))).execute()
    Tag.delete().where(Tag.followers == 0, *unused()).execute()
    # SQLite gives the id of a tag that is gone to another.
    left = Tag.select(Tag.id)
    Mute.delete().where(Mute.kind == "tag", Mute.target.not_in(left)).execute()
    for table in (Dismissed, Signal):
        table.delete().where(table.kind == "tag", table.item.not_in(left)).execute()
    recount_tags()
