"""What search does about events: the index follows the tables, and misses are counted."""

from collections.abc import Iterable
from typing import Any

from miquan.categories.tree import renew, tree
from miquan.circle.models import Post, PostTag
from miquan.db import now, transaction
from miquan.groups.models import GroupTag
from miquan.outbox import Event, EventRow, subscribes
from miquan.products.models import Product, ProductTag
from miquan.search.analysis import fold
from miquan.search.indexing import LANE, bring_up_to_date, build_all, is_whole
from miquan.search.models import QUERY_LIMIT, SearchMiss
from miquan.storefronts.models import ExpertBrand, Expertise, Storefront
from miquan.threads.models import Reply, Thread, ThreadTag

# Of what is changed of many products at once, what their documents hold; prices are read from the tables.
_INDEXED = frozenset({"state", "tags", "category"})
# What is done to a thread without changing a word of it.
_WORDLESS = frozenset({"pinned", "unpinned", "locked", "unlocked"})


@subscribes(
    Event.PRODUCT_PUBLISHED,
    Event.PRODUCT_CHANGED,
    Event.PRODUCT_ARCHIVED,
    Event.PRODUCT_SOLD_OUT,
    Event.PRODUCT_RESTOCKED,
    Event.PRODUCT_REMOVED,
    Event.PRODUCTS_CHANGED,
    Event.STOREFRONT_OPENED,
    Event.STOREFRONT_CHANGED,
    Event.POST_PUBLISHED,
    Event.POST_EDITED,
    Event.POST_HIDDEN,
    Event.POST_SHOWN,
    Event.POST_REMOVED,
    Event.MEMBER_CHANGED,
    Event.MEMBER_SUSPENDED,
    Event.MEMBER_REINSTATED,
    Event.MEMBER_LEAVING,
    Event.MEMBER_RETURNED,
    Event.MEMBER_ERASED,
    name="search.index",
    lane=LANE,
    batch=True,
)
def index(events: list[EventRow]) -> None:
    """Bring all that these events touch up to date, as few commits as possible."""
    about: dict[str, list[int]] = {"product": [], "post": [], "member": [], "storefront": []}
    for event in events:
        if event.name == Event.PRODUCTS_CHANGED:
            about["product"] += event.data["ids"] if _INDEXED & set(event.data["what"]) else []
        else:
            about[str(event.subject_kind)].append(int(event.subject_id or 0))
    bring_up_to_date({
        "product": [*about["product"], *_goods_of(about["storefront"], about["member"])],
        "post": [*about["post"], *_posts_of(_erased(events))],
        "person": [*about["member"], *_people_of(about["storefront"], about["post"])],
    })  # fmt: skip


@subscribes(
    Event.GROUP_STARTED,
    Event.GROUP_CHANGED,
    Event.THREAD_STARTED,
    Event.THREAD_CHANGED,
    Event.THREAD_HIDDEN,
    Event.THREAD_SHOWN,
    Event.THREAD_REMOVED,
    Event.REPLY_WRITTEN,
    Event.REPLY_EDITED,
    Event.REPLY_HIDDEN,
    Event.REPLY_SHOWN,
    Event.REPLY_REMOVED,
    Event.REPLY_ACCEPTED,
    Event.MEMBER_SUSPENDED,
    Event.MEMBER_REINSTATED,
    Event.MEMBER_LEAVING,
    Event.MEMBER_RETURNED,
    Event.MEMBER_ERASED,
    name="search.talk",
    lane=LANE,
    batch=True,
)
def talk(events: list[EventRow]) -> None:
    """Groups and threads: a thread is indexed with all that is said in it, and for those who read in its group."""
    about: dict[str, list[int]] = {"group": [], "thread": [], "member": []}
    opened = []
    for event in events:
        if (event.data or {}).get("what") in _WORDLESS:
            continue
        about[str(event.subject_kind)].append(int(event.subject_id or 0))
        opened += [int(event.subject_id or 0)] if (event.data or {}).get("readers") else []
    threads = [
        *about["thread"], *_ids(Thread.select(Thread.id), Thread.group, opened),
        *_ids(Reply.select(Reply.thread).distinct(), Reply.author, about["member"]),
    ]  # fmt: skip
    bring_up_to_date({"group": about["group"], "thread": threads})


