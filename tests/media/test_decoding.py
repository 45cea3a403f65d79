"""The children that decode: limited, replaced, and never the end of whoever asked."""

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from miquan.media import decoding, kinds, rules
from miquan.media.decoding import pipes, pool
from miquan.media.refusals import Reason, Refused
from tests.media.making import film, picture, striped


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    pool.close()
    yield
    pool.close()


def look(image: Image.Image | None = None) -> decoding.Looked:
    return decoding.look(kinds.JPEG, picture("JPEG", image))


def idle() -> pool.Child:
    assert len(pool._pool.idle) == 1
    return pool._pool.idle[0]


def test_a_child_is_kept_warm_and_replaced_when_it_died() -> None:
    assert look().width == 64
    first = idle().process.pid
    look()
    assert idle().process.pid == first
    os.kill(first, signal.SIGKILL)
    idle().process.wait()
    assert look().width == 64
    assert idle().process.pid != first


def test_what_ends_its_child_once_is_tried_again_and_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real, ends = pool.Child.ask, [1]

    def dying(child: pool.Child, *args: object) -> object:
        if ends[0] > 0:
            ends[0] -= 1
            child.process.kill()
        return real(child, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(pool.Child, "ask", dying)
    assert look().width == 64
    ends[0] = 2
    with pytest.raises(Refused) as caught:
        look()
    assert caught.value.reason == Reason.BROKEN
    assert look().width == 64


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    look()
    monkeypatch.setattr(rules, "SECONDS", 0.2)
    big = picture("PNG", Image.effect_noise((3_000, 3_000), 90), compress_level=1)
    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        decoding.look(kinds.PNG, big)
    assert caught.value.reason == Reason.SLOW
    assert time.monotonic() - began < rules.PATIENCE
    assert not pool._pool.idle


def test_a_child_that_gets_no_time_is_no_reason_to_refuse_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    look()
    stopped = idle().process.pid
    os.kill(stopped, signal.SIGSTOP)
    monkeypatch.setattr(rules, "SECONDS", 0.2)
    monkeypatch.setattr(rules, "PATIENCE", 0.6)
    with pytest.raises(decoding.Busy):
        look()
    monkeypatch.undo()
    assert not Path(f"/proc/{stopped}").exists()
    assert look().width == 64


def test_a_child_is_limited_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/name")
    look()
    about = Path(f"/proc/{idle().process.pid}")
    limits = {line[:25].strip(): line[26:].split()[0] for line in (about / "limits").read_text().splitlines()}
    assert limits["Max address space"] == str(1_200 * 1024 * 1024)
    assert (limits["Max file size"], limits["Max core file size"], limits["Max open files"]) == ("0", "0", "64")
    assert limits["Max cpu time"].isdecimal()
    assert b"secret" not in (about / "environ").read_bytes()


def test_what_libraries_print_and_signals_to_the_group_do_no_harm() -> None:
    look()
    os.kill(idle().process.pid, signal.SIGTERM)
    os.kill(idle().process.pid, signal.SIGINT)
    assert look().width == 64


def test_memory_stays_flat_and_children_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    image = striped((800, 600))
    look(image)
    first, before = idle().process.pid, idle().memory
    for _number in range(12):
        look(image)
    assert before > 0
    assert abs(idle().memory - before) < 24 * 1024 * 1024
    monkeypatch.setattr(pool, "_FILES", 13)
    look(image)
    assert idle().process.pid != first


def test_as_many_as_there_are_children_at_once() -> None:
    found = []
    threads = [threading.Thread(target=lambda: found.append(look().width)) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [64] * 6
    assert len(pool._pool.idle) <= pool.CHILDREN


def test_a_film_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.mov").write_bytes(film())
    assert decoding.look(kinds.MOV, path=tmp_path / "a.mov").told["location"] == "+35.0117+135.7683+050.0/"
    (tmp_path / "b.mov").write_bytes(film()[:60] + os.urandom(200))
    assert decoding.look(kinds.MOV, path=tmp_path / "b.mov").width is None


@pytest.mark.parametrize(
    "said",
    [b"\xff\xff\xff\xff", b'\0\0\0\x10{"bodies":[9e99]}', b'\0\0\0\x14{"bodies":[-1,99999]', b"\0\0\0\x02[]", b"\0\0"],
)
def test_an_answer_that_is_none_of_ours_is_no_more_than_an_error(said: bytes) -> None:
    with pytest.raises((ValueError, EOFError, TypeError, AttributeError)):
        pipes.receive(io.BytesIO(said))
