"""Pictures in the product's form: whatever way they came, only the author's own are taken, and none is lost on the way."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from miquan.db import now
from miquan.media.actions import receive
from miquan.media.models import File, MediaUsage
from miquan.media.sweep import sweep
from miquan.outbox.worker import Worker
from miquan.products.draft import PictureDraft
from miquan.products.models import Product, ProductPicture
from tests.browsing import Browser, Page
from tests.cast import Cast
from tests.site.world import picture_bytes
from tests.studio.test_studio import GOOD, NEW
from tests.uploads.conftest import Sender


@pytest.fixture
def mei(app: Any, cast: Cast) -> Browser:
    assert cast.kyoto.id
    return Browser(app, cast.mei)


def brought(browser: Browser, colour: str = "#a0522d", purpose: str = "product") -> int:
    """A picture that a script has brought; its id."""
    token = browser.get("/zh-hant/me").fields("/sign-out")["csrf_token"]
    answer = Sender(browser, token).send((picture_bytes(colour), "a.jpg"), purpose=purpose)
    return int(answer.answer.get_json()["files"][0]["id"])


def row(number: int, file_id: int, place: int, alt: str = "") -> dict[str, str]:
    names = {"file_id": str(file_id), "source_url": "", "place": str(place), "alt": alt}
    return {f"kept-{number}-{name}": value for name, value in names.items()}


def held() -> list[tuple[int, str]]:
    return [(p.file_id, p.alt) for p in ProductPicture.select().order_by(ProductPicture.position)]


def kept(page: Page) -> list[str]:
    """The pictures that a form holds."""
    return [
        str(e.get("value")) for e in page.all("input") if (e.get("name") or "").endswith("-file_id") and e.get("value")
    ]


def test_brought_before_they_are_saved_in_the_order_of_their_places(mei: Browser) -> None:
    one, two = brought(mei), brought(mei, "#000")
    page = mei.send(NEW, **GOOD, **row(101, one, 2, "碗底"), **row(102, two, 1, "碗"))
    assert page.status == 303
    assert held() == [(two, "碗"), (one, "碗底")]
    assert kept(mei.get(page.location)) == [str(two), str(one)]


def test_beside_those_that_the_product_has_and_those_of_a_plain_input(mei: Browser) -> None:
    page = mei.send(NEW, **GOOD, pictures=[(BytesIO(picture_bytes("#111")), "a.jpg")])
    (first, _alt), new = held()[0], brought(mei)
    more = [(BytesIO(picture_bytes("#222")), "b.jpg")]
    assert mei.send(page.location, **row(101, new, 1), **{"kept-0-place": "2"}, pictures=more).status == 303
    ids = [file_id for file_id, _words in held()]
    assert ids[:2] == [new, first]
    assert len(set(ids)) == 3


def test_the_same_file_named_twice_is_one_picture(mei: Browser) -> None:
    one = brought(mei)
    mei.send(NEW, **GOOD, **row(101, one, 1, "一"), **row(102, one, 2, "二"))
    assert held() == [(one, "一")]


def test_nobody_elses_and_no_other_purpose(mei: Browser, app: Any, cast: Cast) -> None:
    assert cast.edinburgh.id
    theirs, face = brought(Browser(app, cast.tang)), brought(mei, purpose="avatar")
    page = mei.send(NEW, **GOOD, **row(101, theirs, 1), **row(102, face, 2), **row(103, 2**31 - 1, 3))
    assert page.status == 303
    assert held() == []


def test_a_refused_one_is_said_and_must_be_taken_away(mei: Browser) -> None:
    one, two = brought(mei), brought(mei, "#000")
    File.update(state="refused", problem="broken").where(File.id == one).execute()
    page = mei.send(NEW, **GOOD, **row(101, one, 1), **row(102, two, 2, "碗"))
    assert page.status == 422
    assert "先把這張拿掉" in page.text
    assert Product.select().count() == 0
    assert mei.post(NEW, {**page.fields(), "kept-0-remove": "y"}).status == 303
    assert held() == [(two, "碗")]


@pytest.mark.parametrize("wrong", [{"title": ""}, {"more": "variants"}])
def test_what_a_plain_input_brought_is_not_lost_when_something_else_is_wrong(
    mei: Browser, wrong: dict[str, str]
) -> None:
    files = [(BytesIO(picture_bytes("#333")), "a.jpg"), (BytesIO(picture_bytes("#444")), "b.jpg")]
    page = mei.send(NEW, **{**GOOD, **wrong}, pictures=files)
    assert page.status in (200, 422)
    ids = [file.id for file in File.select().order_by(File.id)]
    assert kept(page) == [str(id_) for id_ in ids]
    mei.post(NEW, {**page.fields(), **GOOD})
    assert [file_id for file_id, _alt in held()] == ids


def test_a_form_sent_twice_brings_its_pictures_once(mei: Browser) -> None:
    fields = {**mei.get(NEW).fields(), **GOOD}
    for _time in range(2):
        page = mei.post(NEW, {**fields, "pictures": [(BytesIO(picture_bytes("#555")), "a.jpg")]})
        assert page.status == 303
    assert (File.select().count(), Product.select().count(), len(held())) == (1, 1, 1)


def test_good_ones_stay_when_one_is_refused_and_names_are_only_text(mei: Browser) -> None:
    name = "<img src=x onerror=alert(1)>.jpg"
    files = [(BytesIO(picture_bytes("#666")), "../../a.jpg"), (BytesIO(b"<script>"), name)]
    page = mei.send(NEW, **GOOD, pictures=files)
    assert page.status == 422
    assert "<img src=x" not in page.text
    assert "&lt;img src=x onerror=alert(1)&gt;.jpg：" in page.text
    assert len(kept(page)) == 1
    assert Product.select().count() == 0


def test_what_was_never_saved_goes_after_a_week_and_what_was_saved_stays(mei: Browser) -> None:
    saved, forgotten = brought(mei), brought(mei, "#000")
    mei.send(NEW, **GOOD, **row(101, saved, 1))
    until = {file.id: file.keep_until for file in File.select()}
    assert until[saved] is None
    assert timedelta(days=6) < until[forgotten] - now() < timedelta(days=8)
    File.update(keep_until=now() - timedelta(seconds=1)).where(File.id == forgotten).execute()
    sweep()
    assert [file.id for file in File.select()] == [saved]
    assert MediaUsage.get().files == 1


def test_a_card_that_was_shown_without_its_picture_gets_it(app: Any, cast: Cast) -> None:
    file = receive(picture_bytes(), owner=cast.mei.id, purpose="product")
    cast.product(pictures=(PictureDraft(file_id=file.id, alt="碗"),))
    assert file.name not in Browser(app).get("/zh-hant/@mei").text
    for lane in ("media", "default"):
        while Worker(app).step(lane):
            pass
    assert file.name in Browser(app).get("/zh-hant/@mei").text
