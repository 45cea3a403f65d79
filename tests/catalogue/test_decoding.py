"""Bytes to text: whatever program last saved the export."""

from pathlib import Path

import pytest

from miquan.catalogue.decoding import Unreadable, decode, read

TEXT = "Handle,Title\nmoon,Café größe 月白杯\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_every_unicode_form_gives_the_same_text(data: bytes) -> None:
    found = decode(data)
    assert found.text == TEXT
    assert found.mended == []


def test_cp1252_bytes_in_a_utf8_file_cost_nothing_but_a_note() -> None:
    found = decode("Handle,Title\na,月白\n".encode() + b"b,Caf\xe9 \x93quoted\x94\n" + "c,藍\n".encode())
    assert found.text == "Handle,Title\na,月白\nb,Café “quoted”\nc,藍\n"
    assert (found.fallback, found.mended) == ("cp1252", [3])


def test_a_line_may_mix_both() -> None:
    found = decode("a,月白 ".encode() + b"\xe9\n")
    assert found.text == "a,月白 é\n"


@pytest.mark.parametrize(("encoding", "words"), [("cp950", "手工陶碗，月白釉"), ("gb18030", "手工陶碗，月白釉色")])
def test_chinese_encodings_are_recognised(encoding: str, words: str) -> None:
    found = decode(f"Handle,Title\r\nbowl,{words}\r\n".encode(encoding))
    assert found.text == f"Handle,Title\nbowl,{words}\n"
    assert (found.encoding, found.mended) == (encoding, [])


@pytest.mark.parametrize(
    "words", ["Größe, Übermaß, weiß, für Töpfe", "crème brûlée à la carte, déjà vu", "piñata niño año"]
)
def test_european_words_are_not_taken_for_chinese(words: str) -> None:
    assert decode(f"Handle,Title\nx,{words}\n".encode("cp1252")).text == f"Handle,Title\nx,{words}\n"


def test_zero_bytes_are_dropped_and_counted() -> None:
    found = decode(b"Handle,Title\nmoon,A\x00B\n")
    assert (found.text, found.nuls) == ("Handle,Title\nmoon,AB\n", 1)


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_nothing_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)


def test_a_file_that_is_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes(b"x" * 101)
    assert read(path, limit=101).text
    with pytest.raises(Unreadable):
        read(path, limit=100)
    with pytest.raises(Unreadable):
        read(tmp_path / "nowhere.csv")
