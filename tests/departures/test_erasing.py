"""When the time of grace is over: no row, no byte, no document speaks of the member any more."""

from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import HandleChange, Member
from miquan.accounts.queries import handle_is_free
from miquan.accounts.rules import handle_problem
from miquan.brands.models import Brand
from miquan.circle.models import Post
from miquan.db import now
from miquan.departures import actions, erasing, packing
from miquan.departures.models import Departure, MemberExport
from miquan.departures.registry import SECTIONS
from miquan.mail import files
from miquan.media import personal as media
from miquan.moderation.actions import CannotSuspend, reinstate_member, suspend_member
from miquan.moderation.audit import verify
from miquan.moderation.models import AuditEntry, Report
from miquan.outbox import Event, EventRow
from miquan.products.models import Product, Tag
from miquan.search.indexing import rebuild
from miquan.search.service import engine
from miquan.storefronts.models import Storefront
from tests.browsing import Browser
from tests.cast import Cast
from tests.departures.leaver import EMAIL, HANDLE, NAME, NAMES, OLD_HANDLE, bytes_kept, held, leaver, time_is_up, work
from tests.mails import mails


def gone(app: Any, member: Member, keep_words: bool = False) -> None:
    actions.leave(member.id, keep_words=keep_words)
    time_is_up()
    work(app)


def test_nothing_is_left_of_them(app: Any, cast: Cast) -> None:
    before = bytes_kept()
    member = leaver(cast)
    actions.ask_export(member.id)
    rebuild()
    work(app)
    assert len(list(held(NAMES))) > 20
    assert len([letter for letter in files.newest(100) if EMAIL in str(letter)]) >= 3
    product = Product.get(Product.title == "離開者的碗")
    gone(app, member)
    assert list(held(NAMES)) == []
    assert bytes_kept() == before
    letters = files.newest(100)
    assert [letter.subject for letter in letters if letter.to == "ou_op@example.org"][-1] == f"@{HANDLE}_two"
    others = [letter for letter in letters if letter.to != "ou_op@example.org"]
    assert [letter for letter in others if any(name in str(letter) for name in NAMES)] == []
    found = engine().ids()
    others_posts = {f"post:{id_}" for (id_,) in Post.select(Post.id).where(Post.author != member.id).tuples()}
    assert {id_ for id_ in found if id_.startswith("post:")} <= others_posts
    assert {id_ for id_ in found if id_.startswith("product:")} == {
        f"product:{Product.get(Product.title == '別人的碗').id}"
    }
    assert f"person:{member.id}" not in found
    _a_tombstone_stays(app, cast, member, product)


def _a_tombstone_stays(app: Any, cast: Cast, member: Member, product: Product) -> None:
    row = Member.get_by_id(member.id)
    assert (row.handle, row.email, row.is_active) == (f"gone_{row.id}", f"gone-{row.id}@invalid", False)
    assert (row.password, row.inviter_id, row.role_names, row.leaving_at) == (None, None, frozenset(), None)
    for lang, words in (("zh-hant", "已經離開"), ("zh-hans", "已经离开"), ("en", "has left")):
        page = Browser(app).get(f"/{lang}/@{HANDLE}/p/{product.id}-x")
        assert page.status == 410
        assert words in page.text
    assert Browser(app).get(f"/zh-hant/@{HANDLE}").status == 404
    assert Browser(app).get(f"/zh-hant/@{row.handle}").status == 404
    assert [r.note for r in Report.select()] == [""]
    entry = AuditEntry.get(AuditEntry.action == "member.suspended")
    assert (verify().bad, verify().blotted) == (None, 1)
    assert (entry.actor_id, entry.reason) == (cast.ou.id, f"@gone_{row.id}吵架")
    assert not Brand.select().exists()
    assert [t.name for t in Tag.select()] == []
    assert Departure.get().erased_at
    assert Storefront.get(Storefront.owner == member.id).state == "closed"
    assert not Product.select().where(Product.storefront == product.storefront_id, Product.id != product.id).exists()


def test_who_is_gone_cannot_be_brought_back_by_the_desk(app: Any, cast: Cast) -> None:
    """Being shut out and let in again made the tombstone's page public, and kept what was written of them."""
    member = leaver(cast)
    gone(app, member)
    with pytest.raises(CannotSuspend):
        suspend_member(member.id, by=cast.ou.id, reason=NAME)
    assert not reinstate_member(member.id, by=cast.ou.id, reason=NAME)
    assert Browser(app).get(f"/zh-hant/@gone_{member.id}").status == 404
    assert list(held(NAMES)) == []


