"""Files that are forgotten leave neither row nor byte, and nothing goes before the transaction is kept."""

from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import transaction
from miquan.demo.seeding import pictures
from miquan.demo.seeding.removal import remove_demo
from miquan.media import storage
from miquan.media.actions import erase_files, store_picture
from miquan.media.erasing import renditions
from miquan.media.models import File, FileFact, MediaUsage
from miquan.outbox.worker import Worker
from miquan.products.models import Product
from tests.browsing import Browser
from tests.cast import Cast
from tests.site.world import picture_bytes


def stored() -> set[str]:
    """Every key of both places."""
    return {key for place in (storage.public(), storage.private()) for key, _at in place.keys("")}


def work(app: Any) -> None:
    for lane in ("media", "drawing"):
        while Worker(app, [lane]).step(lane):
            pass


def test_rows_go_at_once_and_bytes_when_that_is_kept(app: Any, cast: Cast) -> None:
    gone, kept = (store_picture(picture_bytes(c), owner=cast.mei.id) for c in ("#a0522d", "#556b2f"))
    usage = MediaUsage.get_by_id(cast.mei.id)
    assert (usage.bytes, usage.files) == (gone.bytes + kept.bytes, 2)
    before = stored()
    assert erase_files([gone.id, gone.id, 999_999]) == 1
    assert [fact.file_id for fact in FileFact.select()] == [kept.id]
    assert stored() == before
    work(app)
    assert before - stored() == {*renditions(gone.name), gone.original}
    usage = MediaUsage.get_by_id(cast.mei.id)
    assert (usage.bytes, usage.files) == (kept.bytes, 1)
    assert erase_files([gone.id]) == 0


def test_a_transaction_that_fails_keeps_files_and_bytes(app: Any, cast: Cast) -> None:
    file = store_picture(picture_bytes(), owner=cast.mei.id)
    before = stored()
    with pytest.raises(OSError), transaction():
        erase_files([file.id])
        raise OSError
    work(app)
    assert stored() == before
    assert File.select().where(File.id == file.id).exists()


def test_the_demos_pictures_are_shown_once_they_are_drawn(app: Any, cast: Cast) -> None:
    product = cast.product()
    with transaction():
        cover, _order = pictures.wanted("product", {"object": "bowl"}, ("late",), cast.mei.id)
        Product.update(cover=cover).where(Product.id == product.id).execute()
        assert pictures.wait_for_drawings() == 1
    name = File.get_by_id(cover).name
    assert name not in Browser(app).get("/zh-hant/@mei").text
    work(app)
    assert File.get_by_id(cover).state == "ready"
    assert name in Browser(app).get("/zh-hant/@mei").text


def test_the_demos_pictures_go_and_are_not_drawn_afterwards(app: Any, cast: Cast) -> None:
    Member.update(demo=True).where(Member.id == cast.mei.id).execute()
    file = store_picture(picture_bytes(), owner=cast.mei.id)
    spec = {"object": "bowl"}
    with transaction():
        pictures.wanted("product", spec, ("late",), cast.mei.id)
    assert remove_demo()["files"] == 2
    work(app)
    assert not [key for key in stored() if file.name in key]
    assert stored() == set()
