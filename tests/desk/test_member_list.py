"""The desk's list of members: found, narrowed by state and by the day of joining, and read page by page in three orders."""

from datetime import UTC, datetime, timedelta
from typing import Any

from miquan.accounts.models import Member, MemberSession
from miquan.db import now
from miquan.moderation.actions import suspend_member
from miquan.moderation.deciding import Wish, decide
from tests.browsing import Browser
from tests.cast import Cast
from tests.desk.test_members import handles


def test_members_are_found_by_what_is_known_of_them(app: Any, cast: Cast) -> None:
    mei, tang = cast.mei, cast.tang
    cast.member("mei_two", "美%_二號")
    desk = Browser(app, cast.ou)

    def find(query: str, **more: str) -> list[str]:
        page = desk.ask("GET", "/zh-hant/desk/members", query_string={"q": query, **more})
        assert page.status == 200
        return handles(page)

    assert find("mei") == ["mei_two", "mei"]
    assert find("@mei_") == ["mei_two"]
    assert find("林美") == ["mei"]
    assert find("%_") == ["mei_two"], "no wildcards"
    assert find(f"#{tang.id}") == ["tang"]
    assert find("TANG@Example.org") == ["tang"]
    assert find("tang@ex") == ["tang"]
    assert find("", state="staff") == ["ou_op"]
    assert find("nobody at all") == find("", state="suspended") == []
    for strange in ("\x00", "9" * 40, "٣", "' OR 1=1 --", "長" * 400):
        find(strange)
    assert len(find("")) == 4
    assert mei.handle in find("", before=str(tang.id))


def test_lists_are_narrowed_by_state_and_by_the_day_of_joining(app: Any, cast: Cast) -> None:
    cast.product()
    desk = Browser(app, cast.ou)
    for member, day in ((cast.nina, 9), (cast.ruo, 10), (cast.tang, 11)):
        # The last moment of the day where the operator is: Taipei.
        moment = datetime(2025, 3, day, 15, 59, 59, 500, tzinfo=UTC)
        Member.update(created_at=moment).where(Member.id == member.id).execute()

    def find(**asked: str) -> list[str]:
        return handles(desk.get("/zh-hant/desk/members", query_string=asked))

    assert find(state="buyers") == ["mei"]
    assert find(state="new") == ["ou_op", "mei"]
    assert find(since="2025-03-10", until="2025-03-10") == ["ruo"]
    assert find(until="2025-03-10") == ["ruo", "nina"]
    assert find(since="2025-03-10", state="buyers") == ["mei"]
    assert "2025-03-10" in desk.get("/zh-hant/desk/members?q=ruo").words("time")
    Member.update(zone="America/New_York").where(Member.id == cast.ou.id).execute()
    assert find(since="2025-03-10", until="2025-03-10") == ["ruo"]
    Member.update(zone="Pacific/Kiritimati").where(Member.id == cast.ou.id).execute()
    assert find(since="2025-03-11", until="2025-03-11") == ["ruo"], "there the next day has begun"
    assert "2025-03-11" in desk.get("/zh-hant/desk/members?q=ruo").words("time")
    page = desk.get("/zh-hant/desk/members?since=2025-03-10&until=2025-03-11")
    assert all("since=2025-03-10" in str(e.get("href")) for nav in page.all("nav", _class="tabs") for e in nav)
    for strange in ("soon", "2025-13-01", "٢٠٢٥-03-10", "0000-00-00", "0001-01-01", "9999-12-31"):
        assert len(find(since=strange)) == 5


def _walked(desk: Browser, path: str) -> list[str]:
    """All members of a list, page by page."""
    found: list[str] = []
    while path:
        page = desk.get(path)
        found += handles(page)
        links = page.all("a", rel="next")
        path = str(links[0].get("href")) if links else ""
    return found


def test_members_stand_in_the_order_that_is_asked_for(app: Any, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("miquan.desk.queries.PAGE", 2)
    people, desk = [cast.mei, cast.tang, cast.nina, cast.ruo], Browser(app, cast.ou)
    Member.update(created_at=now() - timedelta(days=30)).where(Member.id.in_([one.id for one in people])).execute()
    for member in (cast.nina, cast.mei):
        Browser(app, member)
    for member, days in ((cast.nina, 1), (cast.mei, 3)):
        MemberSession.update(seen_at=now() - timedelta(days=days)).where(MemberSession.member == member.id).execute()
    decide("member", cast.nina.id, Wish("limit", "spam", "慢一點", days=7), by=cast.ou.id)
    suspend_member(cast.tang.id, by=cast.ou.id, reason="吵架")
    Member.update(leaving_at=now() + timedelta(days=30)).where(Member.id == cast.mei.id).execute()
    path = "/zh-hant/desk/members"
    assert _walked(desk, path) == ["ou_op", "ruo", "nina", "tang", "mei"]
    assert _walked(desk, f"{path}?order=seen") == ["ou_op", "nina", "mei", "ruo", "tang"], "else when they joined"
    assert _walked(desk, f"{path}?order=standing") == ["tang", "nina", "mei", "ou_op", "ruo"]
    assert _walked(desk, f"{path}?order=seen&q=example.org&state=buyers") == []
    page = desk.get(f"{path}?order=seen&state=leaving")
    assert handles(page) == ["mei"]
    current = [e for e in page.all("a") if e.get("aria-current") == "page" and "order=seen" in str(e.get("href"))]
    assert len(current) == 2, "the state and the order go along with each other"
    for strange in (
        "order=color",
        "order=seen&before=x",
        "order=seen&before=1-",
        "order=standing&before=9-x",
        "order=seen&before=9999999999999999-1",
    ):
        assert desk.get(f"{path}?{strange}").status == 200


def test_pages_of_a_list_hold_each_member_once(app: Any, cast: Cast) -> None:
    for i in range(64):
        cast.member(f"crowd_{i:02}", f"群眾{i}")
    desk, path, seen = Browser(app, cast.ou), "/zh-hant/desk/members?q=crowd", []
    while path:
        page = desk.get(path)
        seen += handles(page)
        links = page.all("a", rel="next")
        path = str(links[0].get("href")) if links else ""
    assert seen == [f"crowd_{i:02}" for i in reversed(range(64))]
