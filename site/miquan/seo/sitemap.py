"""The sections of the sitemap: only what is public, canonical and worth indexing, with true dates of change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL, fn

from miquan import places, urls
from miquan.accounts.models import Member
from miquan.brands.models import Brand
from miquan.categories.models import Category
from miquan.circle.models import Post
from miquan.circle.queries.visible import visible_to
from miquan.groups.models import Group
from miquan.media.models import File
from miquan.products.browsing.columns import from_country
from miquan.products.models import Product
from miquan.products.rules import PUBLIC_STATES
from miquan.storefronts.models import PUBLIC, Storefront
from miquan.threads.models import Reply, Thread
from miquan.threads.queries import visible as threads

PER_FILE = 10_000


@dataclass(frozen=True)
class Entry:
    """An address below the language, when it last changed (UTC), a picture's address."""

    path: str
    changed: datetime | None = None
    image: str = ""


@dataclass(frozen=True)
class Section:
    """`files` lists (number, newest change) of its files; `entries` gives one file's."""

    files: Callable[[], list[tuple[int, datetime | None]]]
    entries: Callable[[int], list[Entry]]


def _visible() -> list[object]:
    return [Product.state.in_(PUBLIC_STATES), Storefront.state.in_(PUBLIC), Member.active]


def _product_files() -> list[tuple[int, datetime | None]]:
    """Files are ranges of ids, so that a file's content does not shift when a product goes."""
    number = Product.id / PER_FILE
    query = Product.select(number, fn.MAX(Product.updated_at)).join(Storefront).join(Member).where(*_visible())
    return [
        (int(n), Product.updated_at.python_value(last))
        # By its place: PostgreSQL takes two bound divisors for two different expressions.
        for n, last in query.group_by(SQL("1")).order_by(SQL("1")).tuples()
    ]


def _products(number: int) -> list[Entry]:
    query = (
        Product.select(Member.handle, Product.id, Product.slug, Product.updated_at, File.name)
        .join(Storefront)
        .join(Member)
        .join_from(Product, File, JOIN.LEFT_OUTER, on=((File.id == Product.cover) & (File.state == "ready")))
        .where(Product.id >= number * PER_FILE, Product.id < (number + 1) * PER_FILE, *_visible())
        .order_by(Product.id)
    )
    return [
        Entry(f"/@{handle}/p/{id_}-{slug}", changed, urls.picture(name, 1280) if name else "")
        for handle, id_, slug, changed, name in query.tuples()
    ]


def _people_rows() -> list[tuple[str, datetime, datetime | None]]:
    """Storefronts, with their own last change and that of their newest product."""
    query = (
        Storefront.select(Member.handle, Storefront.updated_at, fn.MAX(Product.updated_at))
        .join(Member)
        .join_from(Storefront, Product, JOIN.LEFT_OUTER, on=(Product.storefront == Storefront.id))
        .where(Storefront.state.in_(PUBLIC), Member.active)
        .group_by(Storefront.id, Member.handle, Storefront.updated_at)
        .order_by(Storefront.id)
    )
    return [(h, own, Product.updated_at.python_value(newest)) for h, own, newest in query.tuples()]


def _people(number: int) -> list[Entry]:
    rows = _people_rows()[number * PER_FILE : (number + 1) * PER_FILE]
    return [Entry(f"/@{handle}", max(own, newest) if newest else own) for handle, own, newest in rows]


def _people_files() -> list[tuple[int, datetime | None]]:
    rows = _people_rows()
    chunks = [rows[i : i + PER_FILE] for i in range(0, len(rows), PER_FILE)]
    return [(n, max(max(own, new) if new else own for _h, own, new in chunk)) for n, chunk in enumerate(chunks)]


def _with_goods(column: object) -> set[Any]:
    """The values of a column that public products have."""
    query = Product.select(column).join(Storefront).join(Member).where(*_visible()).distinct()
    return {row[0] for row in query.tuples() if row[0]}


