"""How a process and its child talk: a length, JSON, and the bodies that the JSON announces."""

import json
import struct
from typing import IO, Any

_LENGTH = struct.Struct(">I")
MAX_HEADER = 512 * 1024
MAX_BODY = 16 * 1024 * 1024


def send(stream: IO[bytes], header: dict[str, Any], bodies: list[bytes]) -> None:
    told = json.dumps({**header, "bodies": [len(body) for body in bodies]}).encode()
    stream.write(_LENGTH.pack(len(told)) + told)
    for body in bodies:
        stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """One message. Raises EOFError when the other side has ended, ValueError for what is no message of ours."""
    length = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
    if length > MAX_HEADER:
        raise ValueError("a header too long")
    header = json.loads(_exactly(stream, length))
    lengths = header.pop("bodies")
    if len(lengths) > 8 or any(not isinstance(n, int) or not 0 <= n <= MAX_BODY for n in lengths):
        raise ValueError("bodies too long")
    return header, [_exactly(stream, n) for n in lengths]


def _exactly(stream: IO[bytes], many: int) -> bytes:
    data = stream.read(many)
    if len(data) < many:
        raise EOFError
    return data
