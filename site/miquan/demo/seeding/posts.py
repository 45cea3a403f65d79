"""The demo's posts, as rows: the same words, prices and links that publishing would have left, by bulk inserts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from miquan import text
from miquan.accounts.models import Member
from miquan.bulk import insert_rows, update_rows
from miquan.circle.models import (
    EXCERPT_LIMIT,
    TITLE_LIMIT,
    Mention,
    Post,
    PostPicture,
    PostProduct,
    PostRevision,
    PostTag,
    PostText,
)
from miquan.circle.rules import disclosed, hotness
from miquan.circle.wording import mentions_in, rendered, tags_in, words_key
from miquan.demo.seeding import content
from miquan.demo.seeding.pictures import wanted_many
from miquan.products.models import Product, Tag
from miquan.storefronts.models import Storefront

# The covers of this many posts are drawn before the port opens: what the front page begins with.
URGENT = 18
_OTHER_SCRIPT = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}
_TOLD = ("kind", "title", "body", "lang", "visibility", "disclosure", "country", "city", "place")


@dataclass
class Seeded:
    """What has been seeded so far: ids by the content's own keys. `start` is the moment that `days_ago` counts from."""

    start: datetime
    members: dict[str, int]
    posts: dict[str, int] = field(default_factory=dict)
    at: dict[str, datetime] = field(default_factory=dict)


def seed_posts(start: datetime) -> tuple[Seeded, list[dict[str, Any]]]:
    """All posts with what hangs on them. Returns them and the drawings that should not wait."""
    members = dict(Member.select(Member.handle, Member.id).where(Member.demo).tuples())
    done = Seeded(start, members)
    rows = content.posts()
    # A microsecond each, so that a row is known again by its moment.
    done.at = {
        row["key"]: start - timedelta(days=row["days_ago"], microseconds=len(rows) - n) for n, row in enumerate(rows)
    }
    written = [row for row in rows if row["kind"] != "repost"]
    files, urgent = _pictures(done, written)
    goods = demo_goods()
    _insert(done, [_post(done, row, files, goods) for row in written])
    _link_followups(done, written)
    passed = [row for row in rows if row["kind"] == "repost"]
    _insert(done, [_post(done, row, {}, goods) for row in passed])
    _parts(done, rows, files, goods)
    _last_posted(done, rows)
    return done, urgent


def demo_goods() -> dict[str, Product]:
    """Demo products by the content's key, each with its owner as `seller`."""
    query = Product.select(Product, Storefront.owner.alias("seller")).join(Storefront).where(Product.demo).objects()
    return {p.import_key.removeprefix("demo:"): p for p in query}


def _pictures(done: Seeded, rows: list[dict[str, Any]]) -> tuple[dict[str, list[int]], list[dict[str, Any]]]:
    """The files of each post, by its key."""
    newest = {row["key"] for row in [row for row in rows if row.get("pictures")][-URGENT:]}
    asked = [
        {
            "purpose": "post", "owner": done.members[row["by"]], "key": ("post", row["key"], place),
            **_drawing(picture["draw"]), "later": row["key"] not in newest or place > 0,
        }
        for row in rows for place, picture in enumerate(row.get("pictures", ()))
    ]  # fmt: skip
    ids, urgent = wanted_many(asked)
    left = iter(ids)
    return {row["key"]: [next(left) for _ in row.get("pictures", ())] for row in rows}, urgent


def _drawing(draw: dict[str, Any]) -> dict[str, Any]:
    """A drawing of its own, or the very picture of a product: `{"product": key, "picture": n}`."""
    if "product" not in draw:
        return {"spec": draw}
    row = content.product(draw["product"])
    place = draw["picture"]
    spec = {**row["pictures"][place]["draw"], "place": row.get("shop_country") or ""}
    return {"spec": spec, "like": ("product", row["key"], place)}


def _post(done: Seeded, row: dict[str, Any], files: dict[str, list[int]], goods: dict[str, Product]) -> dict[str, Any]:
    author, at, mine = done.members[row["by"]], done.at[row["key"]], files.get(row["key"], [])
    shown = rendered(row.get("body", ""), named(done, row.get("body", ""), author))
    sold = [goods[thing["key"]] for thing in row.get("products", ())]
    title = row.get("title", "")
    return {
        "author": author, "kind": row["kind"], "state": "published", "visibility": row.get("visibility", "public"),
        "disclosure": disclosed(row.get("disclosure", "none"), has_own=any(p.seller == author for p in sold)),
        "repost_of": done.posts.get(row.get("repost_of", "")), "slug": text.slugify(title or shown.excerpt[:60]),
        "lang": row["lang"], "title": title, "body": row.get("body", ""), "body_html": shown.html, "excerpt": shown.excerpt,
        "words_key": words_key(title, row.get("body", "")), "country": row.get("country", ""), "city": row.get("city", ""),
        "place": row.get("place", ""), "cover": mine[0] if mine else None, "pictures": len(mine), "demo": True,
        "hotness": hotness(at, done.start, likes=0, comments=0, saves=0, reposts=0),
        "published_at": at, "created_at": at, "updated_at": at,
    }  # fmt: skip


