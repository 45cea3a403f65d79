"""What a file is, by its own bytes."""

import io
import struct

import pytest

from miquan.media import kinds, measuring
from miquan.media.refusals import Reason, Refused
from tests.media import making
from tests.media.making import picture


def sniffed(data: bytes) -> str:
    try:
        form = kinds.sniff(io.BytesIO(data))
        if form.kind == "image":
            measuring.check_size(form, data)
    except Refused as refusal:
        return str(refusal.reason)
    return form.mime


TAKEN = {
    "image/jpeg": picture(), "image/png": picture("PNG"), "image/webp": picture("WEBP"), "image/gif": picture("GIF"),
    "image/avif": picture("AVIF"), "image/heic": picture("HEIF"), "video/quicktime": making.film(),
    "video/mp4": making.film(brand=b"mp42"), "video/3gpp": making.film(brand=b"3gp5"), "application/pdf": making.document(),
    "video/webm": b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm" + bytes(64),
}  # fmt: skip


@pytest.mark.parametrize("mime", TAKEN)
def test_what_is_taken(mime: str) -> None:
    assert sniffed(TAKEN[mime]) == mime


def test_a_film_of_the_time_before_brands() -> None:
    film = making.film()
    old = film[struct.unpack(">I", film[:4])[0] :]
    assert sniffed(old) == "video/quicktime"
    assert sniffed(old[:40]) == "format"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<!doctype html><script>alert(1)</script>",
        making.zip_bomb(),
        picture("TIFF"),
        picture("ICO"),
        picture("BMP"),
        b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(64),
        b"\0\0\0\x18ftypM4A " + bytes(64),
        b"\0\0\0\x18ftypcrx " + bytes(64),
        b"MZ" + bytes(64),
        b"\x7fELF" + bytes(64),
        b"II*\0" + bytes(64),
        b"\xff\xd8",
        b" GIF89a",
        b"x",
    ],
)
def test_what_is_no_file_of_ours(data: bytes) -> None:
    assert sniffed(data) == "format"


@pytest.mark.parametrize(
    "data",
    [
        making.with_zip(picture()),
        making.with_zip(picture("PNG")),
        making.with_zip(making.document()),
        making.with_zip(picture("WEBP")) + b"a few bytes more",
        making.gif_script(),
        picture() + b"<html><script>alert(1)</script>",
        picture(comment=b"%PDF-1.4"),
        picture("PNG")[:33] + b"\0\0\0\x10tEXta\0<?php evil()?>" + picture("PNG")[33:],
    ],
)
def test_what_is_two_things_at_once(data: bytes) -> None:
    assert sniffed(data) == "mixed"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (making.png_bomb(), "pixels"),
        (making.gif_bomb(), "frames"),
        (b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + picture("GIF")[10:], "pixels"),
        (picture("GIF")[:10] + b"\0\0\0\x2c" + struct.pack("<HHHH", 0, 0, 65_000, 65_000) + bytes(9), "pixels"),
        (b"\xff\xd8\xff\xc0\0\x11\x08" + struct.pack(">HH", 60_000, 60_000) + bytes(20), "pixels"),
        (b"\xff\xd8\xff\xc0\0\x11\x08" + struct.pack(">HH", 40_000, 1) + bytes(20), "pixels"),
        (b"\xff\xd8\xff" + b"x" * 100, "broken"),
        (b"\xff\xd8\xff" + b"\xff" * 100, "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "broken"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "broken"),
    ],
)
def test_what_is_too_much_by_its_header_or_has_none(data: bytes, reason: str) -> None:
    assert sniffed(data) == reason


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"])
def test_sizes_are_read_without_a_decoder(form: str) -> None:
    for image in (making.striped((301, 202)), making.striped((301, 202), "L")):
        found = measuring.measure(kinds.FORMS[form], picture(form, image))
        # HEVC and AV1 are coded in even sizes, and cropped.
        assert (found.width - 301 in (0, 1), found.height) == (True, 202)


def test_frames_are_counted() -> None:
    frames = [making.striped(), making.striped().rotate(90), making.striped().rotate(180)]
    for form in ("GIF", "WEBP", "PNG"):
        data = picture(form, frames[0], save_all=True, append_images=frames[1:])
        assert measuring.measure(kinds.FORMS[form], data).frames == 3, form


def test_every_reason_has_words() -> None:
    from miquan.media.words import _WORDS

    assert set(_WORDS) == set(Reason)
