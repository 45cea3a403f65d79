"""Many goods at once: looked at first, made in slices that a kill cannot harm, taken back as one step."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from peewee import OperationalError

from miquan.db import database, is_postgres
from miquan.outbox.worker import Worker
from miquan.products.draft import VariantDraft
from miquan.products.models import PriceChange, Product, ProductRevision, Tag, Variant
from miquan.studio.bulk import actions, queries
from miquan.studio.bulk.queries import facts_of
from miquan.studio.models import BulkChange, BulkItem
from tests.browsing import Browser, Page
from tests.cast import Cast

LIST, CHANGES = "/zh-hant/studio/products", "/zh-hant/studio/changes"


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def begin(mei: Browser, verb: str, *ids: int, **more: Any) -> str:
    """Press a button of the bar with these rows ticked; the address of the change."""
    fields = mei.get(LIST).fields("/studio/changes")
    page = mei.post(CHANGES, {**fields, "verb": verb, "id": [str(i) for i in ids], **more})
    assert page.status == 303
    return page.location


def work(app: Any) -> None:
    worker = Worker(app)
    while worker.step("bulk"):
        pass


def apply(app: Any, mei: Browser, path: str) -> Page:
    mei.send(path, action="/application", to=f"{path}/application")
    work(app)
    return mei.get(path)


def undo(app: Any, mei: Browser, path: str) -> Page:
    mei.send(path, action="/undo", to=f"{path}/undo")
    work(app)
    return mei.get(path)


def look(mei: Browser, path: str, **wishes: str) -> Page:
    page = mei.send(path, action=path, **wishes)
    return mei.follow(page) if page.status == 303 else page


def prices() -> list[int]:
    return [v.price for v in Variant.select().order_by(Variant.id)]


def test_prices_go_down_and_come_back(app: Any, mei: Browser, cast: Cast) -> None:
    sizes = (VariantDraft(price=1_000, options=("小",), compare_at=1_500), VariantDraft(price=2_000, options=("大",)))
    one = cast.product("茶碗", options=("尺寸",), variants=sizes)
    two = cast.product("別動", variants=(VariantDraft(price=700),))
    free = cast.product("沒有價格", state="draft", variants=(VariantDraft(price=0),))
    path = begin(mei, "price", one.id, free.id)
    page = look(mei, path, way="down", mode="percent", by="10", round="100")
    assert "JPY 900–1,800" in page.text
    assert "會改1件" in page.text
    assert "1件本來就是這樣" in page.text
    assert prices() == [1_000, 2_000, 700, 0]
    done = apply(app, mei, path)
    assert "改好1件" in done.text
    assert prices() == [900, 1_800, 700, 0]
    stored = Product.get_by_id(one.id)
    assert (stored.price, stored.price_to, stored.version) == (900, 1_800, 2)
    data = ProductRevision.get(ProductRevision.product == one.id, ProductRevision.version == 2)
    assert [v["price"] for v in data.data["variants"]] == [900, 1_800]
    assert data.by_id == cast.mei.id
    assert PriceChange.select().where(PriceChange.product == one.id).count() == 4
    assert "還原了1件" in undo(app, mei, path).text
    assert prices() == [1_000, 2_000, 700, 0]
    assert Product.get_by_id(two.id).version == 1
    assert [(c.verb, c.state, c.by_id) for c in BulkChange.select()] == [("price", "undone", cast.mei.id)]
    assert "降價10%・取整到100" in mei.get(CHANGES).text


@pytest.mark.parametrize(
    ("wishes", "found"), [({"mode": "amount"}, [18_500, 1_010]), ({"mode": "percent", "round": "100"}, [18_500, 1_100]), ({"mode": "percent"}, [20_350, 1_100])]
)  # fmt: skip
def test_amounts_and_rounding_are_for_one_currency(
    app: Any, mei: Browser, cast: Cast, wishes: dict[str, str], found: list[int]
) -> None:
    foreign, own = cast.product(currency="GBP"), cast.product(variants=(VariantDraft(price=1_000),))
    path = begin(mei, "price", foreign.id, own.id)
    page = look(mei, path, **{"way": "up", "by": "10", "round": "", **wishes})
    assert ("標價用的是別的貨幣" in page.text) == (found[0] == 18_500)
    apply(app, mei, path)
    assert prices() == found


def test_what_was_edited_since_is_kept_and_named(app: Any, mei: Browser, cast: Cast) -> None:
    from miquan.products.actions import Change, change_many

    one, two = cast.product("改回來"), cast.product("我自己改過")
    path = begin(mei, "price", one.id, two.id)
    look(mei, path, way="up", mode="amount", by="500")
    apply(app, mei, path)
    variant = Variant.get(Variant.product == two.id)
    change_many([Change(two.id, prices={variant.id: (20_000, None)})], by=cast.mei.id)
    page = undo(app, mei, path)
    assert "1件沒有動" in page.text
    assert page.text.index("我自己改過") > page.text.index("沒有動")
    assert prices() == [18_500, 20_000]


def test_what_changed_between_preview_and_application_is_not_overwritten(app: Any, mei: Browser, cast: Cast) -> None:
    one, two = cast.product("一"), cast.product("二")
    path = begin(mei, "price", one.id, two.id)
    look(mei, path, way="down", mode="percent", by="50")
    Variant.update(price=1).where(Variant.product == one.id).execute()
    page = apply(app, mei, path)
    assert prices() == [1, 9_250]
    assert "在這之後有人改過" in page.text


def impatient(product_id: int) -> None:
    """Change a product from elsewhere, without waiting for whoever holds it."""
    try:
        database.execute_sql("SET lock_timeout = 1" if is_postgres() else "PRAGMA busy_timeout = 1")
        Product.update(title="改了").where(Product.id == product_id).execute()
    finally:
        database.manual_close()


def test_nobody_comes_between_the_look_and_the_change(
    app: Any, mei: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product, met = cast.product(), []
    path = begin(mei, "archive", product.id)
    mei.send(path, action="/application", to=f"{path}/application")

    def looked_at(*args: Any, **more: Any) -> Any:
        with ThreadPoolExecutor(1) as elsewhere:
            met.append(elsewhere.submit(impatient, product.id).exception())
        return facts_of(*args, **more)

    monkeypatch.setattr(queries, "facts_of", looked_at)
    assert actions.go_on(BulkChange.get().id)
    assert [type(error) for error in met] == [OperationalError]


def test_published_and_archived_and_back(app: Any, mei: Browser, cast: Cast) -> None:
    ready, free = (
        cast.product("可以", state="draft"),
        cast.product("不行", state="draft", variants=(VariantDraft(price=0),)),
    )
    empty = cast.product("沒庫存", state="draft", variants=(VariantDraft(price=5, stock=0),))
    path = begin(mei, "publish", ready.id, free.id, empty.id)
    assert "還沒有價格" in mei.get(path).text
    apply(app, mei, path)
    states = [p.state for p in Product.select().order_by(Product.id)]
    assert states == ["published", "draft", "sold_out"]
    assert type(cast.kyoto).get_by_id(cast.kyoto.id).product_count == 2
    undo(app, mei, path)
    assert {p.state for p in Product.select()} == {"draft"}
    assert type(cast.kyoto).get_by_id(cast.kyoto.id).product_count == 0
    archived = begin(mei, "archive", ready.id)
    apply(app, mei, archived)
    assert Product.get_by_id(ready.id).state == "archived"


def test_tags_category_and_days(app: Any, mei: Browser, cast: Cast) -> None:
    product = cast.product("茶碗", tags=("茶道", "舊貨"))
    path = begin(mei, "tags", product.id)
    assert "#茶道 #金繼" in look(mei, path, add="金繼、茶道", remove="舊貨").text
    apply(app, mei, path)
    category = begin(mei, "category", product.id)
    look(mei, category, category="tea-bowls")
    apply(app, mei, category)
    days = begin(mei, "ships", product.id)
    look(mei, days, days="５")
    apply(app, mei, days)
    stored = Product.get_by_id(product.id)
    assert (stored.category.slug, stored.ships_within_days, stored.version) == ("tea-bowls", 5, 4)
    worker = Worker(app)
    while worker.step("default"):
        pass
    assert {t.name: t.products for t in Tag.select()} == {"茶道": 1, "舊貨": 0, "金繼": 1}
    for one in (days, category, path):
        undo(app, mei, one)
    data = (
        ProductRevision.select()
        .where(ProductRevision.product == product.id)
        .order_by(-ProductRevision.version)
        .get()
        .data
    )
    assert (data["tags"], data["category"], data["ships_within_days"]) == (["茶道", "舊貨"], "", None)


@pytest.mark.parametrize(
    ("verb", "wishes"),
    [("price", {"by": "0"}), ("price", {"by": "x"}), ("price", {"by": "100"}), ("price", {"by": "1", "mode": "none"}), ("price", {"by": "1", "round": "7"}),
     ("tags", {"add": "", "remove": ""}), ("category", {"category": "none"}), ("ships", {"days": "366"}), ("ships", {"days": "²x"})],
)  # fmt: skip
def test_wrong_wishes_are_told(mei: Browser, cast: Cast, verb: str, wishes: dict[str, str]) -> None:
    path = begin(mei, verb, cast.product().id)
    page = mei.send(path, action=path, **wishes)
    assert page.status == 422
    assert BulkItem.select().count() == 0


def test_all_that_match_and_nobody_elses(app: Any, mei: Browser, cast: Cast) -> None:
    mine = [cast.product(f"杯子{n}") for n in range(3)]
    theirs, other = cast.product("杯子", storefront=cast.edinburgh), cast.product("碗")
    path = begin(mei, "archive", theirs.id, all="1", query="q=杯子")
    assert "會改3件" in mei.get(path).text
    apply(app, mei, path)
    assert {p.id for p in Product.select().where(Product.state == "archived")} == {p.id for p in mine}
    assert Product.get_by_id(other.id).state == Product.get_by_id(theirs.id).state == "published"
    forged = begin(mei, "archive", theirs.id)
    assert "沒有要改的" in mei.get(forged).text
    tang = Browser(app, cast.tang)
    token = {"csrf_token": tang.get("/zh-hant/me").fields("/sign-out")["csrf_token"]}
    assert tang.get(path).status == 404
    for step in ("", "/application", "/cancellation", "/undo"):
        assert tang.post(f"{path}{step}", token).status == 404
    assert "下架" not in "".join(tang.get(CHANGES).words("li"))


def test_a_kill_between_slices_repeats_nothing(
    app: Any, mei: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SLICE", 2)
    ids = [cast.product(f"碗{n}", variants=(VariantDraft(price=1_000),)).id for n in range(5)]
    path = begin(mei, "price", *ids)
    look(mei, path, way="down", mode="percent", by="10")
    mei.send(path, action="/application", to=f"{path}/application")
    change = BulkChange.get()
    assert actions.go_on(change.id)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "_settled", lambda *_all: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.go_on(change.id)
    assert sorted(prices()) == [900, 900, 1_000, 1_000, 1_000]
    assert "第2件，共5件" in mei.get(path).text
    work(app)
    assert prices() == [900] * 5
    assert {p.version for p in Product.select()} == {2}
    # Stopped in the middle of undoing, it goes on as well; stopped by hand, what was done can be taken back.
    undo(app, mei, path)
    assert prices() == [1_000] * 5


def test_stopped_by_hand_and_taken_back(app: Any, mei: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SLICE", 1)
    ids = [cast.product(f"碗{n}").id for n in range(2)]
    path = begin(mei, "archive", *ids)
    mei.send(path, action="/application", to=f"{path}/application")
    actions.go_on(BulkChange.get().id)
    mei.send(path, action="/cancellation", to=f"{path}/cancellation")
    work(app)
    assert [p.state for p in Product.select().order_by(Product.id)] == ["archived", "published"]
    undo(app, mei, path)
    assert {p.state for p in Product.select()} == {"published"}


def test_sent_twice_and_too_late(app: Any, mei: Browser, cast: Cast) -> None:
    product = cast.product()
    fields = {**mei.get(LIST).fields("/studio/changes"), "verb": "archive", "id": str(product.id)}
    assert len({mei.post(CHANGES, fields).location for _time in range(3)}) == BulkChange.select().count() == 1
    path = mei.post(CHANGES, fields).location
    apply(app, mei, path)
    BulkChange.update(undo_until=BulkChange.get().finished_at).execute()
    token = {"csrf_token": fields["csrf_token"]}
    assert "/undo" not in mei.get(path).text
    mei.post(f"{path}/undo", token)
    mei.post(f"{path}/application", token)
    work(app)
    assert (BulkChange.get().state, Product.get_by_id(product.id).state) == ("done", "archived")
    assert mei.post(CHANGES, {**fields, "nonce": "x", "id": []}).location.endswith("/studio/products")
    assert mei.post(CHANGES, {**fields, "verb": "removal"}).status == 400
