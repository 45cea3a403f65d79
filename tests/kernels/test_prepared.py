"""Queries that are written once answer each question by its own values; so do addresses that are kept."""

from typing import Any

from miquan.accounts.models import Member
from miquan.db import counting_queries
from miquan.prepared import Prepared
from miquan.templating import address
from tests.cast import Cast


def test_sql_is_written_once_and_values_are_told_each_time(app: Any, cast: Cast) -> None:
    made = []

    def make(handle: Any, *name: Any) -> Any:
        made.append(handle)
        query = Member.select(Member.id, Member.handle).where(Member.handle == handle)
        return query.where(Member.display_name == name[0]) if name else query

    people = Prepared(make)
    mei, nina = cast.mei, cast.nina
    with counting_queries() as seen:
        assert [people.first(who.handle).id for who in (mei, nina, mei)] == [mei.id, nina.id, mei.id]
        assert people.first("nobody") is None
        assert people.rows("mei", "妮娜") == []
        assert [row.handle for row in people.rows("nina", "妮娜")] == ["nina"]
    assert len(made) == 2
    assert len(seen) == 6


def test_an_address_without_values_is_kept_for_each_language(app: Any) -> None:
    def at(root: str, endpoint: str, **values: Any) -> str:
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            return address(endpoint, **values)

    for _time in range(2):
        assert at("/zh-hant", "listing.index") == "/zh-hant/studio/products"
        assert at("/en", "listing.index") == "/en/studio/products"
    assert at("/en", "listing.index", sort="title") == "/en/studio/products?sort=title"
