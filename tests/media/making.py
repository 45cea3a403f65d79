"""Files as members, cameras and attackers make them, made anew for each test."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pillow_heif
from PIL import Image

from miquan.outbox.worker import Worker

pillow_heif.register_heif_opener()

SMALL = (64, 48)


def work(app: Any, *lanes: str) -> None:
    """Let the worker do all that is due."""
    worker = Worker(app)
    while sum(worker.step(lane) for lane in lanes or ("media", "default")):
        pass


def striped(size: tuple[int, int] = SMALL, mode: str = "RGB") -> Image.Image:
    """Red above, blue below, with a green corner at the upper left: one can tell how it is turned."""
    found = Image.new("RGB", size, "#c02020")
    found.paste("#2020c0", (0, size[1] // 2, *size))
    found.paste("#20c020", (0, 0, size[0] // 4, size[1] // 4))
    return found.convert(mode)


def picture(form: str = "JPEG", image: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (image or striped()).save(out, form, **more)
    return out.getvalue()


def exif(*, orientation: int = 1, **gps: Any) -> bytes:
    """EXIF as a phone in Kyoto writes it."""
    found = Image.Exif()
    found[0x010F], found[0x0110], found[0x0112], found[0x0131] = "Apple", "iPhone 12", orientation, "17.1"
    camera = found.get_ifd(0x8769)
    camera[0x9003], camera[0x9011] = "2024:05:04 18:39:11", "+09:00"
    place = found.get_ifd(0x8825)
    told = {1: "N", 2: (35.0, 0.0, 42.0), 3: "E", 4: (135.0, 46.0, 6.0), 7: (9.0, 39.0, 9.0), 29: "2024:05:04"}
    for tag, value in (told | {int(tag[1:]): value for tag, value in gps.items()}).items():
        place[tag] = value
    return found.tobytes()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side: int = 30_000) -> bytes:
    """A true PNG of `side` times `side` black pixels: 900 megapixels in some hundred kilobytes."""
    pack = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    data = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A small PNG whose note unpacks to far more than it is."""
    note = b"a\0\0" + zlib.compress(b"x" * 80_000_000, 9)
    plain = picture("PNG")
    return plain[:33] + _chunk(b"zTXt", note) + plain[33:]


def gif_bomb(frames: int = 5_000) -> bytes:
    """Many frames of one pixel."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\x00"
    return b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


def gif_script() -> bytes:
    """Also a program: `GIF89a=1;…` once its size reads as a comment."""
    return b"GIF89a/*" + picture("GIF")[8:-1] + b"*/=1;alert(document.domain)//<script>alert(1)</script>"


def with_zip(data: bytes) -> bytes:
    """A picture in front, an archive behind."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../evil.html", "<script>alert(1)</script>")
    return data + packed.getvalue()


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 50_000_000)
    return packed.getvalue()


def _box(kind: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", len(data) + 8) + kind + data


def film(location: str = "+35.0117+135.7683+050.0/", brand: bytes = b"qt  ", made: int = 3_797_404_800) -> bytes:
    """A QuickTime film without pictures that says where (ISO 6709) and when (seconds since 1904) it was made."""
    header = struct.pack(">IIIII", 0, made, made, 600, 600) + struct.pack(">IH", 0x10000, 0x100) + bytes(10)
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000) + bytes(24) + struct.pack(">I", 2)
    place = location.encode()
    told = _box(b"udta", _box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7), place))
    start = _box(b"ftyp", brand, bytes(4), brand)
    return start + _box(b"moov", _box(b"mvhd", header, matrix), told) + _box(b"mdat", bytes(64))


def document() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n"
        b"2 0 obj<</Producer (Scanner 3)/CreationDate (D:20240102030405+09'00')>>endobj\ntrailer<</Root 1 0 R/Info 2 0 R>>\n%%EOF\n"
    )
