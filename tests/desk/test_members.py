"""The desk finds members, shows how they stand, and shuts them out: who may, what is written down, what disappears."""

from typing import Any

import pytest

from miquan.accounts.models import Member, MemberSession, SecurityEvent
from miquan.accounts.notices import KINDS
from miquan.db import now
from miquan.desk.queries import figures
from miquan.desk.words import happened
from miquan.i18n import speaking
from miquan.media.actions import receive
from miquan.media.looking import look_at
from miquan.moderation.actions import CannotSuspend, audit, file_report, reinstate_member, suspend_member
from miquan.moderation.models import AuditEntry, Report, Suspension
from tests.browsing import Browser
from tests.cast import PASSWORD, Cast
from tests.mails import mails
from tests.site.world import picture_bytes

EVIL = "</textarea><script>alert(1)</script>'\"><img src=x onerror=alert(1)>"


def act(browser: Browser, member: Member, what: str, **fields: str) -> Any:
    """Send one of the forms of a member's page, or what that form would send where it is not shown."""
    path = f"/zh-hant/desk/members/{member.id}"
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    return browser.post(f"{path}/{what}", {"csrf_token": token, **fields})


def acts() -> list[tuple[str, int | None, int, str]]:
    rows = AuditEntry.select().where(AuditEntry.subject_kind == "member").order_by(AuditEntry.id)
    return [(row.action, row.actor_id, row.subject_id, row.reason) for row in rows]


def handles(page: Any) -> list[str]:
    return [small.removeprefix("@") for small in page.words("small")[1:]]


def test_moderators_see_no_addresses_and_cannot_guess_them(app: Any, cast: Cast) -> None:
    mei = cast.mei
    Browser(app, mei)
    MemberSession.update(address="203.0.113.7").execute()
    for who, sees in ((cast.mo, False), (cast.ou, True)):
        browser = Browser(app, who)
        for path in ("/zh-hant/desk/members", f"/zh-hant/desk/members/{mei.id}"):
            assert ("mei@example.org" in browser.get(path).text) == sees
        assert ("m…@example.org" in browser.get("/zh-hant/desk/members").text) != sees
        assert ("203.0.113.7" in browser.get(f"/zh-hant/desk/members/{mei.id}").text) == sees
        assert handles(browser.get("/zh-hant/desk/members?q=mei@example.org")) == ["mei"]
        assert handles(browser.get("/zh-hant/desk/members?q=mei@exam")) == (["mei"] if sees else [])


def test_a_member_is_shut_out_and_let_in_again(app: Any, cast: Cast) -> None:
    cast.product("志野茶碗")
    mei, desk = cast.mei, Browser(app, cast.ou)
    inside = Browser(app, mei)
    page = act(desk, mei, "suspension", reason=EVIL)
    assert (page.status, page.location) == (303, f"/zh-hant/desk/members/{mei.id}")
    assert inside.get("/zh-hant/me").status == 303, "their next request is a visitor's"
    row = Member.get_by_id(mei.id)
    assert (
        row.active,
        row.suspended_at is not None,
        MemberSession.select().where(MemberSession.member == mei.id).count(),
    ) == (False, True, 0)
    assert acts() == [("member.suspended", cast.ou.id, mei.id, EVIL)]
    assert [(s.reason, s.lifted_at) for s in Suspension.select()] == [(EVIL, None)]
    assert EVIL in mails()[-1]["text"]
    assert SecurityEvent.get(SecurityEvent.kind == "suspended").address == "", "whose browser it was is not told"
    shown = desk.get(f"/zh-hant/desk/members/{mei.id}")
    assert "停用中" in shown.text
    assert "<script>alert" not in shown.text
    assert not shown.all("img", src="x")
    assert act(desk, mei, "suspension", reason="再一次").status == 303
    assert len(acts()) == 1, "once is enough"
    assert act(desk, mei, "suspension/removal", reason="誤會一場").status == 303
    row = Member.get_by_id(mei.id)
    assert (row.active, row.suspended_at) == (True, None)
    lifted = Suspension.get()
    assert (lifted.lifted_by_id, lifted.lifted_reason) == (cast.ou.id, "誤會一場")
    assert [a[0] for a in acts()] == ["member.suspended", "member.reinstated"]
    assert len(mails()) == 2


