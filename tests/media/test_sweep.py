"""The sweep takes what nothing needs, says what is missing, and never touches what is on its way."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miquan.accounts.models import Member
from miquan.db import now, transaction
from miquan.media import storage, sweep
from miquan.media.actions import store_picture
from miquan.media.erasing import renditions
from miquan.media.models import File, Upload
from miquan.outbox import timers
from miquan.outbox.worker import Worker
from tests.cast import Cast
from tests.site.world import picture_bytes

LONG_AGO = datetime.now(UTC) - timedelta(hours=30)


def age(app: Any) -> None:
    """Everything that is stored was written 30 hours ago."""
    for path in app.extensions["miquan"].media.rglob("*"):
        os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))


def stored() -> set[str]:
    return {key for place in (storage.public(), storage.private()) for key, _at in place.keys("")}


def upload(owner: Member, token: str, expires_at: datetime) -> str:
    """One whose first part is there. Returns the part's key."""
    key = f"incoming/{token}/000000000000000-aa"
    storage.private().put(key, b"part")
    Upload.create(token=token, owner=owner.id, purpose="paper", size=9, received=4, parts=[key], expires_at=expires_at)
    return key


def test_what_nothing_needs_goes_and_the_rest_stays(app: Any, cast: Cast) -> None:
    kept = store_picture(picture_bytes(), owner=cast.mei.id)
    going_on = upload(cast.mei, "goingon", now() + timedelta(hours=1))
    over = upload(cast.mei, "over", now() - timedelta(hours=1))
    private, public = storage.private(), storage.public()
    for place, key in (
        (private, "zz/zzlost.jpg"),
        (public, "zz/zzlost-320.webp"),
        (private, "incoming/gone/0-x"),
        (public, "odd"),
    ):
        place.put(key, b"lost")
    (app.extensions["miquan"].media / "private/zz/.half.jpg.00ff").write_bytes(b"ha")
    age(app)
    fresh = "yy/yyfresh.jpg"
    private.put(fresh, b"its row is being written")
    whole = stored()
    figures = {"expired_files": 0, "expired_uploads": 1, "orphans": 4, "leftovers": 1, "missing": 0, "waiting": 0}
    runner = app.test_cli_runner()
    told = runner.invoke(args=["media", "sweep", "--dry-run"])
    # A dry run counts the parts of expired uploads as theirs, and looks for no halves.
    assert told.output.splitlines() == [
        f"{name} {0 if name == 'leftovers' else count}" for name, count in figures.items()
    ]
    assert stored() == whole
    told = runner.invoke(args=["media", "sweep"])
    assert told.exit_code == 0
    assert told.output.splitlines()[-6:] == [f"{name} {count}" for name, count in figures.items()]
    assert stored() == {*renditions(kept.name), kept.original, going_on, fresh}
    assert over not in stored()
    assert [row.token for row in Upload.select()] == ["goingon"]
    assert set(sweep.sweep().values()) == {0}


def test_files_whose_time_is_over_go_with_their_bytes(app: Any, cast: Cast) -> None:
    over, later, always = (
        store_picture(picture_bytes(c), owner=cast.mei.id) for c in ("#111111", "#222222", "#333333")
    )
    for file, until in ((over, -1), (later, 1)):
        File.update(keep_until=now() + timedelta(hours=until)).where(File.id == file.id).execute()
    assert sweep.sweep(dry=True)["expired_files"] == 1
    assert sweep.sweep()["expired_files"] == 1
    worker = Worker(app, ["media"])
    while worker.step("media"):
        pass
    assert {row.id for row in File.select()} == {later.id, always.id}
    assert not [key for key in stored() if over.name in key]
    assert len(stored()) == 8


def test_rows_without_bytes_are_reported_not_deleted(app: Any, cast: Cast) -> None:
    lost, half, fine = (store_picture(picture_bytes(c), owner=cast.mei.id) for c in ("#111111", "#222222", "#333333"))
    storage.private().delete(lost.original)
    storage.public().delete(renditions(half.name)[1])
    File.create(
        owner=cast.mei.id,
        name="notyet",
        mime="image/jpeg",
        bytes=1,
        sha256="",
        state="waiting",
        original="no/notyet.jpg",
    )
    assert (sweep.sweep()["missing"], sweep.sweep()["waiting"]) == (0, 0)
    File.update(created_at=LONG_AGO).execute()
    figures = sweep.sweep()
    assert (figures["missing"], figures["waiting"]) == (2, 1)
    assert File.select().count() == 4
    assert fine.original in stored()


def test_a_rival_in_the_gap_keeps_its_bytes(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old bytes get a row after the listing; others are written anew after the rows were asked."""
    private = storage.private()
    for key in ("aa/row.jpg", "bb/again.jpg", "cc/lost.jpg"):
        private.put(key, b"old")
    age(app)
    noted, needed = sweep._noted, sweep._needed_private

    def listed(*given: Any) -> Iterator[Any]:
        yield from list(noted(*given))
        with transaction():
            File.get_or_create(
                name="row", defaults={"mime": "image/jpeg", "bytes": 3, "sha256": "", "original": "aa/row.jpg"}
            )

    def asked(keys: list[str]) -> set[str]:
        found = needed(keys)
        private.put("bb/again.jpg", b"new")
        return found

    monkeypatch.setattr(sweep, "_noted", listed)
    monkeypatch.setattr(sweep, "_needed_private", asked)
    assert sweep.sweep()["orphans"] == 1
    assert stored() == {"aa/row.jpg", "bb/again.jpg"}


def test_an_upload_that_is_prolonged_in_the_gap_goes_on(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    part = upload(cast.mei, "prolonged", now() - timedelta(minutes=1))
    delete = Upload.delete

    def rival_first() -> Any:
        Upload.update(expires_at=now() + timedelta(hours=1)).execute()
        return delete()

    monkeypatch.setattr(Upload, "delete", rival_first)
    assert sweep.sweep()["expired_uploads"] == 0
    assert part in stored()


def test_a_timer_runs_once_a_round_however_many_workers_there_are(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr(timers, "TIMERS", {})
    timers.every(60.0, name="test.timer", lane="a")(lambda: ran.append("a"))
    timers.every(0.0, name="test.other", lane="b")(lambda: ran.append("b"))
    assert timers.run_due("a", "one") == ["test.timer"]
    assert timers.run_due("a", "two") == []
    assert timers.run_due("b", "one") == timers.run_due("b", "two") == ["test.other"]
    assert ran == ["a", "b", "b"]
    with pytest.raises(ValueError, match="too long"):
        timers.every(1.0, name="much.too.long.a.name", lane="a")


def test_the_worker_sweeps_by_itself(app: Any) -> None:
    worker = Worker(app)
    assert "sweep" in worker.lanes
    private = storage.private()
    private.put("aa/lost.jpg", b"x")
    age(app)
    worker._run_timers("sweep", 0.0)
    assert stored() == set()
