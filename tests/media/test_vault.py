"""Keys: where they lie, that they are bound to their file, and that they can be exchanged while files are read."""

import base64
import os
import stat
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from miquan.config import from_environment
from miquan.db import now, transaction
from miquan.media import looking, masters, rotation, storage, vault
from miquan.media.models import File, FileKey, Upload
from miquan.media.originals import open_original, original_bytes, store_original
from miquan.media.parts import get_part, put_part
from miquan.media.sealing import FRAME, Damaged
from miquan.uploads.actions import append, finish
from tests.cast import Cast

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
    b"\n% passport of Lin Mei A123456789\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
PASSPORT = b"%PDF-1.7 passport of Lin Mei A123456789 " * 5_000


def paper(cast: Cast, name: str, body: bytes = PASSPORT, *, sealed: bool = True) -> File:
    file = File(
        owner=cast.mei.id, name=name, kind="document", purpose="paper", visibility="private", mime="application/pdf",
        bytes=len(body), sha256="", original=f"{name[:2]}/{name}.pdf", sealed=sealed,
    )  # fmt: skip
    kept = store_original(file, [body[:100], body[100:]])
    with transaction():
        file.save(force_insert=True)
        if kept:
            vault.keep(file.id, kept)
    return file


def run(app: Any, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["vault", *arguments])
    return result.exit_code, result.output


def test_nothing_of_a_paper_lies_open_and_it_reads_as_it_was(app: Any, cast: Cast) -> None:
    file = paper(cast, "passport01")
    body = storage.private().get(file.original)
    assert b"passport" not in body
    assert b"A123456789" not in body
    assert original_bytes(file) == PASSPORT
    row = FileKey.get(FileKey.file == file.id)
    keys = list((app.extensions["miquan"].data / "keys").iterdir())
    assert [path.name for path in keys] == [f"{row.master}.key"]
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(keys[0].parent.stat().st_mode) == 0o700
    assert base64.b64encode(keys[0].read_bytes()).decode() not in row.wrapped
    open_file = paper(cast, "openfile01", sealed=False)
    assert original_bytes(open_file) == storage.private().get(open_file.original) == PASSPORT
    assert b"".join(open_original(open_file, 5, 9)) == PASSPORT[5:9]


def test_keys_and_bytes_of_two_papers_cannot_be_exchanged(app: Any, cast: Cast) -> None:
    one, two = paper(cast, "passport01"), paper(cast, "residence1")
    keys = {row.file_id: row.wrapped for row in FileKey.select()}
    private = storage.private()
    bodies = {file.id: private.get(file.original) for file in (one, two)}
    FileKey.update(wrapped=keys[two.id]).where(FileKey.file == one.id).execute()
    with pytest.raises(Damaged, match="key of passport01"):
        original_bytes(one)
    private.put(one.original, bodies[two.id])
    with pytest.raises(Damaged, match="key of passport01"):
        original_bytes(one)
    FileKey.update(wrapped=keys[one.id]).where(FileKey.file == one.id).execute()
    with pytest.raises(Damaged, match="frame 0"):
        original_bytes(one)
    FileKey.delete().where(FileKey.file == two.id).execute()
    with pytest.raises(Damaged, match="no key"):
        original_bytes(two)


def test_a_paper_is_sealed_from_its_first_part_on(app: Any, cast: Cast) -> None:
    upload = Upload.create(
        token="parts", owner=cast.mei.id, purpose="paper", size=len(PDF), expires_at=now() + timedelta(hours=1)
    )
    append(upload, 0, PDF[:40])
    append(upload, 40, PDF[40:])
    private = storage.private()
    assert [b"A123456789" in private.get(key) for key, _at in private.keys("")] == [False, False]
    file = finish(upload)
    looking.look_at(file.id)
    file = File.get_by_id(file.id)
    assert (file.state, file.sealed, file.visibility) == ("ready", True, "private")
    assert [key for key, _at in private.keys("")] == [file.original]
    assert b"A123456789" not in private.get(file.original)
    assert original_bytes(file) == PDF
    one, two = (f"incoming/x/{n}" for n in "12")
    put_part(one, b"half a passport", "paper")
    private.put(two, private.get(one))
    with pytest.raises(Damaged):
        get_part(two, "paper")


def test_a_bad_frame_ends_the_reading_there(app: Any, cast: Cast) -> None:
    file = paper(cast, "passport01")
    body = bytearray(storage.private().get(file.original))
    body[15 + FRAME + 16 + 5] ^= 1
    storage.private().put(file.original, bytes(body))
    pieces = open_original(file)
    assert next(pieces) == PASSPORT[:FRAME]
    with pytest.raises(Damaged, match="frame 1"):
        next(pieces)


