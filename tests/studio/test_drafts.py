"""What stands in an editor is kept before it is saved: over tabs, devices and ended sessions, and for nobody else."""

from datetime import timedelta
from typing import Any

import html5lib
import pytest

from miquan.accounts.models import MemberSession
from miquan.db import now
from miquan.products.models import Product
from miquan.studio.editor import actions
from miquan.studio.editor.tickets import Ticket, read, sign
from miquan.studio.models import EditorDraft
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.studio.test_studio import GOOD, NEW, one

KEEP = "/zh-hant/studio/products/drafts"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def keep(browser: Browser, fields: dict[str, Any], **changes: Any) -> Page:
    """What the script of a page sends by itself."""
    return browser.post(KEEP, {**fields, **changes}, headers=PART)


def fragment(page: Page) -> Any:
    return html5lib.parseFragment(page.text)


def told(page: Page) -> dict[str, str]:
    """What the page takes over from the answer."""
    line = next(e for e in fragment(page).iter() if e.get("id") == "save-state")
    return {"seq": line.get("data-seq") or "", "ticket": line.get("data-ticket") or ""}


def drafts() -> list[tuple[str, int]]:
    return list(EditorDraft.select(EditorDraft.title, EditorDraft.seq).order_by(EditorDraft.id).tuples())


def test_kept_by_itself_found_again_and_gone_once_it_is_saved(mei: Browser) -> None:
    fields = mei.get(NEW).fields()
    first = keep(mei, fields, **GOOD)
    assert first.status == 200
    assert "已自動儲存" in first.text
    fields |= told(first)
    assert keep(mei, fields, **{**GOOD, "title": "改過的碗"}).status == 200
    assert drafts() == [("改過的碗", 2)]
    assert Product.select().count() == 0
    page = mei.get(NEW)
    link = next(e.get("href") for e in page.all("a") if "draft=" in (e.get("href") or ""))
    again = mei.get(str(link)).fields()
    assert (again["title"], again["story"], again["variants-0-price"], again["seq"]) == (
        "改過的碗",
        GOOD["story"],
        "18,500",
        "2",
    )
    assert mei.post(NEW, again).status == 303
    assert one().title == "改過的碗"
    assert drafts() == []