def named(done: Seeded, words: str, author: int) -> dict[str, int]:
    """handle -> id of the members whom these words name."""
    found = {handle: done.members[handle] for handle in mentions_in(words) if handle in done.members}
    return {handle: id_ for handle, id_ in found.items() if id_ != author}


def _insert(done: Seeded, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    insert_rows(Post, rows)
    keys = {at: key for key, at in done.at.items()}
    for id_, at in Post.select(Post.id, Post.published_at).where(Post.demo).tuples():
        done.posts[keys[at]] = id_


def _link_followups(done: Seeded, rows: list[dict[str, Any]]) -> None:
    later = [row for row in rows if row.get("follows_up")]
    update_rows(Post, [{"id": done.posts[row["key"]], "follows_up": done.posts[row["follows_up"]]} for row in later])


def _parts(done: Seeded, rows: list[dict[str, Any]], files: dict[str, list[int]], goods: dict[str, Product]) -> None:
    """What hangs on the posts, a statement a table."""
    stored = {post.id: post for post in Post.select().where(Post.demo)}
    tags = _tags(rows)
    tables: dict[Any, list[dict[str, Any]]] = {
        model: [] for model in (PostText, PostPicture, PostProduct, PostTag, Mention, PostRevision)
    }
    for row in rows:
        post = stored[done.posts[row["key"]]]
        who = named(done, f"{row.get('title', '')}\n{row.get('body', '')}", post.author_id)
        tables[PostText] += _other_script(post, sorted(who))
        tables[PostPicture] += [
            {"post": post.id, "position": n, "file": file, "alt": picture["alt"]}
            for n, (file, picture) in enumerate(zip(files.get(row["key"], ()), row.get("pictures", ()), strict=True), 1)
        ]
        tables[PostProduct] += [
            _thing(post, n, thing, goods[thing["key"]]) for n, thing in enumerate(row.get("products", ()), 1)
        ]
        if post.kind != "repost":
            tables[PostTag] += [{"post": post.id, "tag": tags[slug], "at": post.published_at} for slug in _tags_of(row)]
        tables[Mention] += [{"post": post.id, "member": id_, "at": post.published_at} for id_ in sorted(who.values())]
    tables[PostRevision] = [_revision(post, tables) for post in stored.values() if post.kind != "repost"]
    for model, found in tables.items():
        insert_rows(model, found)


def _tags_of(row: dict[str, Any]) -> dict[str, str]:
    return tags_in(f"{row.get('title', '')}\n{row.get('body', '')}")


def _tags(rows: list[dict[str, Any]]) -> dict[str, int]:
    """slug -> id of all tags that posts name; new ones come into being."""
    wanted = {slug: name for row in rows if row["kind"] != "repost" for slug, name in _tags_of(row).items()}
    known = {slug for (slug,) in Tag.select(Tag.slug).tuples()}
    insert_rows(Tag, [{"slug": slug, "name": name} for slug, name in sorted(wanted.items()) if slug not in known])
    return dict(Tag.select(Tag.slug, Tag.id).tuples())


def _other_script(post: Post, names: list[str]) -> list[dict[str, Any]]:
    other = _OTHER_SCRIPT.get(post.lang)
    if other is None:
        return []
    return [
        {
            "post": post.id, "lang": other, "title": text.to_script(post.title, other, names)[:TITLE_LIMIT],
            "body_html": text.html_to_script(post.body_html, other, names),
            "excerpt": text.to_script(post.excerpt, other, names)[:EXCERPT_LIMIT],
        }
    ]  # fmt: skip


def _thing(post: Post, position: int, thing: dict[str, Any], product: Product) -> dict[str, Any]:
    """A product in a post; `was` is what it cost then."""
    price = thing.get("was", product.price)
    common = {"post": post.id, "product": product.id, "position": position}
    return {**common, "currency": product.currency, "price": price, "at": post.published_at}


def _revision(post: Post, tables: dict[Any, list[dict[str, Any]]]) -> dict[str, Any]:
    pictures = [{"file": r["file"], "alt": r["alt"]} for r in tables[PostPicture] if r["post"] == post.id]
    names = ("product", "currency", "price")
    products = [{name: r[name] for name in names} for r in tables[PostProduct] if r["post"] == post.id]
    data = {**{name: getattr(post, name) for name in _TOLD}, "pictures": pictures, "products": products}
    return {"post": post.id, "version": 1, "by": post.author_id, "at": post.published_at, "data": data}


def _last_posted(done: Seeded, rows: list[dict[str, Any]]) -> None:
    listed = {row["by"]: done.at[row["key"]] for row in rows if row.get("visibility", "public") != "unlisted"}
    update_rows(Member, [{"id": done.members[by], "posted_at": at} for by, at in listed.items()])