def test_rotation_keeps_every_paper_readable_and_goes_on_where_it_was_stopped(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [paper(cast, f"passport{n:02}", b"%PDF" + bytes([n])) for n in range(5)]
    old = masters.present()[0]
    reading = open_original(files[0])
    monkeypatch.setattr(rotation, "BATCH", 2)
    new = masters.make()
    assert next(rotation.rewrap()) == 2
    assert rotation.waiting() == 3
    assert [original_bytes(file) for file in files] == [b"%PDF" + bytes([n]) for n in range(5)]
    # A file that was sealed with the old key just now, by a process that had not heard of the new one.
    code, told = run(app, "rotate")
    assert (code, told) == (0, f"present {new}\nrewrapped 3\n")
    assert rotation.uses() == {old: 0, new: 5}
    assert b"".join(reading) == b"%PDF\0"
    assert [original_bytes(file) for file in files] == [b"%PDF" + bytes([n]) for n in range(5)]
    # Just replaced: a paper may still be on its way under it.
    assert run(app, "rotate", "--retire") == (0, f"present {new}\nrewrapped 0\n")
    assert masters.by_id(old)
    monkeypatch.setattr(masters, "SETTLED", masters.SETTLED * 0)
    assert run(app, "rotate", "--retire") == (0, f"present {new}\nrewrapped 0\nretired {old}\n")
    with pytest.raises(masters.NoSuchKey):
        masters.by_id(old)
    assert original_bytes(files[3]) == b"%PDF\3"
    code, told = run(app, "rotate")
    assert (code, told.splitlines()[1]) == (0, "rewrapped 5")
    assert masters.present()[0] > new


def test_two_rotations_at_once_do_each_key_once(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    file = paper(cast, "passport01")
    masters.make()
    replace_row = rotation._replace

    def rival_first(row: FileKey, kept: vault.Wrapped) -> int:
        assert replace_row(row, vault.wrap(vault.key_of(file), file.name)) == 1
        return replace_row(row, kept)

    monkeypatch.setattr(rotation, "_replace", rival_first)
    assert sum(rotation.rewrap()) == 0
    assert original_bytes(file) == PASSPORT
    assert rotation.waiting() == 0


def test_a_missing_key_is_said_and_nothing_is_lost(app: Any, cast: Cast) -> None:
    file = paper(cast, "passport01")
    name = masters.present()[0]
    place = app.extensions["miquan"].data / "keys" / f"{name}.key"
    secret = place.read_bytes()
    place.unlink()
    masters.make()
    with pytest.raises(masters.NoSuchKey):
        original_bytes(file)
    code, told = run(app, "status")
    assert code == 1
    assert f"missing {name}\n" in told
    code, told = run(app, "rotate")
    assert code == 1
    assert name in told
    place.write_bytes(secret)
    assert run(app, "status")[0] == 0
    assert original_bytes(file) == PASSPORT


def test_keys_from_the_setting(app: Any, cast: Cast) -> None:
    pairs = [(f"k{n}", os.urandom(32)) for n in (1, 2)]
    told = ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in pairs)
    data = str(app.extensions["miquan"].data)
    given = from_environment({"MIQUAN_DATA": data, "MIQUAN_MASTER_KEYS": told}, testing=True).master_keys
    assert given == tuple(pairs)
    app.extensions["miquan"] = replace(app.extensions["miquan"], master_keys=given[1:])
    file = paper(cast, "passport01")
    app.extensions["miquan"] = replace(app.extensions["miquan"], master_keys=given)
    assert original_bytes(file) == PASSPORT
    assert not (app.extensions["miquan"].data / "keys").exists()
    assert run(app, "rotate") == (0, "present k1\nrewrapped 1\n")
    code, told = run(app, "rotate")
    assert code == 1
    assert "MIQUAN_MASTER_KEYS" in told
    assert original_bytes(file) == PASSPORT
    assert str(pairs[0][1]) not in repr(app.extensions["miquan"])


@pytest.mark.parametrize("told", ["k1", "k1:c2hvcnQ=", "k 1:" + "A" * 43 + "=", "k1:%", "../x:" + "A" * 43 + "="])
def test_a_setting_that_is_no_key_is_refused_at_the_start_without_saying_it(told: str, tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="MIQUAN_MASTER_KEYS") as refused:
        from_environment({"MIQUAN_DATA": str(tmp_path), "MIQUAN_MASTER_KEYS": told}, testing=True)
    assert "AAA" not in str(refused.value)
