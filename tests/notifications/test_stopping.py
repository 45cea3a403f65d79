"""One click in a letter stops one kind of them, and another brings back what it stopped."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.circle import actions as circle
from miquan.mail import unsubscribing
from miquan.notifications.actions.choosing import choose
from miquan.notifications.queries.choices import channels_of
from tests.browsing import Browser
from tests.cast import Cast
from tests.circle.test_posts import posted
from tests.notifications.test_letters import write


def one_click(app: Any, member: Member, kind: str) -> Any:
    """What a mail provider sends: no cookie, no token, no language."""
    address = f"/unsubscribe/{unsubscribing.token(member.id, kind)}"
    return Browser(app).post(address, {"List-Unsubscribe": "One-Click"})


def test_one_click_stops_that_type_of_that_member_and_nothing_else(app: Any, cast: Cast) -> None:
    choose(cast.mei.id, {"comment": "mail"})
    before = {member.id: channels_of(member.id) for member in (cast.mei, cast.nina)}
    page = one_click(app, cast.mei, "notice:comment")
    assert (page.status, page.headers.get("Set-Cookie")) == (200, None)
    assert channels_of(cast.mei.id) == {**before[cast.mei.id], "comment": "here"}
    assert channels_of(cast.nina.id) == before[cast.nina.id]
    circle.write_comment(posted(cast.mei, "去了河邊").id, "一", by=cast.nina.id)
    assert write() == []


def test_one_click_in_a_digest_stops_the_digest(app: Any, cast: Cast) -> None:
    choose(cast.mei.id, {"like": "weekly", "follow": "daily", "comment": "mail"})
    one_click(app, cast.mei, "notice:daily")
    chosen = channels_of(cast.mei.id)
    assert (chosen["like"], chosen["follow"], chosen["asked_in"], chosen["comment"]) == (
        "weekly",
        "here",
        "here",
        "mail",
    )


@pytest.mark.parametrize("lang", ["zh-hant", "zh-hans", "en"])
def test_the_page_of_a_letter_stops_and_resumes(app: Any, cast: Cast, lang: str) -> None:
    choose(cast.mei.id, {"mention": "mail"})
    path = f"/{lang}/unsubscribe/{unsubscribing.token(cast.mei.id, 'notice:mention')}"
    browser = Browser(app)
    assert f"/{lang}/me/notifications/settings" in browser.get(path).text
    assert channels_of(cast.mei.id)["mention"] == "mail", "opening it changes nothing"
    browser.post(path, {"then": "stop"})
    assert channels_of(cast.mei.id)["mention"] == "here"
    for other in (browser, Browser(app, cast.nina)):
        assert not other.get(path).all("button", value="resume"), "letters are passed on: that is for the member alone"
        assert other.post(path, {"then": "resume"}).status == 403
    assert channels_of(cast.mei.id)["mention"] == "here"
    Browser(app, cast.mei).post(path, {"then": "resume"})
    assert channels_of(cast.mei.id)["mention"] == "mail"
    choose(cast.mei.id, {"mention": "off"})
    browser.post(path, {"then": "stop"})
    assert channels_of(cast.mei.id)["mention"] == "off", "whoever wants to hear nothing of it goes on so"


def test_letters_again_bring_back_what_was_stopped_and_nothing_else(app: Any, cast: Cast) -> None:
    choose(cast.mei.id, {"mention": "off", "comment": "mail", "like": "weekly", "answer": "here"})
    before = channels_of(cast.mei.id)
    browser, path = Browser(app, cast.mei), f"/zh-hant/unsubscribe/{unsubscribing.token(cast.mei.id, 'notice:weekly')}"
    for _time in range(2):
        browser.post(path, {"then": "stop"})
    assert "weekly" not in channels_of(cast.mei.id).values()
    browser.post(path, {"then": "resume"})
    assert channels_of(cast.mei.id) == before


def test_letters_again_after_choosing_anew_leave_alone_what_is_refused(app: Any, cast: Cast) -> None:
    browser, path = Browser(app, cast.mei), f"/zh-hant/unsubscribe/{unsubscribing.token(cast.mei.id, 'notice:weekly')}"
    browser.post(path, {"then": "stop"})
    choose(cast.mei.id, {**channels_of(cast.mei.id), "mention": "off", "goods": "daily"})
    browser.post(path, {"then": "resume"})
    chosen = channels_of(cast.mei.id)
    assert (chosen["mention"], chosen["goods"], chosen["comment"], chosen["like"]) == ("off", "daily", "weekly", "here")


def test_a_forged_address_stops_nothing(app: Any, cast: Cast) -> None:
    choose(cast.mei.id, {"comment": "mail"})
    token = unsubscribing.token(cast.mei.id, "notice:comment")
    for wrong in (token + "x", token[:-2], token.swapcase(), unsubscribing.token(cast.mei.id, "notice:nothing")):
        page = Browser(app).post(f"/unsubscribe/{wrong}", {"List-Unsubscribe": "One-Click"})
        assert page.status in (400, 404)
    assert channels_of(cast.mei.id)["comment"] == "mail"