def test_names_rest_and_the_address_may_join_again(app: Any, cast: Cast) -> None:
    member = leaver(cast)
    assert handle_problem("gone_7") == "reserved"
    gone(app, member)
    assert [handle_is_free(handle) for handle in (HANDLE, OLD_HANDLE, "somebody_else")] == [False, False, True]
    HandleChange.update(at=now() - timedelta(days=366)).execute()
    assert handle_is_free(HANDLE)
    again = cast.member("rin_again", "又來了")
    Member.update(email=EMAIL).where(Member.id == again.id).execute()
    gone(app, again)
    assert list(held((EMAIL, "rin_again"))) == []


def test_words_stay_where_that_is_wanted(app: Any, cast: Cast) -> None:
    member = leaver(cast)
    product = Product.get(Product.title == "離開者的碗")
    gone(app, member, keep_words=True)
    page = Browser(app).get(f"/en/@x/p/{product.id}-x")
    assert page.status == 410
    assert "離開者的碗" in page.text
    assert NAME + "找到的" in page.text
    left = [where for where in held((EMAIL, HANDLE, "離開者工房"))]
    assert left == []
    assert Product.select().where(Product.title == "離開者的草稿碗").count() == 0


@pytest.mark.parametrize("at", range(0, len(SECTIONS), 3))
def test_a_kill_in_the_middle_is_caught_up_with(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    before = bytes_kept()
    member = leaver(cast)
    actions.leave(member.id, keep_words=False)
    time_is_up()
    departure = Departure.get()

    def killed(*_told: Any) -> None:
        raise KeyboardInterrupt

    broken = list(SECTIONS)
    broken[at] = type(SECTIONS[at])(**{**vars(SECTIONS[at]), "erase": killed})
    monkeypatch.setattr(erasing, "SECTIONS", tuple(broken))
    with pytest.raises(KeyboardInterrupt):
        erasing.erase(departure.id)
    with pytest.raises(actions.TooLate):
        actions.come_back(member.id)
    assert not Member.get_by_id(member.id).is_active
    monkeypatch.setattr(erasing, "SECTIONS", SECTIONS)
    work(app)
    assert list(held(NAMES)) == []
    assert bytes_kept() == before
    assert erasing.erase(departure.id) is False


def test_a_timer_that_rings_early_is_set_again(app: Any, cast: Cast) -> None:
    departure = actions.leave(cast.nina.id, keep_words=False)
    assert erasing.erase(departure.id) is False
    due = EventRow.select().where(EventRow.name == Event.MEMBER_ERASURE_DUE)
    assert due.count() == 2
    assert Member.get_by_id(cast.nina.id).email == "nina@example.org"
    actions.come_back(cast.nina.id)
    again = actions.leave(cast.nina.id, keep_words=True)
    time_is_up()
    assert erasing.erase(departure.id) is False
    assert Member.get_by_id(cast.nina.id).email == "nina@example.org"
    assert erasing.erase(again.id) is True


def test_a_file_that_comes_in_meanwhile_is_erased_at_the_next_attempt(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = leaver(cast)
    actions.leave(member.id, keep_words=False)
    time_is_up()
    files = next(i for i, section in enumerate(SECTIONS) if section.name == "files")
    skipped = list(SECTIONS)
    skipped[files] = type(SECTIONS[files])(**{**vars(SECTIONS[files]), "erase": lambda *_told: None})
    monkeypatch.setattr(erasing, "SECTIONS", tuple(skipped))
    with pytest.raises(erasing.FilesLeft):
        erasing.erase(Departure.get().id)
    assert media.SECTIONS
    monkeypatch.setattr(erasing, "SECTIONS", SECTIONS)
    assert erasing.erase(Departure.get().id)


def test_an_export_of_somebody_who_is_gone_leaves_no_bytes(app: Any, cast: Cast) -> None:
    export = actions.ask_export(cast.nina.id)
    assert export
    key = packing._key(export.id)
    packing.storage.private().put(key, b"of a build that was killed")
    MemberExport.delete().execute()
    assert packing.build(export.id) is False
    assert key not in bytes_kept()


def test_others_keep_their_letters(app: Any, cast: Cast) -> None:
    short, longer = cast.member("rin", "凜"), cast.member("rin_two", "凜二")
    for member in (short, longer):
        actions.noted(member.id, "password_changed")
    gone(app, short)
    assert [m["member"] for m in mails()] == [longer.id]
    assert [letter.to for letter in files.newest(100)] == ["rin_two@example.org"]
