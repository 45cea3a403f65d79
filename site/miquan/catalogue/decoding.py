"""From the bytes of an export to lines of text, whatever program last saved it. One bad byte never loses a file."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from miquan.i18n import _

MAX_BYTES = 200 * 1024 * 1024
# Stories in cells have lines of their own: more than the rows of the largest file.
MOST_LINES = 1_500_000
_SNIFFED = 64 * 1024
_SAMPLE = 64 * 1024
_HIGH = re.compile(rb"[\x80-\xff]")
# What is UTF-8 beyond doubt. A single other pair of bytes may as well be a letter and a mark of cp1252, such as ß”.
_UTF8 = re.compile(
    rb"((?:[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\xc2-\xc5][\x80-\xbf]|(?:[\xc2-\xdf][\x80-\xbf]){2})+)"
)
# The first bytes of a file that say how it is written, longest first.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Lead bytes of everyday characters and of punctuation; rarer ones are what other encodings look like by chance.
_EVERYDAY = {"gb18030": (range(0xB0, 0xD8), range(0xA1, 0xA4)), "cp950": (range(0xA4, 0xC7), range(0xA1, 0xA4))}


class Unreadable(ValueError):
    """The file as a whole cannot be imported; the message says why, in the reader's language."""


@dataclass
class Decoded:
    """The lines of a file, each with its end as `\n`. `mended` are numbers (from 1) of lines not valid in `encoding`."""

    lines: list[str]
    encoding: str
    fallback: str = ""
    mended: list[int] = field(default_factory=list)
    nuls: int = 0

    @property
    def text(self) -> str:
        """All lines together."""
        return "".join(self.lines)


def read(path: Path, limit: int = MAX_BYTES) -> Decoded:
    """Read an export. Raises Unreadable when it is missing, empty or larger than `limit` bytes."""
    return decode(read_bytes(path, limit))


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file. Raises Unreadable when it is missing or larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        raise Unreadable(_("這個檔案打不開")) from None
    if len(data) > limit:
        raise Unreadable(_("檔案太大了，最多%(most)s MB", most=limit // 1024 // 1024))
    return data


def decode(data: bytes) -> Decoded:
    """The text of an export's bytes. Raises Unreadable when there is none."""
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise Unreadable(_("這個檔案的列太多了，拆成幾個檔案再試"))
    encoding, start = _encoding(data)
    found = _utf8_lines(data[start:]) if encoding == "utf-8" else _whole(data[start:], encoding)
    found.nuls = sum(line.count("\x00") for line in found.lines)
    if found.nuls:
        found.lines = [line.replace("\x00", "") for line in found.lines]
    if not any(line.strip() for line in found.lines):
        raise Unreadable(_("這個檔案是空的"))
    return found


def _encoding(data: bytes) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[: _SNIFFED & ~1]
    # UTF-16 without a mark: the high bytes of all ASCII, line ends at least, are zero; in no other text is any byte.
    # A few low bytes are zero too: 一 is U+4E00.
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) >= 4 and max(odd, even) > 0.02 * len(head) and min(odd, even) < 0.3 * max(odd, even):
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    return "utf-8", 0


def _whole(data: bytes, encoding: str) -> Decoded:
    lines = list(io.StringIO(data.decode(encoding, "replace"), newline=None))
    return Decoded(lines, encoding, mended=_spoilt(lines))


def _spoilt(lines: list[str]) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if "\ufffd" in line]


def _utf8_lines(data: bytes) -> Decoded:
    """UTF-8, line by line: a line that is not UTF-8 is read in the encoding that the bad lines together suggest.

    Where no line but ASCII is UTF-8, the file simply is of that encoding.
    """
    lines: list[Any] = data.splitlines(True)
    try:
        # Nearly all files are: each line takes the place of its bytes, so that no second copy lies in memory.
        for place, line in enumerate(lines):
            lines[place] = _ended(line).decode("utf-8")
        return Decoded(lines, "utf-8")
    except UnicodeDecodeError:
        raw = [_ended(line) for line in data.splitlines(True)]
    bad = [number for number, line in enumerate(raw) if not _is_utf8(line)]
    fallback = guess(b"\n".join(raw[number] for number in bad)[:_SAMPLE])
    if len(bad) >= 0.9 * sum(not line.isascii() for line in raw):
        lines = [line.decode("ascii") if line.isascii() else mend(line, fallback) for line in raw]
        return Decoded(lines, fallback, mended=_spoilt(lines))
    lines = [line.decode("utf-8", "replace") for line in raw]
    for number in bad:
        lines[number] = mend(raw[number], fallback)
    return Decoded(lines, "utf-8", fallback, [number + 1 for number in bad])


def _ended(line: bytes) -> bytes:
    """With a line feed, whatever its end was."""
    if line.endswith((b"\r\n", b"\r")):
        return line.rstrip(b"\r\n") + b"\n"
    return line


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def mend(line: bytes, fallback: str) -> str:
    """A line in which bytes of another encoding stand: valid UTF-8 stays, what lies between is read as `fallback`."""
    if fallback != "cp1252":
        return line.decode(fallback, "replace")
    return "".join(
        piece.decode("utf-8" if place % 2 else "cp1252", "replace") for place, piece in enumerate(_UTF8.split(line))
    )


def guess(sample: bytes) -> str:
    """The encoding of bytes that are not UTF-8: `gb18030` or `cp950` (Big5) when they read as Chinese, else `cp1252`."""
    best, share = max((_everyday_share(sample, encoding), encoding) for encoding in _EVERYDAY)[::-1]
    return best if share >= 0.8 else "cp1252"


def _everyday_share(sample: bytes, encoding: str) -> float:
    """How much of the non-ASCII text would be everyday Chinese; 0 when it is too little to tell."""
    codes = [code for code in _double_bytes(sample.decode(encoding, "ignore"), encoding) if code]
    if len(codes) < 4 or 2 * len(codes) < len(_HIGH.findall(sample)) * 0.8:
        return 0.0
    return sum(any(code[0] in leads for leads in _EVERYDAY[encoding]) for code in codes) / len(codes)


def _double_bytes(text: str, encoding: str) -> Iterator[bytes]:
    for char in text:
        if not char.isascii():
            code = char.encode(encoding, "ignore")
            yield code if len(code) == 2 else b""
