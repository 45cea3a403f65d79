"""Who tends a group and how, on its pages: members, hand-over, settings, shelf."""

from datetime import timedelta
from typing import Any

from miquan.db import now
from miquan.groups import actions
from miquan.groups.models import Group, GroupProduct, Membership
from miquan.groups.queries import members
from miquan.groups.queries.roles import role_of
from miquan.moderation.blocking import block
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.groups.test_acts import begun
from tests.groups.test_pages import HERE, sent
from tests.threads.filled import grouped, joined


def test_members_rise_fall_and_go(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.tang)
    owner, page = Browser(app, cast.mei), f"{HERE}/members/{cast.tang.id}"
    owner.send(page, f"{page}/role", role="moderator")
    assert role_of(cast.tang.id, group.id) == "moderator"
    assert owner.send(page, f"{page}/role", role="king").status == 404
    without = owner.send(page, f"{page}/removal", then="ban")
    assert without.status == 422
    assert without.all("p", id="note-wrong")
    owner.send(page, f"{page}/removal", then="ban", note="廣告", days="1")
    row = Membership.get(Membership.member == cast.tang.id)
    assert (row.role, row.note, Group.get().members) == ("banned", "廣告", 1)
    assert timedelta(hours=23) < row.until - now() < timedelta(hours=25)
    assert "阿棠" in owner.get(f"{HERE}/members?role=banned").text
    assert "阿棠" not in Browser(app, cast.nina).get(f"{HERE}/members?role=banned").text
    banned = Browser(app, cast.tang).get(HERE).text
    assert all(
        told in banned
        for told in ("管理的人請你先不要進來", "原因：廣告", "到時候就能再加入", f"/reports/group/{group.id}")
    )
    owner.send(page, f"{page}/ban/removal")
    assert role_of(cast.tang.id, group.id) == ""
    assert owner.get(page).status == 404
    assert owner.get(f"{HERE}/members/{2**40}").status == 404


def test_the_group_is_handed_over_archived_and_opened_again(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    joined(group, cast.tang)
    page = f"{HERE}/members/{cast.tang.id}"
    Browser(app, cast.mei).send(page, f"{page}/ownership")
    assert role_of(cast.mei.id, group.id) == "moderator"
    owner = Browser(app, cast.tang)
    owner.send(f"{HERE}/settings", f"{HERE}/archive")
    assert Group.get().archived_at is not None
    assert "這個群封存了" in Browser(app).get(HERE).text
    assert f'action="{HERE}/membership"' not in Browser(app, cast.nina).get(HERE).text
    owner.send(f"{HERE}/settings", f"{HERE}/archive/removal")
    assert Group.get().archived_at is None


def test_settings_move_the_group_and_keep_what_was_typed(app: Any, cast: Cast) -> None:
    begun(cast, slug="kyoto-tea", country="JP", city="kyoto")
    owner = Browser(app, cast.mei)
    wrong = owner.send(f"{HERE}/settings", to=f"{HERE}/settings", purpose="", rules="慢")
    assert (wrong.status, wrong.fields()["rules"]) == (422, "慢")
    done = owner.send(f"{HERE}/settings", to=f"{HERE}/settings", slug="tea", rules="慢")
    assert done.location == "/zh-hant/g/tea/settings"
    assert (Group.get().rules, Group.get().city) == ("慢", "kyoto")
    assert Browser(app).get(HERE).location == "/zh-hant/g/tea"


def test_goods_are_found_put_on_the_shelf_and_taken_off(app: Any, cast: Cast) -> None:
    group, bowl = grouped(owner=cast.mei), cast.product("志野茶碗")
    joined(group, cast.nina)
    browser, path = Browser(app, cast.nina), f"{HERE}/shelf/new"
    nothing = browser.send(path)
    assert nothing.status == 422
    fields = nothing.fields("/shelf/new")
    picked = browser.post(path, {**fields, "note": "好喝", "more": f"pick:{bowl.id}"})
    assert picked.fields("/shelf/new")["note"] == "好喝"
    assert browser.post(path, picked.fields("/shelf/new")).location == f"{HERE}/shelf"
    assert "好喝" in Browser(app).get(f"{HERE}/shelf").text
    assert sent(Browser(app, cast.ruo), f"{HERE}/shelf/{bowl.id}/removal").status == 403
    browser.send(f"{HERE}/shelf", f"{HERE}/shelf/{bowl.id}/removal")
    assert not GroupProduct.select().exists()


def test_a_block_hides_both_ways_in_the_list_of_members(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for who in (cast.tang, cast.nina):
        joined(group, who)
    blocked(cast.tang.id, cast.nina.id)
    for reader, other in ((cast.tang, "妮娜"), (cast.nina, "阿棠")):
        assert other not in Browser(app, reader).get(f"{HERE}/members").text.partition("<main")[2]
    assert "妮娜" in Browser(app).get(f"{HERE}/members").text


def test_members_are_found_by_name_and_pages_go_on_by_key(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei)
    for number in range(35):
        joined(group, cast.member(f"guest_{number:02}", f"客人{number:02}"))
    browser = Browser(app)
    assert "客人07" in browser.get(f"{HERE}/members?q=客人07").text
    assert "客人08" not in browser.get(f"{HERE}/members?q=客人07").text
    assert "guest_07" in browser.get(f"{HERE}/members?q=@guest_07").text
    assert "客人" not in browser.get(f"{HERE}/members?role=tending").text
    first = browser.get(f"{HERE}/members")
    (onward,) = first.all("a", rel="next")
    second = browser.get(onward.get("href") or "")
    names = [word for page in (first, second) for word in page.words("a") if word.startswith("客人")]
    assert names == [f"客人{number:02}" for number in range(34, -1, -1)]


def test_a_note_that_may_not_be_said_stays_with_whom_it_was_for(app: Any, cast: Cast, monkeypatch: Any) -> None:
    group = grouped(owner=cast.mei, joining="apply")
    for one in (cast.nina, cast.ruo, cast.tang):
        joined(group, one, "applicant")
    block("word", "賭博網", "refuse", by=cast.ou.id)
    browser, path, to = Browser(app, cast.mei), f"{HERE}/applications", f"{HERE}/applications/{cast.ruo.id}/removal"
    for note in ("去賭博網吧", "長" * 301):
        page = browser.send(path, to, note=note)
        assert page.status == 422
        fields = {one.get("id"): one for one in page.all("input", name="note")}
        assert {id_: one.get("value") for id_, one in fields.items() if one.get("value")} == {
            f"note-{cast.ruo.id}": note
        }
        assert fields[f"note-{cast.ruo.id}"].get("aria-describedby") == page.all("p", class_="wrong")[0].get("id")
    assert Membership.get(Membership.member == cast.ruo.id).role == "applicant"
    monkeypatch.setattr(members, "PAGE", 1)
    second = browser.get(path).all("a", rel="next")[0].get("href")
    there = f"{to}{second.removeprefix(path)}"
    page = browser.send(second, there, note="去賭博網吧")
    assert (page.status, page.form(there) is not None) == (422, True), "also beyond the first page"
    actions.withdraw(group.id, by=cast.ruo.id)
    page = browser.post(to, {**browser.get(path).fields(), "note": "去賭博網吧"})
    assert (page.status, page.all("input", name="note", readonly="readonly")[0].get("value")) == (422, "去賭博網吧")
