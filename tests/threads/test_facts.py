"""What deals and trips say of themselves: asked for by their form only, shown under the title, told to search engines, erased with the words."""

from datetime import date, timedelta
from typing import Any

import pytest

from miquan.circle.rules import Problem
from miquan.db import now
from miquan.follows import actions as follows
from miquan.threads import actions
from miquan.threads.facts import Facts, cleaned, facts_in, problems_with, stored
from miquan.threads.models import Reply, ReplyRevision, Thread
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.threads.filled import grouped, joined, replied, threaded
from tests.threads.test_pages import base, path, told

NEW = "/zh-hant/g/kyoto-tea/t/new"
SOON = now().date() + timedelta(days=20)
DEAL = {"kind": "deal", "title": "鐵壺打七折", "body": "店裡還有兩把", "price": "12,800", "currency": "JPY", "where": "寺町通的老店",
        "link": "https://www.example.org/tetsubin?a=1&b=2", "until": SOON.isoformat()}  # fmt: skip
TRIP = {"kind": "trip", "title": "下個月去京都", "body": "可以幫忙看器物", "countries": ["JP", "KR"], "cities": "京都、首爾", "room": "一個登機箱",
        "since": (SOON - timedelta(days=6)).isoformat(), "until": SOON.isoformat()}  # fmt: skip


def facts(page: Page) -> list[str]:
    lists = page.all("dl", _class="thread-about")
    return [" ".join("".join(e.itertext()).split()) for one in lists for e in one.iter() if str(e.tag).endswith("}dd")]


def newest() -> Thread:
    return Thread.select().order_by(Thread.id.desc()).first()