def _shelves(_number: int) -> list[Entry]:
    """The front page, lists, and the categories, brands and countries that have goods."""
    held = _with_goods(Product.category)
    rows = {c.id: c for c in Category.select()}
    shown = {r for id_ in held for r in rows[id_].path.split("/")} if held else set()
    paths = ["/", "/categories", "/brands", "/places", "/groups"]
    paths += [f"/categories/{c.slug}" for c in rows.values() if c.slug in shown]
    brands = _with_goods(Product.brand)
    paths += [f"/brands/{slug}" for id_, slug in Brand.select(Brand.id, Brand.slug).tuples() if id_ in brands]
    countries = _with_goods(from_country())
    paths += [f"/places/{places.country_slug(c)}" for c in sorted(countries) if c in places.COUNTRIES]
    return [Entry(path) for path in paths]


def _post_files() -> list[tuple[int, datetime | None]]:
    number = Post.id / PER_FILE
    query = Post.select(number, fn.MAX(Post.updated_at)).where(Post.kind != "repost", visible_to(None))
    return [
        (int(n), Post.updated_at.python_value(last)) for n, last in query.group_by(SQL("1")).order_by(SQL("1")).tuples()
    ]


def _posts(number: int) -> list[Entry]:
    query = (
        Post.select(Post.id, Post.slug, Post.updated_at, File.name)
        .join(File, JOIN.LEFT_OUTER, on=((File.id == Post.cover) & (File.state == "ready")))
        .where(Post.id >= number * PER_FILE, Post.id < (number + 1) * PER_FILE, Post.kind != "repost", visible_to(None))
        .order_by(Post.id)
    )
    return [
        Entry(f"/c/{id_}-{slug}", changed, urls.picture(name, 1280) if name else "")
        for id_, slug, changed, name in query.tuples()
    ]


def _group_files() -> list[tuple[int, datetime | None]]:
    number = Group.id / PER_FILE
    query = Group.select(number, fn.MAX(Group.active_at)).where(Group.visibility == "public")
    return [
        (int(n), Group.active_at.python_value(last)) for n, last in query.group_by(SQL("1")).order_by(SQL("1")).tuples()
    ]


def _groups(number: int) -> list[Entry]:
    query = (
        Group.select(Group.slug, Group.active_at, Group.updated_at)
        .where(Group.id >= number * PER_FILE, Group.id < (number + 1) * PER_FILE, Group.visibility == "public")
        .order_by(Group.id)
    )
    return [Entry(f"/g/{slug}", max(active, updated)) for slug, active, updated in query.tuples()]


def _is_opened() -> Any:
    """SQL: threads whose opening is shown. The page of another says that it is not to be listed."""
    opening = Reply.select(SQL("1")).where(Reply.thread == Thread.id, Reply.number == 0, Reply.state == "published")
    return fn.EXISTS(opening)


def _thread_files() -> list[tuple[int, datetime | None]]:
    number = Thread.id / PER_FILE
    query = Thread.select(number, fn.MAX(Thread.active_at)).where(threads.visible_to(None), _is_opened())
    return [
        (int(n), Thread.active_at.python_value(last))
        for n, last in query.group_by(SQL("1")).order_by(SQL("1")).tuples()
    ]


def _threads(number: int) -> list[Entry]:
    """Of public groups alone; the last word is a thread's last change."""
    query = (
        Thread.select(Group.slug, Thread.id, Thread.slug, Thread.active_at)
        .join(Group)
        .where(
            Thread.id >= number * PER_FILE, Thread.id < (number + 1) * PER_FILE, threads.visible_to(None), _is_opened()
        )
        .order_by(Thread.id)
    )
    return [Entry(f"/g/{group}/t/{id_}-{slug}", changed) for group, id_, slug, changed in query.tuples()]


SECTIONS: dict[str, Section] = {
    "shelves": Section(lambda: [(0, None)], lambda n: _shelves(n) if n == 0 else []),
    "people": Section(_people_files, _people),
    "products": Section(_product_files, _products),
    "posts": Section(_post_files, _posts),
    "groups": Section(_group_files, _groups),
    "threads": Section(_thread_files, _threads),
}
