"""What an answer with a private file says of it: never anything that its uploader has said. Pure."""

from typing import NamedTuple
from urllib.parse import quote

from werkzeug.datastructures import Range

from miquan.i18n import lazy
from miquan.media.models import File

# What browsers draw without running anything; everything else is only ever saved.
INLINE = frozenset({"image/webp", "image/jpeg", "image/png", "image/avif", "image/gif"})
EXTENSIONS = {
    "image/webp": "webp", "image/jpeg": "jpg", "image/png": "png", "image/avif": "avif", "image/gif": "gif", "image/heic": "heic",
    "application/pdf": "pdf", "application/zip": "zip", "video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm",
    "video/3gpp": "3gp",
}  # fmt: skip
CALLED = {
    "paper": lazy("證件"),
    "proof": lazy("證明"),
    "export": lazy("我的資料"),
    "product": lazy("商品照片"),
    "avatar": lazy("大頭照"),
    "banner": lazy("小店橫幅"),
    "group": lazy("群的照片"),
}
_SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


class Part(NamedTuple):
    """Bytes from `start` up to `end` (not included) of `size`."""

    start: int
    end: int
    size: int

    @property
    def whole(self) -> bool:
        return (self.start, self.end) == (0, self.size)


def called(purpose: str) -> str:
    """A purpose in the reader's words."""
    return str(CALLED.get(purpose, lazy("檔案")))


def filename(file: File) -> str:
    """A name to save it under, in the reader's language: what it is and the day it came."""
    return f"{called(file.purpose)}-{file.created_at:%Y-%m-%d}.{EXTENSIONS.get(file.mime, 'bin')}"


def size_words(size: int) -> str:
    """Bytes as people say them, in thousands as file managers count."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} KB"
    return f"{size / 1_000_000:.1f} MB" if size < 1_000_000_000 else f"{size / 1_000_000_000:.1f} GB"


def headers(file: File, part: Part) -> dict[str, str]:
    """All headers of the answer; a sealed file is only given whole."""
    mime = file.mime if file.mime in EXTENSIONS else "application/octet-stream"
    found = {
        **_SAFE,
        "Content-Type": mime,
        "Content-Length": str(part.end - part.start),
        "Content-Disposition": disposition(filename(file), inline=mime in INLINE),
        "Accept-Ranges": "none" if file.sealed else "bytes",
    }
    return found if part.whole else {**found, "Content-Range": f"bytes {part.start}-{part.end - 1}/{part.size}"}


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: a plain name for old readers, and the real one in UTF-8 (RFC 8187)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def part_of(file: File, asked: Range | None, *, conditional: bool = False) -> Part | None:
    """What a Range header asks for; None when the file has no such bytes. Several ranges, sealed files and ranges under
    a condition (If-Range) get the whole.
    """
    whole = Part(0, file.bytes, file.bytes)
    if asked is None or file.sealed or conditional or asked.units != "bytes" or len(asked.ranges) != 1:
        return whole
    found = asked.range_for_length(file.bytes)
    return Part(found[0], found[1], file.bytes) if found else None
