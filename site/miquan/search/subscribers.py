"""What search does about events: the index follows the tables, and misses are counted."""

from miquan.db import now, transaction
from miquan.outbox import Event, EventRow, subscribes
from miquan.products.models import Product
from miquan.search.analysis import fold
from miquan.search.indexing import LANE, bring_up_to_date, build_all, is_whole
from miquan.search.models import QUERY_LIMIT, SearchMiss
from miquan.storefronts.models import Storefront

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
    Event.STOREFRONT_CHANGED,
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
    """Bring all products that these events touch up to date, as few commits as possible."""
    about: dict[str, list[int]] = {"product": [], "storefront": [], "member": []}
    for event in events:
        if event.name == Event.PRODUCTS_CHANGED:
            about["product"] += event.data["ids"] if _INDEXED & set(event.data["what"]) else []
        else:
            about[str(event.subject_kind)].append(int(event.subject_id or 0))
    kept = Product.select(Product.id).join(Storefront)
    more = kept.where(Storefront.id.in_(about["storefront"] or [0]) | Storefront.owner.in_(about["member"] or [0]))
    others = [row[0] for row in more.tuples()] if about["storefront"] or about["member"] else []
    bring_up_to_date([*about["product"], *others])


@subscribes(Event.INDEX_REBUILD_REQUESTED, name="search.heal", lane=LANE, batch=True)
def heal(_events: list[EventRow]) -> None:
    """Build the index anew, unless that has happened already."""
    if not is_whole():
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
