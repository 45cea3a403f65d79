"""The directory and its facets, groups for a member with their reason, and the lists beside other things."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from miquan.db import counting_queries, now
from miquan.follows.models import Follow, Mute
from miquan.groups import actions
from miquan.groups.models import Group, GroupTag, Membership
from miquan.groups.queries.cards import group_cards
from miquan.groups.queries.fitting import for_you
from miquan.groups.queries.lists import Wanted, all_of, counts, directory, my_groups, public_groups_of
from miquan.portraits import actions as portraits
from miquan.portraits.models import Interest
from miquan.products.models import Tag
from miquan.viewer import seen_by, viewer
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.groups.test_acts import begun
from tests.site.test_queries import MOST, asked
from tests.threads.filled import grouped, joined, replied, threaded

HERE = "/zh-hant/g/kyoto-tea"


@pytest.fixture
def a_request(app: Any) -> Any:
    with app.test_request_context("/zh-hant/"):
        yield


def found(*args: Any) -> list[str]:
    return names(directory(*args).ids)


def names(ids: Any) -> list[str]:
    return [card.name for card in group_cards(list(ids))]


def tagged(group: Group, name: str) -> Tag:
    tag: Tag = Tag.get_or_create(slug=name, defaults={"name": name})[0]
    GroupTag.create(group=group.id, tag=tag.id)
    return tag


def test_the_directory_holds_what_everybody_may_know_of(app: Any, cast: Cast, a_request: Any) -> None:
    for visibility in ("public", "unlisted", "members", "private"):
        grouped(visibility, cast.mei, name=visibility, visibility=visibility)
    grouped("old", cast.mei, name="old", archived_at=now())
    for reader in (None, cast.mei):
        with seen_by(replace(viewer(), member=reader)):
            assert sorted(found(Wanted())) == ["members", "public"]


def test_the_directory_is_narrowed_sorted_and_goes_on_by_key(app: Any, cast: Cast, a_request: Any) -> None:
    for n in range(30):
        group = grouped(
            f"g{n}", name=f"群{n}", country="JP" if n % 2 else "GB", languages=["ja"] if n % 3 else ["en", "zh-hant"],
            members=n % 5, active_at=now() - timedelta(hours=n),
        )  # fmt: skip
        if n < 4:
            tagged(group, "茶道")
    assert found(Wanted(tags=("茶道",))) == ["群0", "群1", "群2", "群3"]
    assert found(Wanted(countries=("JP",), languages=("en",))) == [f"群{n}" for n in (3, 9, 15, 21, 27)]
    assert len(found(Wanted(languages=("ja", "en")))) == 24
    orders = {
        "active": [f"群{n}" for n in range(30)],
        "new": [f"群{n}" for n in range(29, -1, -1)],
        "members": [f"群{n}" for most in range(4, -1, -1) for n in range(29, -1, -1) if n % 5 == most],
    }
    for sort, order in orders.items():
        first = directory(Wanted(), sort)
        second = directory(Wanted(), sort, first.next)
        assert names([*first.ids, *second.ids]) == order
        assert (len(first.ids), second.next) == (24, "")
    told = counts()
    assert (told.countries, told.languages["ja"], told.tags, told.names) == (
        {"JP": 15, "GB": 15}, 20, {"茶道": 4}, {"茶道": "茶道"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "query", ["lang=%22&tag=x", "country=ZZ", "sort=x&before=9-9-9", "before=99999999999999999999-1", "lang=_"]
)
def test_strange_words_find_nothing_and_break_nothing(app: Any, cast: Cast, query: str) -> None:
    grouped(owner=cast.mei, languages=["ja"])
    assert Browser(app).get(f"/zh-hant/groups?{query}").status == 200


def test_the_directorys_page_says_what_is_chosen_and_leads_on(app: Any, cast: Cast) -> None:
    for n in range(30):
        grouped(f"g{n}", name=f"群{n}", country="JP", active_at=now() - timedelta(hours=n))
    browser = Browser(app)
    page = browser.get("/zh-hant/groups?country=JP&utm_source=x")
    (onward,) = page.all("a", rel="next")
    assert "群29" in browser.get(onward.get("href") or "").text
    assert 'href="/zh-hant/groups"' in page.text
    assert "noindex" in page.text
    assert "noindex" not in browser.get("/zh-hant/groups").text


def test_facets_tell_groups_apart_and_what_is_recommended_is_not_said_twice(app: Any, cast: Cast) -> None:
    for n in range(3):
        group = grouped(
            f"g{n}", cast.mei, name=f"群{n}", languages=["zh-hant", *(["ja"] if n else [])], country="JP" if n else "GB"
        )
        tagged(group, f"只有{n}")
    Interest.create(member=cast.nina.id, kind="tag", key="只有2", stance="named")
    page = Browser(app).get("/zh-hant/groups")
    boxes = [(e.get("name"), e.get("value")) for e in page.all("input", type="checkbox")]
    assert boxes == [("country", "JP"), ("country", "GB"), ("lang", "ja")]
    shown = Browser(app, cast.nina).get("/zh-hant/groups").words("h2") + Browser(app, cast.nina).get(
        "/zh-hant/groups"
    ).words("h3")
    assert sum(words == "群2" for words in shown) == 1


def reasons(member: Any) -> dict[str, str]:
    with seen_by(replace(viewer(), member=member)):
        found = for_you(member.id, 20)
        return dict(zip(names(found), found.values(), strict=True))


def test_groups_for_a_member_each_with_its_true_reason(app: Any, cast: Cast, a_request: Any) -> None:
    tea, wool, far = (grouped(slug, cast.mei, name=slug) for slug in ("tea", "wool", "far"))
    tagged(tea, "茶道")
    Group.update(country="IS").where(Group.id == far.id).execute()
    grouped("nothing", cast.mo, name="nothing")
    joined(wool, cast.tang)
    Interest.create(member=cast.nina.id, kind="tag", key="茶道", stance="named")
    Interest.create(member=cast.nina.id, kind="country", key="IS", stance="raised")
    Follow.create(follower=cast.nina.id, kind="member", target=cast.tang.id)
    assert reasons(cast.nina) == {
        "tea": "和你喜歡的#茶道有關", "far": "你對冰島有興趣", "wool": "你關注的阿棠在裡面",
    }  # fmt: skip
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    assert reasons(cast.nina)["wool"] == "你關注的林美和另外1人在裡面"
    assert wool.id
    assert "群裡有2位你關注的人" in Browser(app, cast.nina).get("/zh-hant/g/wool").text
    joined(wool, cast.nina)
    assert "你關注的人" not in Browser(app, cast.nina).get("/zh-hant/g/wool").text


def test_kinds_of_goods_that_they_named_lead_to_groups_on_their_first_page(
    app: Any, cast: Cast, a_request: Any
) -> None:
    """The tags of a group are called like the kind, like one beneath it, or like half of its name."""
    for slug, word in (("wool", "羊毛"), ("jumpers", "毛衣"), ("tea", "茶葉"), ("far", "登山")):
        tagged(grouped(slug, cast.mei, name=slug), word)
    portraits.name_interests(("category",), [("category", "textiles-wool")], by=cast.nina.id)
    assert reasons(cast.nina) == dict.fromkeys(("wool", "jumpers"), "和你喜歡的羊毛與手織有關")
    browser = Browser(app, cast.nina)
    assert browser.send("/zh-hant/me/welcome/places", languages=["zh-hant"]).location == "/zh-hant/?first=1"
    page = browser.get("/zh-hant/?first=1")
    assert "也許適合你的群" in page.text
    assert page.text.count("和你喜歡的羊毛與手織有關") == 2
    assert "也許適合你的群" not in browser.get("/zh-hant/").text


def test_what_was_banned_from_the_portrait_is_no_reason(app: Any, cast: Cast, a_request: Any) -> None:
    tagged(grouped("tea", cast.mei, name="tea"), "茶道")
    Interest.create(member=cast.nina.id, kind="tag", key="茶道", stance="banned")
    assert reasons(cast.nina) == {}


@pytest.mark.parametrize("visibility", ["unlisted", "members", "private"])
def test_a_group_that_is_not_public_is_neither_named_nor_evidence(
    app: Any, cast: Cast, a_request: Any, visibility: str
) -> None:
    secret = grouped("secret", cast.tang, name="secret", visibility=visibility)
    tagged(secret, "茶道")
    grouped("open", cast.mei, name="open")
    Interest.create(member=cast.nina.id, kind="tag", key="茶道", stance="named")
    Follow.create(follower=cast.nina.id, kind="member", target=cast.tang.id)
    # Even to who is in it with them it says nothing about others.
    joined(secret, cast.nina)
    assert reasons(cast.nina) == {}
    assert reasons(cast.ruo) == {}
    with seen_by(replace(viewer(), member=cast.nina)):
        assert public_groups_of(cast.tang.id) == []


@pytest.mark.parametrize("way", ["muted", "blocks", "blocked", "gone", "in it", "shut out", "applied", "archived"])
def test_whom_they_do_not_see_is_no_reason_and_where_they_are_is_not_named(
    app: Any, cast: Cast, a_request: Any, way: str
) -> None:
    group = grouped("tea", cast.tang, name="tea")
    Follow.create(follower=cast.nina.id, kind="member", target=cast.tang.id)
    if way == "muted":
        Mute.create(member=cast.nina.id, kind="member", target=cast.tang.id)
    elif way == "blocks":
        blocked(cast.nina.id, cast.tang.id)
    elif way == "blocked":
        blocked(cast.tang.id, cast.nina.id)
    elif way == "gone":
        type(cast.tang).update(active=False).where(type(cast.tang).id == cast.tang.id).execute()
    elif way == "archived":
        Group.update(archived_at=now()).execute()
    else:
        Membership.create(
            group=group.id, member=cast.nina.id, role={"in it": "member", "shut out": "banned"}.get(way, "applicant")
        )
    assert reasons(cast.nina) == {}


def test_ones_own_groups_are_at_hand(app: Any, cast: Cast, a_request: Any) -> None:
    first, second = grouped("one", cast.mei, name="one"), grouped("two", cast.mei, name="two", visibility="private")
    asked_for = grouped("three", cast.tang, name="three")
    joined(asked_for, cast.mei, "applicant")
    Group.update(active_at=now() + timedelta(hours=1)).where(Group.id == first.id).execute()
    assert [line.name for line in my_groups(cast.mei.id)] == ["one", "two"]
    assert [(one.line.name, one.role) for one in all_of(cast.mei.id)[0]] == [
        ("one", "owner"), ("three", "applicant"), ("two", "owner"),
    ], "where something was said last first"  # fmt: skip
    assert my_groups(cast.nina.id) == []
    browser = Browser(app, cast.mei)
    replied(threaded(first, cast.tang, last_by=cast.tang.id), cast.tang)
    Group.update(archived_at=now()).where(Group.id == second.id).execute()
    here = browser.get("/zh-hant/me/groups")
    assert [("有新的話" in line, "封存了" in line) for line in here.words("li") if "群主" in line] == [
        (True, False),
        (False, True),
    ]
    Group.update(archived_at=None).execute()
    for path in ("/zh-hant/", "/zh-hant/g/one", "/zh-hant/me/groups"):
        assert 'href="/zh-hant/g/two"' in browser.get(path).text
    assert second.id


def test_public_groups_stand_beside_people_places_and_tags(app: Any, cast: Cast) -> None:
    begun(cast, slug="kyoto-tea", country="JP", city="kyoto")
    begun(cast, name="祕密茶會", slug="secret", country="JP", city="kyoto", visibility="private", joining="invite")
    for path in ("/zh-hant/@mei", "/zh-hant/places/japan", "/zh-hant/places/japan/kyoto", "/zh-hant/tags/茶道"):
        page = Browser(app).get(path)
        assert 'href="/zh-hant/g/kyoto-tea"' in page.text, path
        assert "祕密茶會" not in page.text


@pytest.mark.parametrize(
    "path",
    [HERE, f"{HERE}/about", f"{HERE}/members", f"{HERE}/shelf", "/zh-hant/groups", "/zh-hant/me/groups", f"{HERE}/applications", f"{HERE}/invites"],
)  # fmt: skip
def test_pages_ask_as_often_for_fifty_as_for_one(app: Any, cast: Cast, path: str) -> None:
    group = begun(cast, slug="kyoto-tea", joining="apply", country="JP")
    actions.put_on_shelf(group.id, cast.product().id, "", by=cast.mei.id)

    def fill(start: int, end: int) -> None:
        for n in range(start, end):
            joined(group, cast.member(f"guest_{n}", f"客人{n}"))
            joined(group, cast.member(f"other_{n}", f"別人{n}"), "applicant")
            other = grouped(f"g{n}", cast.mei, name=f"群{n}", country="JP")
            tagged(other, f"標籤{n}")
            replied(threaded(group, cast.mei, f"話題{n}"), cast.tang)
            if n < 18:
                actions.invite(group.id, by=cast.mei.id)
                actions.put_on_shelf(group.id, cast.product(f"碗{n}").id, "好", by=cast.mei.id)

    fill(0, 1)
    Follow.create(follower=cast.nina.id, kind="member", target=cast.mei.id)
    joined(grouped("ninas", cast.mei, name="妮娜也在"), cast.nina)
    replied(threaded(group, cast.mei), cast.tang)
    Interest.create(member=cast.nina.id, kind="tag", key="標籤0", stance="named")
    own = path.endswith(("applications", "invites", "me/groups"))
    readers = [Browser(app, cast.mei)] if own else [Browser(app), Browser(app, cast.nina), Browser(app, cast.mei)]
    one = [asked(reader, path) for reader in readers]
    fill(1, 50)
    assert [asked(reader, path) for reader in readers] == one
    assert max(one) <= MOST


def test_a_group_of_many_shows_its_newest_members_without_sorting_all(app: Any, cast: Cast, a_request: Any) -> None:
    from miquan.db import database, is_postgres
    from miquan.groups.queries.members import members_of

    group = grouped(owner=cast.mei)
    with counting_queries() as seen:
        members_of(group.id)
    if not is_postgres():
        sql = seen[-1].replace("?", "1")
        plan = " ".join(row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall())
        assert "TEMP B-TREE" not in plan, plan
