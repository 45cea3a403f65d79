"""The tree of categories at the desk: what is renamed, moved or merged takes everything along, and the data file undoes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from miquan.categories import load
from miquan.categories.load import load_categories
from miquan.categories.models import Category, CategoryAddress
from miquan.categories.tree import forget, tree
from miquan.desk.categories import actions
from miquan.moderation.models import AuditEntry
from miquan.outbox import SUBSCRIBERS, Event, EventRow
from miquan.portraits.models import Interest, Signal, Weight
from miquan.products.models import Product
from miquan.restrictions.models import GoodsRule
from miquan.search.indexing import build_all
from miquan.search.service import find
from miquan.storefronts.actions import StorefrontDraft, edit_storefront
from miquan.storefronts.models import Expertise
from miquan.versions import current
from tests.browsing import Browser
from tests.cast import Cast

PATH = "/zh-hant/desk/categories"
NAMES = {"zh-hant": "抹茶碗", "zh-hans": "抹茶碗", "en": "Matcha bowls"}


def of(slug: str) -> Category:
    return Category.get(Category.slug == slug)


def acts() -> list[str]:
    return [row.action for row in AuditEntry.select().order_by(AuditEntry.id)]


def told() -> None:
    """What the worker would do about all of it."""
    rows = list(EventRow.select().where(EventRow.name == str(Event.CATEGORY_CHANGED)))
    for subscriber in [one for one in SUBSCRIBERS.values() if Event.CATEGORY_CHANGED in one.events]:
        subscriber.run(rows)


def below(slug: str) -> list[str]:
    node = tree().by_slug[slug]
    return [child.slug for child in tree().children(node)]


def goods(app: Any, slug: str) -> str:
    return Browser(app).get(f"/zh-hant/categories/{slug}").text


def test_another_name_and_address_take_everything_along(app: Any, cast: Cast) -> None:
    bowl = cast.product("志野的那一個", category="tea-bowls")
    Interest.create(member=cast.nina.id, kind="category", key="tea-bowls")
    build_all()
    assert goods(app, "tea-bowls").count("志野的那一個") > 0
    desk, it = Browser(app, cast.ou), of("tea-bowls")
    page = desk.send(
        f"{PATH}/{it.id}", f"{PATH}/{it.id}/name", hant="抹茶碗", hans="抹茶碗", en="Matcha bowls", slug="matcha-bowls"
    )
    assert page.location == f"{PATH}/{it.id}"
    moved = Browser(app).get("/zh-hant/categories/tea-bowls")
    assert (moved.status, moved.location) == (301, "/zh-hant/categories/matcha-bowls")
    assert "志野的那一個" in goods(app, "matcha-bowls")
    assert "抹茶碗" in Browser(app).get("/zh-hant/categories").text
    assert "cat=tea-bowls" not in Browser(app).get("/zh-hant/search?q=志野").text
    assert "志野的那一個" in Browser(app).get("/zh-hant/categories/ceramics-tea?cat=tea-bowls").text, (
        "old links filter still"
    )
    assert of("matcha-bowls").path == "ceramics-tea/matcha-bowls"
    assert Interest.get(Interest.member == cast.nina.id).key == "matcha-bowls"
    assert len(find("matcha").hits.ids) == 0
    told()
    assert len(find("matcha").hits.ids) == 1
    # What was written with the old address means the new one.
    again = cast.product("後來的", category="tea-bowls")
    assert Product.get_by_id(again.id).category_id == Product.get_by_id(bowl.id).category_id == it.id
    actions.name(it.id, it.names, "tea-bowls", by=cast.ou.id)
    assert Browser(app).get("/zh-hant/categories/matcha-bowls").location == "/zh-hant/categories/tea-bowls"
    assert Browser(app).get("/zh-hant/categories/tea-bowls").status == 200
    assert acts() == ["category.renamed"] * 2


def test_order_and_place(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    first, second = below("ceramics-tea")[:2]
    cast.product("它在裡面", category=second)
    assert "它在裡面" in goods(app, "ceramics-tea")
    page = desk.send(PATH, f"{PATH}/{of(second).id}/up")
    assert page.location.endswith(f"#c-{of(second).id}")
    desk.get(PATH)
    assert below("ceramics-tea")[:2] == [second, first]
    assert "它在裡面" in goods(app, second)
    assert "它在裡面" not in goods(app, first)
    token = desk.get(PATH).fields(f"{PATH}/{of(second).id}/down")["csrf_token"]
    assert "已經在最邊上了" in desk.follow(desk.post(f"{PATH}/{of(second).id}/up", {"csrf_token": token})).text
    # A whole branch goes under another one.
    other = next(node for node in tree().children(None) if node.slug != "ceramics-tea")
    desk.send(f"{PATH}/{of('ceramics-tea').id}", f"{PATH}/{of('ceramics-tea').id}/place", parent=str(other.id))
    assert of(second).path == f"{other.slug}/ceramics-tea/{second}"
    assert "它在裡面" in goods(app, other.slug)
    refused = desk.send(f"{PATH}/{other.id}", f"{PATH}/{other.id}/place", parent=str(of(second).id))
    assert (refused.status, "不能放到自己下面" in refused.text) == (422, True)
    assert acts() == ["category.shifted", "category.moved"]


def test_a_new_one_and_how_deep_it_may_be(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    names = {"hant": "井戸", "hans": "井户", "en": "Ido"}
    for slug in ("tea-bowls", "Ido", "i--do", "井戸", ""):
        page = desk.send(f"{PATH}/new", **names, slug=slug, parent="0")
        assert page.status == 422
        assert [e for e in page.tree.iter() if e.get("id") == "slug-wrong"], slug
    assert desk.send(f"{PATH}/new", **{**names, "en": " "}, slug="ido", parent="0").status == 422
    parent = of("tea-bowls").id
    for slug in ("ido", "ido-small"):
        page = desk.send(f"{PATH}/new", **names, slug=slug, parent=str(parent))
        parent = of(slug).id
        assert page.location == f"{PATH}/{parent}"
    assert of("ido-small").path == "ceramics-tea/tea-bowls/ido/ido-small"
    deep = desk.send(f"{PATH}/new", **names, slug="ido-tiny", parent=str(parent))
    assert (deep.status, "太深了" in deep.text) == (422, True)
    assert Browser(app).get("/en/categories/ido").status == 200
    assert acts() == ["category.added"] * 2


def test_merging_moves_all_that_points_at_it(app: Any, cast: Cast) -> None:
    old, new = of("tea-bowls"), of("teapots")
    bowl = cast.product("志野的那一個", category="tea-bowls")
    edit_storefront(cast.kyoto, StorefrontDraft(currency="JPY", expertise=("tea-bowls", "teapots")), by=cast.mei.id)
    for slug in ("tea-bowls", "teapots"):
        Interest.create(member=cast.nina.id, kind="category", key=slug)
        Weight.create(member=cast.nina.id, kind="category", key=slug, weight=1)
        Signal.create(member=cast.nina.id, verb="search", kind="category", item=of(slug).id, day="2026-11-01")
    child = actions.add(NAMES, "matcha-bowls", old.id, by=cast.ou.id)
    build_all()
    rule = GoodsRule.create(
        destination="TW", level="note", words="碗", category=old.id, note={}, source="x", by=cast.ou.id
    )
    desk = Browser(app, cast.ou)
    merging = f"{PATH}/{old.id}/merger"
    assert "先改那些規矩" in desk.send(f"{PATH}/{old.id}", merging, into=str(new.id)).text
    rule.delete_instance()
    for wrong in (old.id, child, 0):
        assert desk.send(f"{PATH}/{old.id}", merging, into=str(wrong)).status == 422
    assert desk.send(f"{PATH}/{old.id}", merging, into=str(new.id)).location == f"{PATH}/{new.id}"
    assert Category.get_or_none(Category.id == old.id) is None
    assert Product.get_by_id(bowl.id).category_id == new.id
    assert [row.category_id for row in Expertise.select()] == [new.id]
    for model in (Interest, Weight):
        assert [row.key for row in model.select().where(model.kind == "category")] == ["teapots"]
    assert [row.item for row in Signal.select().where(Signal.kind == "category")] == [new.id]
    assert of("matcha-bowls").path == "ceramics-tea/teapots/matcha-bowls"
    assert Browser(app).get("/en/categories/tea-bowls").location == "/en/categories/teapots"
    assert "志野的那一個" in goods(app, "teapots")
    told()
    assert len(find("teapots").hits.ids) == 1
    assert acts() == ["category.added", "category.merged"]


def test_the_data_file_undoes_nothing_and_adds_what_is_new(
    app: Any, cast: Cast, monkeypatch: Any, tmp_path: Path
) -> None:
    version = current("categories")
    load_categories()
    assert current("categories") == version, "nothing new, nobody reads it again"
    rows = json.loads((load.DATA / "categories.json").read_text("utf-8"))
    by, first = cast.ou.id, below("ceramics-tea")
    actions.name(of("tea-bowls").id, NAMES, "matcha-bowls", by=by)
    actions.shift(of(first[-1]).id, -1, by=by)
    actions.move(of("vases").id, None, by=by)
    actions.merge(of(first[2]).id, of("matcha-bowls").id, by=by)
    own = actions.add(NAMES, "own-kind", of("ceramics-tea").id, by=by)

    def shape() -> list[tuple[Any, ...]]:
        forget()
        return [(n.id, n.slug, n.parent, n.depth, n.names["en"]) for n in tree().order]

    decided, paths = shape(), dict(Category.select(Category.slug, Category.path).tuples())
    load_categories()
    assert shape() == decided
    assert dict(Category.select(Category.slug, Category.path).tuples()) == paths
    for row in rows:
        row["names"] = {**row["names"], "en": f"{row['names']['en']} (new)"}
    rows.append({"slug": "brand-new", "parent": "tea-bowls", "names": NAMES})
    for name in ("categories.json", "attributes.json"):
        (tmp_path / name).write_text((load.DATA / name).read_text("utf-8"), "utf-8")
    (tmp_path / "categories.json").write_text(json.dumps(rows), "utf-8")
    monkeypatch.setattr(load, "DATA", tmp_path)
    load_categories()
    assert of("matcha-bowls").names == NAMES
    assert of("teapots").names["en"].endswith("(new)"), "moved among its siblings, but nobody named it"
    assert of("brand-new").path == "ceramics-tea/matcha-bowls/brand-new", "below what its parent is called now"
    assert Category.get_by_id(own).slug == "own-kind"
    assert not CategoryAddress.select().where(CategoryAddress.slug.in_(list(paths))).exists()
    assert {row[1] for row in shape()} == {*paths, "brand-new"}


@pytest.mark.parametrize("who", ["mo", "mei"])
def test_nobody_else_may(app: Any, cast: Cast, who: str) -> None:
    browser, it = Browser(app, getattr(cast, who)), of("tea-bowls")
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    sent = {
        "csrf_token": token,
        "hant": "x",
        "hans": "x",
        "en": "x",
        "slug": "x",
        "parent": "0",
        "into": str(of("vases").id),
    }
    for what in ("name", "place", "merger", "up", "down"):
        assert browser.post(f"{PATH}/{it.id}/{what}", sent).status == 403
    assert browser.post(f"{PATH}/new", sent).status == 403
    assert (acts(), of("tea-bowls").names) == ([], it.names)
