"""The rows that hang on a post: pictures, products, tags, mentions, the other script."""

from datetime import datetime
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.bulk import repoint
from miquan.circle import attaching
from miquan.circle.models import (
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
from miquan.products.actions.tags import ensure_tags

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
    files = attaching.put_pictures(PostPicture.post, post.id, words.pictures, owner=post.author_id)
    post.pictures, post.cover_id = len(files), next(iter(files), None)


def drop_pictures(post: Post) -> None:
    attaching.drop_pictures(PostPicture.post, post.id, owner=post.author_id)
    post.pictures, post.cover = 0, None


def sync_products(post: Post, words: PostWords) -> bool:
    """Make the products these, with their points on pictures. Returns whether one is the author's own."""

    def pinned(product: int, _before: Any) -> dict[str, Any]:
        pin = words.pins.get(product)
        return {"pin_picture": pin and pin.picture, "pin_x": pin and pin.x, "pin_y": pin and pin.y}

    return post.author_id in attaching.put_products(PostProduct.post, post.id, words.products, more=pinned).values()


def tags_of(post: Post) -> list[int]:
    return [row[0] for row in PostTag.select(PostTag.tag).where(PostTag.post == post.id).tuples()]


def sync_tags(post: Post, at: datetime) -> list[int]:
    """Make the tags those of the post's words; new ones come into being. Returns their ids."""
    ids = tags_named(f"{post.title}\n{post.body}")
    PostTag.delete().where(PostTag.post == post.id).execute()
    if ids:
        PostTag.insert_many([{"post": post.id, "tag": tag, "at": at} for tag in ids]).execute()
    return ids


def tags_named(source: str) -> list[int]:
    """Ids of the tags that a text names; new ones come into being."""
    return sorted(set(ensure_tags(tags_in(source)).values()))


def move_tag(old: int, new: int) -> None:
    """Posts of the one tag are posts of the other."""
    repoint(PostTag, PostTag.tag, old, new, [PostTag.post])


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
