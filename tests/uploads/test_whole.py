"""Whole files from a script: one form, one answer a file, nothing twice, nothing for strangers."""

from collections.abc import Callable
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.media.models import File
from tests.cast import Cast
from tests.site.world import picture_bytes
from tests.uploads.conftest import HERE, Sender

Senders = Callable[[Member], Sender]


def files_of(page: Any) -> list[dict[str, Any]]:
    assert page.status == 200, page.text
    found: list[dict[str, Any]] = page.answer.get_json()["files"]
    return found


def test_several_at_once_each_with_its_answer(mei: Sender, cast: Cast) -> None:
    found = files_of(
        mei.send((picture_bytes(), "碗.jpg"), (b"<svg onload=x()>", "b.jpg"), (picture_bytes("#000"), "c.png"))
    )
    assert [f["state"] == "refused" for f in found] == [False, True, False]
    assert found[1]["words"] == "這個檔案不是看得懂的照片：用JPEG、PNG、WebP、AVIF、HEIC或GIF"
    assert [f.owner_id for f in File.select()] == [cast.mei.id] * 2
    assert found[0]["filename"] == "碗.jpg"


def test_a_receipt_makes_one_file_of_two_sendings(mei: Sender) -> None:
    first, other = (files_of(mei.send((picture_bytes(), "a.jpg"), receipts=[key])) for key in ("one", "two"))
    again = files_of(mei.send((picture_bytes(), "a.jpg"), receipts=["one"]))
    assert again[0]["id"] == first[0]["id"] != other[0]["id"]
    assert File.select().count() == 2


def test_receipts_of_two_members_are_not_the_same(mei: Sender, cast: Cast, sender: Senders) -> None:
    assert cast.edinburgh.id
    ids = [files_of(s.send((picture_bytes(), "a.jpg"), receipts=["one"]))[0]["id"] for s in (mei, sender(cast.tang))]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a.jpg%00.html",
        "<img src=x onerror=alert(1)>.jpg",
        "C:\\x\\..\\a.jpg",
        "a\x00b\u202egpj.exe",
    ],
)
def test_a_hostile_name_names_nothing(mei: Sender, name: str) -> None:
    found = files_of(mei.send((picture_bytes(), name)))[0]
    file = File.get_by_id(found["id"])
    assert file.name.isalnum()
    assert not set("/\\\u202e") & set(found["filename"])
    assert file.original.startswith(f"{file.name[:2]}/{file.name}.")


def test_what_is_asked_wrongly(mei: Sender) -> None:
    good = (picture_bytes(), "a.jpg")
    assert mei.send(good, purpose="export").status == 400
    assert mei.send(good, purpose="").status == 400
    assert mei.send().status == 400
    assert mei.send(*[good] * 7).status == 400
    assert mei.send(good, good, receipts=["one"]).status == 400
    assert File.select().count() == 0


def test_too_large_and_empty(mei: Sender) -> None:
    found = files_of(mei.send((b"\xff\xd8\xff" + b"x" * 15 * 1024 * 1024, "a.jpg"), (b"", "b.jpg")))
    assert [f["state"] for f in found] == ["refused", "refused"]
    assert found[0]["problem"] == "big"
    paper = files_of(mei.send((b"<script>", "a.pdf"), purpose="paper"))
    assert "PDF" in paper[0]["words"], "other purposes take other files"
    assert File.select().count() == 0


def test_only_who_sells_brings_pictures_of_products(cast: Cast, sender: Senders) -> None:
    nina = sender(cast.nina)
    assert nina.send((picture_bytes(), "a.jpg")).status == 403
    assert files_of(nina.send((picture_bytes(), "a.jpg"), purpose="avatar"))[0]["id"]


def test_not_without_the_token_and_not_without_signing_in(mei: Sender, app: Any) -> None:
    good = mei.token
    mei.token = "x"
    assert mei.send((picture_bytes(), "a.jpg")).status == 400
    mei.token = good
    mei.browser.client.delete_cookie("miquan")
    assert mei.send((picture_bytes(), "a.jpg")).status == 400
    assert File.select().count() == 0


def test_states_are_told_of_ones_own_only(mei: Sender, cast: Cast, sender: Senders) -> None:
    mine = files_of(mei.send((picture_bytes(), "a.jpg")))[0]
    ask = f"{HERE}/states?id={mine['id']}&id=0&id=x&id=99999999999999999999&id=2147483649"
    told = mei.browser.get(ask).answer.get_json()["files"]
    assert [f["id"] for f in told] == [mine["id"]]
    assert told[0]["state"] in ("waiting", "ready")
    assert sender(cast.nina).browser.get(ask).answer.get_json()["files"] == []
    assert mei.browser.get(ask).headers["Cache-Control"] == "private, no-store"