def _ids(query: Any, column: Any, wanted: Iterable[int]) -> list[int]:
    """Of rows in which the column is one of these."""
    ids = list(wanted)
    return [row[0] for row in query.where(column.in_(ids)).tuples()] if ids else []


@subscribes(Event.CATEGORY_CHANGED, name="search.category", lane=LANE, batch=True)
def placed(events: list[EventRow]) -> None:
    """What is in a category or below it is found by its names, and by those of all above; so are those who know of it."""
    renew()
    changed = [node for e in events if (node := tree().get(e.subject_id))]
    ids = sorted({tree().at(place).id for node in changed for place in range(node.place, node.last + 1)})
    goods = Product.select(Product.id).where(Product.category.in_(ids or [0]))
    knowing = Expertise.select(Storefront.owner).join(Storefront).where(Expertise.category.in_(ids or [0]))
    bring_up_to_date({"product": [row[0] for row in goods.tuples()], "person": [row[0] for row in knowing.tuples()]})


@subscribes(Event.TAG_RENAMED, Event.BRAND_RENAMED, name="search.renamed", lane=LANE, batch=True)
def renamed(events: list[EventRow]) -> None:
    """What carries a tag or is of a brand is found by its new name; also what took it over from another."""
    ids = {kind: [int(e.subject_id or 0) for e in events if e.subject_kind == kind] for kind in ("tag", "brand")}
    tags, brands = ids["tag"], ids["brand"]
    made = _ids(Product.select(Product.id), Product.brand, brands)
    bring_up_to_date({
        "product": [*_ids(ProductTag.select(ProductTag.product), ProductTag.tag, tags), *made],
        "post": _ids(PostTag.select(PostTag.post), PostTag.tag, tags),
        "person": _ids(ExpertBrand.select(Storefront.owner).join(Storefront), ExpertBrand.brand, brands),
        "thread": _ids(ThreadTag.select(ThreadTag.thread), ThreadTag.tag, tags),
        "group": _ids(GroupTag.select(GroupTag.group), GroupTag.tag, tags),
    })  # fmt: skip


def _goods_of(storefronts: list[int], owners: list[int]) -> list[int]:
    if not storefronts and not owners:
        return []
    theirs = Storefront.id.in_(storefronts or [0]) | Storefront.owner.in_(owners or [0])
    return [row[0] for row in Product.select(Product.id).join(Storefront).where(theirs).tuples()]


def _erased(events: list[EventRow]) -> list[int]:
    return [int(event.subject_id or 0) for event in events if event.name == Event.MEMBER_ERASED]


def _posts_of(members: list[int]) -> list[int]:
    """What an erased member leaves behind may be empty now. Whether others are there is looked at when results are read."""
    return [row[0] for row in Post.select(Post.id).where(Post.author.in_(members)).tuples()] if members else []


def _people_of(storefronts: list[int], posts: list[int]) -> list[int]:
    """Whoever opens a storefront or posts for the first time can be found from then on."""
    owners = Storefront.select(Storefront.owner).where(Storefront.id.in_(storefronts or [0]))
    authors = Post.select(Post.author).where(Post.id.in_(posts or [0]))
    return [row[0] for query in (owners, authors) for row in query.tuples()]


@subscribes(Event.INDEX_REBUILD_REQUESTED, name="search.heal", lane=LANE, batch=True)
def heal(events: list[EventRow]) -> None:
    """Build the index anew, unless that has happened already; in any case when somebody wants it."""
    if any(event.data.get("wanted") for event in events) or not is_whole():
        build_all()


@subscribes(Event.SEARCH_MISSED, name="search.count_miss")
def count_miss(event: EventRow) -> None:
    """Add one to the wish. Told twice it counts twice, which is no harm to a ranking of wishes."""
    query, lang = str(event.data["query"])[:QUERY_LIMIT], str(event.data["lang"])
    with transaction():
        SearchMiss.insert(key=fold(query)[:QUERY_LIMIT], query=query, lang=lang, count=1).on_conflict(
            conflict_target=[SearchMiss.key],
            update={SearchMiss.count: SearchMiss.count + 1, SearchMiss.last_at: now(), SearchMiss.query: query},
        ).execute()