def test_a_deal_is_told_with_its_price_and_its_end(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    mei, visitor = Browser(app, cast.mei), Browser(app)
    assert mei.send(NEW, **{**DEAL, "cities": "不是行程", "room": "x"}).status == 303
    thread = newest()
    assert thread.facts == {
        "price": 12_800,
        "currency": "JPY",
        "where": "寺町通的老店",
        "link": DEAL["link"],
        "until": DEAL["until"],
    }
    page = visitor.get(path(thread))
    price, where, _until, link = facts(page)
    assert (price.startswith("JPY 12,800 ≈ TWD"), where, link) == (True, "寺町通的老店", "example.org")
    (away,) = [a for a in page.all("a") if a.get("href") == DEAL["link"]]
    assert away.get("rel") == "nofollow ugc noopener"
    assert told(page)["about"] == {
        "@type": "Offer", "name": "鐵壺打七折", "price": "12800", "priceCurrency": "JPY", "validThrough": DEAL["until"],
        "availableAtOrFrom": {"@type": "Place", "name": "寺町通的老店"}, "url": DEAL["link"],
    }  # fmt: skip
    assert "已經過了" not in page.text + visitor.get(f"/zh-hant/g/{group.slug}").text
    # Its end comes nearer, and the price goes.
    fields = mei.get(base(thread, "/edit")).fields()
    assert (fields["price"], fields["currency"], fields["until"]) == ("12800", "JPY", DEAL["until"])
    mei.send(base(thread, "/edit"), price="", until=(now().date() - timedelta(days=2)).isoformat())
    page = visitor.get(path(thread))
    assert len(facts(page)) == 3
    assert "已經過了" in page.text
    assert "已經過了" in Browser(app, cast.ruo).get(f"/zh-hant/g/{group.slug}").text
    assert [row.data["facts"].get("price") for row in ReplyRevision.select().order_by(ReplyRevision.id)] == [
        12_800,
        None,
    ]
    # As talk it has no facts any more.
    mei.send(base(thread, "/edit"), kind="discussion")
    assert (Thread.get_by_id(thread.id).facts, facts(visitor.get(path(thread)))) == ({}, [])


def test_a_trip_is_told_with_its_days_and_places(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei)
    assert Browser(app, cast.mei).send(NEW, **TRIP, price="12").status == 303
    page = Browser(app).get(path(newest()))
    where, _days, room = facts(page)
    assert (where, room) == ("日本、南韓、京都、首爾", "一個登機箱")
    data = told(page)
    assert data["temporalCoverage"] == f"{TRIP['since']}/{TRIP['until']}"
    assert [one["name"] for one in data["spatialCoverage"]] == ["日本", "南韓", "京都、首爾"]
    assert "about" not in data
    assert "京都、首尔" in Browser(app).get(path(newest(), lang="zh-hans")).text


@pytest.mark.parametrize(
    ("form", "wrong", "field"),
    [
        (DEAL, {"price": "很便宜"}, "price"), (DEAL, {"price": "1.5"}, "price"), (DEAL, {"link": "javascript:alert(1)"}, "link"), (DEAL, {"link": "ftp://example.org"}, "link"),
        (DEAL, {"until": "soon"}, "until"), (TRIP, {"since": (SOON + timedelta(days=1)).isoformat()}, "until"), (TRIP, {"countries": ["XX"]}, "countries"),
        (DEAL, {"currency": "XTS"}, "currency"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(app: Any, cast: Cast, form: Any, wrong: Any, field: str) -> None:
    grouped(owner=cast.mei)
    page = Browser(app, cast.mei).send(NEW, **{**form, **wrong})
    assert page.status == 422
    assert [e for e in page.tree.iter() if e.get("id") == f"{field}-wrong"]
    assert Thread.select().count() == 0


def test_facts_keep_what_a_kind_has_and_go_there_and_back() -> None:
    mixed = Facts(1, "JPY", " 寺町\n通 ", "", ("JP",), "京都", date(2026, 1, 2), date(2026, 1, 3), "箱")
    assert cleaned("deal", mixed) == Facts(price=1, currency="JPY", where="寺町 通", until=date(2026, 1, 3))
    assert cleaned("deal", Facts(currency="JPY")) == cleaned("question", mixed) == Facts()
    for kind in ("deal", "trip"):
        assert facts_in(stored(cleaned(kind, mixed))) == cleaned(kind, mixed)
    assert (mixed.is_over(date(2026, 1, 3)), mixed.is_over(date(2026, 1, 4))) == (False, True)
    assert [(p.field, p.code) for p in problems_with(Facts(room="箱" * 101, countries=("JP",) * 13))] == [
        ("room", "long"),
        ("countries", "many"),
    ]
    assert isinstance(problems_with(Facts(link="https://[x"))[0], Problem)


def test_they_go_with_the_words(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.nina)
    thread = threaded(group, cast.mei, kind="deal", facts={"where": "寺町通"})
    replied(thread, cast.nina)
    assert "寺町通" in Browser(app).get(path(thread)).text
    actions.remove_reply(thread.id, 0, by=cast.mei.id)
    assert Thread.get_by_id(thread.id).facts == {}
    assert "寺町通" not in Browser(app).get(path(thread)).text


def test_replies_of_whom_one_muted_are_folded_and_everybody_elses_are_not(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for member in (cast.nina, cast.tang):
        joined(group, member)
    thread = threaded(group, cast.nina)
    first, second = replied(thread, cast.nina, "妮娜說的"), replied(thread, cast.tang, "阿棠說的")
    follows.mute("member", target=cast.nina.id, by=cast.mei.id)
    page = Browser(app, cast.mei).get(path(thread))

    def folded(page: Page) -> list[str]:
        return [
            e.get("id") or ""
            for d in page.all("details", _class="reply-folded")
            for e in d.iter()
            if str(e.tag).endswith("}article")
        ]

    assert folded(page) == [f"r{first.number}"], "what she opened with is what the page is about"
    assert f'id="r{second.number}"' in page.text
    newly = Browser(app, cast.mei).get(
        base(thread, "/fresh?since=0&show=1"), headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert newly.text.count("reply-folded") == 1
    for other in (Browser(app, cast.tang), Browser(app)):
        assert folded(other.get(path(thread))) == []
    assert Reply.get_by_id(first.id).body == "妮娜說的"
