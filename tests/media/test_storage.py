"""One suite for every kind of place: a folder, and a bucket behind a real S3 API."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from miquan.media.storage import Bucket, Cache, Folder, Storage
from miquan.media.storage.bucket import store_at
from tests.s3 import s3_server


@pytest.fixture(scope="module")
def new_bucket() -> Iterator[Callable[[], str]]:
    with s3_server() as found:
        yield found


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, new_bucket: Callable[[], str]) -> Storage:
    if request.param == "folder":
        return Folder(tmp_path / "private", 0o600)
    return Bucket(store_at(new_bucket(), "private"))


def test_what_is_put_comes_back_whole_and_in_parts(place: Storage, tmp_path: Path) -> None:
    body = os.urandom(700_000)
    (tmp_path / "video").write_bytes(body)
    place.put("ab/a.jpg", body)
    place.put_file("ab/b.mp4", tmp_path / "video")
    place.put_chunks("ab/c.pdf", (body[at : at + 100_000] for at in range(0, len(body), 100_000)))
    for key in ("ab/a.jpg", "ab/b.mp4", "ab/c.pdf"):
        assert place.get(key) == body
        pieces = list(place.open(key))
        assert b"".join(pieces) == body
        assert max(map(len, pieces)) < len(body)
        assert b"".join(place.open(key, 10, 300_010)) == body[10:300_010]
        assert b"".join(place.open(key, 699_990)) == body[-10:]
    assert b"".join(place.open("ab/a.jpg", 5, 5)) == b""
    found = place.stat("ab/a.jpg")
    assert found is not None
    assert found.size == 700_000
    assert abs(found.written_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_large_file_goes_in_parts(place: Storage) -> None:
    place.put_chunks("ab/video.mp4", (bytes([n]) * 1_000_000 for n in range(12)))
    assert [piece[:1] for piece in (b"".join(place.open("ab/video.mp4", n * 1_000_000, n * 1_000_000 + 3)) for n in range(12))] == [
        bytes([n]) for n in range(12)
    ]  # fmt: skip


def test_a_key_is_written_whole_or_not_at_all(place: Storage) -> None:
    def torn() -> Iterator[bytes]:
        yield b"x" * 6_000_000
        raise ConnectionError("cut off")

    place.put("ab/old.jpg", b"old")
    for key in ("ab/old.jpg", "ab/new.jpg"):
        with pytest.raises(ConnectionError):
            place.put_chunks(key, torn())
    assert place.get("ab/old.jpg") == b"old"
    assert place.stat("ab/new.jpg") is None
    assert [key for key, _at in place.keys("")] == ["ab/old.jpg"]
    place.put_chunks("ab/empty", [])
    assert place.get("ab/empty") == b""
    assert b"".join(place.open("ab/empty")) == b""


def test_keys_below_a_folder_and_deleting(place: Storage) -> None:
    for key in ("ab/one", "ab/two", "parts/xyz/1"):
        place.put(key, b"1")
    assert sorted(key for key, _at in place.keys("")) == ["ab/one", "ab/two", "parts/xyz/1"]
    assert sorted(key for key, _at in place.keys("parts")) == ["parts/xyz/1"]
    assert list(place.keys("none")) == []
    place.delete("ab/one")
    place.delete("ab/one")
    assert place.stat("ab/one") is None
    for read in (place.get, place.open):
        with pytest.raises(FileNotFoundError):
            read("ab/one")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "ab/../../x", "ab//x", "./x", "ab/\0.jpg", "..\\x", "ab/"])
def test_no_key_leads_elsewhere(place: Storage, key: str) -> None:
    for use in (place.get, place.open, place.stat, place.delete, lambda k: place.put(k, b"x")):
        with pytest.raises(ValueError):
            use(key)


def test_public_and_private_are_apart_in_one_bucket(new_bucket: Callable[[], str]) -> None:
    url = new_bucket()
    public, private = Bucket(store_at(url, "public")), Bucket(store_at(url, "private"))
    private.put("ab/paper.pdf", b"secret")
    assert list(public.keys()) == []
    assert public.stat("ab/paper.pdf") is None


@pytest.mark.parametrize("url", ["s3://host/bucket", "http://k:s@host/bucket", "s3://k:s@host", "s3://k:s@host/a/b"])
def test_an_address_of_another_form_is_refused_without_saying_its_secret(url: str) -> None:
    with pytest.raises(ValueError, match="S3_URL") as told:
        store_at(url, "public")
    assert ":s@" not in str(told.value)


def test_a_bucket_that_is_away_is_an_os_error(tmp_path: Path) -> None:
    away = Bucket(store_at("s3://key:secret@127.0.0.1:9/bucket?tls=0", "public"))
    for use in (lambda: away.get("a"), lambda: away.stat("a"), lambda: away.put("a", b""), lambda: list(away.keys())):
        with pytest.raises(OSError, match="bucket") as told:
            use()
        assert "secret" not in str(told.value)


def test_files_are_closed_to_others_and_halves_are_tidied_away(tmp_path: Path) -> None:
    place = Folder(tmp_path / "private", 0o600)
    place.put("ab/a.jpg", b"x")
    assert stat.S_IMODE((tmp_path / "private/ab/a.jpg").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "private/ab").stat().st_mode) == 0o700
    half = tmp_path / "private/ab/.a.jpg.0011"
    half.write_bytes(b"ha")
    assert [key for key, _at in place.keys("")] == ["ab/a.jpg"]
    assert place.tidy(datetime.now(UTC) - timedelta(hours=1)) == 0
    os.utime(half, (1, 1))
    assert place.tidy(datetime.now(UTC) - timedelta(hours=1)) == 1
    assert not half.exists()


def test_copies_of_public_objects(
    tmp_path: Path, new_bucket: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_bucket()
    bucket = Bucket(store_at(url, "public"), copies=tmp_path)
    for name in "abcd":
        bucket.put(f"{name}/x.webp", b"x" * 400)
    cache = Cache(tmp_path, bucket, limit=1_000)
    assert not cache.has("a/x.webp")
    assert cache.bring("a/x.webp")
    assert cache.has("a/x.webp")
    kept = bucket.stat("a/x.webp")
    assert kept is not None
    # Every web node tells the same ETag, which is made of it.
    assert (tmp_path / "a/x.webp").stat().st_mtime == kept.written_at.timestamp()
    assert not cache.bring("none/x.webp")
    bucket.delete("a/x.webp")
    assert not cache.has("a/x.webp")
    for name in "bcd":
        time.sleep(0.01)
        cache.bring(f"{name}/x.webp")
    assert [cache.has(f"{name}/x.webp") for name in "bcd"] == [False, True, True]
    # An hour later one more was deleted by another machine, and the bucket is away for a moment.
    Bucket(store_at(url, "public")).delete("c/x.webp")
    monkeypatch.setattr("miquan.media.storage.cache.COMPARED", 0.0)
    assert not cache.bring("c/x.webp")
    assert not (tmp_path / "c/x.webp").exists()
    away = Cache(tmp_path, Bucket(store_at("s3://k:s@127.0.0.1:9/bucket?tls=0", "public")))
    assert away.bring("d/x.webp")
    with pytest.raises(OSError, match="bucket"):
        away.bring("c/x.webp")
