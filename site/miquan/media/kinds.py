"""What a file is, by its own bytes: never by its name or by what its sender called it.

Signatures after the formats' own specifications (ISO/IEC 10918, PNG 3rd edition, GIF89a, WebP RFC 9649,
ISO/IEC 14496-12 for everything that begins with `ftyp`, ISO 32000, Matroska RFC 9559).
"""

import re
import struct
from dataclasses import dataclass
from typing import IO

from miquan.media.refusals import Reason, Refused

# How much of a file's beginning is looked at: a PDF reader takes a header within the first KB.
HEAD = 1_024
_TAIL = 66_000


@dataclass(frozen=True)
class Form:
    """A format we take. `name` is Pillow's for pictures."""

    name: str
    kind: str
    mime: str
    extension: str


JPEG = Form("JPEG", "image", "image/jpeg", "jpg")
PNG = Form("PNG", "image", "image/png", "png")
GIF = Form("GIF", "image", "image/gif", "gif")
WEBP = Form("WEBP", "image", "image/webp", "webp")
AVIF = Form("AVIF", "image", "image/avif", "avif")
HEIF = Form("HEIF", "image", "image/heic", "heic")
MP4 = Form("MP4", "video", "video/mp4", "mp4")
MOV = Form("MOV", "video", "video/quicktime", "mov")
THREEGP = Form("3GP", "video", "video/3gpp", "3gp")
WEBM = Form("WEBM", "video", "video/webm", "webm")
PDF = Form("PDF", "document", "application/pdf", "pdf")
FORMS = {form.name: form for form in (JPEG, PNG, GIF, WEBP, AVIF, HEIF, MP4, MOV, THREEGP, WEBM, PDF)}
BY_MIME = {form.mime: form for form in FORMS.values()}

_MAGIC = (
    (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF87a", GIF), (b"GIF89a", GIF), (b"%PDF-", PDF),
)  # fmt: skip
# Brands of `ftyp`, the first of a row that is there decides.
_BRANDS = (
    (AVIF, {b"avif", b"avis"}),
    (HEIF, {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}),
    (MOV, {b"qt  "}),
    (THREEGP, {b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gp8", b"3gp9", b"3ge6", b"3ge7", b"3gg6", b"3g2a", b"3g2b", b"3g2c"}),
    (MP4, {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VP", b"dash", b"MSNV"}),
)  # fmt: skip
# What an old QuickTime film without `ftyp` begins with.
_ATOMS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
# What makes a page, a program or an archive of something that looks like a picture.
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|\?php)\b|%PDF-", re.IGNORECASE)
_END_OF_ZIP = struct.Struct("<4s4H2IH")


def sniff(file: IO[bytes]) -> Form:
    """The format of an open file. Raises Refused: EMPTY, FORMAT, or MIXED for what is two things at once."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(Reason.EMPTY)
    form = _form(head) or _film(file)
    if form is None:
        raise Refused(Reason.FORMAT)
    if _is_archive(file) or (form.kind == "image" and (_MARKUP.search(head) or _MARKUP.search(_tail(file, 1_024)))):
        raise Refused(Reason.MIXED)
    return form


def _form(head: bytes) -> Form | None:
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:64]:
        return WEBM
    return None


def _by_brand(head: bytes) -> Form | None:
    """The major brand decides; where it is a general or unknown one, the brands it says it goes with."""
    length = min(int.from_bytes(head[:4]), len(head))
    major, others = head[8:12], {head[i : i + 4] for i in range(16, length - 3, 4)}
    general = {b"mif1", b"msf1"}
    for brands in ({major} - general, others - general, {major} & general):
        for form, known in _BRANDS:
            if brands & known:
                return form
    return None


def _film(file: IO[bytes]) -> Form | None:
    """A film of the time before `ftyp`: atoms whose lengths add up, one of them `moov`."""
    size = file.seek(0, 2)
    at = 0
    for _number in range(16):
        file.seek(at)
        box = file.read(16)
        if len(box) < 8 or box[4:8] not in _ATOMS:
            return None
        length = int.from_bytes(box[:4])
        length = int.from_bytes(box[8:16]) if length == 1 else length
        if box[4:8] == b"moov":
            return MOV if 8 < length <= size - at else None
        if length < 8:
            return None
        at += length
    return None


def _tail(file: IO[bytes], many: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - many))
    return file.read(many)


def _is_archive(file: IO[bytes]) -> bool:
    """Whether an unpacker would find an archive at the end: its closing record, with room for the comment it names."""
    tail = _tail(file, _TAIL)
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        end = at + _END_OF_ZIP.size
        if end <= len(tail) and end + int.from_bytes(tail[end - 2 : end], "little") <= len(tail):
            return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
