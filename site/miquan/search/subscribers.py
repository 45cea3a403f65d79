"""What search does about events: the index follows the tables, and misses are counted."""

from miquan.categories.tree import renew, tree
from miquan.circle.models import Post, PostTag
from miquan.db import now, transaction
from miquan.outbox import Event, EventRow, subscribes
from miquan.products.models import Product, ProductTag
from miquan.search.analysis import fold
from miquan.search.indexing import LANE, bring_up_to_date, build_all, is_whole
from miquan.search.models import QUERY_LIMIT, SearchMiss
from miquan.storefronts.models import ExpertBrand, Expertise, Storefront

# Of what is changed of many products at once, what their documents hold; prices are read from the tables.
_INDEXED = frozenset({"state", "tags", "category"})


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
    queries = {
        "product": ProductTag.select(ProductTag.product).where(ProductTag.tag.in_(ids["tag"] or [0])),
        "post": PostTag.select(PostTag.post).where(PostTag.tag.in_(ids["tag"] or [0])),
        "made": Product.select(Product.id).where(Product.brand.in_(ids["brand"] or [0])),
        "knowing": ExpertBrand.select(Storefront.owner).join(Storefront).where(ExpertBrand.brand.in_(ids["brand"] or [0])),
    }  # fmt: skip
    found = {name: [row[0] for row in query.tuples()] for name, query in queries.items()}
    bring_up_to_date(
        {"product": [*found["product"], *found["made"]], "post": found["post"], "person": found["knowing"]}
    )


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
