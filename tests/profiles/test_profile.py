"""A member says who they are; others see it, in their own script."""

import io
from typing import Any

from miquan.accounts.models import Member, MemberText
from miquan.accounts.profile import set_home
from miquan.media.looking import refuse
from miquan.media.models import File
from miquan.media.refusals import Reason
from miquan.outbox import Event, EventRow
from miquan.outbox.worker import Worker
from miquan.profiles.actions import portrait_looked_at
from tests.browsing import Browser
from tests.cast import Cast
from tests.site.world import picture_bytes
from tests.uploads.conftest import Sender

PATH = "/zh-hant/me/profile"


def told() -> int:
    return int(EventRow.select().where(EventRow.name == Event.MEMBER_CHANGED).count())


def looked_at(app: Any, member: Member) -> Member:
    """The member once the worker has looked at what they brought."""
    while any(Worker(app).step(lane) for lane in ("media", "default")):
        pass
    found: Member = Member.get_by_id(member.id)
    return found


def test_what_is_saved_is_seen_by_others(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    portrait = (io.BytesIO(picture_bytes()), "me.jpg")
    page = browser.send(
        PATH, display_name=" 妮娜\u202e 王 ", short_name="妮娜", bio="喜歡舊東西，也喜歡網路。", country="GB", city="愛丁堡", languages=["zh-hant", "fr"],
        lang="zh-hant", currency="GBP", portrait=portrait,
    )  # fmt: skip
    assert (page.status, page.location) == (303, PATH)
    row = Member.get_by_id(cast.nina.id)
    assert (row.display_name, row.short_name, row.city, row.zone) == ("妮娜 王", "妮娜", "edinburgh", "Europe/London")
    assert (row.languages, row.currency, row.avatar_id) == (["zh-hant", "fr"], "GBP", None)
    assert browser.get(PATH).all("div", data_state="waiting"), "nobody has looked at it yet"
    row = looked_at(app, cast.nina)
    public = Browser(app).get("/zh-hans/@nina").text
    for words in ("妮娜 王", "爱丁堡", "喜欢旧东西，也喜欢网络。", "法语", row.avatar.name):
        assert words in public
    assert row.avatar.name in browser.get("/zh-hant/me").text.split("<main")[0], "the bar shows the portrait"
    assert browser.get(PATH).fields()["zone"] == "", "the clock follows the city"


def test_saving_it_again_changes_nothing(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    browser.send(PATH, bio="修碗的人。")
    before = told()
    assert browser.send(PATH).status == 303
    assert told() == before
    assert browser.send(PATH, bio="修碗，也修杯子的人。").status == 303
    assert told() == before + 1


def test_a_clock_of_ones_own_stays(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.mei)
    browser.send(PATH, zone="Asia/Taipei")
    set_home(cast.mei.id, "GB", "倫敦")
    assert Member.get_by_id(cast.mei.id).zone == "Asia/Taipei"
    browser.send(PATH, zone="")
    assert Member.get_by_id(cast.mei.id).zone == "Europe/London"
    browser.send(PATH, country="JP", city="哪裡都沒有的村子")
    row = Member.get_by_id(cast.mei.id)
    assert (row.city, row.zone) == ("哪裡都沒有的村子", "Asia/Tokyo"), "all of Japan goes by one clock"


WRONG = [
    ("display_name", "\u200b\u2060"), ("display_name", "蜜圈客服"), ("display_name", "Аnna"), ("display_name", "長" * 41),
    ("short_name", "官方"), ("bio", "長" * 1_001), ("country", "XX"), ("zone", "Mars/Olympus"), ("lang", "tlh"), ("currency", "VND"),
    ("languages", "xx"),
]  # fmt: skip


def test_what_cannot_be_is_said_beside_its_field(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    fields = {**browser.get(PATH).fields(), "bio": "打好的字"}
    for field, value in WRONG:
        page = browser.post(PATH, {**fields, field: value})
        assert page.status == 422, value[:20]
        assert [e for e in page.tree.iter() if e.get("id") == f"{field}-wrong"], value[:20]
        assert field == "bio" or "打好的字" in page.text
    assert Member.get_by_id(cast.nina.id).bio == ""


def test_staff_may_say_so(app: Any, cast: Cast) -> None:
    assert Browser(app, cast.mo).send(PATH, display_name="阿莫（蜜圈客服）").status == 303


def test_what_is_no_picture_leaves_the_old_one(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    browser.send(PATH, portrait=(io.BytesIO(picture_bytes()), "me.jpg"))
    before = looked_at(app, cast.nina).avatar_id
    assert before
    for sent in (b"<svg onload=alert(1)>", b"", b"\x89PNG\r\n\x1a\n" + b"x" * 100):
        assert browser.send(PATH, portrait=(io.BytesIO(sent), "../../me.jpg")).status == 422
    assert Member.get_by_id(cast.nina.id).avatar_id == before
    browser.send(PATH, no_portrait="y")
    assert Member.get_by_id(cast.nina.id).avatar_id is None


def test_nothing_else_can_be_changed_by_it(app: Any, cast: Cast) -> None:
    before = Member.get_by_id(cast.nina.id).__data__
    extra = {
        "email": "evil@example.org", "handle": "root", "active": "", "roles": "operator", "role": "operator", "demo": "1", "id": "1",
        "avatar": "1", "avatar_id": "1", "suspended_at": "", "place_shown": "nobody", "messages_from": "nobody", "password": "x",
    }  # fmt: skip
    assert Browser(app, cast.nina).send(PATH, member_id=cast.mei.id, **extra).status == 303
    row = Member.get_by_id(cast.nina.id)
    assert {k: v for k, v in row.__data__.items() if v != before[k]} == {}
    assert row.role_names == {"member"}


def test_letters_follow_the_language_and_words_the_script(app: Any, cast: Cast) -> None:
    Browser(app, cast.nina).send(PATH, bio="網路", lang="zh-hant")
    assert MemberText.get(MemberText.member == cast.nina.id).fields == {"bio": "网络"}
    Browser(app, cast.nina).send(PATH, lang="en")
    assert Member.get_by_id(cast.nina.id).lang == "en"
    assert MemberText.select().where(MemberText.member == cast.nina.id).count() == 0


def test_a_portrait_brought_by_a_script_must_be_ones_own(app: Any, cast: Cast) -> None:
    def brought(browser: Browser, purpose: str = "avatar") -> str:
        token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
        told = Sender(browser, token).send((picture_bytes(), "a.jpg"), purpose=purpose).answer.get_json()
        return str(told["files"][0]["id"])

    assert cast.kyoto.id
    mei, nina = Browser(app, cast.mei), Browser(app, cast.nina)
    mine = brought(mei)
    assert mei.send(PATH, portrait_file=mine).status == 303
    row = looked_at(app, cast.mei)
    assert (str(row.avatar_id), row.avatar.keep_until) == (mine, None)
    for wrong in (brought(nina), brought(mei, "product"), "x", "0", "9" * 12):
        assert mei.send(PATH, portrait_file=wrong).status == 303
        assert str(Member.get_by_id(cast.mei.id).avatar_id) == mine
    bad = brought(mei)
    File.update(state="refused", problem="broken").where(File.id == int(bad)).execute()
    assert mei.send(PATH, portrait_file=bad).status == 422
    assert mei.send(PATH, portrait_file=None).status == 303
    assert Member.get_by_id(cast.mei.id).avatar_id is None


def test_the_old_portrait_stays_until_the_new_one_is_ready(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)

    def send(colour: str) -> File:
        browser.send(PATH, portrait=(io.BytesIO(picture_bytes(colour)), "me.jpg"))
        found: File = File.select().order_by(File.id.desc()).get()
        return found

    old = send("#111111")
    assert looked_at(app, cast.nina).avatar_id == old.id
    broken = send("#222222")
    assert Member.get_by_id(cast.nina.id).avatar_id == old.id
    refuse(broken, Reason.BROKEN)
    assert looked_at(app, cast.nina).avatar_id == old.id
    assert browser.get(PATH).fields()["portrait_file"] == str(old.id)
    assert browser.send(PATH, portrait_file="").status == 303, "as a chooser sends it whose picture was refused"
    assert Member.get_by_id(cast.nina.id).avatar_id == old.id
    given_up, wanted = send("#333333"), send("#444444")
    assert browser.get(PATH).fields()["portrait_file"] == str(wanted.id)
    assert looked_at(app, cast.nina).avatar_id == wanted.id
    assert File.get_by_id(given_up.id).keep_until is not None
    assert [File.get_by_id(kept.id).keep_until for kept in (old, wanted)] == [None, None]
    waiting = send("#555555")
    browser.send(PATH, no_portrait="y")
    assert looked_at(app, cast.nina).avatar_id is None
    portrait_looked_at(waiting.id)
    assert Member.get_by_id(cast.nina.id).avatar_id is None


def test_what_is_changed_after_going_back_is_saved(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast.nina)
    page = browser.get(PATH).fields()
    for bio in ("第一次寫的。", "回上一頁再寫的。"):
        assert browser.post(PATH, {**page, "bio": bio}).status == 303
        assert Member.get_by_id(cast.nina.id).bio == bio


def test_who_says_no_place_is_named_without_a_gap(app: Any, cast: Cast) -> None:
    Member.update(country="", city="", zone="").where(Member.id == cast.nina.id).execute()
    assert "@nina" in Browser(app, cast.nina).get("/zh-hant/me").words("p")
