"""Who is shut out is nowhere to be seen, and back everywhere when let in again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from miquan import db
from miquan.moderation.actions import reinstate_member, suspend_member
from miquan.outbox import SUBSCRIBERS, EventRow
from miquan.outbox.models import Delivery
from miquan.search.indexing import build_all
from miquan.search.service import engine
from tests.site.world import World, make_world


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    found = make_world(tmp_path, database_url)
    with found.app.app_context():
        build_all()
        Delivery.delete().execute()
    db.database.close()
    yield found
    db.database.obj.close_all()


def index(world: World, act: Any) -> None:
    """Do it, and let search hear of it."""
    with world.app.app_context():
        act(world.cast.tang.id, by=world.cast.ou.id, reason="x")
        waiting = Delivery.select(Delivery.event).where(Delivery.subscriber == "search.index")
        SUBSCRIBERS["search.index"].run(list(EventRow.select().where(EventRow.id.in_(waiting))))
        Delivery.delete().execute()
    db.database.close()


def state_of(world: World) -> dict[str, Any]:
    """For every public address that may tell of tang: the status, or whether it does."""
    reader = world.browser()
    found: dict[str, Any] = {
        path: reader.get(f"/zh-hant{path}").status
        for path in ("/@tang", "/@tang/feed.atom", world.path("jumper", "x")[2:], world.path("scarf", "x")[2:])
    }
    shelves = (
        "/zh-hant/", "/zh-hant/search?q=毛衣", "/en/search?q=scarf", "/zh-hant/search/suggestions?q=阿棠", "/zh-hant/categories/fair-isle",
        "/zh-hant/places/united-kingdom", "/zh-hant/places/united-kingdom/edinburgh", "/sitemaps/people-0.xml", "/sitemaps/products-0.xml",
    )  # fmt: skip
    found |= {path: "@tang" in reader.get(path).text for path in shelves}
    found["country"] = "愛丁堡" in reader.get("/zh-hant/places/united-kingdom").text
    found["place in the map"] = "/places/united-kingdom" in reader.get("/sitemaps/shelves-0.xml").text
    found["asking"] = world.browser("stranger").get("/zh-hant/@tang/question").status
    found["stepping by"] = "@tang" in world.browser("stranger").get("/zh-hant/categories/fair-isle").text
    with world.app.app_context():
        found["index"] = len(engine().ids())
    db.database.close()
    return found


def test_all_of_them_goes_and_comes_back(world: World) -> None:
    before = state_of(world)
    assert all(before.values())
    index(world, suspend_member)
    during = state_of(world)
    assert during.pop("index") == before["index"] - 2
    assert set(during.values()) == {404, False}, during
    index(world, reinstate_member)
    assert state_of(world) == before
