"""The rows that hang on a post: pictures, products, tags, mentions, the other script."""

from datetime import datetime
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.circle.models import (
    ALT_LIMIT,
    EXCERPT_LIMIT,
    TITLE_LIMIT,
    Comment,
    Mention,
    Post,
    PostPicture,
    PostProduct,
    PostTag,
    PostText,
)
from miquan.circle.queries.visible import unblocked
from miquan.circle.rules import PostWords
from miquan.circle.wording import mentions_in, tags_in
from miquan.db import now
from miquan.media.actions import keep, let_go
from miquan.products.models import Product, Tag
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.uploads.queries import own_files
from miquan.uploads.rules import UNSAVED

_OTHER_SCRIPT = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}


def named_members(source: str, by: int) -> dict[str, int]:
    """handle -> id of members whom a text names and whom its author may name."""
    handles = mentions_in(source)
    if not handles:
        return {}
    rows = Member.select(Member.handle, Member.id).where(
        Member.handle.in_(handles), Member.active, Member.id != by, unblocked(by, Member.id)
    )
    return dict(rows.tuples())


def sync_pictures(post: Post, words: PostWords) -> None:
    """Make the pictures these; what is no longer used goes later, what is used stays."""
    files = own_files(post.author_id, [p.file_id for p in words.pictures], "post")
    wanted = {p.file_id: p.alt for p in words.pictures if p.file_id in files and files[p.file_id].state != "refused"}
    mine = PostPicture.post == post.id
    before = {row[0] for row in PostPicture.select(PostPicture.file).where(mine).tuples() if row[0]}
    PostPicture.delete().where(mine).execute()
    rows = [
        {"post": post.id, "position": place, "file": file, "alt": text.clean_line(alt, ALT_LIMIT)}
        for place, (file, alt) in enumerate(wanted.items(), 1)
    ]
    if rows:
        PostPicture.insert_many(rows).execute()
    keep(post.author_id, list(wanted))
    let_go(post.author_id, sorted(before - set(wanted)), now() + UNSAVED)
    post.pictures = len(rows)
    post.cover_id = next(iter(wanted), None)


def drop_pictures(post: Post) -> None:
    mine = PostPicture.post == post.id
    files = [row[0] for row in PostPicture.select(PostPicture.file).where(mine).tuples() if row[0]]
    PostPicture.delete().where(mine).execute()
    let_go(post.author_id, files, now() + UNSAVED)
    post.pictures, post.cover = 0, None


def sync_products(post: Post, words: PostWords) -> bool:
    """Make the products these. What was there keeps the price of its time. Returns whether one is the author's own."""
    mine = PostProduct.post == post.id
    before = {row.product_id: row for row in PostProduct.select().where(mine)}
    found = _public_products(words.products) | _known(before)
    PostProduct.delete().where(mine).execute()
    rows = []
    for place, product in enumerate([id_ for id_ in dict.fromkeys(words.products) if id_ in found], 1):
        currency, price, _owner = found[product]
        pin, old = words.pins.get(product), before.get(product)
        at = {"pin_picture": pin.picture, "pin_x": pin.x, "pin_y": pin.y} if pin else {}
        since = (
            {"currency": old.currency, "price": old.price, "at": old.at}
            if old
            else {"currency": currency, "price": price, "at": now()}
        )
        blank: dict[str, Any] = {"pin_picture": None, "pin_x": None, "pin_y": None}
        rows.append({"post": post.id, "product": product, "position": place, **since, **blank, **at})
    if rows:
        PostProduct.insert_many(rows).execute()
    return any(found[row["product"]][2] == post.author_id for row in rows)


def _public_products(ids: tuple[int, ...]) -> dict[int, tuple[str, int, int]]:
    """id -> (currency, lowest price, owner) of those that everyone may see."""
    rows = (
        Product.select(Product.id, Product.currency, Product.price, Storefront.owner)
        .join(Storefront)
        .join(Member)
        .where(
            Product.id.in_(list(ids) or [0]),
            Product.state.in_(PUBLIC_STATES),
            Storefront.state.in_(PUBLIC),
            Member.active,
        )
    )
    return {row[0]: row[1:] for row in rows.tuples()}


def _known(before: dict[int, PostProduct]) -> dict[int, tuple[str, int, int]]:
    """What stands in the post already may stay, whatever has become of it."""
    rows = Product.select(Product.id, Product.currency, Product.price, Storefront.owner).join(Storefront)
    return {row[0]: row[1:] for row in rows.where(Product.id.in_(list(before) or [0])).tuples()}


def tags_of(post: Post) -> list[int]:
    return [row[0] for row in PostTag.select(PostTag.tag).where(PostTag.post == post.id).tuples()]


def sync_tags(post: Post, at: datetime) -> list[int]:
    """Make the tags those of the post's words; new ones come into being. Returns their ids."""
    wanted = tags_in(f"{post.title}\n{post.body}")
    if wanted:
        Tag.insert_many(
            [{"slug": slug, "name": name} for slug, name in sorted(wanted.items())]
        ).on_conflict_ignore().execute()
    ids = sorted(row[0] for row in Tag.select(Tag.id).where(Tag.slug.in_(list(wanted) or [""])).tuples())
    PostTag.delete().where(PostTag.post == post.id).execute()
    if ids:
        PostTag.insert_many([{"post": post.id, "tag": tag, "at": at} for tag in ids]).execute()
    return ids


def sync_mentions(post: Post, members: dict[str, int], comment: Comment | None = None) -> list[int]:
    """Make the members named these. Returns those who were not named before."""
    here = (Mention.post == post.id) & (
        Mention.comment.is_null() if comment is None else (Mention.comment == comment.id)
    )
    before = {row[0] for row in Mention.select(Mention.member).where(here).tuples()}
    wanted = set(members.values())
    Mention.delete().where(here, Mention.member.not_in(list(wanted) or [0])).execute()
    new = sorted(wanted - before)
    if new:
        Mention.insert_many(
            [{"post": post.id, "comment": comment and comment.id, "member": id_} for id_ in new]
        ).execute()
    return new


def store_other_script(post: Post, names: list[str]) -> None:
    """The post in the other Chinese script, kept beside it by version; names stay as they are."""
    PostText.delete().where(PostText.post == post.id).execute()
    other = _OTHER_SCRIPT.get(post.lang)
    if other is None or post.state in ("draft", "scheduled"):
        return
    PostText.create(
        post=post.id, lang=other, version=post.version, title=text.to_script(post.title, other, names)[:TITLE_LIMIT],
        body_html=text.html_to_script(post.body_html, other, names),
        excerpt=text.to_script(post.excerpt, other, names)[:EXCERPT_LIMIT],
    )  # fmt: skip