def test_without_a_reason_nothing_happens(app: Any, cast: Cast) -> None:
    desk = Browser(app, cast.ou)
    for reason in ("", "   ", "長" * 1_001):
        page = act(desk, cast.mei, "suspension", reason=reason)
        assert page.status == 422
        assert [e for e in page.tree.iter() if e.get("id") == "reason-wrong"]
    assert acts() == []
    assert Member.get_by_id(cast.mei.id).active


@pytest.mark.parametrize(
    ("who", "whom"), [("ou", "ou"), ("mo", "mei"), ("mei", "tang"), ("nina", "mei"), ("other", "ou")]
)
def test_nobody_else_may(app: Any, cast: Cast, who: str, whom: str) -> None:
    other = cast.member("other_op", "另一位", "operator")
    people = {"other": other, **{name: getattr(cast, name) for name in ("ou", "mo", "mei", "tang", "nina")}}
    browser, target = Browser(app, people[who]), people[whom]
    assert (
        act(browser, target, "suspension", reason="因為", by=str(cast.ou.id), member_id=str(cast.nina.id)).status == 403
    )
    assert acts() == []
    assert Member.select().where(~Member.active).count() == 0
    if who not in ("ou", "other"):
        for what in ("sessions/removal", "sessions/1/removal", "suspension/removal"):
            assert act(browser, target, what, reason="x").status == 403
        assert act(browser, target, "suspension").status == 403


def test_the_actions_refuse_too(app: Any, cast: Cast) -> None:
    for member, by, reason in (
        (cast.ou, cast.ou, "x"),
        (cast.mei, cast.mei, "x"),
        (cast.ou, cast.mo, "x"),
        (cast.mei, cast.ou, " "),
    ):
        with pytest.raises(CannotSuspend):
            suspend_member(member.id, by=by.id, reason=reason)
    with pytest.raises(CannotSuspend):
        suspend_member(99_999, by=cast.ou.id, reason="x")
    assert not reinstate_member(cast.mei.id, by=cast.ou.id, reason="x")
    assert acts() == []


def test_who_is_leaving_stays_out_of_sight_when_let_in(app: Any, cast: Cast) -> None:
    suspend_member(cast.nina.id, by=cast.ou.id, reason="x")
    Member.update(leaving_at=Member.created_at).where(Member.id == cast.nina.id).execute()
    assert reinstate_member(cast.nina.id, by=cast.ou.id, reason="x")
    assert not Member.get_by_id(cast.nina.id).active


def test_sessions_are_ended_one_and_all(app: Any, cast: Cast) -> None:
    desk, first, second, bystander = (
        Browser(app, cast.ou),
        Browser(app, cast.mei),
        Browser(app, cast.mei),
        Browser(app, cast.tang),
    )
    hers = [
        row.id for row in MemberSession.select().where(MemberSession.member == cast.mei.id).order_by(MemberSession.id)
    ]
    theirs = MemberSession.get(MemberSession.member == cast.tang.id).id
    assert act(desk, cast.mei, f"sessions/{theirs}/removal").status == 404, "of another member"
    assert act(desk, cast.mei, f"sessions/{2**40}/removal").status == 404
    assert act(desk, cast.mei, f"sessions/{hers[0]}/removal").status == 303
    assert (first.get("/zh-hant/me").status, second.get("/zh-hant/me").status) == (303, 200)
    assert act(desk, cast.mei, "sessions/removal").status == 303
    assert (second.get("/zh-hant/me").status, bystander.get("/zh-hant/me").status) == (303, 200)
    assert acts() == [("member.signed_out", cast.ou.id, cast.mei.id, "")] * 2


