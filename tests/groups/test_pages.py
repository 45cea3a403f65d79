"""Every page of groups without scripts: works, stranger, not allowed, bad address, wrong method, signed out."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from miquan.groups import actions
from miquan.groups.models import Group, GroupAddress, GroupInvite
from miquan.groups.queries.roles import role_of
from miquan.groups.rules import INSIDE
from miquan.groups.tokens import token_of
from miquan.i18n import LANGS
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.circle.filled import blocked
from tests.groups.test_acts import begun
from tests.threads.filled import grouped, joined

HERE = "/zh-hant/g/kyoto-tea"
SECRET = {"visibility": "private", "joining": "invite", "name": "祕密茶會", "slug": "kyoto-tea"}
# Path below the group -> role that it takes; "" for who may read, in the methods that it knows.
GETS = {
    "": "", "/about": "", "/members": "", "/shelf": "", "/application": "", "/shelf/new": "member", "/applications": "moderator",
    "/invites": "moderator", "/members/{nina}": "moderator", "/settings": "owner",
}  # fmt: skip
POSTS = {
    "/membership": "", "/membership/removal": "", "/application": "", "/shelf/new": "member", "/shelf/1/removal": "",
    "/applications/{nina}": "moderator", "/applications/{nina}/removal": "moderator", "/invites": "moderator",
    "/invites/1/removal": "moderator", "/members/{nina}/removal": "moderator", "/members/{nina}/ban/removal": "moderator",
    "/members/{nina}/role": "owner", "/members/{nina}/ownership": "owner", "/settings": "owner", "/archive": "owner",
    "/archive/removal": "owner",
}  # fmt: skip
RANKS = ("", *INSIDE)


def sent(browser: Browser, path: str, data: dict[str, Any] | None = None, at: str = "/zh-hant/me/boards") -> Page:
    """A form sent with a token of this browser, whichever page it came from."""
    token = browser.get(at).fields().get("csrf_token", "")
    return browser.post(path, {"csrf_token": token, **(data or {})})


def body(page: Page) -> str:
    """What stands in it, but for the number and the token of each request and the address that was asked for."""
    signed = re.sub(r"<code>\w+</code>|[\w-]{20,}\.[\w-]{6}\.[\w-]{27}", "", page.text)
    return re.sub(r"/g/[^/\"?&]+", "/g/-", signed)


def test_a_group_is_begun_without_scripts_and_only_once(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    form = {
        **browser.get("/zh-hant/groups/new").fields(), "name": "京都喝茶", "purpose": "說說在京都喝茶的事", "slug": "kyoto-tea",
        "tags": "茶道、宇治", "country": "JP", "city": "京都", "languages": ["zh-hant", "ja"], "questions": "喝什麼\r\n住哪裡",
    }  # fmt: skip
    done = browser.post("/zh-hant/groups/new", form)
    assert (done.status, done.location) == (303, HERE)
    assert browser.post("/zh-hant/groups/new", form).location == HERE
    group = Group.get()
    assert (group.city, group.questions, group.languages, group.created_by_id) == (
        "kyoto", ["喝什麼", "住哪裡"], ["zh-hant", "ja"], cast.nina.id,
    )  # fmt: skip
    page = browser.follow(done)
    assert page.words("h1") == ["京都喝茶"]
    assert f'href="{HERE}/settings"' in page.text


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei)
    page = Browser(app, cast.nina).send("/zh-hant/groups/new", name="茶", slug="kyoto-tea", rules="慢慢說")
    assert page.status == 422
    fields = page.fields("")
    assert (fields["name"], fields["rules"]) == ("茶", "慢慢說")
    (wrong,) = page.all("p", id="purpose-wrong")
    assert "用一句話說這個群是做什麼的" in "".join(wrong.itertext())
    again = Browser(app, cast.nina).send("/zh-hant/groups/new", name="茶", slug="kyoto-tea", purpose="喝茶")
    (taken,) = again.all("p", id="slug-wrong")
    assert "這個地址有人用了" in "".join(taken.itertext())


def test_who_has_not_confirmed_their_address_does_so_first(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei)
    type(cast.nina).update(confirmed_at=None).where(type(cast.nina).id == cast.nina.id).execute()
    browser = Browser(app, cast.nina)
    assert browser.get("/zh-hant/groups/new").location.endswith("/me/confirmation")
    assert sent(browser, f"{HERE}/membership", at="/zh-hant/me/mutes").location.endswith("/me/confirmation")
    assert Group.get().members == 1


@pytest.mark.parametrize("role", RANKS)
def test_each_role_opens_what_it_may(app: Any, cast: Cast, role: str) -> None:
    group = grouped(owner=cast.mei, joining="apply")
    joined(group, cast.nina, "applicant")
    if role:
        joined(group, cast.tang, role)
    browser = Browser(app, cast.tang)
    for path, needed in GETS.items():
        wanted = 200 if RANKS.index(role) >= RANKS.index(needed) else 403
        if path == "/application" and role:
            wanted = 303
        assert browser.get(HERE + path.format(nina=cast.nina.id)).status == wanted, path
    token = browser.get("/zh-hant/me/boards").fields()["csrf_token"]
    for path, needed in POSTS.items():
        if RANKS.index(role) < RANKS.index(needed):
            page = browser.post(HERE + path.format(nina=cast.nina.id), {"csrf_token": token})
            assert page.status == 403, path
    assert role_of(cast.nina.id, group.id) == "applicant"


def test_signed_out_one_reads_and_is_asked_to_sign_in_for_the_rest(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei, joining="apply")
    browser = Browser(app)
    for path, needed in GETS.items():
        page = browser.get(HERE + path.format(nina=cast.nina.id))
        assert page.status == (303 if needed or path == "/application" else 200), path
    assert "/sign-in?next=" in browser.get(HERE).text


def test_of_a_private_group_strangers_get_what_they_get_of_none_byte_for_byte(app: Any, cast: Cast) -> None:
    begun(cast, **SECRET)
    GroupAddress.create(group=Group.get().id, slug="old-tea")
    browser = Browser(app, cast.ruo)
    for slug in ("kyoto-tea", "old-tea", "KYOTO-TEA"):
        for path in GETS:
            tail = path.format(nina=cast.nina.id)
            there, nowhere = browser.get(f"/zh-hant/g/{slug}{tail}"), browser.get(f"/zh-hant/g/nowhere{tail}")
            assert (there.status, body(there)) == (404, body(nowhere)), path
    token = browser.get("/zh-hant/me/boards").fields()["csrf_token"]
    for path in POSTS:
        tail = path.format(nina=cast.nina.id)
        there, nowhere = (
            browser.post(f"/zh-hant/g/{s}{tail}", {"csrf_token": token}) for s in ("kyoto-tea", "nowhere")
        )
        assert (there.status, body(there)) == (404, body(nowhere)), path
    visitor = Browser(app)
    assert body(visitor.get(HERE)) == body(visitor.get("/zh-hant/g/nowhere"))
    for path in ("/zh-hant/groups", "/zh-hant/@mei", "/sitemaps/groups-0.xml", "/zh-hant/groups?tag=茶道"):
        assert "祕密茶會" not in visitor.get(path).text
        assert "kyoto-tea" not in visitor.get(path).text


def test_a_private_groups_own_page_tells_previews_and_robots_nothing(app: Any, cast: Cast) -> None:
    begun(cast, **SECRET)
    page = Browser(app, cast.mei).get(HERE)
    assert page.words("h1") == ["祕密茶會"]
    assert not page.all("meta", property="og:title")
    assert not page.all("script", type="application/ld+json")
    assert page.all("meta", name="robots")[0].get("content") == "noindex, follow"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_what_is_for_members_shows_its_front_and_closes_the_inside(app: Any, cast: Cast) -> None:
    group = begun(cast, visibility="members", slug="kyoto-tea", rules="不外傳")
    actions.put_on_shelf(group.id, cast.product().id, "好喝", by=cast.mei.id)
    for browser in (Browser(app), Browser(app, cast.ruo)):
        assert [browser.get(HERE + path).status for path in ("", "/about", "/members", "/shelf")] == [
            200,
            200,
            403,
            403,
        ]
        assert "好喝" not in browser.get(f"{HERE}/shelf").text
        assert 'content="noindex, follow"' in browser.get(HERE).text
    assert "好喝" in Browser(app, cast.mei).get(f"{HERE}/shelf").text


def test_old_addresses_and_other_spellings_lead_on(app: Any, cast: Cast) -> None:
    GroupAddress.create(group=grouped(owner=cast.mei).id, slug="tea")
    browser = Browser(app)
    for told in ("tea", "TEA", "Kyoto-Tea"):
        page = browser.get(f"/zh-hant/g/{told}/members?q=mei")
        assert (page.status, page.location) == (301, f"{HERE}/members?q=mei")
    assert sent(Browser(app, cast.nina), "/zh-hant/g/tea/membership").location == HERE


def test_joining_and_leaving_by_buttons(app: Any, cast: Cast) -> None:
    grouped(owner=cast.mei)
    browser = Browser(app, cast.nina)
    assert browser.send(HERE, f"{HERE}/membership").location == HERE
    assert Group.get().members == 2
    assert browser.send(HERE, f"{HERE}/membership/removal").location == HERE
    assert Group.get().members == 1
    owner = Browser(app, cast.mei)
    assert "你是最後一個群主" in owner.follow(owner.send(HERE, f"{HERE}/membership/removal")).text
    assert Group.get().members == 1


def test_applying_answers_and_what_becomes_of_it(app: Any, cast: Cast) -> None:
    group = grouped(owner=cast.mei, joining="apply", questions=["喝什麼茶", "住哪裡"])
    browser, owner = Browser(app, cast.nina), Browser(app, cast.mei)
    half = browser.send(f"{HERE}/application", answer_1="玄米茶")
    assert half.status == 422
    assert half.fields("/application")["answer_1"] == "玄米茶"
    assert half.all("p", id="answer_2-wrong")
    assert browser.send(f"{HERE}/application", answer_1="玄米茶", answer_2="左京").location == HERE
    assert "收回申請" in browser.get(HERE).text
    page = owner.get(f"{HERE}/applications")
    assert "玄米茶" in page.text
    assert owner.send(f"{HERE}/applications", f"{HERE}/applications/{cast.nina.id}").status == 303
    assert role_of(cast.nina.id, group.id) == "member"
    Browser(app, cast.ruo).send(f"{HERE}/application", answer_1="水", answer_2="無")
    refusal = f"{HERE}/applications/{cast.ruo.id}/removal"
    assert owner.send(f"{HERE}/applications", refusal, note="長" * 301).status == 422
    assert role_of(cast.ruo.id, group.id) == "applicant", "a word that is too long refuses nobody"
    owner.send(f"{HERE}/applications", refusal, note="先來聚會")
    assert role_of(cast.ruo.id, group.id) == ""


def test_a_link_shows_name_purpose_and_a_button_and_nothing_more(app: Any, cast: Cast) -> None:
    group = begun(cast, **SECRET, rules="不外傳", tags=("宇治",))
    owner = Browser(app, cast.mei)
    assert owner.send(f"{HERE}/invites", days="7", most="10").location == f"{HERE}/invites"
    token = token_of(GroupInvite.get())
    link = f"/zh-hant/join/{token}"
    assert link in owner.get(f"{HERE}/invites").text
    for browser in (Browser(app), Browser(app, cast.nina)):
        page = browser.get(link)
        assert (page.status, page.words("h1")) == (200, ["祕密茶會"])
        assert not any(told in page.text for told in ("kyoto-tea", "不外傳", "宇治", "og:title", "林美"))
        assert page.headers["Referrer-Policy"] == "no-referrer"
    browser = Browser(app, cast.nina)
    assert browser.send(link, link).location == HERE
    assert browser.get(link).location == HERE
    assert role_of(cast.nina.id, group.id) == "member"
    GroupInvite.update(uses=10).execute()
    used, never = Browser(app, cast.ruo).get(link), Browser(app, cast.ruo).get("/zh-hant/join/nonsense")
    assert (used.status, never.status) == (404, 404)
    assert used.words("h1") == never.words("h1") == ["這個連結不能用了"]
    assert sent(Browser(app, cast.ruo), link).status == 404
    assert Browser(app).post(link).status == 400


def test_a_link_to_an_open_group_says_who_asks_and_is_taken_back(app: Any, cast: Cast) -> None:
    group = begun(cast, slug="kyoto-tea", rules="不外傳")
    made = actions.invite(group.id, by=cast.mei.id)
    link = f"/zh-hant/join/{token_of(made)}"
    visitor = Browser(app)
    page = visitor.get(link)
    assert all(told in page.text for told in ("林美請你加入這個群", "不外傳", "1人"))
    (register,) = [
        e.get("href") or ""
        for e in page.all("a")
        if "加入蜜圈" in "".join(e.itertext()) and "next=" in (e.get("href") or "")
    ]
    assert link in unquote(visitor.get(register).text)
    blocked(cast.mei, cast.nina)
    assert "請你加入這個群" not in Browser(app, cast.nina).get(link).text
    owner = Browser(app, cast.mei)
    assert owner.send(f"{HERE}/invites", f"{HERE}/invites/{made.id}/removal").status == 303
    assert Browser(app).get(f"/zh-hant/join/{token_of(made)}").status == 404
    assert sent(owner, f"{HERE}/invites/{made.id}/removal").status == 404
    assert sent(owner, f"{HERE}/invites/{2**40}/removal").status == 404


def test_a_public_group_tells_search_engines_what_it_is(app: Any, cast: Cast) -> None:
    begun(cast, slug="kyoto-tea")
    page = Browser(app).get(HERE)
    (script,) = page.all("script", type="application/ld+json")
    data = {one["@type"]: one for one in json.loads("".join(script.itertext()))["@graph"]}
    assert data["CollectionPage"]["name"] == "京都喝茶"
    assert data["BreadcrumbList"]["itemListElement"][-1]["name"] == "京都喝茶"
    assert HERE.removeprefix("/zh-hant") in Browser(app).get("/sitemaps/groups-0.xml").text


@pytest.mark.parametrize("lang", LANGS)
def test_what_owners_write_runs_nowhere(app: Any, cast: Cast, lang: str) -> None:
    evil = '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [點這裡](javascript:alert(1)) ![" onload="x](y)'
    browser = Browser(app, cast.nina)
    form = {
        **browser.get("/zh-hant/groups/new").fields(), "name": "<b onmouseover=x>群", "purpose": "</title><svg onload=x>",
        "slug": "kyoto-tea", "rules": evil, "questions": "<i onclick=x>問",
    }  # fmt: skip
    assert browser.post("/zh-hant/groups/new", form).status == 303
    made = actions.invite(Group.get().id, by=cast.nina.id)
    for reader in (Browser(app), browser):
        # Who is in it already is led on by the link.
        for tail in ("/g/kyoto-tea", "/g/kyoto-tea/about", *([] if reader is browser else [f"/join/{token_of(made)}"])):
            page = reader.get(f"/{lang}{tail}")
            assert page.status == 200
            assert "點這裡" in page.text or "点这里" in page.text
            handlers = [
                name for e in page.tree.iter() for name in getattr(e, "attrib", {}) if str(name).startswith("on")
            ]
            assert handlers == []
            assert [e for e in page.all("script") if "alert" in "".join(e.itertext()) and e.get("type") is None] == []
            assert [a for a in page.all("a") if (a.get("href") or "").strip().lower().startswith("javascript")] == []