def test_without_scripts_by_a_button_and_thrown_away_by_another(mei: Browser, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/studio/products/{product.id}"
    page = mei.send(path, title="還沒想好", then="draft", **{"variants-0-price": "一萬"})
    assert (page.status, page.location) == (303, f"{path}?draft=p{product.id}m{cast.mei.id}")
    again = mei.get(page.location)
    assert (again.fields()["title"], again.fields()["variants-0-price"]) == ("還沒想好", "一萬")
    assert Product.get_by_id(product.id).title == "志野茶碗"
    waiting = mei.get(path)
    assert waiting.fields()["title"] == "志野茶碗"
    removal = next(f.get("action") for f in waiting.all("form") if "drafts" in (f.get("action") or ""))
    assert mei.post(str(removal), waiting.fields(removal)).location == path
    assert drafts() == []


def test_two_tabs_the_later_one_is_told_and_both_stay(mei: Browser, cast: Cast) -> None:
    product = cast.product()
    path = f"/zh-hant/studio/products/{product.id}"
    one_tab, other_tab = mei.get(path).fields(), mei.get(path).fields()
    keep(mei, one_tab, title="第一個分頁", story="一起的話")
    late = keep(mei, other_tab, title="第二個分頁", story="一起的話")
    assert late.status == 409
    for words in ("第一個分頁", "第二個分頁", "這裡寫的", "另一邊的"):
        assert words in late.text
    assert "一起的話" not in late.text
    assert [title for title, _seq in drafts()] == ["第一個分頁", "第二個分頁"]
    # It goes on under an address of its own; the first is not told and not disturbed.
    other_tab |= told(late)
    assert keep(mei, other_tab, title="第二個分頁，再寫").status == 200
    assert keep(mei, one_tab, title="第一個分頁，再寫").status == 200
    against = next(str(e.get("value")) for e in fragment(late).iter() if e.get("name") == "against")
    chosen = {"title": "第二個分頁，再寫", "take-title": "theirs", "against": against, "more": "merge"}
    merged = mei.post(path, {**other_tab, **chosen})
    assert merged.fields()["title"] == "第一個分頁，再寫"
    # What the first wrote after it was shown is not thrown away unseen.
    assert ("第一個分頁，再寫", 2) in drafts()


def test_tools_leave_a_choice_open_and_what_was_chosen_is_kept_before_the_other_goes(mei: Browser) -> None:
    one_tab, other_tab = mei.get(NEW).fields(), mei.get(NEW).fields()
    other_tab["ticket"] = one_tab["ticket"]
    keep(mei, one_tab, title="第一個分頁")
    late = keep(mei, other_tab, title="第二個分頁")
    against = next(str(e.get("value")) for e in fragment(late).iter() if e.get("name") == "against")
    mine = {**other_tab, **told(late), "title": "第二個分頁", "against": against}
    shown = mei.post(NEW, {**mine, "more": "variants"})
    assert "另一邊的" in shown.text
    assert [title for title, _seq in drafts()] == ["第一個分頁", "第二個分頁"]
    put_aside = mei.post(NEW, {**mine, "then": "draft"})
    assert put_aside.status == 303
    assert len(drafts()) == 2
    together = mei.post(NEW, {**shown.fields(), "take-title": "theirs", "more": "merge"})
    assert "另一邊的" not in together.text
    assert drafts() == [("第一個分頁", int(together.fields()["seq"]))]
    assert together.fields()["title"] == "第一個分頁"


def test_somebody_saved_meanwhile_and_parts_are_taken_from_both(mei: Browser, cast: Cast) -> None:
    product = cast.product(tags=("茶道",))
    path = f"/zh-hant/studio/products/{product.id}"
    fields = mei.get(path).fields()
    mei.send(path, title="那邊的名字", tags="金繼")
    mine = {**fields, "title": "這邊的名字", "story": "這邊寫的"}
    warned = keep(mei, mine)
    assert (warned.status, drafts()) == (409, [("這邊的名字", 1)])
    late = mei.post(path, mine)
    assert late.status == 422
    assert "那邊的名字" in late.text
    assert mei.post(path, {**late.fields(), "take-tags": "theirs"}).status == 303
    row = Product.get_by_id(product.id)
    assert (row.title, row.story, [t.tag.name for t in row.product_tags]) == ("這邊的名字", "這邊寫的", ["金繼"])


def test_an_answer_that_never_came_is_no_conflict_and_an_old_turn_changes_nothing(mei: Browser) -> None:
    fields = mei.get(NEW).fields()
    keep(mei, fields, title="一", turn="1")
    assert keep(mei, fields, title="一二", turn="2").status == 200
    assert keep(mei, fields, title="一", turn="1").status == 200
    assert drafts() == [("一二", 2)]


def end_sessions() -> None:
    MemberSession.delete().execute()


def test_a_session_that_ended_while_typing(app: Any, cast: Cast, mei: Browser) -> None:
    product = cast.product()
    path = f"/zh-hant/studio/products/{product.id}"
    fields = mei.get(path).fields()
    end_sessions()
    away = keep(mei, fields, title="寫到一半")
    assert away.status == 401
    assert "在新分頁登入" in away.text
    assert "Set-Cookie" not in away.headers
    sent = mei.post(path, {**fields, "title": "寫完了", "then": "publish"})
    assert sent.status == 303
    assert "/sign-in?next=" in sent.location
    assert drafts() == [("寫完了", 2)]
    assert Product.get_by_id(product.id).title == "志野茶碗"
    back = Browser(app, cast.mei)
    page = back.get(f"{path}?draft=p{product.id}m{cast.mei.id}")
    assert page.fields()["title"] == "寫完了"
    # The page that was open all the time goes on too: its ticket stands for the token of a session that is gone.
    assert keep(back, fields, title="接著寫", turn="5").status == 200
    assert back.post(path, {**fields, "title": "存了"}).status == 303
    assert Product.get_by_id(product.id).title == "存了"


def test_words_are_kept_for_nobody_else(app: Any, cast: Cast, mei: Browser) -> None:
    product = cast.product()
    assert cast.edinburgh.id
    path = f"/zh-hant/studio/products/{product.id}"
    fields = mei.get(path).fields()
    keep(mei, fields, title="美的話")
    key = f"p{product.id}m{cast.mei.id}"
    tang = Browser(app, cast.tang)
    token = tang.get(NEW).fields()["csrf_token"]
    assert "美的話" not in tang.get(f"{NEW}?draft={key}").text
    assert tang.post(f"{KEEP}/{key}/removal", {"csrf_token": token}).status == 404
    # A page of mei's, sent by tang's browser, is kept for mei and does nothing as tang.
    assert tang.post(path, {**fields, "title": "換了人", "then": "publish"}).location == "/zh-hant/"
    assert {d.member_id for d in EditorDraft.select()} == {cast.mei.id}
    assert Product.get_by_id(product.id).title == "志野茶碗"
    # A forged, foreign or old ticket opens nothing.
    for ticket in ("", "x", sign(Ticket(cast.mei.id, key, product.id))[:-2], "W10.x.y"):
        assert Browser(app).post(path, {**fields, "ticket": ticket}).status == 400
        assert tang.post(KEEP, {**fields, "ticket": ticket, "csrf_token": ""}).status == 400
    assert len(drafts()) == 1


def test_a_ticket_keeps_words_only_where_there_is_still_a_place(app: Any, cast: Cast, mei: Browser) -> None:
    from miquan.accounts.models import Member

    fields = mei.get(NEW).fields()
    ticket = read(fields["ticket"])
    assert ticket is not None
    assert ticket.member == cast.mei.id
    theirs = cast.product(storefront=cast.edinburgh)
    wrong = {**fields, "ticket": sign(Ticket(cast.mei.id, "key", theirs.id)), "title": "亂寫"}
    end_sessions()
    assert keep(mei, wrong).status == 401
    Member.update(active=False).where(Member.id == cast.mei.id).execute()
    assert keep(mei, fields, title="亂寫").status == 401
    assert drafts() == []


def test_half_a_year_later_they_are_forgotten(mei: Browser) -> None:
    keep(mei, mei.get(NEW).fields(), title="舊的\x00字")
    assert drafts() == [("舊的字", 1)]
    EditorDraft.update(updated_at=now() - timedelta(days=170)).execute()
    assert actions.prune() == 0
    EditorDraft.update(updated_at=now() - timedelta(days=190)).execute()
    assert actions.prune() == 1
