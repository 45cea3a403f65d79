"""What helps while one writes in a group: the words ahead, whom one can name, what was said before. Nobody learns more by it."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from miquan.accounts.models import Member
from miquan.circle.queries import reach
from miquan.db import counting_queries, database, is_postgres
from miquan.follows import actions as follows
from miquan.follows.models import Follow
from miquan.groups.models import Group
from miquan.search.indexing import rebuild
from miquan.threads import actions
from miquan.threads.queries import inside
from miquan.threads.queries.writers import writers_in
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_pages import base, path, talked

T = "/zh-hant/g/kyoto-tea/t"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Part(Page):
    """An answer that is no page of its own."""

    @property
    def tree(self) -> Element:  # type: ignore[override]
        found: Element = html5lib.HTMLParser(strict=True).parseFragment(self.text)
        return found


def part_of(browser: Browser, address: str) -> Part:
    return Part(browser.get(address, headers=PART).answer)


def named(browser: Browser, typed: str, at: str = T) -> list[str]:
    page = part_of(browser, f"{at}/people?q={typed}")
    assert page.status == 200
    return [str(e.get("data-value")) for e in page.all("li", role="option")]


@pytest.mark.parametrize("visibility", ["public", "unlisted", "members", "private"])
def test_of_a_closed_group_only_its_members_can_be_named(app: Any, cast: Cast, visibility: str) -> None:
    group = grouped(owner=cast.mei, visibility=visibility)
    joined(group, cast.nina)
    joined(group, cast.tang, "applicant")
    Follow.create(follower=cast.mei.id, kind="member", target=cast.ruo.id)
    mei = Browser(app, cast.mei)
    outside = {"members": [], "private": []}.get(visibility, ["ruo"])
    assert named(mei, "ruo") == outside
    assert named(mei, "") == [*outside, "nina"]
    assert named(mei, "tang") == (["tang"] if outside else [])
    assert named(mei, "mei") == []
    for who in (cast.ruo, cast.tang):
        assert Browser(app, who).get(f"{T}/people?q=n", headers=PART).status == 404


def test_who_is_found_by_name_in_either_script_and_never_through_a_block(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    Member.update(display_name="林靜儀").where(Member.id == cast.nina.id).execute()
    mei = Browser(app, cast.mei)
    assert [named(mei, typed) for typed in ("靜", "静儀", "静仪", "NINA", "％")] == [["nina"]] * 2 + [["nina"]] * 2 + [
        []
    ]
    assert named(mei, "靜", "/zh-hant/c") == [] != named(mei, "林", "/zh-hant/c")
    follows.block(cast.mei.id, by=cast.nina.id)
    assert named(Browser(app, cast.mei), "nina") == named(Browser(app, cast.mei), "nina", "/zh-hant/c") == []


def called(cast: Cast, handle: str, name: str = "林") -> int:
    member: int = cast.member(handle, name).id
    return member


def test_who_is_meant_comes_first(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei)
    called(cast, "aab", "Annabel")
    for handle in ("annex", "ann", "ann_b", "bob"):
        called(cast, handle)
    mei = Browser(app, cast.mei)
    assert named(mei, "ann") == ["ann", "ann_b", "annex", "aab"]
    # Where they are followed, too: by handle before by name, and a whole handle before all.
    for handle in ("aab", "annex"):
        Follow.create(follower=cast.mei.id, kind="member", target=Member.get(Member.handle == handle).id)
    assert named(mei, "ann") == ["ann", "annex", "aab", "ann_b"]
    assert named(mei, "an") == ["annex", "aab", "ann", "ann_b"]
    assert named(mei, "ANN") == named(mei, "ann")


@pytest.mark.parametrize("visibility", ["public", "private"])
def test_in_a_thread_those_first_who_wrote_there(app: Any, cast: Cast, visibility: str) -> None:
    group, other = grouped(owner=cast.mei, visibility=visibility), grouped("bread", cast.mei)
    for handle in ("nn_a", "nn_c", "nn_d"):
        joined(group, Member.get_by_id(called(cast, handle)))
    called(cast, "nn_out")
    thread, elsewhere = threaded(group, cast.mei), threaded(other, cast.mei)
    replied(thread, Member.get(Member.handle == "nn_d"))
    replied(thread, Member.get(Member.handle == "nn_c"), state="removed")
    replied(thread, Member.get(Member.handle == "nn_out"))
    replied(elsewhere, Member.get(Member.handle == "nn_c"))
    mei, near = Browser(app, cast.mei), ["nn_d", "nn_a", "nn_c"]
    wanted = near if visibility == "private" else ["nn_d", "nn_out", "nn_a", "nn_c"]
    assert named(mei, f"nn&thread={thread.id}") == wanted
    for told in (f"nn&thread={elsewhere.id}", "nn&thread=x", "nn"):
        assert named(mei, told)[:3] == ["nn_a", "nn_c", "nn_d"]
    page = mei.get(path(thread))
    (field,) = page.all("textarea", **{"data-write": "data-write"}) or page.all("textarea", name="body")
    assert str(field.get("data-people")).endswith(f"?thread={thread.id}")


def test_nobody_is_looked_for_among_all_members(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    with app.test_request_context():
        ways = list(reach._ways("an", group.id, writers_in(1, group.id), others=True))
    plans = []
    with database.atomic():
        if is_postgres():
            # Of so few rows it would read all.
            database.execute_sql("SET LOCAL enable_seqscan = off")
        for way in ways:
            sql, values = way.where(Member.active).limit(6).sql()
            rows = database.execute_sql(f"EXPLAIN {'' if is_postgres() else 'QUERY PLAN '}{sql}", values).fetchall()
            plans.append("\n".join(str(row[-1]) for row in rows))
    for plan in plans:
        assert "SCAN t1" not in plan, plan
        assert "Seq Scan on member" not in plan, plan
    by_handle, by_name = plans[-2:]
    for plan, index in ((by_handle, "member_handle_bytes"), (by_name, "member_name_bytes")):
        assert index in plan
        assert re.search(r"Index Cond: \(+lower.* >= 'an'" if is_postgres() else r"<expr>>\? AND <expr><\?", plan), plan


def ahead(browser: Browser, headers: Any = None, **fields: str) -> Page:
    token = browser.get(f"{T}/new").fields()["csrf_token"]
    return browser.post(f"{T}/preview", {"csrf_token": token, **fields}, headers=headers or {})


def test_the_words_ahead_are_those_that_will_be_read(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, visibility="private")
    joined(group, cast.nina)
    said = {"title": "標題<b>", "body": "**重**<script>x</script> @nina @ruo #茶"}
    mei = Browser(app, cast.mei)
    part, page = Part(ahead(mei, PART, **said).answer), ahead(mei, **said)
    for shown in (part, page):
        assert shown.status == 200
        links = [e.get("href") for e in shown.all("a")]
        assert "/zh-hant/@nina" in links
        assert "/zh-hant/@ruo" not in links
        assert "<strong>重</strong>" in shown.text
        assert "<script>x" not in shown.text
        assert "標題&lt;b&gt;" in shown.text
    assert "<html" not in part.text
    assert Browser(app, cast.ruo).post(f"{T}/preview", {}).status in (400, 404)


def titles(page: Page) -> list[str]:
    return [
        " ".join(e.itertext())
        for ul in page.all("ul", class_="similar")
        for e in ul.iter("{http://www.w3.org/1999/xhtml}a")
    ]


def test_what_was_said_in_the_group_before_stands_beside_a_new_title(app: Any, cast: Cast) -> None:
    group, other = grouped(owner=cast.mei), grouped("bread", cast.mei)
    joined(group, cast.nina)
    first = threaded(group, cast.mei, "茶杯要多大才好", slug="cup")
    replied(first, cast.nina)
    threaded(other, cast.mei, "茶杯放哪裡")
    threaded(group, cast.mei, "茶杯藏起來", state="hidden")
    threaded(group, cast.ruo, "茶杯多大")
    rebuild()
    nina = Browser(app, cast.nina)
    seen = {"茶杯要多大才好", "茶杯多大"}
    for typed, wanted in [("茶杯多大", seen), ("茶杯%20多大", seen), ("茶杯", seen), ("茶", set())]:
        assert set(titles(part_of(nina, f"{T}/similar?title={typed}"))) == wanted
    follows.block(cast.ruo.id, by=cast.nina.id)
    found = part_of(Browser(app, cast.nina), f"{T}/similar?title=茶杯多大")
    assert titles(found) == ["茶杯要多大才好"]
    assert {e.get("href") for e in found.all("a")} == {path(first)}
    assert titles(part_of(Browser(app, cast.nina), f"{T}/similar?title=，")) == []
    # Without scripts: on the page ahead, and when the form comes back.
    assert titles(ahead(nina, title="茶杯多大", body="問")) == ["茶杯要多大才好"]
    again = nina.send(f"{T}/new", None, title="茶杯多大", body="")
    assert (again.status, titles(again)) == (422, ["茶杯要多大才好"])
    assert titles(nina.get(f"{T}/new")) == []
    Group.update(visibility="private").execute()
    assert Browser(app, cast.ruo).get(f"{T}/similar?title=茶杯", headers=PART).status == 404


def test_the_threads_of_a_group_are_read_once_while_none_comes_or_goes(app: Any, cast: Cast) -> None:
    group, other = grouped(owner=cast.mei), grouped("bread", cast.mei)
    first = threaded(group, cast.mei, "茶杯要多大才好")

    def read(groups: list[Group]) -> tuple[list[list[int]], int]:
        with counting_queries() as seen:
            found = [list(inside.threads_of(one.id)) for one in groups]
        return found, len(seen)

    # One query tells whether anything has moved, another reads all.
    assert read([group, group, other, group]) == ([[first.id]] * 2 + [[]] + [[first.id]], 6)
    second = threaded(group, cast.mei, "另一個")
    assert read([group, group]) == ([[first.id, second.id]] * 2, 3)
    actions.hide_thread(first.id, by=cast.mo.id, reason="看看", moderator=True)
    assert read([group, group]) == ([[second.id]] * 2, 3)
    actions.show_thread(first.id, by=cast.mo.id, moderator=True)
    assert read([group, group]) == ([[first.id, second.id]] * 2, 3)


def test_one_field_serves_both_composers(app: Any, cast: Cast) -> None:
    thread, nina = talked(cast, 1), Browser(app, cast.nina)
    for page in (
        nina.get(path(thread)),
        nina.get(f"{T}/new"),
        nina.get(base(thread, "/replies")),
        nina.get("/zh-hant/c/new"),
    ):
        (bar,) = page.all("span", role="toolbar")
        (field,) = page.all("textarea", id=str(bar.get("aria-controls")))
        assert [b.get("data-mark") for b in page.all("button") if b.get("data-mark")] == [
            "bold",
            "italic",
            "quote",
            "list",
            "link",
            "code",
        ]
        assert (
            nina.get(
                f"{field.get('data-people')}{'&' if '?' in str(field.get('data-people')) else '?'}q=mei", headers=PART
            ).status
            == 200
        )
