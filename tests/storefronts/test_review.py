"""Where an operator looks first: a storefront that waits is seen by its owner and the desk only."""

from pathlib import Path
from typing import Any

import pytest

from miquan.config import from_environment
from miquan.moderation.models import AuditEntry
from miquan.storefronts.models import Storefront, StorefrontReview
from tests.browsing import Browser
from tests.cast import Cast
from tests.mails import mails
from tests.storefronts.test_opening import GOOD, PATH


@pytest.fixture
def more_settings() -> dict[str, str]:
    return {"MIQUAN_OPENING": "review"}


def shop(cast: Cast) -> Storefront:
    return Storefront.get(Storefront.owner == cast.nina.id)


def act(browser: Browser, page: str, action: str, **more: str) -> Any:
    return browser.send(page, action, to=page + action, **more)


def test_it_waits_unseen_is_refused_with_a_reason_asked_again_and_opened(app: Any, cast: Cast) -> None:
    nina, ou = Browser(app, cast.nina), Browser(app, cast.ou)
    assert nina.send(PATH, **GOOD).status == 303
    product = cast.product(storefront=shop(cast))
    path, desk = f"/zh-hant/@nina/p/{product.id}-{product.slug}", f"/zh-hant/desk/storefronts/{shop(cast).id}"
    assert shop(cast).state == "pending"
    assert Browser(app).get(path).status == Browser(app, cast.ruo).get(path).status == 404
    assert GOOD["headline"] not in Browser(app).get("/zh-hant/@nina").text
    assert Browser(app, cast.ruo).get("/zh-hant/@nina/question").status == 404
    assert GOOD["headline"] in nina.get("/zh-hant/me/preview").text
    assert nina.get(path).status == 200
    assert "還在等人看" in nina.get(PATH).text
    assert GOOD["headline"] in ou.get("/zh-hant/desk/storefronts").text
    assert "志野茶碗" in ou.get(desk).text
    assert act(ou, desk, "/refusal", reason="").status == 422
    assert act(ou, desk, "/refusal", reason="故事再多說一點").status == 303
    assert shop(cast).state == "closed"
    assert "故事再多說一點" in mails()[-1]["text"]
    assert "故事再多說一點" in nina.get(PATH).text
    act(nina, PATH, "/closure/removal")
    assert shop(cast).state == "pending"
    assert act(ou, desk, "/approval").status == 303
    assert shop(cast).state == "open"
    assert mails()[-1]["subject"] == "你的小店開了"
    assert Browser(app).get(path).status == 200
    assert [e.action for e in AuditEntry.select().order_by(AuditEntry.id)] == [
        "storefront.refused",
        "storefront.approved",
    ]
    # What was let in once may be closed and opened freely.
    act(nina, PATH, "/closure")
    act(nina, PATH, "/closure/removal")
    assert shop(cast).state == "open"


def test_twice_decided_counts_once_and_taken_back_waits_no_more(app: Any, cast: Cast) -> None:
    nina, ou = Browser(app, cast.nina), Browser(app, cast.ou)
    nina.send(PATH, **GOOD)
    desk = f"/zh-hant/desk/storefronts/{shop(cast).id}"
    token = {"csrf_token": ou.get(desk).fields("/approval")["csrf_token"]}
    act(nina, PATH, "/closure")
    assert ou.post(f"{desk}/approval", token).status == 303
    assert shop(cast).state == "closed"
    assert [row.decision for row in StorefrontReview.select()] == ["withdrawn"]
    assert ou.post("/zh-hant/desk/storefronts/999999/approval", token).status == 404


def test_moderators_look_and_only_operators_decide(app: Any, cast: Cast) -> None:
    Browser(app, cast.nina).send(PATH, **GOOD)
    desk = f"/zh-hant/desk/storefronts/{shop(cast).id}"
    for member, status in ((cast.mo, 403), (cast.nina, 403)):
        browser = Browser(app, member)
        token = {"csrf_token": browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"], "reason": "x"}
        assert {browser.post(f"{desk}/{verb}", token).status for verb in ("approval", "refusal")} == {status}
    assert "讓它開店" not in Browser(app, cast.mo).get(desk).text
    assert shop(cast).state == "pending"


def test_the_setting_has_two_values(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MIQUAN_OPENING"):
        from_environment({"MIQUAN_DATA": str(tmp_path), "MIQUAN_OPENING": "maybe"})
