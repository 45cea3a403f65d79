"""Large files in parts, by tus 1.0: cut off anywhere they go on where they were, and nobody else touches them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import now
from miquan.media import storage
from miquan.media.models import File, Upload
from miquan.media.parts import folder
from miquan.outbox.models import Delivery
from miquan.uploads import actions, rules
from miquan.uploads.purposes import PURPOSES
from tests.browsing import Page
from tests.cast import Cast
from tests.site.world import picture_bytes
from tests.uploads.conftest import HERE, Sender

PICTURE = picture_bytes(size=(900, 700), form="PNG")


def parts_kept() -> list[str]:
    return [key for key, _at in storage.private().keys("incoming")]


def offset_of(page: Page) -> int:
    return int(page.headers["Upload-Offset"])


def test_from_the_beginning_to_the_file(mei: Sender, cast: Cast) -> None:
    begun = mei.begin(len(PICTURE), "大 碗.png")
    assert (begun.status, offset_of(begun), begun.headers["Tus-Resumable"]) == (201, 0, "1.0.0")
    assert begun.location.startswith(f"{HERE}/")
    half = len(PICTURE) // 2
    first = mei.part(begun.location, 0, PICTURE[:half])
    assert (first.status, offset_of(first)) == (204, half)
    head = mei.tus("HEAD", begun.location)
    assert (head.status, offset_of(head), head.headers["Upload-Length"]) == (200, half, str(len(PICTURE)))
    assert head.headers["Cache-Control"].endswith("no-store")
    assert mei.part(begun.location, half, PICTURE[half:]).status == 204
    told = mei.browser.get(begun.location).answer.get_json()
    file = File.get()
    assert (told["filename"], told["file"]["id"]) == ("大 碗.png", file.id)
    assert (file.owner_id, file.bytes, file.purpose) == (cast.mei.id, len(PICTURE), "product")
    assert storage.private().get(file.original) == PICTURE
    assert parts_kept() == []


def test_a_wrong_offset_is_told_the_right_one(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    mei.part(path, 0, PICTURE[:100])
    for offset in (0, 99, 101, len(PICTURE)):
        late = mei.part(path, offset, PICTURE[offset : offset + 10])
        assert (late.status, offset_of(late)) == (409, 100)
    assert mei.part(path, 100, PICTURE[100:]).status == 204


def test_a_file_does_not_come_byte_by_byte(mei: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """With 20,000 parts each one more took 40 ms and wrote 2 MB."""
    assert PURPOSES["proof"].largest / rules.MOST_PARTS < rules.PART_BYTES / 8, "room for clients with small parts"
    monkeypatch.setattr(rules, "MOST_PARTS", 3)
    path = mei.begin(len(PICTURE)).location
    assert [mei.part(path, n, PICTURE[n : n + 1]).status for n in range(4)] == [204, 204, 204, 422]
    assert len(parts_kept()) == 3


def test_of_two_parts_for_one_place_one_is_taken(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    upload, rival = Upload.get(), Upload.get()
    actions.append(rival, 0, PICTURE[:50])
    with pytest.raises(rules.WrongOffset) as told:
        actions.append(upload, 0, b"x" * 60)
    assert told.value.received == 50
    assert len(parts_kept()) == 1
    mei.part(path, 50, PICTURE[50:])
    assert storage.private().get(File.get().original) == PICTURE


def test_killed_before_it_was_finished_it_is_finished_later(mei: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    path = mei.begin(len(PICTURE)).location

    def killed(_upload: Upload) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            mei.part(path, 0, PICTURE)
    assert offset_of(mei.tus("HEAD", path)) == len(PICTURE)
    assert File.select().count() == 0
    assert mei.part(path, len(PICTURE), b"").status == 204
    assert mei.part(path, len(PICTURE), b"").status == 204
    assert File.select().count() == 1
    assert mei.browser.get(path).answer.get_json()["file"]["id"] == File.get().id


def test_killed_between_the_file_and_its_row_it_stays_one_file(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    actions.append(Upload.get(), 0, PICTURE)
    file = actions._received(Upload.get())
    assert mei.part(path, len(PICTURE), b"").status == 204
    assert [f.id for f in File.select()] == [file.id]
    assert Upload.get().file_id == file.id


def test_a_part_stored_before_a_kill_is_not_counted(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    storage.private().put(f"{folder(Upload.get().token)}/0-lost", b"x" * 40)
    assert offset_of(mei.tus("HEAD", path)) == 0
    mei.part(path, 0, PICTURE)
    assert storage.private().get(File.get().original) == PICTURE
    assert parts_kept() == []


def test_cancelled_it_is_gone(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    mei.part(path, 0, PICTURE[:100])
    assert mei.tus("DELETE", path).status == 204
    assert parts_kept() == []
    assert mei.tus("HEAD", path).status == 404
    assert mei.part(path, 100, PICTURE[100:]).status == 404
    assert mei.tus("DELETE", path).status == 404


def test_after_a_day_nothing_is_left(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    mei.part(path, 0, PICTURE[:100])
    timer = Delivery.get(Delivery.subscriber == "uploads.expire")
    assert timedelta(hours=23) < timer.due_at - now() < timedelta(hours=25)
    Upload.update(expires_at=now() - timedelta(seconds=1)).execute()
    assert mei.part(path, 100, PICTURE[100:]).status == 404
    actions.expire(path.rsplit("/", 1)[-1])
    assert (Upload.select().count(), parts_kept()) == (0, [])
    actions.expire(path.rsplit("/", 1)[-1])


def test_nobody_elses(mei: Sender, cast: Cast, sender: Callable[[Member], Sender], app: Any) -> None:
    path = mei.begin(len(PICTURE)).location
    ruo = sender(cast.ruo)
    assert ruo.tus("HEAD", path).status == 404
    assert ruo.browser.get(path).status == 404
    assert ruo.part(path, 0, PICTURE).status == 404
    assert ruo.tus("DELETE", path).status == 404
    assert ruo.begin(10).status == 403
    assert Upload.get().received == 0


def test_what_was_announced_wrongly(mei: Sender) -> None:
    most = PURPOSES["product"].largest
    assert mei.begin(most + 1).status == 413
    assert mei.begin(0).status == 422
    assert mei.begin(10, purpose="export").status == 400
    for length in ("-1", "x", "1e3", "", "9" * 40, "²"):
        assert mei.begin(10, Upload_Length=length).status == 400
    assert mei.begin(10, Upload_Metadata="purpose !!!").status == 400
    assert mei.begin(10, Tus_Resumable="0.2.2").status == 412
    assert Upload.select().count() == 0


def test_parts_that_are_none(mei: Sender) -> None:
    path = mei.begin(len(PICTURE)).location
    assert mei.part(path, 0, PICTURE + b"x").status == 413
    assert mei.part(path, 0, b"x" * (rules.PART_BYTES + 1)).status == 413
    assert mei.part(path, 0, PICTURE, Content_Type="text/plain").status == 415
    assert mei.part(path, 0, PICTURE, Upload_Offset="x").status == 400
    assert mei.part(path, 0, PICTURE, Tus_Resumable="").status == 412
    assert mei.part(path, 0, PICTURE, X_CSRFToken="x").status == 400
    assert (Upload.get().received, parts_kept()) == (0, [])


def test_what_is_refused_when_whole_says_why_and_is_gone(mei: Sender) -> None:
    path = mei.begin(400, "a.jpg").location
    page = mei.part(path, 0, b"<script>alert(1)</script>".ljust(400))
    told = page.answer.get_json()
    assert (page.status, told["state"], bool(told["words"])) == (422, "refused", True)
    assert (Upload.select().count(), File.select().count(), parts_kept()) == (0, 0, [])
    paper = mei.begin(400, "a.pdf", "paper").location
    words = mei.part(paper, 0, b"<script>alert(1)</script>".ljust(400)).answer.get_json()["words"]
    assert "PDF" in words, "other purposes take other files"


def test_only_so_many_at_once(mei: Sender) -> None:
    for _n in range(rules.MAX_OPEN):
        path = mei.begin(100).location
    page = mei.begin(100)
    assert (page.status, page.answer.get_json()["problem"]) == (429, "many")
    mei.tus("DELETE", path)
    assert mei.begin(100).status == 201


@pytest.mark.parametrize(("limit", "problem"), [("quota_bytes", "space"), ("quota_files", "count")])
def test_without_room_nothing_is_begun(mei: Sender, app: Any, monkeypatch: Any, limit: str, problem: str) -> None:
    monkeypatch.setitem(app.extensions, "miquan", replace(app.extensions["miquan"], **{limit: 0}))
    page = mei.begin(100)
    assert (page.status, page.answer.get_json()["problem"]) == (413, problem)
    assert page.answer.get_json()["words"]


def test_what_the_server_can_do(mei: Sender) -> None:
    told = mei.tus("OPTIONS", HERE).headers
    assert (told["Tus-Version"], told["Tus-Extension"]) == ("1.0.0", "creation,termination,expiration")
    assert int(told["Tus-Max-Size"]) >= 15 * 1024 * 1024
