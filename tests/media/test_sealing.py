"""Sealed bytes: what was sealed comes back, and nothing else ever does."""

import os
from collections.abc import Iterator

import pytest

from miquan.media.sealing import FRAME, Damaged, seal, unseal

KEY = bytes(range(32))
HEADER = 15


def sealed(plain: bytes, name: str = "paper", key: bytes = KEY) -> bytes:
    return b"".join(seal([plain[at : at + 10_000] for at in range(0, len(plain), 10_000)], key, name))


def opened(body: bytes, name: str = "paper", key: bytes = KEY, pieces: int = 7_000) -> bytes:
    return b"".join(unseal((body[at : at + pieces] for at in range(0, len(body), pieces)), key, name))


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 5])
def test_what_was_sealed_comes_back(size: int) -> None:
    plain = os.urandom(size)
    body = sealed(plain)
    assert opened(body) == opened(body, pieces=1 << 20) == plain
    assert len(body) == HEADER + size + 16 * max(1, -(-size // FRAME))


def test_the_plain_text_is_not_in_it_and_it_never_looks_the_same() -> None:
    plain = b"A123456789" * 20_000
    assert b"A123456789" not in sealed(plain)
    assert sealed(plain) != sealed(plain)


def test_any_flipped_bit_is_refused() -> None:
    plain = os.urandom(2 * FRAME + 100)
    body = sealed(plain)
    frame = FRAME + 16
    borders = [
        0,
        3,
        4,
        7,
        8,
        14,
        15,
        HEADER + FRAME,
        HEADER + frame - 1,
        HEADER + frame,
        HEADER + 2 * frame,
        len(body) - 1,
    ]
    for at in [*borders, *(int.from_bytes(os.urandom(4), "big") % len(body) for _ in range(20))]:
        bad = bytearray(body)
        bad[at] ^= 1 << (at % 8)
        heard: list[bytes] = []
        with pytest.raises(Damaged):
            heard.extend(unseal([bytes(bad)], KEY, "paper"))
        # What came before the damage was right, byte by byte.
        assert plain.startswith(b"".join(heard))


def frames(body: bytes) -> tuple[bytes, list[bytes]]:
    size = FRAME + 16
    return body[:HEADER], [body[at : at + size] for at in range(HEADER, len(body), size)]


def rearranged() -> Iterator[tuple[str, bytes]]:
    body = sealed(os.urandom(3 * FRAME + 9))
    head, (a, b, c, last) = frames(body)
    other_head, others = frames(sealed(os.urandom(3 * FRAME + 9)))
    yield "cut off in a frame", body[:-1]
    yield "cut off after a frame", head + a + b + c
    yield "only the header", head
    yield "half a header", head[:7]
    yield "nothing", b""
    yield "exchanged", head + b + a + c + last
    yield "doubled", head + a + a + b + c + last
    yield "left out", head + a + c + last
    yield "the last one first", head + last
    yield "lengthened", body + b"x"
    yield "lengthened by a frame", body + a
    yield "a frame of another file", head + others[0] + b + c + last
    yield "another file's header", other_head + a + b + c + last
    yield "frames of another size", b"MQS1" + (FRAME // 2).to_bytes(4, "big") + body[8:]


@pytest.mark.parametrize(("what", "body"), list(rearranged()), ids=lambda v: v if isinstance(v, str) else "")
def test_whatever_was_rearranged_is_refused(what: str, body: bytes) -> None:
    with pytest.raises(Damaged):
        opened(body)


def test_another_key_or_name_does_not_open_it() -> None:
    body = sealed(b"passport")
    for name, key in (("other", KEY), ("paper", bytes(32))):
        with pytest.raises(Damaged):
            opened(body, name, key)