def test_all_that_concerns_a_member_is_on_their_page(app: Any, cast: Cast) -> None:
    product = cast.product()
    file_report(by=cast.ruo.id, kind="product", subject_id=product.id, reason="stolen", note=EVIL)
    file_report(by=cast.tang.id, kind="member", subject_id=cast.mei.id, reason="offensive", note="兇人")
    Member.update(display_name="<b>美</b>", inviter=cast.nina.id).where(Member.id == cast.mei.id).execute()
    audit("role.granted", ("member", cast.mei.id), by=cast.ou.id, reason="熟人", role="moderator")
    page = Browser(app, cast.mo).get(f"/zh-hant/desk/members/{cast.mei.id}")
    for words in (
        "盜用別人的照片或文字",
        "兇人",
        "@ruo",
        "@tang",
        "@nina",
        "熟人",
        "給了身分：版務",
        "&lt;b&gt;美&lt;/b&gt;",
    ):
        assert words in page.text
    assert "<b>美" not in page.text
    assert not page.all("form", action=f"/zh-hant/desk/members/{cast.mei.id}/suspension")
    for nothing in ("/zh-hant/desk/members/99999", f"/zh-hant/desk/members/{2**40}"):
        assert Browser(app, cast.mo).get(nothing).status == 404


@pytest.mark.parametrize("who", ["mo", "ou"])
def test_a_moderator_does_not_read_who_reported_them(app: Any, cast: Cast, who: str) -> None:
    about = getattr(cast, who)
    file_report(by=cast.ruo.id, kind="member", subject_id=about.id, reason="offensive", note="兇人")
    for reader in (cast.mo, cast.ou):
        page = Browser(app, reader).get(f"/zh-hant/desk/members/{about.id}")
        assert [words in page.text for words in ("@ruo", "兇人")] == [reader.id != about.id] * 2


def test_who_is_shut_out_hears_why_after_the_right_password_only_and_may_object(app: Any, cast: Cast) -> None:
    hana = cast.member("hana", "花子", password=True)
    suspend_member(hana.id, by=cast.ou.id, reason="賣了不能賣的東西")
    browser = Browser(app)

    def sign_in(password: str) -> Any:
        return browser.send("/zh-hant/sign-in", email="hana@example.org", password=password)

    wrong = sign_in("not the password")
    assert "不能賣的東西" not in wrong.text
    assert "停用" not in wrong.text
    right = sign_in(PASSWORD)
    assert "賣了不能賣的東西" in right.text
    assert browser.get("/zh-hant/me").status == 303
    link = next(e.get("href") for e in right.all("a") if "/objection/" in (e.get("href") or ""))
    assert link in mails()[-1]["text"], "the letter leads there too"
    assert browser.send(link, words="").status == 422
    assert browser.send(link, words=EVIL, member_id=str(cast.mei.id)).status == 303
    assert browser.send(link, words="那不是我的東西").status == 303
    row = Report.get()
    assert (row.reporter_id, row.subject_kind, row.state, row.note) == (
        hana.id,
        "suspension",
        "appealed",
        "那不是我的東西",
    )
    assert "那不是我的東西" in Browser(app, cast.ou).get(f"/zh-hant/desk/members/{hana.id}").text
    reinstate_member(hana.id, by=cast.ou.id, reason="說得對")
    assert browser.get(link).status == 404
    suspend_member(hana.id, by=cast.ou.id, reason="又來了")
    assert browser.get(link).status == 404, "each objection is to one suspension"
    assert browser.get(link[:-3] + "abc").status == 404


def test_whatever_can_happen_has_words(app: Any, cast: Cast) -> None:
    with speaking("zh-hant"):
        assert [kind for kind in KINDS if str(happened(kind)) == kind] == []


def test_demo_members_are_no_figures_and_a_portrait_shows_once_it_is_looked_at(app: Any, cast: Cast) -> None:
    Member.update(demo=True, suspended_at=now()).where(Member.id == cast.mei.id).execute()
    real = Member.select().where(~Member.demo).count()
    assert figures() == {"members": real, "suspended": 0}
    file = receive(picture_bytes(), owner=cast.mei.id, purpose="avatar")
    Member.update(avatar=file.id).where(Member.id == cast.mei.id).execute()
    path, desk = f"/zh-hant/desk/members/{cast.mei.id}", Browser(app, cast.ou)
    assert file.name not in desk.get(path).text
    look_at(file.id)
    assert file.name in desk.get(path).text
